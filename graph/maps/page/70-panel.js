// The panel: what is known of an entity or a claim, in sentences, with its sources.
const nodeButton = (n, attributes) =>
  button(bdi(nodeName(n)), () => select(["n", n], true), { class: "plain", ...attributes });
const objectOf = (e, link = true) =>
  to[e] >= 0 ? (link ? nodeButton(to[e]) : bdi(nodeName(to[e]))) : bdi(emore(e).text ?? "");

/** A claim as a sentence. Relations are English, so the sentence is, whatever the page's direction. */
function claimSentence(e, link = true, tag = "p") {
  const subject = link ? nodeButton(from[e]) : bdi(nodeName(from[e]));
  return el(tag, { class: "says " + SIGN[signOf(e)], dir: "ltr", lang: "en" },
    subject, " ", el("b", {}, REL[erel[e]].label), " ", objectOf(e, link));
}
// Where a sentence is plain text, a name that runs from right to left is isolated by characters.
const RTL = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const isolated = (text) => (RTL.test(text) ? `\u2068${text}\u2069` : text);
const claimText = (e) =>
  `${isolated(nodeName(from[e]))} ${REL[erel[e]].label} ${isolated(to[e] >= 0 ? nodeName(to[e]) : emore(e).text ?? "")}`;

const definition = (list, name) => D.codes[list]?.[name]?.[1] ?? "";
function chip(list, name, extra = "") {
  return el("span", { class: `chip ${list.toLowerCase()} ${name} ${extra}`, title: definition(list, name) }, term(list, name));
}
function chips(e) {
  const flags = flagsOf(e), row = el("p", { class: "chips" });
  if (!hold[e]) return row;
  row.append(lineOf(styleOf(e), signOf(e)), edgeChange(e) ?? "", chip("Layer", layerOf(e)), chip("Status", statusOf(e)));
  if (flags & DISPUTED) row.append(chip("Flag", "disputed", "warn"));
  if (flags & CONTRADICTED) row.append(chip("Flag", "contradicted", "warn"));
  if (flags & EXPECTED) row.append(chip("Flag", "expected", "warn"));
  if (flags & STALE) row.append(chip("Flag", "stale"));
  if (hold[e] === 2) row.append(el("span", { class: "chip warn" }, word("maybe")));
  if (spanOf[e] >= 0 && spanState[spanOf[e]]) row.append(el("span", { class: "chip" }, spanState[spanOf[e]]));
  return row;
}
function datesOf(e) {
  const dates = emore(e).dates;
  if (!dates) return null;
  const row = el("p", { class: "dates" });
  dates.forEach(([key, text], i) => row.append(i ? " · " : "", ...(text === ".." ? [] : [word("date." + key), " "]), ...when(text)));
  return row;
}

function safeLink(url, label) {
  let safe = null;
  try { safe = new URL(url); } catch { return label; }
  if (!["http:", "https:"].includes(safe.protocol)) return label;
  return el("a", { href: safe.href, rel: "noopener noreferrer external", target: "_blank" }, label);
}
function sourceLine(id) {
  const s = sourceAt.get(id);
  if (s === undefined) return bdi(id);
  const source = SRC[s], line = el("span", { class: "source" });
  line.append(source.url ? safeLink(source.url, bdi(source.title, source.language)) : bdi(source.title, source.language));
  const rest = [source.publisher && bdi(source.publisher), source.published && el("span", {}, ...when(source.published)),
    !source.published && source.retrieved && el("span", {}, word("retrieved"), " ", ...when(source.retrieved)),
    source.tier && term("Tier", source.tier), source.language && el("span", { lang: "en" }, source.language)].filter(Boolean);
  rest.forEach((part) => line.append(" · ", part));
  return line;
}
function witnessItem(w) {
  const item = el("li", { class: "witness " + w.as }, el("p", {}, chip("Modality", w.as), " ", w.doc ? sourceLine(w.doc) : ""));
  const about = w.doc && SRC[sourceAt.get(w.doc)]?.note;
  const line = (key, ...content) => item.append(el("p", { class: "sub" }, ...sentence(key, { x: el("span", {}, ...content) })));
  const names = (ids) => ids.flatMap((id, i) => [i ? " → " : "", nodeAt.has(id) ? nodeButton(nodeAt.get(id)) : sourceLine(id)]);
  if (w.speaker) line(w.for ? "said-by-for" : "said-by", ...names([w.speaker]), ...(w.for ? [" ", word("for"), " ", ...names([w.for])] : []));
  if (w.via?.length) line("rests-on", ...names(w.via));
  if (w.says) item.append(el("p", { class: "words" }, bdi(w.says)));
  if (w.quote) item.append(el("blockquote", {}, bdi(w.quote)));
  if (w.where) line("where", bdi(w.where));
  for (const [key, text] of w.differs ?? []) line("differs", bdi(`${key}: ${text}`));
  if (w.note) line("note", bdi(w.note));
  if (about) line("about-source", bdi(about));
  return item;
}
function why(e) {
  if (!hold[e]) return el("p", { class: "warnbox" }, word(S.only && wasHeld[e] ? "unchanged" : "not-now"));
  const step = stepOf[e], status = statusOf(e);
  const box = el("details", { class: "why" }, el("summary", {}, word("why")),
    el("p", { lang: "en", dir: "ltr" }, `${status}: ${definition("Status", status)}`),
    el("p", { lang: "en", dir: "ltr" }, `${layerOf(e)}: ${definition("Layer", layerOf(e))}`),
    el("p", {}, ...sentence("roots", { n: stepRoots[step] })));
  const flags = flagsOf(e);
  [[DISPUTED, "disputed"], [EXPECTED, "expected"], [STALE, "stale"], [CONTRADICTED, "contradicted"]].forEach(([bit, name]) => {
    if (flags & bit) box.append(el("p", { lang: "en", dir: "ltr" }, `${name}: ${definition("Flag", name)}`));
  });
  if (hold[e] === 2) box.append(el("p", {}, word("maybe.why")));
  if (stepFrom[step] > NEVER) box.append(el("p", {}, ...sentence("known-since", { day: time(dayText(stepFrom[step])) })));
  if (weighsAll[e]) box.append(el("p", {}, word("weighs-all")));
  return box;
}
/** Everything of one claim: sentence, chips, dates, figures, sources, id. */
function claimCard(e, open = false) {
  const more = emore(e), sources = el("ul", { class: "witnesses" }, ...(more.witnesses ?? []).map(witnessItem));
  const denied = (more.witnesses ?? []).some((w) => w.as === "denied");
  const body = [why(e), el("p", { class: "h4" }, say("sources-n", { n: (more.witnesses ?? []).length })), sources];
  if (denied) body.unshift(el("p", { class: "warnbox" }, word("contradicted")));
  body.push(el("p", { class: "id" }, el("code", { dir: "ltr" }, eid[e]), " ",
    button(word("cite"), () => cite(e), { class: "small" })));
  const facts = (more.facts ?? []).map(([key, text]) => el("p", { class: "sub", lang: "en", dir: "ltr" }, `${key}: `, bdi(text)));
  const details = el("details", { class: "more" }, el("summary", {
    onclick: () => { if (details.open) opened.delete(e); else opened.add(e); } }, word("evidence")), ...body);
  details.open = open || opened.has(e);
  return el("article", { class: "claim" + (hold[e] ? "" : " off") }, claimSentence(e), chips(e), datesOf(e), ...facts, details);
}

function heading(content, kicker) {
  $("panel-h").replaceChildren(...[content].flat());
  $("kicker").replaceChildren(...[kicker ?? ""].flat());
}
function panelBody(...content) {
  keepFocus($("panel"), () => $("panel-b").replaceChildren(...content.filter((part) => part !== null && part !== "")), $("panel-h"));
  // the reader's place in it is kept while clocks and filters move
  const told = String([S.story, S.path, S.selected, comparing(), pathForm]);
  if (told !== panelTold) $("panel").scrollTop = 0;
  panelTold = told;
}
let panelTold = "";
/** Build a part of the page anew; the keyboard stays on what has the same id there, else goes to `other`. */
function keepFocus(box, build, other) {
  const before = document.activeElement, inside = box.contains(before), id = before.id;
  build();
  if (!inside || document.activeElement === before) return;
  const after = id && $(id) && !$(id).disabled ? $(id) : other;
  after?.focus({ preventScroll: true });
}
// Evidence that the reader has opened stays open while clocks and filters move.
const opened = new Set();

function showNode(n) {
  const more = nmore(n), kind = kindOf(n);
  const shown = incident[n].filter((e) => edgeOn[e]);
  heading(bdi(nodeName(n)), [markOf(kind), " ", kindText(kind)]);
  const others = [...new Set([nname[n], ...Object.values(more.names ?? {}), ...(more.aliases ?? [])])].filter((name) => name !== nodeName(n));
  const groups = new Map();
  for (const e of shown) {
    const out = from[e] === n, key = (out || REL[erel[e]].symmetric ? "0" : "1") + erel[e];
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(e);
  }
  const blocks = [...groups].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1)).map(([key, edges]) =>
    el("section", { class: "group" }, el("h3", { lang: "en", dir: "ltr" },
      key[0] === "0" ? REL[erel[edges[0]]].label : REL[erel[edges[0]]].inverse, " ", el("span", { class: "n" }, number(edges.length))),
    ...edges.slice(0, 40).map((e) => claimCard(e)),
    edges.length > 40 ? el("p", { class: "sub" }, ...sentence("and-more", { n: edges.length - 40 })) : null));
  panelBody(
    others.length ? el("p", { class: "aka" }, ...others.flatMap((name, i) => [i ? " · " : "", bdi(name)])) : null,
    more.note ? el("p", { class: "sub" }, bdi(more.note)) : null,
    el("p", { class: "tools" }, button(word("near"), () => setNear(n, 1), { class: "small", id: "near" }),
      button(word("path-from"), () => openPath(n), { class: "small" }),
      button(word("centre"), () => moveTo(X[n], Y[n], Math.max(network.getScale(), 0.9)), { class: "small" })),
    S.near === n ? hopsControl() : null,
    more.card ? ruleCard(more.card) : null,
    ...(blocks.length ? blocks : [el("p", { class: "warnbox" }, word("no-claims-now"))]),
    el("p", { class: "id" }, el("code", { dir: "ltr" }, nid[n])));
}
function ruleCard(card) {
  const box = el("section", { class: "rule", lang: "en", dir: "ltr" });
  for (const [key, text] of card.facts) box.append(el("p", {}, el("b", {}, key), " ", bdi(text)));
  if (card.events.length) box.append(el("ol", { class: "events" },
    ...card.events.map(([id, name, date]) => el("li", {}, el("b", {}, name), " ", ...when(date)))));
  for (const text of card.exceptions) box.append(el("p", {}, el("b", {}, "except"), " ", bdi(text)));
  if (card.witnesses.length) box.append(el("details", { class: "more" }, el("summary", {}, word("evidence")),
    el("ul", { class: "witnesses" }, ...card.witnesses.map(witnessItem))));
  return box;
}
function hopsControl() {
  const box = el("p", { class: "tools", role: "group", "aria-label": word("near") }, word("hops"), " ");
  for (const hops of [1, 2, 3]) box.append(button(number(hops), () => setNear(S.near, hops), { class: "small", id: "hops-" + hops, "aria-pressed": String(S.hops === hops) }));
  box.append(button(word("near-off"), () => setNear(null, 1), { class: "small", id: "near-off" }));
  return box;
}
function showEdge(e) {
  heading(word("claim"), [lineOf(hold[e] ? styleOf(e) : 1, signOf(e)), " ", el("span", { lang: "en", dir: "ltr" }, REL[erel[e]].label)]);
  const twins = (to[e] >= 0 ? (beside.get(besideKey(e)) ?? []) : []).filter((other) => other !== e && edgeOn[other]);
  panelBody(claimCard(e, true), ...(twins.length ? [el("h3", {}, word("also-between")), ...twins.map((other) => claimCard(other))] : []));
}
function showStart() {
  heading(word("start"), "");
  const stories = D.stories.map((story, s) => button([el("b", {}, bdi(story.title)), story.summary ? el("span", {}, bdi(story.summary)) : ""][0], () => openStory(s, 0), { class: "card story", title: story.summary ?? "" }));
  D.stories.forEach((story, s) => { if (story.summary) stories[s].append(el("span", {}, bdi(story.summary))); });
  const top = [...nodeOrder].filter((n) => passable[n]).slice(0, 8).map((n) => el("li", {}, markOf(kindOf(n), 18), " ", nodeButton(n), " ",
    el("span", { class: "n" }, number(incident[n].filter((e) => edgeOn[e]).length))));
  panelBody(!nN ? el("p", {}, word("nothing-at-all")) : el("p", {}, ...sentence("intro", { nodes: shownNodes, claims: shownEdges + shownTexts, sources: SRC.length })),
    stories.length ? el("h3", {}, word("stories")) : null, ...stories,
    top.length ? el("h3", {}, word("most-connected")) : null, top.length ? el("ul", { class: "top" }, ...top) : null,
    nN < 2 ? null : el("p", { class: "tools" }, button(word("find-path"), () => openPath(null), { class: "small" })));
}

/** Fill the panel with whatever is chosen, and bring it out on the map. */
function refreshPanel() {
  if (S.story) showStory();
  else if (S.path || pathForm) showPath();
  else if (S.selected) { if (S.selected[0] === "n") showNode(S.selected[1]); else showEdge(S.selected[1]); }
  else if (comparing()) showCompare();
  else showStart();
  bringOut();
  peek();
}
/** On a narrow page the panel is below the map: a button on the map names what it tells and leads there. */
function peek() {
  const told = S.selected?.[0] === "e" ? claimText(S.selected[1]) : $("panel-h").textContent;
  $("peek").replaceChildren(bdi(short(told, 60)), " ↓");
  $("peek").hidden = !(S.story || S.path || S.selected || comparing());
}
$("peek").addEventListener("click", () => { $("panel").scrollIntoView(); $("panel-h").focus({ preventScroll: true }); });
function bringOut() {
  litEdges = litNodes = null;
  if (S.story) [litNodes, litEdges] = storySets();
  else if (S.path && pathFound.length) {
    litEdges = new Set(pathFound.flatMap((steps) => steps.flatMap((step) => step.edges)));
    litNodes = new Set(pathFound.flatMap((steps) => steps.flatMap((step) => [step.a, step.b])));
  } else if (S.selected?.[0] === "n") {
    const n = S.selected[1], edges = incident[n].filter((e) => edgeOn[e]);
    litEdges = new Set(edges);
    litNodes = new Set([n, ...edges.flatMap((e) => [from[e], to[e]]).filter((m) => m >= 0)]);
  } else if (S.selected?.[0] === "e") {
    const e = S.selected[1];
    litEdges = new Set([e]);
    litNodes = new Set([from[e], to[e]].filter((n) => n >= 0));
  } else if (comparing()) [litNodes, litEdges] = compareSets();
}
function select(what, centre = false) {
  S.selected = what; S.path = null; S.story = null; pathForm = false;
  const [type, i] = what;
  update(false);
  if (centre && S.view === "map") {
    const n = type === "n" ? i : from[i];
    fitted = null;
    moveTo(X[n], Y[n], Math.max(network.getScale(), 0.8));
  }
  announce(type === "n"
    ? say("selected-node", { name: nodeName(i), kind: kindText(kindOf(i)), n: incident[i].filter((e) => edgeOn[e]).length })
    : `${claimText(i)}. ${hold[i] ? termText("Layer", layerOf(i)) + ", " + termText("Status", statusOf(i)) : word("not-now")}`);
}
function clearSelection() {
  S.selected = null; S.path = null; S.story = null; pathForm = false;
  update(false);
  announce(word("cleared"));
}
function setNear(n, hops) {
  S.near = n; S.hops = hops;
  if (n !== null) { S.selected = ["n", n]; S.path = S.story = null; }
  update();
  fitAll();
  announce(counted());
}
function citation(e) {
  const docs = [...new Set((emore(e).witnesses ?? []).map((w) => w.doc).filter(Boolean))].map((id) => SRC[sourceAt.get(id)]).filter(Boolean)
    .map((s) => [s.publisher, s.title, s.published, s.url].filter(Boolean).join(", "));
  return `“${claimText(e)}” [${eid[e]}]. ${D.title}, ${heldText()}. ${say("sources")}: ${docs.join("; ")}.`;
}
async function copy(text, done) {
  try { await navigator.clipboard.writeText(text); announce(word(done)); toast(word(done)); } catch {
    const box = el("textarea", { readonly: true, rows: 4, "aria-label": word("copy-yourself") });
    box.value = text;
    toast(word("copy-yourself"), box);
    box.select();
  }
}
const cite = (e) => copy(citation(e), "copied");
function toast(text, ...more) {
  const box = $("toast");
  box.replaceChildren(el("p", {}, text), ...more, button(word("close"), () => { box.hidden = true; }, { class: "small" }));
  box.hidden = false;
  if (!more.length) setTimeout(() => { if (box.firstChild?.textContent === text) box.hidden = true; }, 4000);
}
