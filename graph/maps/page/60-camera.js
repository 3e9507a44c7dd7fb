// The viewport: vis.Network without data of its own, and finding what lies under a pointer.
const still = matchMedia("(prefers-reduced-motion: reduce)");
const network = new vis.Network($("map"), { nodes: [], edges: [] }, {
  physics: false, layout: { improvedLayout: false }, autoResize: true,
  interaction: { hover: false, keyboard: false, multiselect: false, dragNodes: false, zoomSpeed: 0.7 },
});
const canvas = network.canvas.frame.canvas;
network.canvas.frame.tabIndex = -1;
canvas.setAttribute("aria-hidden", "true");

let bitmap = null, shot = null, restTimer = 0, stale = true, repaints = 0;
const OVERSIZE = 1.6;
function viewOf(position, scale, factor = 1) {
  const w = canvas.clientWidth / 2 / scale * factor, h = canvas.clientHeight / 2 / scale * factor;
  return [position.x - w, position.y - h, position.x + w, position.y + h];
}
function blit(ctx, scale, position) {
  const ratio = ctx.getTransform().a / scale || 1;
  const width = Math.ceil(canvas.clientWidth * OVERSIZE * ratio), height = Math.ceil(canvas.clientHeight * OVERSIZE * ratio);
  const rest = shot !== null && shot.scale === scale && shot.x === position.x && shot.y === position.y;
  let covers = shot !== null && !stale && scale / shot.scale < 1.9 && scale / shot.scale > 1.02 / OVERSIZE;
  if (covers) {
    const view = viewOf(position, scale), old = viewOf(shot, shot.scale, OVERSIZE);
    covers = view[0] >= old[0] && view[1] >= old[1] && view[2] <= old[2] && view[3] <= old[3];
  }
  if (!covers) snap(width, height, ratio, scale, position);
  const [x, y, x1, y1] = viewOf(shot, shot.scale, OVERSIZE);
  ctx.drawImage(bitmap, x, y, x1 - x, y1 - y);
  if (covers && !rest) {
    clearTimeout(restTimer);
    restTimer = setTimeout(() => { stale = true; network.redraw(); }, 160);
  }
}
function snap(width, height, ratio, scale, position) {
  if (bitmap === null || bitmap.width !== width || bitmap.height !== height) {
    bitmap = document.createElement("canvas");
    bitmap.width = width; bitmap.height = height;
  }
  const ctx = bitmap.getContext("2d");
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.clearRect(0, 0, width, height);
  const k = scale * ratio;
  ctx.setTransform(k, 0, 0, k, width / 2 - position.x * k, height / 2 - position.y * k);
  paint(ctx, viewOf(position, scale, OVERSIZE), scale);
  shot = { scale, x: position.x, y: position.y };
  stale = false; repaints++;
}
network.on("beforeDrawing", (ctx) => {
  const scale = network.getScale(), position = network.getViewPosition();
  if (shownEdges > BIG) blit(ctx, scale, position);
  else paint(ctx, viewOf(position, scale), scale);
  paintLit(ctx, viewOf(position, scale), scale);
  if (hover !== null) paintHover(ctx, scale);
});
function redraw() { stale = true; if (!restoring) network.body.emitter.emit("_requestRedraw"); }

/** The box around nodes; labels keep their size on screen, so their room depends on the zoom. */
function bounds(nodes, zoom = 1) {
  let x0 = Infinity, y0 = Infinity, x1 = -Infinity, y1 = -Infinity;
  const named = nodes.length < 400;
  for (const n of nodes) {
    const side = Math.max(R[n], named ? Math.min(short(nodeName(n)).length, LABEL) * 3.5 / zoom : 0) + 12 / zoom;
    x0 = Math.min(x0, X[n] - side); x1 = Math.max(x1, X[n] + side);
    y0 = Math.min(y0, Y[n] - R[n] - 28 / zoom); y1 = Math.max(y1, Y[n] + R[n] + 34 / zoom);
  }
  return x0 > x1 ? [-200, -150, 200, 150] : [x0, y0, x1, y1];
}
function moveTo(x, y, scale, animate = true) {
  network.moveTo({ position: { x, y }, scale,
    animation: animate && !still.matches ? { duration: 380, easingFunction: "easeInOutCubic" } : false });
}
/** The largest zoom, at most `most`, at which the nodes and their labels are all seen. */
function zoomFor(nodes, most) {
  const fits = (zoom) => {
    const [x0, y0, x1, y1] = bounds(nodes, zoom);
    return (x1 - x0) * zoom <= $("map").clientWidth && (y1 - y0) * zoom <= $("map").clientHeight;
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
const fitAll = (animate = true) => fit([...nodeOrder], animate);
function zoomBy(factor) {
  fitted = null;
  const { x, y } = network.getViewPosition();
  moveTo(x, y, Math.min(Math.max(network.getScale() * factor, 0.004), 8));
}
let cameraTimer = 0;
// after the event vis-network puts back the part of the map that was seen, so wait for that
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
    const away = Math.hypot(X[n] - x, Y[n] - y) - radius(n);
    if (away < reach && away < least) { least = away; best = ["n", n]; }
  }
  if (best !== null) return best;
  least = reach;
  for (const [, , , edges] of batches) for (const e of edges) {
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
