// The data block as columns. Every answer that needs a rule was computed before the page was
// made; here it is only looked up. What a panel alone needs stays packed until it is asked for.
/** A column of whole numbers: a list, or one number that stands for all. */
function column(values, count, type = Int32Array) {
  return typeof values === "number" ? new type(count).fill(values) : type.from(values);
}
/** Where each row's part of the next level begins: `counts` summed up. */
function starts(counts, rows) {
  const found = new Int32Array(rows + 1), each = column(counts, rows);
  for (let i = 0; i < rows; i++) found[i + 1] = found[i] + each[i];
  return found;
}
/** Ids that say how much they share with the one before, in full. */
function unfolded(ids) {
  let before = "";
  return ids.map((id) => (before = before.slice(0, parseInt(id[0], 36)) + id.slice(1)));
}
const KIND = D.kinds.map(([name, label, shape, light, dark]) => ({ name, label, shape, light, dark }));
const REL = D.relations.map(([name, label, inverse, sign, symmetric]) =>
  ({ name, label, inverse, sign, symmetric }));
const SRC = D.sources;
const LAYERS = ["established", "reported", "alleged"];
const STATUS = D.statuses;
const nid = unfolded(D.nodes.id), nname = D.nodes.name, nN = nid.length;
const eid = unfolded(D.edges.id), nE = eid.length;
const nkind = column(D.nodes.kind, nN, Uint8Array);
const X = column(D.nodes.x, nN, Float64Array);
const Y = column(D.nodes.y, nN, Float64Array);
const R = column(D.nodes.size, nN, Float64Array);
const ngroup = column(D.nodes.group, nN);
const passable = column(D.nodes.passable, nN, Uint8Array);
const from = column(D.edges.rise, nE), to = column(D.edges.down, nE);
for (let e = 0; e < nE; e++) { if (e) from[e] += from[e - 1]; to[e] = from[e] - to[e]; } // -1: no node
const erel = column(D.edges.relation, nE, Uint16Array);
const shortCut = column(D.edges.short, nE, Uint8Array);
const viaRule = column(D.edges.rule, nE, Uint8Array);
const docFirst = starts(D.edges.docs, nE), docOf = Uint16Array.from(D.docs);
const signOfRelation = Int8Array.from(REL, (relation) => relation.sign);

/** Records that travel as texts of 64 each: one is read with its neighbours, once. */
class Parcels {
  constructor(texts) { this.texts = texts; this.read = new Map(); }
  at(i) {
    const parcel = i >> 6;
    if (!this.texts[parcel]) return Parcels.nothing;
    if (!this.read.has(parcel)) this.read.set(parcel, JSON.parse(this.texts[parcel]));
    return this.read.get(parcel)[i & 63];
  }
}
Parcels.nothing = {};
const nodeParcels = new Parcels(D.details.nodes), edgeParcels = new Parcels(D.details.edges);
const nmore = (n) => nodeParcels.at(n);
const emore = (e) => edgeParcels.at(e);

/** Numbers by id; a page that opens without an id in its address does not need them at once. */
class Index {
  constructor(ids) { this.ids = ids; this.map = null; }
  get(id) { return id ? (this.map ??= new Map(this.ids.map((one, i) => [one, i]))).get(id) : undefined; }
  has(id) { return this.get(id) !== undefined; }
}
const nodeAt = new Index(nid), edgeAt = new Index(eid);
const sourceAt = new Map(SRC.map((source, s) => [source.id, s]));
const RULE = KIND.findIndex((kind) => kind.name === "Restriction");

// The name in the reader's language where the facts have one.
const nodeName = (n) => (lang !== "en" && nmore(n).names?.[lang]) || nname[n];
const kindOf = (n) => KIND[nkind[n]];
const kindText = (kind) => termText("Kind", kind.name) === kind.name ? kind.label : termText("Kind", kind.name);

// Tables of each edge, steps of each table, spans of each step, all side by side. A day of 0 is unbounded.
const tableFirst = starts(D.edges.tables, nE), nT = tableFirst[nE];
const tableMask = column(D.tables.mask, nT), tableFloor = column(D.tables.floor, nT, Int8Array);
const tableStep = starts(D.tables.steps, nT), nS = tableStep[nT];
const bounded = (days, otherwise) => { for (let i = 0; i < days.length; i++) if (days[i] === 0) days[i] = otherwise; return days; };
const stepFrom = bounded(column(D.steps.from, nS), NEVER), stepStale = bounded(column(D.steps.stale, nS), EVER);
const stepSure = column(D.steps.sure, nS, Uint8Array), stepStatus = column(D.steps.status, nS, Uint8Array);
const stepLayer = column(D.steps.layer, nS, Int8Array), stepFlags = column(D.steps.flags, nS, Uint8Array);
const stepRoots = column(D.steps.roots, nS, Uint16Array);
const stepSpan = starts(D.steps.spans, nS), nP = stepSpan[nS];
const spanFirst = bounded(column(D.spans.first, nP), NEVER), spanLast = bounded(column(D.spans.last, nP), EVER);
const spanSure = column(D.spans.sure, nP, Uint8Array), spanExpected = column(D.spans.expected, nP, Uint8Array);
const spanState = typeof D.spans.state === "number" ? new Array(nP).fill(D.states[D.spans.state]) : D.spans.state.map((state) => D.states[state]);
const DISPUTED = 1, EXPECTED = 2, STALE = 4, CONTRADICTED = 8;

// Which days the page speaks of.
function extent(columns) {
  let low = EVER, high = NEVER;
  for (const days of columns)
    for (let i = 0; i < days.length; i++) {
      const day = days[i];
      if (day <= NEVER || day >= EVER) continue;
      if (day < low) low = day;
      if (day > high) high = day;
    }
  return low > high ? null : [low, high];
}
const asRange = extent([spanFirst, spanLast]) ?? [EPOCH, EPOCH];
const knownRange = extent([stepFrom]) ?? [EPOCH, EPOCH];
if (D.holds.known_at !== null) knownRange[1] = Math.max(knownRange[0], Math.min(knownRange[1], D.holds.known_at));

// Edges of each node, for panels and walks.
const degree = new Int32Array(nN);
for (let e = 0; e < nE; e++) {
  degree[from[e]]++;
  if (to[e] >= 0 && to[e] !== from[e]) degree[to[e]]++;
}
const incident = Array.from(degree, (count) => new Array(count));
{
  const filled = new Int32Array(nN);
  for (let e = 0; e < nE; e++) {
    const a = from[e], b = to[e];
    incident[a][filled[a]++] = e;
    if (b >= 0 && b !== a) incident[b][filled[b]++] = e;
  }
}
const byWeight = Int32Array.from({ length: nN }, (_, n) => n).sort((a, b) => degree[b] - degree[a] || a - b);

// Parallel claims fan out; none is merged. `bend` is the middle's distance from the straight line.
const bend = new Float64Array(nE);
const besideKey = (e) => Math.min(from[e], to[e]) * nN + Math.max(from[e], to[e]);
const beside = new Map(); // only where there are two or more
{
  const last = new Int32Array(nN).fill(-1);
  for (let n = 0; n < nN; n++) {
    for (const e of incident[n]) {
      const other = from[e] === n ? to[e] : from[e];
      if (other < n) continue; // also the objects that are texts
      const before = last[other];
      if (before < 0 || besideKey(before) !== besideKey(e)) last[other] = e;
      else if (beside.has(besideKey(e))) beside.get(besideKey(e)).push(e);
      else beside.set(besideKey(e), [before, e]);
    }
  }
}
