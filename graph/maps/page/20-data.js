// The data block as columns. Every answer that needs a rule was computed before the page was
// made; here it is only looked up.
const KIND = D.kinds.map(([name, label, shape, light, dark]) => ({ name, label, shape, light, dark }));
const REL = D.relations.map(([name, label, inverse, sign, symmetric]) =>
  ({ name, label, inverse, sign, symmetric }));
const SRC = D.sources;
const LAYERS = ["established", "reported", "alleged"];
const STATUS = D.statuses;
const nN = D.nodes.length;
const nE = D.edges.length;
const nid = D.nodes.map((row) => row[0]);
const nkind = Uint8Array.from(D.nodes, (row) => row[1]);
const X = Float64Array.from(D.nodes, (row) => row[3]);
const Y = Float64Array.from(D.nodes, (row) => row[4]);
const R = Float64Array.from(D.nodes, (row) => row[5]);
const ngroup = Int32Array.from(D.nodes, (row) => row[6]);
const passable = Uint8Array.from(D.nodes, (row) => row[7]);
const nmore = (n) => D.nodes[n][8] || {};
const eid = D.edges.map((row) => row[0]);
const from = Int32Array.from(D.edges, (row) => row[1]);
const to = Int32Array.from(D.edges, (row) => row[2]);
const erel = Uint16Array.from(D.edges, (row) => row[3]);
const edocs = D.edges.map((row) => row[4]);
const emore = (e) => D.edges[e][6] || {};
const shortCut = Uint8Array.from(D.edges, (row) => (row[6]?.short ? 1 : 0));
const viaRule = Uint8Array.from(D.edges, (row) => (row[6]?.rule !== undefined && !row[6].short ? 1 : 0));
const nodeAt = new Map(nid.map((id, n) => [id, n]));
const edgeAt = new Map(eid.map((id, e) => [id, e]));
const sourceAt = new Map(SRC.map((source, s) => [source.id, s]));
const RULE = KIND.findIndex((kind) => kind.name === "Restriction");

// The name in the reader's language where the facts have one.
const nodeName = (n) => (lang !== "en" && nmore(n).names?.[lang]) || D.nodes[n][2];
const kindOf = (n) => KIND[nkind[n]];
const kindText = (kind) => termText("Kind", kind.name) === kind.name ? kind.label : termText("Kind", kind.name);

// Steps of all tables side by side. Table = [mask of documents or -1, floor or -1, first, count].
const stepFrom = [], stepSure = [], stepStatus = [], stepLayer = [], stepFlags = [], stepStale = [],
  stepRoots = [], spanFirst = [], spanLast = [], spanSure = [], spanState = [], spanExpected = [], stepSpan = [0];
const tables = D.edges.map((row) => row[5].map(([mask, floor, steps]) => {
  const first = stepFrom.length;
  for (const [day, sure, status, layer, flags, stale, roots, spans] of steps) {
    stepFrom.push(day ?? NEVER); stepSure.push(sure); stepStatus.push(status); stepLayer.push(layer);
    stepFlags.push(flags); stepStale.push(stale ?? EVER); stepRoots.push(roots);
    for (const [begin, end, certain, state, expected] of spans) {
      spanFirst.push(begin ?? NEVER); spanLast.push(end ?? EVER); spanSure.push(certain);
      spanState.push(state ?? ""); spanExpected.push(expected ?? 0);
    }
    stepSpan.push(spanFirst.length);
  }
  return [mask, floor, first, stepFrom.length - first];
}));
const DISPUTED = 1, EXPECTED = 2, STALE = 4, CONTRADICTED = 8;

// Which days the page speaks of.
function extent(columns) {
  let low = EVER, high = NEVER;
  for (const column of columns)
    for (const day of column) if (day > NEVER && day < EVER) { low = Math.min(low, day); high = Math.max(high, day); }
  return low > high ? null : [low, high];
}
const asRange = extent([spanFirst, spanLast]) ?? [EPOCH, EPOCH];
const knownRange = extent([stepFrom]) ?? [EPOCH, EPOCH];
if (D.holds.known_at !== null) knownRange[1] = Math.max(knownRange[0], Math.min(knownRange[1], D.holds.known_at));

// Parallel claims fan out; none is merged. `bend` is the middle's distance from the straight line.
const bend = new Float64Array(nE);
const beside = new Map();
for (let e = 0; e < nE; e++) {
  if (to[e] < 0) continue;
  const key = Math.min(from[e], to[e]) * nN + Math.max(from[e], to[e]);
  if (!beside.has(key)) beside.set(key, []);
  beside.get(key).push(e);
}

// Edges of each node, for panels and walks.
const incident = Array.from({ length: nN }, () => []);
for (let e = 0; e < nE; e++) {
  incident[from[e]].push(e);
  if (to[e] >= 0 && to[e] !== from[e]) incident[to[e]].push(e);
}
const degree = Int32Array.from(incident, (edges) => edges.length);
const byWeight = Int32Array.from({ length: nN }, (_, n) => n).sort((a, b) => degree[b] - degree[a] || a - b);

const SEARCH = D.nodes.map((row, n) =>
  fold([row[2], row[0], ...Object.values(nmore(n).names ?? {}), ...(nmore(n).aliases ?? [])].join("\n")));
