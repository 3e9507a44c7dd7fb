// Putting it together.
const counted = () => say(shownMaybe ? "counts-maybe" : "counts", { nodes: shownNodes, claims: shownEdges + shownTexts, maybe: shownMaybe })
  + (comparing() ? " · " + changesCounted() : "");

/** Answer the state anew and show it everywhere; `filters` false when only the selection changed. */
function update(filters = true) {
  const anew = filters || S.near !== null || onlyChosen >= 0 || (S.selected?.[0] === "n" && !nodeOn[S.selected[1]]);
  if (anew) { applyFilters(); batch(); }
  refreshPanel();
  refreshTable();
  if (filters) { refreshFilters(); refreshClock("asOf"); refreshClock("versus"); refreshClock("known"); }
  $("count").textContent = counted();
  emptyMessage();
  redraw(anew);
  save();
}
function emptyMessage() {
  const box = $("message");
  box.hidden = shownNodes > 0;
  if (!box.hidden) box.replaceChildren(el("p", {}, word(nN ? "nothing-left" : "nothing-at-all")), ...(nN ? [button(word("reset"), reset)] : []));
}
function setView(view) {
  S.view = view;
  document.documentElement.dataset.view = view;
  for (const name of ["map", "table"]) $("view-" + name).setAttribute("aria-pressed", String(view === name));
  refreshTable();
  save();
}
function setTheme(name) {
  S.theme = name;
  document.documentElement.dataset.theme = name;
  readTheme();
  $("theme").value = name;
  redraw();
  save();
}
function reset() {
  const keep = { theme: S.theme, view: S.view };
  Object.assign(S, first, keep, { camera: null });
  for (const facet of FACETS) S.off[facet] = new Set();
  stopClock(); pathForm = false; $("q").value = "";
  update();
  fitAll();
  announce(word("reset-done"));
}
function setLanguage() {
  document.documentElement.lang = lang;
  document.documentElement.dir = WORDS[lang].direction;
  $("lang").value = lang;
  collator = new Intl.Collator(lang);
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = word(node.dataset.word);
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", word(node.dataset.label));
  for (const node of document.querySelectorAll("[data-hint]")) node.placeholder = word(node.dataset.hint);
  buildFilters(); buildTable(); buildShare(); buildHolds();
}
function buildHolds() {
  const h = D.holds;
  $("holds").replaceChildren(...sentence("holds", {
    nodes: nN, claims: nE, sources: SRC.length, floor: term("Layer", h.floor),
    known: h.known_at === null ? word("known-at.any") : time(dayText(h.known_at)),
    only: h.only.length ? el("bdi", {}, h.only.join(", ")) : word("all-sources"),
    hash: el("code", { dir: "ltr", title: D.hash }, D.hash.slice(0, 12)),
  }), " ", ...(h.hops !== null ? sentence("cut", { ids: el("bdi", {}, h.focus.join(", ")), hops: h.hops }) : []),
  " ", licence(), " ", el("span", { lang: "en", dir: "ltr" }, D.credit));
}
/** For pages that embed the map, and for tests: what is shown, and where on the screen. */
globalThis.aikg = {
  shown: () => ({ entities: nid.filter((_, n) => nodeOn[n]), claims: eid.filter((_, e) => edgeOn[e]), maybe: eid.filter((_, e) => edgeOn[e] && hold[e] === 2) }),
  lit: () => ({ entities: nid.filter((_, n) => litNodes?.has(n)), claims: eid.filter((_, e) => litEdges?.has(e)) }),
  where: (id) => {
    let x, y;
    if (nodeAt.has(id)) { x = X[nodeAt.get(id)]; y = Y[nodeAt.get(id)]; } else if (edgeAt.has(id)) {
      grow = growAt(network.getScale());
      geometry(edgeAt.get(id), 12);
      x = G.mx; y = G.my;
    } else return null;
    const point = network.canvasToDOM({ x, y }), box = canvas.getBoundingClientRect();
    return { x: point.x + box.left, y: point.y + box.top };
  },
  look: (x, y, scale) => { fitted = null; moveTo(x, y, scale, false); },
  svg: () => svgText(),
  csv: () => csvText(),
  json: () => jsonText(),
  embed: () => embedCode(),
  cite: () => pageCitation(),
  repaints: () => repaints,
};
/** Take the whole state from the address. */
function restore() {
  restoring = true;
  stopClock(); pathForm = false; pathEnds = [null, null];
  readFragment(location.hash.slice(1));
  setLanguage();
  setTheme(S.theme);
  setView(S.view);
  if (S.path) pathForm = true;
  update();
  network.setSize("100%", "100%"); // now that all is in place, or the first picture is made for another size
  if (S.camera) { fitted = null; moveTo(...S.camera, false); }
  else if (litNodes !== null && litNodes.size) fit([...litNodes], false, 1.3);
  else fitAll(false);
  restoring = false;
}
function open() {
  $("lang").replaceChildren(...Object.keys(WORDS).map((code) => el("option", { value: code, lang: code }, WORDS[code].language)));
  $("lang").addEventListener("change", () => { lang = $("lang").value; setLanguage(); update(); });
  $("theme").addEventListener("change", () => setTheme($("theme").value));
  $("skip").addEventListener("click", (event) => { event.preventDefault(); setView("table"); $("table-h").focus(); });
  $("view-map").addEventListener("click", () => setView("map"));
  $("view-table").addEventListener("click", () => setView("table"));
  $("zoom-in").addEventListener("click", () => zoomBy(1.35));
  $("zoom-out").addEventListener("click", () => zoomBy(1 / 1.35));
  $("zoom-fit").addEventListener("click", () => fitAll());
  $("path-open").addEventListener("click", () => openPath(S.selected?.[0] === "n" ? S.selected[1] : null));
  $("reset").addEventListener("click", reset);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readTheme(); redraw(); });
  addEventListener("hashchange", restore);
  buildClock("asOf"); buildClock("versus"); buildClock("known");
  if (!location.hash && D.open.fragment) {
    try { history.replaceState(null, "", "#" + D.open.fragment); } catch { location.hash = D.open.fragment; }
  }
  document.documentElement.dataset.ready = "yes"; // takes the message away: the map has its final size
  try { restore(); } catch (error) { delete document.documentElement.dataset.ready; throw error; }
  network.once("afterDrawing", () => { globalThis.aikg.ready = performance.now(); readyIdly(); });
  redraw();
}
open();
