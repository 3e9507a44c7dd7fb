// The legend of a picture that leaves the page: what its marks, lines and signs mean, and what it holds.
const LINE_WORDS = ["line.established", "line.corroborated", "line.single", "line.unattributed", "line.alleged", "way.in", "way.out", "way.maybe"];
const stroke = (d, colour, width, dash = []) => ({ d, stroke: colour, width, dash, scale: 1, x: 0, y: 0 });
/** What stands in the legend: [{text, room, paths}], only of what is in the picture. */
function legendItems(nodes, edges) {
  const items = [...new Set(nodes.map((n) => nkind[n]))].sort((a, b) => a - b).map((k) => {
    const at = { scale: 0.6, x: 2, y: -7 }, paths = [{ ...at, d: OUTLINE[outlineOf(KIND[k])], fill: theme.kind[k] }];
    if (KIND[k].name in ICON) paths.push({ ...at, d: ICON[KIND[k].name], stroke: theme.icon, width: 1.5, dash: [] });
    return { text: kindText(KIND[k]), room: 24, paths };
  });
  const line = (text, colour, style) =>
    items.push({ text, room: 34, paths: [stroke("M0 0H28", colour, WIDTH[STYLES[style]], DASH[STYLES[style]])] });
  for (const style of [...new Set(edges.map(styleOf))].sort((a, b) => a - b)) {
    const changed = style >= CHANGED;
    line((changed ? BADGE[style - CHANGED + 1] + " " : "") + word(LINE_WORDS[style]), theme.sign[changed ? [2, 0, 1][style - CHANGED] : 1], style);
  }
  for (const [sign, key] of [[2, "sign.friendly"], [0, "sign.hostile"]])
    if (!comparing() && edges.some((e) => signOf(e) === sign)) line(word(key), theme.sign[sign], 0);
  if (edges.some((e) => flagsOf(e) & EXPECTED))
    items.push({ text: word("line.expected"), room: 34, paths: [stroke("M0 0H18M28 0l-9-4.500v9Z", theme.sign[1], 1.4)] });
  for (const [badge, key] of [["!", "line.disputed"], ["?", "line.maybe"]])
    if (edges.some((e) => badgeOf(e) === badge)) items.push({ text: `${badge} ${word(key)}`, room: 0, paths: [] });
  return items;
}
/** Lay the legend out in lines of a width: each item gets its place, the whole its height. */
function legend(nodes, edges, width) {
  const ctx = document.createElement("canvas").getContext("2d");
  ctx.font = "12px " + FACE;
  let x = 0, y = 0;
  const items = legendItems(nodes, edges).map((item) => {
    const wide = item.room + ctx.measureText(item.text).width + 18;
    if (x > 0 && x + wide > width) { x = 0; y += 22; }
    const placed = { ...item, x, y };
    x += wide;
    return placed;
  });
  return { items, height: items.length ? y + 22 : 0 };
}
/** The licence of the facts where it is known; of somebody's own facts the page claims none. */
const licence = () => [D.holds.licence && say("licence", { licence: D.holds.licence }), word("no-advice")].filter(Boolean).join(" ");
const footLines = () => [heldText(), `${licence()} ${D.credit}`];
/** The legend and the foot as SVG. */
function svgFoot({ items, height }, fontSize = 12) {
  const group = svg("g", { class: "legend" });
  for (const { text, room, paths, x, y } of items) {
    group.append(svg("g", { transform: `translate(${x.toFixed(1)} ${y + 10})` }, ...paths.map((path) => svg("path", {
      d: path.d, transform: `translate(${path.x} ${path.y}) scale(${path.scale})`, fill: path.fill ?? "none", stroke: path.stroke,
      "stroke-width": path.width, "stroke-dasharray": path.dash?.join(" ") || null })),
    svg("text", { x: room, y: 4, "font-size": fontSize, fill: theme.ink }, text)));
  }
  footLines().forEach((text, i) => group.append(svg("text", { x: 0, y: height + 18 + 16 * i, "font-size": fontSize - 1, fill: theme.soft }, text)));
  return group;
}
/** The legend and the foot on a canvas, at its current origin. */
function canvasFoot(ctx, { items, height }) {
  ctx.textAlign = "left"; ctx.textBaseline = "alphabetic"; ctx.direction = "ltr"; ctx.lineCap = "butt";
  for (const { text, room, paths, x, y } of items) {
    for (const path of paths) {
      ctx.save();
      ctx.translate(x + path.x, y + 10 + path.y); ctx.scale(path.scale, path.scale);
      const shape = new Path2D(path.d);
      if (path.fill) { ctx.fillStyle = path.fill; ctx.fill(shape); }
      if (path.stroke) { ctx.strokeStyle = path.stroke; ctx.lineWidth = path.width; ctx.setLineDash(path.dash); ctx.stroke(shape); }
      ctx.restore();
    }
    ctx.font = "12px " + FACE; ctx.fillStyle = theme.ink;
    ctx.fillText(text, x + room, y + 14);
  }
  ctx.font = "11px " + FACE; ctx.fillStyle = theme.soft;
  footLines().forEach((text, i) => ctx.fillText(text, 0, height + 18 + 16 * i));
}
