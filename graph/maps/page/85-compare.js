// Two days compared: what holds on the second and did not on the first, what the reverse, and what
// is only maybe otherwise. The answers are those of `aikg changes`: claims by their tables,
// restrictions, their silent events and their exceptions by the course that was computed for them.
const wasHeld = new Uint8Array(nE), nowHeld = new Uint8Array(nE);
const change = new Uint8Array(nE);     // 0 none, 1 in, 2 out, 3 maybe
const WAYS = ["", "in", "out", "maybe"];
const ANSWER = ["no", "yes", "maybe"];
const BADGE = ["", "+", "−", "~"];
const comparing = () => S.versus !== null;
let foundChanges = null;               // what is listed, until the next answer

function wayOf(was, now, sure = true) {
  if (was === now) return null;
  if (!sure || was === "INDETERMINATE" || now === "INDETERMINATE") return "maybe";
  if (Object.hasOwn(D.nearness, now)) return D.nearness[now] > D.nearness[was] ? "in" : "out";
  return was === "no" && now === "yes" ? "in" : was === "yes" && now === "no" ? "out" : "maybe";
}
/** Answer for both days; an edge is shown when it holds on either, as it is on the later of them. */
function evaluateBoth() {
  const day = S.asOf;
  evaluate();
  wasHeld.set(hold);
  const span = Int32Array.from(spanOf), flags = Uint8Array.from(eflags);
  S.asOf = S.versus;
  evaluate();
  S.asOf = day;
  nowHeld.set(hold);
  for (let e = 0; e < nE; e++) {
    change[e] = wasHeld[e] === nowHeld[e] ? 0 : WAYS.indexOf(wayOf(ANSWER[wasHeld[e]], ANSWER[nowHeld[e]]));
    if (S.only && !change[e]) hold[e] = 0;
    else if (!nowHeld[e]) { hold[e] = wasHeld[e]; spanOf[e] = span[e]; eflags[e] = flags[e]; }
  }
}
function answer() {
  syncCompare();
  foundChanges = null;
  if (comparing()) evaluateBoth(); else { change.fill(0); evaluate(); }
}

/** What is otherwise about restrictions: [{id, what, node, label, was, now, way, all}]. */
function ruleChanges() {
  const found = [];
  if (RULE < 0 || S.off.kind.has("Restriction")) return found;
  const inside = nearby();
  for (let n = 0; n < nN; n++) {
    const course = nkind[n] === RULE ? nmore(n).card?.course : undefined;
    if (course === undefined || (inside && !inside[n])) continue;
    const step = (course.steps[S.floor] ?? []).filter(([day]) => S.known === null || (day ?? NEVER) <= S.known).at(-1);
    for (const [what, id, label, sure, stretches] of step?.[1] ?? []) {
      const on = (day) => stretches.find(([a, b]) => (a ?? NEVER) <= day && day <= (b ?? EVER))?.[2] ?? "no";
      const was = on(S.asOf), now = on(S.versus), way = wayOf(was, now, sure === 1);
      if (way) found.push({ id, what, node: n, label, was, now, way, all: course.docs.some((doc) => S.off.source.has(doc)) });
    }
  }
  return found;
}
/** Everything listed as changed, by way and then by id; edges that follow from a restriction are told by it. */
function changes() {
  if (foundChanges) return foundChanges;
  const all = ruleChanges();
  for (let e = 0; e < nE; e++) {
    if (!change[e] || !edgeOn[e] || viaRule[e] || shortCut[e]) continue;
    all.push({ id: eid[e], what: "claim", edge: e, was: ANSWER[wasHeld[e]], now: ANSWER[nowHeld[e]], way: WAYS[change[e]] });
  }
  all.sort((a, b) => (a.id < b.id ? -1 : 1));
  foundChanges = Object.fromEntries(WAYS.slice(1).map((way) => [way, all.filter((one) => one.way === way)]));
  return foundChanges;
}
function changeSentence(one) {
  if (one.what === "claim") return claimText(one.edge);
  return say("change." + one.what, {
    name: nodeName(one.node), now: word("now." + one.now), was: word("was." + one.was), label: one.label });
}
const changesCounted = () => say("changes-counted", { came: changes().in.length, went: changes().out.length, maybe: changes().maybe.length });
const answerText = (state) => word((Object.hasOwn(D.nearness, state) || state === "INDETERMINATE" ? "now." : "answer.") + state);
function changeChip(way, was, now) {
  return el("span", { class: "chip way " + way }, el("b", { "aria-hidden": "true" }, BADGE[WAYS.indexOf(way)]), " ", word("way." + way),
    way === "maybe" ? el("small", {}, `: ${answerText(was)} → ${answerText(now)}`) : "");
}
const edgeChange = (e) => (change[e] ? changeChip(WAYS[change[e]], ANSWER[wasHeld[e]], ANSWER[nowHeld[e]]) : null);

const changedEdges = () => Array.from({ length: nE }, (_, e) => e).filter((e) => change[e] && edgeOn[e]);
/** What the comparison brings out on the map: every edge that is otherwise, and the restrictions told of. */
function compareSets() {
  const edges = new Set(changedEdges()), nodes = new Set([...edges].flatMap((e) => [from[e], to[e]]).filter((n) => n >= 0));
  for (const one of WAYS.slice(1).flatMap((way) => changes()[way])) if (one.node !== undefined && nodeOn[one.node]) nodes.add(one.node);
  return nodes.size ? [nodes, edges] : [null, null];
}
function changeCard(one) {
  // without its evidence, which is a click away: a hundred cards are built anew at each step of a clock
  if (one.what === "claim") return el("article", { class: "claim" }, claimSentence(one.edge), chips(one.edge), datesOf(one.edge),
    button(word("evidence"), () => select(["e", one.edge]), { class: "small" }));
  const sentences = sentence("change." + one.what, {
    name: nodeButton(one.node), now: word("now." + one.now), was: word("was." + one.was), label: bdi(one.label, "en") });
  return el("article", { class: "claim" }, el("p", { class: "says" }, ...sentences),
    el("p", { class: "chips" }, changeChip(one.way, one.was, one.now)), one.all ? el("p", { class: "sub" }, word("weighs-all")) : "");
}
function showCompare() {
  const listed = changes(), most = 40;
  heading(word("changes"), el("span", {}, ...sentence("from-to", { a: time(dayText(S.asOf)), b: time(dayText(S.versus)) })));
  const blocks = WAYS.slice(1).filter((way) => listed[way].length).map((way) => el("section", { class: "group" },
    el("h3", {}, `${BADGE[WAYS.indexOf(way)]} ${word("way." + way)} `, el("span", { class: "n" }, number(listed[way].length))),
    ...listed[way].slice(0, most).map(changeCard),
    listed[way].length > most ? el("p", { class: "sub" }, ...sentence("and-more", { n: listed[way].length - most })) : ""));
  panelBody(el("p", {}, word("changes-help")),
    el("p", { class: "tools" }, button(word("compare-end"), closeCompare, { class: "small" })),
    ...(blocks.length ? blocks : [el("p", { class: "warnbox" }, word("nothing-changed"))]));
}

let asOfBefore = null;
/** Compare the day shown with the last day of knowledge, or that day with one a year earlier. */
function openCompare() {
  const last = Math.min(Math.max(knownRange[1], asRange[0]), asRange[1]);
  asOfBefore = S.asOf;
  S.versus = S.asOf !== null && S.asOf < last ? last : S.asOf ?? last;
  if (S.asOf === null || S.asOf >= last) S.asOf = Math.max(S.versus - 365, asRange[0]);
  S.selected = S.path = S.story = null; pathForm = false;
  update();
  fitLit();
  $("versus-date").focus();
  announce(counted());
}
function closeCompare() {
  S.versus = null; S.asOf = asOfBefore;
  update();
  $("compare").focus();
  announce(counted());
}
function fitLit() { if (litNodes !== null && litNodes.size) fit([...litNodes], true, 1.1); }
/** Leave the comparison for a path or a story; true when there was one. */
function endCompare() {
  const was = comparing();
  S.versus = null;
  return was;
}
/** Colours, legend and the second clock go with the mode. */
function syncCompare() {
  const root = document.documentElement;
  if (comparing() !== (root.dataset.compare === "yes")) {
    if (comparing()) root.dataset.compare = "yes"; else delete root.dataset.compare;
    readTheme();
  }
  $("compare").setAttribute("aria-pressed", String(comparing()));
  $("versus-only").checked = S.only;
}
$("compare").addEventListener("click", () => { if (comparing()) closeCompare(); else openCompare(); });
$("versus-only").addEventListener("change", () => { S.only = $("versus-only").checked; update(); announce(counted()); });
