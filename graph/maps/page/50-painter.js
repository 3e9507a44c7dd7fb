// The painter: vis.Network is the viewport (pan, zoom, touch), everything seen is drawn here.
// Edges are batched by style; a big map is painted once onto a larger bitmap that is moved
// along while the reader pans and repainted at rest.
const FACE = 'system-ui, -apple-system, "Segoe UI", "Noto Sans", "Noto Sans CJK SC", "Noto Sans Arabic", "Noto Sans Hebrew", sans-serif';
const BIG = 1500;            // shown edges above which the bitmap is used
const RIBBONS = 900;         // shown nodes above which the overview shows groups
const CROWD = 1000;          // lines in sight above which they are thin and solid: dashes are slow, and no longer seen
const OVERVIEW = 0.35;       // zoom below which a big map shows groups and what joins them
let theme = {};
function readTheme() {
  const style = getComputedStyle(document.documentElement);
  const get = (name) => style.getPropertyValue(name).trim();
  const kind = KIND.map((_, k) => get(`--k${k}`));
  stamps.clear();
  theme = {
    back: get("--map"), ink: get("--ink"), soft: get("--soft"), accent: get("--accent"), halo: get("--map"),
    sign: [get("--hostile"), get("--neutral"), get("--friendly")],
    kind, pixel: kind.map(pixelOf), icon: get("--icon"), group: get("--group"),
  };
}

let batches = [];            // [style, sign, maybe, edges]
let nodeOrder = new Int32Array(0);
let litEdges = null, litNodes = null; // what a selection, path or story step brings out
let clusters = [];           // groups of a big map: {x, y, r, name, size}
let ribbons = [];            // claims between groups: [a, b, count]
let inner = [];              // the batches without the claims between groups

const batchOf = (e) => styleOf(e) * 8 + signOf(e) * 2 + (hold[e] === 2 ? 1 : 0);
function batch() {
  const kept = new Int32Array(nE), key = new Uint8Array(nE), counts = new Int32Array(256);
  let many = 0;
  for (let e = 0; e < nE; e++) {
    if (!edgeOn[e] || to[e] < 0) continue;
    key[e] = batchOf(e);
    counts[key[e]]++;
    kept[many++] = e;
  }
  batches = [];
  const into = new Map();
  for (let k = 255; k >= 0; k--) {
    if (!counts[k]) continue;
    into.set(k, new Int32Array(counts[k]));
    batches.push([k >> 3, (k >> 1) & 3, k & 1, into.get(k)]);
    counts[k] = 0;
  }
  for (let i = 0; i < many; i++) { const k = key[kept[i]]; into.get(k)[counts[k]++] = kept[i]; }
  nodeOrder = byWeight.filter((n) => nodeOn[n]);
  cluster();
}

// Marks shrink less than the map does when one zooms out, so that they stay readable.
let grow = 1;
const growAt = (zoom) => (clusters.length && zoom < OVERVIEW ? 1 : Math.min(Math.max(zoom ** -0.45, 1), 1.9));
const radius = (n) => R[n] * grow;

// Geometry of one edge into G: ends trimmed to the marks' rims, control point, direction at the head.
const G = { ax: 0, ay: 0, cx: 0, cy: 0, bx: 0, by: 0, curved: false, dx: 0, dy: 0, mx: 0, my: 0 };
function geometry(e, headroom) {
  const p = from[e], q = to[e];
  if (p === q) {
    const r = radius(p);
    Object.assign(G, { ax: X[p] - r * 0.7, ay: Y[p] - r * 0.7, cx: X[p], cy: Y[p] - r * 4.5 - Math.abs(bend[e]),
      bx: X[p] + r * 0.8, by: Y[p] - r * 0.8, curved: true, dx: -0.35, dy: 0.94, mx: X[p], my: Y[p] - r * 2.7 - Math.abs(bend[e]) / 2 });
    return;
  }
  let dx = X[q] - X[p], dy = Y[q] - Y[p];
  const length = Math.hypot(dx, dy) || 1;
  dx /= length; dy /= length;
  const b = bend[e];
  if (!b) {
    G.curved = false;
    G.ax = X[p] + dx * (radius(p) + 2); G.ay = Y[p] + dy * (radius(p) + 2);
    G.bx = X[q] - dx * (radius(q) + headroom); G.by = Y[q] - dy * (radius(q) + headroom);
    G.dx = dx; G.dy = dy; G.mx = (X[p] + X[q]) / 2; G.my = (Y[p] + Y[q]) / 2;
    return;
  }
  G.curved = true;
  G.cx = (X[p] + X[q]) / 2 - dy * b * 2; G.cy = (Y[p] + Y[q]) / 2 + dx * b * 2;
  let ux = G.cx - X[p], uy = G.cy - Y[p], u = Math.hypot(ux, uy) || 1;
  G.ax = X[p] + ux / u * (radius(p) + 2); G.ay = Y[p] + uy / u * (radius(p) + 2);
  ux = X[q] - G.cx; uy = Y[q] - G.cy; u = Math.hypot(ux, uy) || 1;
  G.dx = ux / u; G.dy = uy / u;
  G.bx = X[q] - G.dx * (radius(q) + headroom); G.by = Y[q] - G.dy * (radius(q) + headroom);
  G.mx = G.ax / 4 + G.cx / 2 + G.bx / 4; G.my = G.ay / 4 + G.cy / 2 + G.by / 4;
}

/** Cut the straight line in G to the view, by whole dashes: what lies outside is not free. */
function clip(view, period) {
  let low = 0, high = 1;
  const dx = G.bx - G.ax, dy = G.by - G.ay;
  for (const [start, way, least, most] of [[G.ax, dx, view[0], view[2]], [G.ay, dy, view[1], view[3]]]) {
    if (way === 0) { if (start < least || start > most) return false; continue; }
    const one = (least - start) / way, other = (most - start) / way;
    low = Math.max(low, Math.min(one, other)); high = Math.min(high, Math.max(one, other));
  }
  if (low >= high) return false;
  const length = Math.hypot(dx, dy), { ax, ay } = G;
  if (low > 0 && period > 0) low = Math.floor(low * length / period) * period / length;
  G.bx = ax + dx * high; G.by = ay + dy * high;
  G.ax = ax + dx * low; G.ay = ay + dy * low;
  return true;
}
function lines(ctx, edges, style, view, zoom, headroom) {
  const chunk = 400, period = ctx.getLineDash().reduce((sum, length) => sum + length, 0);
  for (let i = 0; i < edges.length; i += chunk) {
    ctx.beginPath();
    for (let j = i, end = Math.min(i + chunk, edges.length); j < end; j++) {
      const e = edges[j], p = from[e], q = to[e];
      const pad = Math.abs(bend[e]) * 2;
      if (Math.max(X[p], X[q]) + pad < view[0] || Math.min(X[p], X[q]) - pad > view[2]
        || Math.max(Y[p], Y[q]) + pad < view[1] || Math.min(Y[p], Y[q]) - pad > view[3]) continue;
      geometry(e, headroom);
      if (!G.curved && !clip(view, period)) continue;
      ctx.moveTo(G.ax, G.ay);
      if (G.curved) ctx.quadraticCurveTo(G.cx, G.cy, G.bx, G.by); else ctx.lineTo(G.bx, G.by);
    }
    ctx.stroke();
  }
}
/** The lines of a big map seen from near: those with both ends in view by batch, those that leave, those that pass. */
function sorted(list, view) {
  const here = [], leaving = [[], [], []], passing = [];
  const inside = (n) => X[n] > view[0] && X[n] < view[2] && Y[n] > view[1] && Y[n] < view[3];
  for (const [style, sign, maybe, edges] of list) {
    const kept = [];
    for (const e of edges) {
      const ends = inside(from[e]) + inside(to[e]);
      (ends === 2 ? kept : ends === 1 ? leaving[sign] : passing).push(e);
    }
    if (kept.length) here.push([style, sign, maybe, kept]);
  }
  return { here, leaving, passing, count: here.reduce((sum, [, , , edges]) => sum + edges.length, 0) };
}
/** Lines that leave the view are pale, where there are many only stubs; many that pass are left out: they would be a fog. */
function faint(ctx, { leaving, passing }, view, zoom) {
  ctx.lineWidth = 0.6 / zoom; ctx.strokeStyle = theme.sign[1]; ctx.globalAlpha = 0.12;
  if (passing.length < CROWD) lines(ctx, passing, 0, view, zoom, 2);
  const many = leaving[0].length + leaving[1].length + leaving[2].length > CROWD / 2;
  ctx.lineWidth = 0.8 / zoom; ctx.globalAlpha = many ? 0.5 : 0.3;
  leaving.forEach((edges, sign) => {
    ctx.strokeStyle = theme.sign[sign];
    if (many) stubs(ctx, edges, view, 34 / zoom); else lines(ctx, edges, 0, view, zoom, 2);
  });
}
function stubs(ctx, edges, view, long) {
  ctx.beginPath();
  for (const e of edges) {
    const [n, other] = X[from[e]] > view[0] && X[from[e]] < view[2] && Y[from[e]] > view[1] && Y[from[e]] < view[3] ? [from[e], to[e]] : [to[e], from[e]];
    const dx = X[other] - X[n], dy = Y[other] - Y[n], length = Math.hypot(dx, dy) || 1, r = radius(n);
    ctx.moveTo(X[n] + dx / length * r, Y[n] + dy / length * r);
    ctx.lineTo(X[n] + dx / length * (r + long), Y[n] + dy / length * (r + long));
  }
  ctx.stroke();
}
function heads(ctx, edges, view, size) {
  // Filled: said to be so. Hollow: only expected. One path each, so that batches stay batches.
  for (const hollow of [false, true]) {
    ctx.beginPath();
    let any = false;
    for (const e of edges) {
      const q = to[e];
      if (X[q] < view[0] - 60 || X[q] > view[2] + 60 || Y[q] < view[1] - 60 || Y[q] > view[3] + 60) continue;
      if (((eflags[e] & EXPECTED) !== 0) !== hollow || REL[erel[e]].symmetric) continue;
      geometry(e, 3 + size);
      const tx = G.bx + G.dx * size, ty = G.by + G.dy * size, w = size * 0.46;
      ctx.moveTo(tx, ty); ctx.lineTo(G.bx - G.dy * w, G.by + G.dx * w); ctx.lineTo(G.bx + G.dy * w, G.by - G.dx * w);
      ctx.closePath();
      any = true;
    }
    if (!any) continue;
    if (hollow) { ctx.save(); ctx.setLineDash([]); ctx.fillStyle = theme.back; ctx.fill(); ctx.lineWidth = Math.max(1.4, ctx.lineWidth * 0.8); ctx.stroke(); ctx.restore(); } else ctx.fill();
  }
}
/** Small signs on the middle of an edge. */
function signs(ctx, edges, view) {
  ctx.textAlign = "center"; ctx.textBaseline = "middle"; ctx.direction = "ltr";
  for (const e of edges) {
    const sign = badgeOf(e);
    if (!sign) continue;
    geometry(e, 3);
    if (G.mx < view[0] || G.mx > view[2] || G.my < view[1] || G.my > view[3]) continue;
    ctx.beginPath(); ctx.arc(G.mx, G.my, 7, 0, 7);
    ctx.fillStyle = theme.back; ctx.fill(); ctx.lineWidth = 1.4; ctx.strokeStyle = ctx.fillStyle = change[e] ? theme.sign[signOf(e)] : sign === "!" ? theme.sign[0] : theme.soft;
    ctx.stroke();
    ctx.font = "bold 10px " + FACE; ctx.fillText(sign, G.mx, G.my + 0.5);
  }
}

function paintEdges(ctx, list, view, zoom, lit) {
  const overview = clusters.length > 0 && zoom < OVERVIEW && !lit;
  let many = overview;
  if (clusters.length && !overview && !lit) {
    const found = sorted(list, view);
    faint(ctx, found, view, zoom);
    list = found.here; many = found.count > CROWD;
  }
  for (const [style, sign, maybe, edges] of list) {
    ctx.strokeStyle = ctx.fillStyle = theme.sign[sign];
    const width = WIDTH[STYLES[style]] * (lit ? 1.7 : 1);
    ctx.lineWidth = many ? 0.7 / zoom : Math.max(width, width * 0.75 / zoom);
    ctx.setLineDash(many || (zoom < 0.3 && style < CHANGED) ? [] : DASH[STYLES[style]].map((length) => length / Math.min(zoom, 1)));
    ctx.globalAlpha = (many ? (overview ? 0.16 : 0.25) : 1) * (maybe && !lit ? 0.5 : lit ? 1 : 0.82);
    const size = 9 + (lit ? 3 : 0);
    const drawHeads = zoom >= 0.3 && !many;
    lines(ctx, edges, style, view, zoom, drawHeads ? 3 + size : 2);
    ctx.setLineDash([]);
    if (drawHeads) heads(ctx, edges, view, size);
    ctx.globalAlpha = 1;
    if (zoom >= 0.5 && !many) signs(ctx, edges, view);
  }
  ctx.setLineDash([]);
}

const FOREMOST = 40;
const labelWidths = new Map(), hubWidths = new Map(), relationWidths = new Map(), groupWidths = [];
function widthOf(ctx, text, known = labelWidths) {
  let width = known.get(text);
  if (width === undefined) { width = ctx.measureText(text).width; known.set(text, width); }
  return width;
}
/** Labels, the most connected first, none over another; `room` keeps the boxes taken so far. */
function labels(ctx, nodes, view, zoom, room, most) {
  const px = 12.5;
  ctx.textAlign = "center"; ctx.textBaseline = "top"; ctx.lineJoin = "round";
  const crowd = nodes.length > 400;
  let drawn = 0, bold = null;
  for (const n of nodes) {
    if (X[n] < view[0] || X[n] > view[2] || Y[n] < view[1] || Y[n] > view[3]) continue;
    const r = radius(n) * zoom, x = X[n] * zoom, y = Y[n] * zoom;
    // in a crowd measuring texts that find no room is what takes long
    if (crowd && room.full(x - 14, y + r + 4, x + 14, y + r + px + 6) && room.full(x - 14, y - r - px - 6, x + 14, y - r - 4)) continue;
    const text = short(nodeName(n)), hub = R[n] >= 19;
    if (hub !== bold) { bold = hub; ctx.font = hub ? `600 ${px + 1}px ${FACE}` : `${px}px ${FACE}`; }
    const w = widthOf(ctx, text, hub ? hubWidths : labelWidths);
    // under the mark, else over it, else to its right or left
    const spot = [[-w / 2, r + 4], [-w / 2, -r - px - 6], [r + 6, -px / 2 - 1], [-r - w - 6, -px / 2 - 1]]
      .find(([dx, dy]) => x + dx > view[0] * zoom && x + dx + w < view[2] * zoom
        // in a crowd the most connected are named at any rate, over marks if need be
        && ((crowd && drawn < FOREMOST) || !room.marks?.full(x + dx - 1, y + dy - 1, x + dx + w + 1, y + dy + px + 1))
        && room.take(x + dx - 3, y + dy - 1, x + dx + w + 3, y + dy + px + 3));
    if (spot === undefined) continue;
    ctx.save();
    ctx.translate(X[n] + (spot[0] + w / 2) / zoom, Y[n] + spot[1] / zoom);
    ctx.scale(1 / zoom, 1 / zoom);
    ctx.direction = rtl(text) ? "rtl" : "ltr";
    ctx.strokeStyle = theme.halo; ctx.lineWidth = 4; ctx.strokeText(text, 0, 0);
    ctx.fillStyle = theme.ink; ctx.fillText(text, 0, 0);
    ctx.restore();
    if (++drawn >= most) break;
  }
}
class Room {
  constructor(marks = null) { this.cells = new Map(); this.marks = marks; }
  take(...box) {
    for (const cell of this.over(box))
      for (const [a, b, c, d] of cell) if (box[0] < c && a < box[2] && box[1] < d && b < box[3]) return false;
    this.put(...box);
    return true;
  }
  full(...box) { return this.over(box).some((cell) => cell.some(([a, b, c, d]) => box[0] < c && a < box[2] && box[1] < d && b < box[3])); }
  put(...box) { for (const cell of this.over(box)) cell.push(box); }
  over([x0, y0, x1, y1]) {
    const found = [], size = 64;
    for (let i = Math.floor(x0 / size); i <= Math.floor(x1 / size); i++)
      for (let j = Math.floor(y0 / size); j <= Math.floor(y1 / size); j++) {
        const key = i * 1e6 + j;
        if (!this.cells.has(key)) this.cells.set(key, []);
        found.push(this.cells.get(key));
      }
    return found;
  }
}
/** Keep labels off marks of some size, while there are few enough in sight to see one by one. */
function blockMarks(nodes, view, zoom, room) {
  const seen = [];
  for (const n of nodes) {
    if (X[n] <= view[0] || X[n] >= view[2] || Y[n] <= view[1] || Y[n] >= view[3]) continue;
    if (seen.push(n) > 900) return;
  }
  for (const n of seen) {
    const r = radius(n) * zoom;
    if (r >= 6) room.marks.put(X[n] * zoom - r, Y[n] * zoom - r, X[n] * zoom + r, Y[n] * zoom + r);
  }
}
/** Names of relations along edges, where there is room. */
function edgeLabels(ctx, edges, view, zoom, room) {
  ctx.font = `11px ${FACE}`;
  ctx.textAlign = "center"; ctx.textBaseline = "middle"; ctx.direction = "ltr";
  for (const e of edges) {
    geometry(e, 3);
    if (G.mx < view[0] || G.mx > view[2] || G.my < view[1] || G.my > view[3]) continue;
    const text = REL[erel[e]].label, width = widthOf(ctx, text, relationWidths);
    const length = Math.hypot(X[to[e]] - X[from[e]], Y[to[e]] - Y[from[e]]) * zoom;
    if (width + 44 > length) continue;
    const x = G.mx * zoom, y = G.my * zoom;
    let angle = Math.atan2(G.by - G.ay, G.bx - G.ax);
    if (angle > Math.PI / 2 || angle < -Math.PI / 2) angle += Math.PI;
    const w = Math.abs(Math.cos(angle)) * width / 2 + 8, h = Math.abs(Math.sin(angle)) * width / 2 + 8;
    if (!room.take(x - w, y - h, x + w, y + h)) continue;
    const sign = badgeOf(e) ? -11 : 0;
    ctx.save();
    ctx.translate(G.mx, G.my); ctx.rotate(angle); ctx.scale(1 / zoom, 1 / zoom);
    ctx.strokeStyle = theme.halo; ctx.lineWidth = 4; ctx.strokeText(text, 0, sign);
    ctx.fillStyle = theme.sign[signOf(e)]; ctx.fillText(text, 0, sign);
    ctx.restore();
  }
}

/** How many labels a picture takes: as many as can be read, more on a larger screen. */
const labelsIn = (view, zoom) => Math.min(700, Math.max(120, (view[2] - view[0]) * (view[3] - view[1]) * zoom * zoom / 5000));

/** Paint everything inside `view` (map units) at `zoom`; the context is already in map units. */
function paint(ctx, view, zoom, full = true) {
  grow = growAt(zoom);
  ctx.save();
  const overview = clusters.length > 0 && zoom < OVERVIEW;
  if (overview) overviewOf(ctx, zoom);
  ctx.globalAlpha = 1;
  paintEdges(ctx, linesAt(zoom), view, zoom, false);
  if (overview) ctx.globalAlpha = 0.75;
  paintMarks(ctx, nodeOrder, view, zoom);
  if (litNodes === null && full) {
    ctx.globalAlpha = 1;
    const room = new Room(new Room());
    blockMarks(nodeOrder, view, zoom, room);
    if (overview) groupNames(ctx, view, zoom, room);
    else labels(ctx, nodeOrder, view, zoom, room, labelsIn(view, zoom));
    if (zoom > 0.75 && shownEdges < 6000) for (const [, , , edges] of batches) edgeLabels(ctx, edges, view, zoom, room);
  }
  ctx.restore();
}

/** What is brought out of each batch: found from its own side, as it is mostly little of a lot. */
function litBatches() {
  const found = new Map();
  for (const e of [...litEdges].sort((a, b) => a - b)) {
    if (!edgeOn[e] || to[e] < 0) continue;
    const key = batchOf(e);
    if (!found.has(key)) found.set(key, []);
    found.get(key).push(e);
  }
  return [...found].sort((a, b) => b[0] - a[0]).map(([key, edges]) => [key >> 3, (key >> 1) & 3, key & 1, edges]);
}
/** Paint what is brought out, over a veil on all the rest. */
function paintLit(ctx, view, zoom, full = true) {
  if (litNodes === null) return;
  grow = growAt(zoom);
  ctx.save();
  ctx.globalAlpha = 0.8; ctx.fillStyle = theme.back;
  ctx.fillRect(view[0], view[1], view[2] - view[0], view[3] - view[1]);
  ctx.globalAlpha = 1;
  const list = litBatches();
  paintEdges(ctx, list, view, zoom, true);
  const nodes = [...litNodes].filter((n) => nodeOn[n]).sort((a, b) => degree[b] - degree[a] || a - b);
  for (let i = nodes.length - 1; i >= 0; i--) mark(ctx, nodes[i], zoom, isChosen(nodes[i]));
  if (full) {
    const room = new Room(new Room());
    // what was chosen is always named, even over its neighbours' marks
    labels(ctx, nodes.filter(isChosen), view, zoom, room, 50);
    blockMarks(nodes, view, zoom, room);
    labels(ctx, nodes.filter((n) => !isChosen(n)), view, zoom, room, 300);
    if (zoom > 0.45 || litEdges.size < 40) for (const [, , , edges] of list) edgeLabels(ctx, edges, view, zoom, room);
  }
  ctx.restore();
}
const isChosen = (n) => (S.selected?.[0] === "n" && S.selected[1] === n) || (S.path !== null && S.path.includes(n));
