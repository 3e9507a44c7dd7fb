// Taking it along: SVG and PNG pictures, the visible claims as CSV and JSON, links, embedding.
const stamp = () => [S.asOf === null ? "any-day" : dayText(S.asOf), comparing() ? "to-" + dayText(S.versus) : "", S.known === null ? "" : "known-" + dayText(S.known)].filter(Boolean).join("-");
const fileName = (ending) => `${D.title.normalize("NFKD").replace(/[^A-Za-z0-9]+/g, "-").replace(/^-|-$/g, "").toLowerCase().slice(0, 60) || "map"}-${stamp()}.${ending}`;
function download(blob, name) {
  const link = el("a", { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
/** What the page holds and shows, in one line: it goes under every picture and file. */
function heldText() {
  return [`${word("as-of")} ${S.asOf === null ? word("as-of.any") : dayText(S.asOf)}`, ...(comparing() ? [`${word("versus")} ${dayText(S.versus)}`] : []),
    `${word("known-at")} ${knownDay() ?? `(${word("known-at.any")})`}`, `${word("floor")} ${termText("Layer", S.floor)}`, `${word("content")} ${D.hash.slice(0, 12)}`].join(" · ");
}
const picked = () => (litNodes === null ? { edges: batches.flatMap((b) => [...b[3]]), nodes: [...nodeOrder] }
  : { edges: batches.flatMap((b) => [...b[3]]).filter((e) => litEdges.has(e)), nodes: [...nodeOrder].filter((n) => litNodes.has(n)) });

/** The box around nodes with all their names, which a picture shows however many they are. */
function named(nodes) {
  const [x0, y0, x1, y1] = bounds(nodes);
  const side = (n) => Math.max(R[n], Array.from(short(nodeName(n))).reduce((sum, letter) => sum + (letter > "\u2e7f" ? 6.5 : 3.6), 0)) + 8;
  return [Math.min(x0, ...nodes.map((n) => X[n] - side(n))), y0, Math.max(x1, ...nodes.map((n) => X[n] + side(n))), y1];
}
const NAMED_LINES = 80; // in a picture of more lines than this their relations are titles only
/** The relation along its edge, as the last geometry has it. */
function relationText(e, colour, lift) {
  let angle = Math.atan2(G.by - G.ay, G.bx - G.ax) * 180 / Math.PI;
  if (angle > 90 || angle < -90) angle += 180;
  return svg("text", { transform: `translate(${G.mx.toFixed(1)} ${G.my.toFixed(1)}) rotate(${angle.toFixed(1)})`, y: lift, "font-size": 10.5,
    "text-anchor": "middle", fill: colour, stroke: theme.back, "stroke-width": 3, "paint-order": "stroke", "stroke-linejoin": "round" }, REL[erel[e]].label);
}
/** The picture as an SVG element, from the model and not from the screen. */
function drawSvg() {
  grow = 1;
  const { edges, nodes } = picked();
  const [x0, y0, x1, y1] = named(nodes), w = Math.max(x1 - x0, 560), h = y1 - y0, k = Math.max(w / 1200, 0.6);
  const words = legend(nodes, edges, w / k - 40), foot = words.height + 62;
  const root = svg("svg", { xmlns: SVG, viewBox: `${Math.round(x0)} ${Math.round(y0 - 56 * k)} ${Math.round(w)} ${Math.round(h + (56 + foot) * k)}`, role: "img", "font-family": FACE });
  root.append(svg("title", {}, `${D.title}, ${heldText()}`),
    svg("rect", { x: x0, y: y0 - 56 * k, width: w, height: h + (56 + foot) * k, fill: theme.back }),
    svg("text", { x: x0 + 20 * k, y: y0 - 20 * k, "font-size": 24 * k, "font-weight": 600, fill: theme.ink }, D.title));
  for (const e of edges) {
    const colour = theme.sign[signOf(e)], style = STYLES[styleOf(e)], size = 9, expected = flagsOf(e) & EXPECTED;
    geometry(e, 3 + size);
    const line = svg("path", { d: `M${G.ax.toFixed(1)} ${G.ay.toFixed(1)}` + (G.curved ? `Q${G.cx.toFixed(1)} ${G.cy.toFixed(1)} ` : "L") + `${G.bx.toFixed(1)} ${G.by.toFixed(1)}`,
      fill: "none", stroke: colour, "stroke-width": WIDTH[style], "stroke-dasharray": DASH[style].join(" ") || null, opacity: hold[e] === 2 ? 0.5 : null });
    const group = svg("g", { "data-claim": eid[e] }, svg("title", {}, `${claimText(e)} (${layerOf(e)}, ${statusOf(e)}${change[e] ? `, ${word("way." + WAYS[change[e]])}` : ""})`), line);
    if (!REL[erel[e]].symmetric) {
      const tx = G.bx + G.dx * size, ty = G.by + G.dy * size, s = size * 0.46;
      group.append(svg("path", { d: `M${tx.toFixed(1)} ${ty.toFixed(1)}L${(G.bx - G.dy * s).toFixed(1)} ${(G.by + G.dx * s).toFixed(1)}L${(G.bx + G.dy * s).toFixed(1)} ${(G.by - G.dx * s).toFixed(1)}Z`,
        fill: expected ? theme.back : colour, stroke: expected ? colour : null, "stroke-width": expected ? 1.4 : null }));
    }
    const badge = badgeOf(e);
    if (badge) group.append(svg("circle", { cx: G.mx, cy: G.my, r: 7, fill: theme.back, stroke: colour }),
      svg("text", { x: G.mx, y: G.my + 3.5, "font-size": 10, "font-weight": 700, "text-anchor": "middle", fill: colour }, badge));
    if (edges.length <= NAMED_LINES) group.append(relationText(e, colour, badge ? -11 : -3));
    root.append(group);
  }
  for (const n of nodes) {
    const kind = kindOf(n), scale = R[n] / 12, name = short(nodeName(n));
    const mark = svg("g", { transform: `translate(${(X[n] - 12 * scale).toFixed(1)} ${(Y[n] - 12 * scale).toFixed(1)}) scale(${scale.toFixed(3)})` },
      svg("path", { d: OUTLINE[outlineOf(kind)], fill: theme.kind[nkind[n]], stroke: theme.back, "stroke-width": 2 }));
    if (kind.name in ICON) mark.append(svg("path", { d: ICON[kind.name], fill: "none", stroke: theme.icon, "stroke-width": 1.5, "stroke-linecap": "round", "stroke-linejoin": "round" }));
    root.append(svg("g", { "data-entity": nid[n] }, svg("title", {}, `${nodeName(n)} (${kind.label})`), mark,
      svg("text", { x: X[n], y: Y[n] + R[n] + 15, "font-size": 12.5, "text-anchor": "middle", fill: theme.ink, direction: rtl(name) ? "rtl" : "ltr",
        stroke: theme.back, "stroke-width": 3, "paint-order": "stroke", "stroke-linejoin": "round" }, name)));
  }
  const low = svgFoot(words);
  low.setAttribute("transform", `translate(${(x0 + 20 * k).toFixed(1)} ${(y1 + 18 * k).toFixed(1)}) scale(${k.toFixed(3)})`);
  root.append(low);
  return root;
}
const svgText = () => new XMLSerializer().serializeToString(drawSvg());
const saveSvg = () => download(new Blob([svgText()], { type: "image/svg+xml" }), fileName("svg"));

/** The picture as a canvas at 1, 2 or 4 times its size, painted by the painter with title and foot. */
function drawCanvas(times) {
  const { nodes, edges } = picked();
  const [x0, y0, x1, y1] = named(nodes), w = Math.max(x1 - x0, 560), h = y1 - y0;
  const zoom = Math.min(1600 / w, 1600 / h, 1.2), most = 16000;
  const width = Math.max(w * zoom, 800), words = legend(nodes, edges, width - 40), height = h * zoom + 112 + words.height;
  const factor = Math.min(times, most / width, most / height);
  const paper = document.createElement("canvas");
  paper.width = Math.round(width * factor); paper.height = Math.round(height * factor);
  const ctx = paper.getContext("2d"), scale = zoom * factor;
  ctx.fillStyle = theme.back; ctx.fillRect(0, 0, paper.width, paper.height);
  ctx.setTransform(scale, 0, 0, scale, -x0 * scale + (paper.width - w * scale) / 2, -y0 * scale + 50 * factor);
  const view = [x0 - 4000, y0, x0 + w + 4000, y1];
  if (litNodes === null) paint(ctx, view, Math.max(zoom, 0.5)); else paintLit(ctx, [x0, y0, x1, y1], Math.max(zoom, 0.5));
  ctx.setTransform(factor, 0, 0, factor, 0, 0);
  ctx.fillStyle = theme.ink; ctx.textAlign = "left"; ctx.textBaseline = "alphabetic"; ctx.direction = "ltr";
  ctx.font = `600 22px ${FACE}`; ctx.fillText(D.title, 20, 34);
  ctx.translate(20, 50 + h * zoom + 12);
  canvasFoot(ctx, words);
  return paper;
}
const savePng = (times) => drawCanvas(times).toBlob((blob) => download(blob, fileName("png")), "image/png");

function claimRow(e) {
  const sources = [...new Set((emore(e).witnesses ?? []).map((w) => w.doc).filter(Boolean))];
  const names = ["disputed", "expected", "stale", "contradicted"].filter((_, i) => flagsOf(e) & (1 << i));
  return { id: eid[e], subject: nid[from[e]], subject_name: nodeName(from[e]), relation: REL[erel[e]].name,
    object: to[e] >= 0 ? nid[to[e]] : emore(e).text ?? "", object_name: objectText(e),
    dates: Object.fromEntries(emore(e).dates ?? []), holds: hold[e] === 2 ? "maybe" : "yes", layer: layerOf(e), status: statusOf(e),
    flags: names, roots: stepRoots[stepOf[e]], sources, weighs_all_sources: weighsAll[e] === 1,
    ...(comparing() ? { was: ANSWER[wasHeld[e]], now: ANSWER[nowHeld[e]], change: WAYS[change[e]] || null } : {}) };
}
// A cell that a spreadsheet would run as a formula is kept as text by a leading apostrophe.
const cell = (value) => { const text = String(value); return `"${(/^[\s]*[=+\-@\t\r\n＝＋－＠]/.test(text) ? "'" + text : text).replaceAll('"', '""')}"`; };
// Each row says under what it holds: a file of its own has no foot to say it.
const HELD = ["as_of", "known_at", "floor", "content"];
const knownDay = () => (S.known !== null ? dayText(S.known) : D.holds.known_at === null ? null : dayText(D.holds.known_at));
const heldCells = () => [S.asOf === null ? "" : dayText(S.asOf) + (comparing() ? " / " + dayText(S.versus) : ""), knownDay() ?? "", S.floor, D.hash];
function csvText() {
  const rows = [["id", "subject", "subject_name", "relation", "object", "object_name", "since", "until", "on", "holds", "layer", "status", "flags", "roots", "sources",
    ...(comparing() ? ["was", "now", "change"] : []), ...HELD]];
  const held = heldCells();
  for (const e of shownClaims()) {
    const row = claimRow(e);
    rows.push([row.id, row.subject, row.subject_name, row.relation, row.object, row.object_name, row.dates.since ?? "", row.dates.until ?? "", row.dates.on ?? "",
      row.holds, row.layer, row.status, row.flags.join(" "), row.roots, row.sources.join(" "),
      ...(comparing() ? [row.was, row.now, row.change ?? ""] : []), ...held]);
  }
  return "\ufeff" + rows.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}
const changesJson = () => Object.fromEntries(Object.entries(changes()).map(([way, all]) => [way,
  all.map((one) => ({ id: one.id, what: one.what, sentence: changeSentence(one), was: one.was, now: one.now, weighs_all_sources: one.all ?? weighsAll[one.edge] === 1 }))]));
function jsonText() {
  const claims = shownClaims().map(claimRow), cited = new Set(claims.flatMap((claim) => claim.sources));
  return JSON.stringify({ title: D.title, as_of: S.asOf === null ? null : dayText(S.asOf),
    ...(comparing() ? { compared_with: dayText(S.versus), changes: changesJson() } : {}), known_at: knownDay(),
    floor: S.floor, only: D.holds.only, content: D.hash, made_with: D.credit, claims, sources: SRC.filter((source) => cited.has(source.id)) }, null, 1) + "\n";
}
const saveCsv = () => download(new Blob([csvText()], { type: "text/csv" }), fileName("csv"));
const saveJson = () => download(new Blob([jsonText()], { type: "application/json" }), fileName("json"));
function link() {
  // inside srcdoc the page has no address of its own
  const address = location.protocol === "about:" ? "" : location.href.split("#")[0];
  return address + "#" + fragment();
}
const embedCode = () => {
  const frame = el("iframe", { src: link(), title: D.title, width: "100%", height: "640", loading: "lazy" });
  frame.style.border = "0";
  return new XMLSerializer().serializeToString(frame).replace(' xmlns="http://www.w3.org/1999/xhtml"', "").replace(/ ?\/>$/, "></iframe>");
};
const pageCitation = () => `${isolated(D.title)}. ${heldText()}. ${say("counts", { nodes: shownNodes, claims: shownEdges + shownTexts })}. ${link()}`;
const citePage = () => copy(pageCitation(), "copied");
function printMap() { $("print").replaceChildren(document.importNode(drawSvg(), true)); }
function buildShare() {
  const item = (key, act) => el("li", { role: "none" }, button(word(key), () => { closeMenu(); act(); }, { role: "menuitem", tabindex: -1 }));
  $("share-menu").replaceChildren(item("share.link", () => copy(link(), "link-copied")), item("share.embed", () => copy(embedCode(), "copied")),
    item("share.cite", citePage), item("share.svg", saveSvg), item("share.png1", () => savePng(1)), item("share.png2", () => savePng(2)),
    item("share.png4", () => savePng(4)), item("share.csv", saveCsv), item("share.json", saveJson), item("share.print", () => print()));
}
function closeMenu(focus = false) {
  $("share-menu").hidden = true;
  $("share").setAttribute("aria-expanded", "false");
  if (focus) $("share").focus();
}
$("share").addEventListener("click", () => {
  const open = $("share-menu").hidden;
  $("share-menu").hidden = !open;
  $("share").setAttribute("aria-expanded", String(open));
  if (open) $("share-menu").querySelector("button").focus();
});
$("share-menu").addEventListener("keydown", (event) => {
  const items = [...$("share-menu").querySelectorAll("button")], i = items.indexOf(document.activeElement);
  if (event.key === "Escape") { event.stopPropagation(); closeMenu(true); }
  else if (event.key === "ArrowDown") items[(i + 1) % items.length].focus();
  else if (event.key === "ArrowUp") items[(i - 1 + items.length) % items.length].focus();
  else if (event.key === "Home") items[0].focus();
  else if (event.key === "End") items.at(-1).focus();
  else if (event.key === "Tab") { closeMenu(); return; }
  else return;
  event.preventDefault();
});
document.addEventListener("click", (event) => { if (!event.target.closest("#share-box")) closeMenu(); });
