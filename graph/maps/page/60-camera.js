// The viewport: vis.Network without data of its own, and finding what lies under a pointer.
const still = matchMedia("(prefers-reduced-motion: reduce)");
const network = new vis.Network($("map"), { nodes: [], edges: [] }, {
  physics: false, layout: { improvedLayout: false }, autoResize: true,
  interaction: { hover: false, keyboard: false, multiselect: false, dragNodes: false, zoomSpeed: 0.7 },
});
const canvas = network.canvas.frame.canvas;
network.canvas.frame.tabIndex = -1;
canvas.setAttribute("aria-hidden", "true");

// Two pictures larger than the viewport: everything, and the same with what is brought out. While
// the camera moves one of them is moved along; that is all there is to a frame.
const OVERSIZE = 1.6;
let everything = null, broughtOut = null, shot = null, restTimer = 0, stale = true, litStale = true, repaints = 0;
const screen = { width: 0, height: 0 };
function measure() { screen.width = canvas.clientWidth; screen.height = canvas.clientHeight; }
function viewOf(position, scale, factor = 1) {
  const w = screen.width / 2 / scale * factor, h = screen.height / 2 / scale * factor;
  return [position.x - w, position.y - h, position.x + w, position.y + h];
}
function covers(scale, position) {
  if (shot === null || stale || scale / shot.scale >= 1.9 || scale / shot.scale <= 1.02 / OVERSIZE) return false;
  const view = viewOf(position, scale), old = viewOf(shot, shot.scale, OVERSIZE);
  return view[0] >= old[0] && view[1] >= old[1] && view[2] <= old[2] && view[3] <= old[3];
}
function blit(ctx, scale, position) {
  const ratio = ctx.getTransform().a / scale || 1;
  if (!covers(scale, position)) snap(ratio, scale, position);
  else if (shot.scale !== scale || shot.x !== position.x || shot.y !== position.y) {
    clearTimeout(restTimer);
    restTimer = setTimeout(() => { stale = true; network.redraw(); }, 160);
  }
  if (litNodes !== null && litStale) bringToFront();
  const [x, y, x1, y1] = viewOf(shot, shot.scale, OVERSIZE);
  ctx.drawImage(litNodes === null ? everything : broughtOut, x, y, x1 - x, y1 - y);
}
/** A canvas of this size, the old one if it fits, empty and in map units of the last picture. */
function prepared(old, { width, height, ratio, scale, x, y }) {
  const fits = old !== null && old.width === width && old.height === height, sheet = fits ? old : blank(width, height);
  const ctx = sheet.getContext("2d"), k = scale * ratio;
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.clearRect(0, 0, width, height);
  return [sheet, ctx, () => ctx.setTransform(k, 0, 0, k, width / 2 - x * k, height / 2 - y * k)];
}
function snap(ratio, scale, { x, y }) {
  const width = Math.ceil(screen.width * OVERSIZE * ratio), height = Math.ceil(screen.height * OVERSIZE * ratio);
  shot = { width, height, ratio, scale, x, y };
  const [sheet, ctx, toMap] = prepared(everything, shot);
  everything = sheet;
  toMap();
  paint(ctx, viewOf(shot, scale, OVERSIZE), scale);
  stale = false; litStale = true; repaints++;
}
function bringToFront() {
  const [sheet, ctx, toMap] = prepared(broughtOut, shot);
  broughtOut = sheet;
  ctx.drawImage(everything, 0, 0);
  toMap();
  paintLit(ctx, viewOf(shot, shot.scale, OVERSIZE), shot.scale);
  litStale = false; repaints++;
}
network.on("beforeDrawing", (ctx) => {
  const scale = network.getScale(), position = network.getViewPosition();
  if (!screen.width) measure();
  if (shownEdges > BIG) blit(ctx, scale, position);
  else {
    paint(ctx, viewOf(position, scale), scale);
    paintLit(ctx, viewOf(position, scale), scale);
    if (stale || litStale) repaints++;
    stale = litStale = false;
  }
  if (hover !== null) paintHover(ctx, scale);
});
/** Paint anew: everything, or only what is brought out. */
function redraw(all = true) {
  stale ||= all; litStale = true;
  if (!restoring) network.body.emitter.emit("_requestRedraw");
}

const NAMED = 400;           // so many nodes at most get room for their labels
let boxOf = null, boxIs = null;
/** The box around nodes without labels; the last answer is kept, as a fitting zoom is sought in steps. */
function box(nodes) {
  if (boxOf === nodes) return boxIs;
  let x0 = Infinity, y0 = Infinity, x1 = -Infinity, y1 = -Infinity;
  for (const n of nodes) {
    const r = R[n];
    if (X[n] - r < x0) x0 = X[n] - r;
    if (X[n] + r > x1) x1 = X[n] + r;
    if (Y[n] - r < y0) y0 = Y[n] - r;
    if (Y[n] + r > y1) y1 = Y[n] + r;
  }
  boxOf = nodes; boxIs = [x0, y0, x1, y1];
  return boxIs;
}
/** The box around nodes; labels keep their size on screen, so their room depends on the zoom. */
function bounds(nodes, zoom = 1) {
  let [x0, y0, x1, y1] = box(nodes);
  if (x0 > x1) return [-200, -150, 200, 150];
  if (nodes.length < NAMED) for (const n of nodes) {
    const side = Math.max(R[n], Math.min(short(nodeName(n)).length, LABEL) * 3.5 / zoom);
    x0 = Math.min(x0, X[n] - side); x1 = Math.max(x1, X[n] + side);
  }
  return [x0 - 12 / zoom, y0 - 44 / zoom, x1 + 12 / zoom, y1 + 34 / zoom];
}
function moveTo(x, y, scale, animate = true) {
  network.moveTo({ position: { x, y }, scale,
    animation: animate && !still.matches ? { duration: 380, easingFunction: "easeInOutCubic" } : false });
}
/** The largest zoom, at most `most`, at which the nodes and their labels are all seen. */
function zoomFor(nodes, most) {
  const { clientWidth: width, clientHeight: height } = $("map");
  const fits = (zoom) => {
    const [x0, y0, x1, y1] = bounds(nodes, zoom);
    return (x1 - x0) * zoom <= width && (y1 - y0) * zoom <= height;
  };
  let low = 0.004, high = most;
  if (fits(high)) return high;
  for (let round = 0; round < 18; round++) {
    const middle = Math.sqrt(low * high);
    if (fits(middle)) low = middle; else high = middle;
  }
  return low;
}
let fitted = null;            // what was last made to fit, until the reader moves the map
function fit(nodes, animate = true, most = 1.6) {
  fitted = [nodes, most];
  const zoom = zoomFor(nodes, most), [x0, y0, x1, y1] = bounds(nodes, zoom);
  moveTo((x0 + x1) / 2, (y0 + y1) / 2, zoom, animate);
}
const fitAll = (animate = true) => fit(nodeOrder, animate);
function zoomBy(factor) {
  fitted = null;
  const { x, y } = network.getViewPosition();
  moveTo(x, y, Math.min(Math.max(network.getScale() * factor, 0.004), 8));
}
let cameraTimer = 0;
// after the event vis-network puts back the part of the map that was seen, so wait for that
network.on("resize", () => {
  const { width, height } = screen;
  measure();
  stale ||= screen.width !== width || screen.height !== height;
});
network.on("resize", () => queueMicrotask(() => { if (fitted) fit(fitted[0], false, fitted[1]); }));
for (const event of ["dragStart", "zoom"]) network.on(event, () => { fitted = null; });
function cameraMoved() {
  clearTimeout(cameraTimer);
  cameraTimer = setTimeout(() => {
    const { x, y } = network.getViewPosition();
    S.camera = [x, y, network.getScale()];
    save();
  }, 250);
}
for (const event of ["dragEnd", "zoom", "animationFinished"]) network.on(event, cameraMoved);

/** What is at a point of the map: ["n", node], ["e", edge] or null; nodes come first. */
function at(x, y, reach) {
  let best = null, least = Infinity;
  grow = growAt(network.getScale());
  for (const n of nodeOrder) {
    const r = radius(n), far = r + reach;
    if (X[n] - x > far || x - X[n] > far || Y[n] - y > far || y - Y[n] > far) continue;
    const away = Math.hypot(X[n] - x, Y[n] - y) - r;
    if (away < reach && away < least) { least = away; best = ["n", n]; }
  }
  if (best !== null) return best;
  least = reach;
  for (const [, , , edges] of linesAt(network.getScale())) for (const e of edges) {
    const p = from[e], q = to[e], pad = Math.abs(bend[e]) * 2 + reach + (p === q ? radius(p) * 5 : 0);
    if (x < Math.min(X[p], X[q]) - pad || x > Math.max(X[p], X[q]) + pad
      || y < Math.min(Y[p], Y[q]) - pad || y > Math.max(Y[p], Y[q]) + pad) continue;
    geometry(e, 3);
    const away = distance(x, y);
    if (away < least) { least = away; best = ["e", e]; }
  }
  return best;
}
function distance(x, y) {
  if (!G.curved) return toSegment(x, y, G.ax, G.ay, G.bx, G.by);
  let least = Infinity, px = G.ax, py = G.ay;
  for (let i = 1; i <= 12; i++) {
    const t = i / 12, u = 1 - t;
    const qx = u * u * G.ax + 2 * u * t * G.cx + t * t * G.bx, qy = u * u * G.ay + 2 * u * t * G.cy + t * t * G.by;
    least = Math.min(least, toSegment(x, y, px, py, qx, qy));
    px = qx; py = qy;
  }
  return least;
}
function toSegment(x, y, ax, ay, bx, by) {
  const dx = bx - ax, dy = by - ay, square = dx * dx + dy * dy || 1;
  const t = Math.min(Math.max(((x - ax) * dx + (y - ay) * dy) / square, 0), 1);
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}

let hover = null;
function paintHover(ctx, zoom) {
  const [type, i] = hover;
  grow = growAt(zoom);
  ctx.save();
  if (type === "n") {
    mark(ctx, i, zoom, true);
    const room = new Room();
    labels(ctx, [i], [-1e9, -1e9, 1e9, 1e9], zoom, room, 1);
  } else if (edgeOn[i] && to[i] >= 0) {
    const style = styleOf(i);
    ctx.strokeStyle = ctx.fillStyle = theme.accent;
    ctx.lineWidth = Math.max(WIDTH[STYLES[style]] * 1.6, 2 / zoom);
    const everywhere = [-1e9, -1e9, 1e9, 1e9];
    lines(ctx, [i], style, everywhere, zoom, 12);
    heads(ctx, [i], everywhere, 11);
    edgeLabels(ctx, [i], everywhere, zoom, new Room());
  }
  ctx.restore();
}
function pointOf(event) {
  const box = canvas.getBoundingClientRect();
  return network.DOMtoCanvas({ x: event.clientX - box.left, y: event.clientY - box.top });
}
$("map").addEventListener("pointermove", (event) => {
  if (event.pointerType !== "mouse" || event.buttons) return;
  const { x, y } = pointOf(event), found = at(x, y, 5 / network.getScale());
  if (String(found) !== String(hover)) { hover = found; canvas.style.cursor = found ? "pointer" : ""; network.redraw(); }
});
$("map").addEventListener("pointerleave", () => { if (hover) { hover = null; network.redraw(); } });
network.on("click", ({ pointer, event }) => {
  const reach = (event?.pointerType === "touch" ? 14 : 6) / network.getScale();
  const found = at(pointer.canvas.x, pointer.canvas.y, reach);
  if (found) select(found); else if (S.selected || S.path) clearSelection();
});
network.on("doubleClick", ({ pointer }) => {
  const found = at(pointer.canvas.x, pointer.canvas.y, 6 / network.getScale());
  if (found?.[0] === "n") setNear(found[1], 1); else zoomBy(1.6);
});
