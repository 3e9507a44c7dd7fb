// Marks of kinds: an outline and an icon each, as path data on a circle of radius 12 and a
// 24 x 24 grid, so that canvas, legend and exported SVG draw the same and colour is never alone.
const OUTLINE = {
  dot: "M12 0a12 12 0 1 0 .01 0Z",
  square: "M2 1h20a1.5 1.5 0 0 1 1.5 1.5v19A1.5 1.5 0 0 1 22 23H2A1.5 1.5 0 0 1 .5 21.5v-19A1.5 1.5 0 0 1 2 1Z",
  diamond: "M12-2 26 12 12 26-2 12Z",
  hexagon: "M5.5-.5h13L26 12l-7.5 12.5h-13L-2 12Z",
  triangle: "M12-3 26.5 22.5h-29Z",
  triangleDown: "M12 27-2.5 1.5h29Z",
  star: "M12-4l4.6 9.7 10.6 1.4-7.8 7.4 2 10.6L12 20l-9.4 5.100 2-10.600L-3.200 7.100 7.400 5.700Z",
  box: "M-2 3h28v18H-2Z",
  ellipse: "M12 2.500c8 0 14.500 4.300 14.500 9.500S20 21.500 12 21.500-2.500 17.200-2.500 12 4 2.500 12 2.500Z",
  octagon: "M6.500-1.200h11L25.200 6.500v11L17.500 25.200h-11L-1.200 17.500v-11Z",
};
// Strokes, no fills; drawn inside the outline.
const ICON = {
  Company: "M7 19V6l5-2 5 2v13M5.500 19h13M10 9h0M14 9h0M10 12.500h0M14 12.500h0M10 16h0M14 16h0",
  GovernmentBody: "M5 18.500h14M6 9.500h12L12 5ZM7.500 10v6.500M10.500 10v6.500M13.500 10v6.500M16.500 10v6.500",
  Institution: "M4 11l8-3.500 8 3.500-8 3.500ZM8 13v3.500q4 2.500 8 0V13M20 11v4",
  Fund: "M8 9.500q4-2 8 0t0 5-8 0 0-5M12 7.500v9",
  NewsOutlet: "M5 7h14v10H5ZM8 10h3.500v3H8ZM14 10h3M14 13h3M8 15.300h9",
  Person: "M12 12.500a3 3 0 1 0-.01 0ZM7 20q5-8 10 0",
  Group: "M9.500 9.500a2.200 2.200 0 1 0-.01 0ZM14.800 9.500a2.200 2.200 0 1 0-.01 0ZM6.500 15.500q3-6 5.700-1.500 2.600-4.500 5.600 1.500",
  Product: "M6 8.500l6-3 6 3v7l-6 3-6-3ZM6 8.500l6 3 6-3M12 11.500v7",
  Model: "M12 5.500l1.700 4.800 4.800 1.700-4.800 1.700L12 18.500l-1.700-4.800L5.500 12l4.800-1.700Z",
  Family: "M12 6l6 3-6 3-6-3ZM6 12l6 3 6-3M6 15l6 3 6-3",
  Feature: "M12 15a3 3 0 1 0-.01 0ZM12 5.500v3M12 15.500v3M5.500 12h3M15.500 12h3M7.500 7.500l2 2M14.500 14.500l2 2M16.500 7.500l-2 2M9.500 14.500l-2 2",
  Chip: "M7.500 7.500h9v9h-9ZM10 10h4v4h-4ZM9.500 7.500v-3M14.500 7.500v-3M9.500 19.500v-3M14.500 19.500v-3M7.500 9.500h-3M7.500 14.500h-3M19.500 9.500h-3M19.500 14.500h-3",
  Equipment: "M14.500 6a4 4 0 0 0-4 5.500L5.500 16.500 7.500 18.500l5-5A4 4 0 0 0 18 9l-2.500 2-2-2Z",
  Material: "M8 6.500h8l3.500 4.500L12 18.500 4.500 11ZM4.500 11h15M10 11l2 7 2-7",
  Facility: "M5 18.500V10l4.500 3v-3l4.500 3V6h4v12.500ZM8.500 16h1M13 16h1",
  Place: "M12 19q-5-6-5-9a5 5 0 0 1 10 0q0 3-5 9ZM12 12a2 2 0 1 0-.01 0Z",
  Region: "M12 5a7 7 0 1 0 .01 0ZM5 12h14M12 5q-6 7 0 14M12 5q6 7 0 14",
  OfficialList: "M6 8.500h0M9 8.500h9.500M6 12h0M9 12h9.500M6 15.500h0M9 15.500h9.500",
  Category: "M6 10l5-4h7v6l-7 6ZM15 9h0",
  Capability: "M13 5l-5.500 8h4L11 19l5.500-8h-4Z",
  Restriction: "M12 4.500a7.500 7.500 0 1 0 .01 0ZM6.800 6.800l10.400 10.400",
};
const OUTLINE_PATH = {}, ICON_PATH = {};
for (const [name, path] of Object.entries(OUTLINE)) OUTLINE_PATH[name] = new Path2D(path);
for (const [name, path] of Object.entries(ICON)) ICON_PATH[name] = new Path2D(path);
const outlineOf = (kind) => (kind.shape in OUTLINE ? kind.shape : "dot");

function markOf(kind, size = 22) {
  const colour = `var(--k${KIND.indexOf(kind)})`;
  const mark = svg("svg", { viewBox: "-4 -5 32 34", width: size, height: size, class: "mark", "aria-hidden": "true" },
    svg("path", { d: OUTLINE[outlineOf(kind)], class: "outline" }));
  mark.firstChild.style.fill = colour;
  if (kind.name in ICON) mark.append(svg("path", { d: ICON[kind.name], class: "icon" }));
  return mark;
}

// Lines say the layer and, among reported claims, how many independent roots stand behind.
const DASH = {
  established: [], corroborated: [14, 4], "single-source": [7, 5], unattributed: [3, 5], alleged: [1.5, 5],
  in: [], out: [10, 6], maybe: [2, 4],
};
const WIDTH = { established: 2.4, corroborated: 1.8, "single-source": 1.6, unattributed: 1.6, alleged: 2.2, in: 2.8, out: 2.2, maybe: 2.2 };
const STYLES = Object.keys(DASH);
const CHANGED = STYLES.indexOf("in"); // styles from here on say what changed, at every zoom
// While two days are compared, line and colour of what changed say how, and nothing else.
function styleOf(e) {
  if (change[e]) return STYLES.indexOf(WAYS[change[e]]);
  const layer = stepLayer[stepOf[e]];
  if (layer === 0) return 0;
  if (layer === 2) return 4;
  const status = STATUS[stepStatus[stepOf[e]]];
  return status === "unattributed" ? 3 : status === "single-source" ? 2 : 1;
}
const SIGN = ["hostile", "neutral", "friendly"];
const signOf = (e) => (comparing() ? [1, 2, 0, 1][change[e]] : REL[erel[e]].sign + 1);
/** The small sign on the middle of an edge: + − ~ what changed, ! disputed or contradicted, ? maybe. */
const badgeOf = (e) => BADGE[change[e]] || (eflags[e] & (DISPUTED | CONTRADICTED) ? "!" : hold[e] === 2 ? "?" : "");
function lineOf(style, sign = 1) {
  const line = svg("svg", { viewBox: "0 0 46 14", width: 46, height: 14, class: "mark", "aria-hidden": "true" },
    svg("path", {
      d: "M2 7H37", fill: "none", "stroke-width": WIDTH[STYLES[style]],
      "stroke-dasharray": DASH[STYLES[style]].join(" ") || null, class: "line " + SIGN[sign],
    }),
    svg("path", { d: "M44 7l-8-4v8Z", class: "head " + SIGN[sign] }));
  return line;
}
