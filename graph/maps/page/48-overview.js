// The overview of a big map: its groups, what joins them, and their names.
// Where each group is: from all its nodes, shown or not, so that it stays there while a clock runs.
let shapes = null;
function groupShapes() {
  const members = new Map();
  for (const n of byWeight) {
    if (!members.has(ngroup[n])) members.set(ngroup[n], []);
    members.get(ngroup[n]).push(n);
  }
  return new Map(Array.from(members, ([group, nodes]) => {
    let x = 0, y = 0;
    for (const n of nodes) { x += X[n]; y += Y[n]; }
    x /= nodes.length; y /= nodes.length;
    const distances = Float64Array.from(nodes, (n) => Math.hypot(X[n] - x, Y[n] - y)).sort();
    return [group, { x, y, r: distances[Math.floor(distances.length * 0.8)] + 20 }];
  }));
}
/** Summarise the groups of a big map, so that its overview is no hairball. */
function cluster() {
  clusters = []; ribbons = []; inner = [];
  if (shownNodes < RIBBONS) return;
  shapes ??= groupShapes();
  const sizes = new Int32Array(nN), heads = new Int32Array(nN); // by group; no more groups than nodes
  for (const n of nodeOrder) if (!sizes[ngroup[n]]++) heads[ngroup[n]] = n;
  const index = new Int32Array(nN).fill(-1);
  for (const [group, shape] of shapes) {
    if (sizes[group] < 5) continue;
    index[group] = clusters.length;
    clusters.push({ ...shape, node: heads[group], size: sizes[group] });
  }
  const between = new Map();
  for (const [, , , edges] of batches) for (const e of edges) {
    const a = index[ngroup[from[e]]], b = index[ngroup[to[e]]];
    if (a < 0 || b < 0 || a === b) continue;
    const key = Math.min(a, b) * clusters.length + Math.max(a, b);
    between.set(key, (between.get(key) ?? 0) + 1);
  }
  // inside the groups of a very big map single claims would only be a grey fog
  inner = shownEdges > 15000 ? [] : batches.map(([style, sign, maybe, edges]) => [style, sign, maybe, edges.filter((e) => ngroup[from[e]] === ngroup[to[e]])]);
  ribbons = [...between].map(([key, count]) => [Math.floor(key / clusters.length), key % clusters.length, count])
    .sort((p, q) => p[2] - q[2]).slice(-400);
}
/** The lines that are drawn at this zoom. */
const linesAt = (zoom) => (clusters.length > 0 && zoom < OVERVIEW ? inner : batches);

function overviewOf(ctx, zoom) {
  for (const { x, y, r } of clusters) {
    ctx.beginPath(); ctx.arc(x, y, r, 0, 7); ctx.fillStyle = theme.group; ctx.fill();
  }
  ctx.strokeStyle = theme.sign[1];
  for (const [a, b, count] of ribbons) {
    ctx.beginPath(); ctx.moveTo(clusters[a].x, clusters[a].y); ctx.lineTo(clusters[b].x, clusters[b].y);
    ctx.globalAlpha = Math.min(0.06 + count / 160, 0.3); ctx.lineWidth = Math.min(0.6 + Math.sqrt(count), 10) / zoom * 0.5;
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
}
function groupNames(ctx, view, zoom, room) {
  const list = [...clusters].sort((a, b) => b.size - a.size);
  ctx.textAlign = "center"; ctx.textBaseline = "middle"; ctx.lineJoin = "round";
  for (const { x, y, size, node } of list) {
    if (x < view[0] || x > view[2] || y < view[1] || y > view[3]) continue;
    const px = Math.round(Math.min(11 + Math.sqrt(size) / 3, 20)), name = short(nodeName(node), 24);
    const text = say("group-name", { name: /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(name) ? `\u2068${name}\u2069` : name, count: size - 1 });
    ctx.font = `600 ${px}px ${FACE}`;
    // a count changes with every day: only names are worth measuring
    const width = widthOf(ctx, name, groupWidths[px] ??= new Map()) + (text.length - name.length) * px * 0.6, sx = x * zoom, sy = y * zoom;
    if (!room.take(sx - width / 2 - 6, sy - px, sx + width / 2 + 6, sy + px)) continue;
    ctx.save(); ctx.translate(x, y); ctx.scale(1 / zoom, 1 / zoom);
    ctx.direction = rtl(text) ? "rtl" : "ltr";
    ctx.strokeStyle = theme.halo; ctx.lineWidth = 5; ctx.strokeText(text, 0, 0);
    ctx.fillStyle = theme.ink; ctx.fillText(text, 0, 0); ctx.restore();
  }
}
