// What the reader has chosen, and the fragment that says it. Unknown values are ignored.
const FACETS = ["kind", "relation", "status", "source"];
const first = {
  asOf: D.holds.as_of, versus: null, only: false, known: null, floor: D.holds.floor, fold: false, view: "map", theme: "auto",
  near: null, hops: 1, selected: null, path: null, story: null, sort: "subject", up: true,
};
const S = { ...first, off: {}, camera: null };
for (const facet of FACETS) S.off[facet] = new Set();
const facetValues = {
  kind: KIND.map((kind) => kind.name), relation: REL.map((relation) => relation.name),
  status: STATUS, source: SRC.map((source) => source.id),
};

const hold = new Uint8Array(nE);      // 0 no, 1 yes, 2 maybe: on the two clocks, at the floor, from the sources
const stepOf = new Int32Array(nE);    // the step that answers
const spanOf = new Int32Array(nE);    // the span that answers, or -1
const eflags = new Uint8Array(nE);    // bits of the flags
const weighsAll = new Uint8Array(nE); // 1: the answer weighs documents that are switched off
const edgeOn = new Uint8Array(nE);
const nodeOn = new Uint8Array(nN);
let onlyChosen = -1;                  // a node without shown claims that is there as it is chosen
let shownEdges = 0, shownNodes = 0, shownTexts = 0, shownMaybe = 0;
const counts = {};

/** The table that answers for an edge, or -1. */
function tableFor(e, sourcesOn, floor) {
  weighsAll[e] = 0;
  let mask = -1;
  if (sourcesOn) {
    mask = 0;
    const first = docFirst[e], count = docFirst[e + 1] - first;
    for (let i = 0; i < count; i++) if (sourcesOn[docOf[first + i]]) mask |= 1 << i;
    if (count && !mask) return -1;
    if (mask === 2 ** count - 1) mask = -1;
  }
  let found = -1;
  for (let t = tableFirst[e]; t < tableFirst[e + 1]; t++) {
    if (tableFloor[t] !== -1 && tableFloor[t] !== floor) continue;
    if (tableMask[t] === mask) return t;
    if (tableMask[t] === -1) found = t;
  }
  weighsAll[e] = 1;
  return found;
}

function evaluate() {
  const floor = LAYERS.indexOf(S.floor);
  let sourcesOn = null;
  if (S.off.source.size) sourcesOn = Uint8Array.from(SRC, (source) => (S.off.source.has(source.id) ? 0 : 1));
  for (let e = 0; e < nE; e++) {
    hold[e] = 0;
    spanOf[e] = -1;
    const table = tableFor(e, sourcesOn, floor);
    if (table < 0) continue;
    let step = -1;
    for (let i = tableStep[table]; i < tableStep[table + 1]; i++) {
      if (S.known === null || stepFrom[i] <= S.known) step = i;
    }
    if (step < 0 || stepLayer[step] < 0 || stepLayer[step] > floor) continue;
    stepOf[e] = step;
    let answer = stepSure[step] ? 1 : 2;
    if (S.asOf !== null) {
      let on = 0;
      for (let i = stepSpan[step]; i < stepSpan[step + 1]; i++) {
        if (spanFirst[i] <= S.asOf && S.asOf <= spanLast[i]) { on = spanSure[i] ? 1 : 2; spanOf[e] = i; break; }
      }
      answer = on === 0 ? 0 : Math.max(on, answer);
    }
    hold[e] = answer;
    const rule = spanOf[e] >= 0 && spanState[spanOf[e]] !== "";
    eflags[e] = (rule ? (stepFlags[step] & (DISPUTED | CONTRADICTED)) | (spanExpected[spanOf[e]] ? EXPECTED : 0) : stepFlags[step] & ~STALE)
      | (S.asOf !== null && S.asOf >= stepStale[step] ? STALE : 0);
  }
}

const flagsOf = (e) => eflags[e];
const statusOf = (e) => STATUS[stepStatus[stepOf[e]]];
const layerOf = (e) => LAYERS[stepLayer[stepOf[e]]];

function applyFilters() {
  answer();
  const offKind = Uint8Array.from(KIND, (kind) => (S.off.kind.has(kind.name) ? 1 : 0));
  const offRel = Uint8Array.from(REL, (relation) => (S.off.relation.has(relation.name) ? 1 : 0));
  const offStatus = Uint8Array.from(STATUS, (status) => (S.off.status.has(status) ? 1 : 0));
  const perKind = new Int32Array(KIND.length), perRel = new Int32Array(REL.length),
    perStatus = new Int32Array(STATUS.length), perSource = new Int32Array(SRC.length);
  edgeOn.fill(0);
  const inside = nearby();
  for (let e = 0; e < nE; e++) {
    if (!hold[e] || (S.fold ? viaRule[e] : shortCut[e])) continue;
    if (inside && !(inside[from[e]] && (to[e] < 0 || inside[to[e]]))) continue;
    const status = stepStatus[stepOf[e]];
    const kindFails = offKind[nkind[from[e]]] || (to[e] >= 0 && offKind[nkind[to[e]]]);
    const fails = (kindFails ? 1 : 0) + (offRel[erel[e]] ? 1 : 0) + (offStatus[status] ? 1 : 0);
    if (fails === 0 || (fails === 1 && offRel[erel[e]])) perRel[erel[e]]++;
    if (fails === 0 || (fails === 1 && offStatus[status])) perStatus[status]++;
    if (fails === 0) { edgeOn[e] = 1; for (let i = docFirst[e]; i < docFirst[e + 1]; i++) perSource[docOf[i]]++; }
  }
  nodeOn.fill(0);
  const seen = new Uint8Array(nN);
  shownEdges = shownTexts = shownMaybe = 0;
  for (let e = 0; e < nE; e++) {
    if (!hold[e] || (S.fold ? viaRule[e] : shortCut[e])) continue;
    seen[from[e]] = 1;
    if (to[e] >= 0) seen[to[e]] = 1;
    if (!edgeOn[e]) continue;
    nodeOn[from[e]] = 1;
    if (to[e] >= 0) { nodeOn[to[e]] = 1; shownEdges++; } else shownTexts++;
    if (hold[e] === 2) shownMaybe++;
  }
  shownNodes = 0;
  const chosen = S.selected?.[0] === "n" ? S.selected[1] : -1;
  onlyChosen = chosen >= 0 && !nodeOn[chosen] && !offKind[nkind[chosen]] ? chosen : -1;
  if (onlyChosen >= 0) nodeOn[onlyChosen] = 1;
  for (let n = 0; n < nN; n++) {
    if (nodeOn[n] || (seen[n] && offKind[nkind[n]])) perKind[nkind[n]]++;
    shownNodes += nodeOn[n];
  }
  Object.assign(counts, { kind: perKind, relation: perRel, status: perStatus, source: perSource });
  fanOut();
}

/** The nodes within `S.hops` of `S.near`, or null when the neighbourhood is off. */
function nearby() {
  if (S.near === null) return null;
  const inside = new Uint8Array(nN);
  inside[S.near] = 1;
  let border = [S.near];
  for (let hop = 0; hop < S.hops; hop++) {
    const next = [];
    for (const n of border) {
      if (!passable[n] && n !== S.near) continue;
      for (const e of incident[n]) {
        if (!hold[e] || to[e] < 0 || (S.fold ? viaRule[e] : shortCut[e])) continue;
        const other = from[e] === n ? to[e] : from[e];
        if (!inside[other]) { inside[other] = 1; next.push(other); }
      }
    }
    border = next;
  }
  return inside;
}

/** Give the parallel edges that are shown their own curves. */
function fanOut() {
  for (const edges of beside.values()) {
    for (const e of edges) bend[e] = 0;
    const shown = edges.filter((e) => edgeOn[e]);
    shown.forEach((e, i) => {
      const lane = i - (shown.length - 1) / 2;
      bend[e] = lane * 26 * (from[e] <= to[e] ? 1 : -1);
    });
  }
}

function fragment() {
  const p = new URLSearchParams();
  if (S.asOf !== first.asOf) p.set("as-of", S.asOf === null ? "any" : dayText(S.asOf));
  if (S.versus !== null) p.set("compare", dayText(S.versus));
  if (S.only) p.set("changes", "only");
  if (S.known !== null) p.set("known-at", dayText(S.known));
  if (S.floor !== first.floor) p.set("floor", S.floor);
  for (const facet of FACETS) if (S.off[facet].size) p.set("no-" + facet, [...S.off[facet]].sort().join("~"));
  if (S.fold) p.set("rules", "folded");
  if (S.near !== null) p.set("near", nid[S.near] + "~" + S.hops);
  if (S.selected) p.set(S.selected[0] === "n" ? "entity" : "claim", S.selected[0] === "n" ? nid[S.selected[1]] : eid[S.selected[1]]);
  if (S.path) p.set("path", nid[S.path[0]] + "~" + nid[S.path[1]]);
  if (S.story) p.set("story", D.stories[S.story[0]].id + "~" + (S.story[1] + 1));
  if (S.view !== "map") p.set("view", S.view);
  if (S.sort !== first.sort || !S.up) p.set("sort", (S.up ? "" : "-") + S.sort);
  if (S.theme !== "auto") p.set("theme", S.theme);
  if (lang !== D.lang) p.set("lang", lang);
  if (S.camera) p.set("at", S.camera.map((v, i) => (i < 2 ? Math.round(v) : +v.toPrecision(4))).join("~"));
  return p.toString();
}
function readFragment(text) {
  const p = new URLSearchParams(text);
  Object.assign(S, first, { camera: null });
  const day = (key) => dayOf(p.get(key));
  if (p.get("as-of") === "any") S.asOf = null;
  else if (day("as-of") !== null) S.asOf = day("as-of");
  if (day("known-at") !== null) S.known = Math.min(Math.max(day("known-at"), knownRange[0] - 1), knownRange[1]);
  const floors = LAYERS.slice(0, LAYERS.indexOf(D.holds.floor) + 1);
  if (floors.includes(p.get("floor"))) S.floor = p.get("floor");
  for (const facet of FACETS) {
    const known = new Set(facetValues[facet]);
    S.off[facet] = new Set((p.get("no-" + facet) ?? "").split("~").filter((value) => known.has(value)));
  }
  S.fold = p.get("rules") === "folded";
  const [near, hops] = (p.get("near") ?? "").split("~");
  if (nodeAt.has(near)) { S.near = nodeAt.get(near); S.hops = Math.min(Math.max(+hops || 1, 1), 6); }
  if (nodeAt.has(p.get("entity"))) S.selected = ["n", nodeAt.get(p.get("entity"))];
  else if (edgeAt.has(p.get("claim"))) S.selected = ["e", edgeAt.get(p.get("claim"))];
  const ends = (p.get("path") ?? "").split("~");
  if (ends.length === 2 && ends.every((id) => nodeAt.has(id)) && ends[0] !== ends[1]) S.path = ends.map((id) => nodeAt.get(id));
  const [story, stop] = (p.get("story") ?? "").split("~");
  const s = D.stories.findIndex((one) => one.id === story);
  if (s >= 0) S.story = [s, Math.min(Math.max((+stop || 1) - 1, 0), D.stories[s].steps.length - 1)];
  // two days are compared: not any day, and neither along a path nor in a story
  if (S.asOf !== null && !S.path && !S.story) S.versus = day("compare");
  S.only = p.get("changes") === "only";
  if (p.get("view") === "table") S.view = "table";
  const sort = /^(-?)(subject|relation|object|status|layer|since|change)$/.exec(p.get("sort") ?? "");
  if (sort) { S.sort = sort[2]; S.up = !sort[1]; }
  if (["light", "dark"].includes(p.get("theme"))) S.theme = p.get("theme");
  if (Object.hasOwn(WORDS, p.get("lang") ?? "")) lang = p.get("lang"); else lang = D.lang;
  const at = (p.get("at") ?? "").split("~").map(Number);
  if (at.length === 3 && at.every(Number.isFinite) && at[2] > 0.001 && at[2] <= 10) S.camera = at;
}
let restoring = true, savedAt = -Infinity, saveTimer = 0, saved = "";
/** Write the address: at once, but not for each day of a clock that plays. */
function save() {
  if (restoring) return;
  clearTimeout(saveTimer);
  const wait = playing ? savedAt + 400 - performance.now() : 0;
  if (wait > 0) saveTimer = setTimeout(() => { if (location.hash === saved) save(); }, wait); // else a link was followed meanwhile
  else write("#" + fragment());
}
function write(hash) {
  savedAt = performance.now();
  // a page inside srcdoc has no address of its own to change
  try { history.replaceState(null, "", hash); } catch { /* nothing to remember it in */ }
  saved = location.hash;
}
