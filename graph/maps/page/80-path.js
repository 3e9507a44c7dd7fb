// How two things are connected: the shortest chains among the claims that are shown.
let pathForm = false, pathEnds = [null, null], pathFound = [];

/** All shortest chains, at most three, the strongest weakest layer first; parallel claims stay together. */
function shortest(a, b, most = 3) {
  const away = new Int32Array(nN).fill(-1);
  away[b] = 0;
  let border = [b];
  while (border.length && away[a] < 0) {
    const next = [];
    for (const n of border) {
      if (n !== b && !passable[n]) continue;
      for (const e of incident[n]) {
        if (!edgeOn[e] || to[e] < 0) continue;
        const other = from[e] === n ? to[e] : from[e];
        if (away[other] < 0) { away[other] = away[n] + 1; next.push(other); }
      }
    }
    border = next;
  }
  if (away[a] < 0) return [];
  const chains = [];
  const walk = (n, steps) => {
    if (n === b) { chains.push(steps); return; }
    if (chains.length >= 50 || (n !== a && !passable[n])) return;
    const nexts = new Map();
    for (const e of incident[n]) {
      if (!edgeOn[e] || to[e] < 0) continue;
      const other = from[e] === n ? to[e] : from[e];
      if (away[other] === away[n] - 1 && other !== n) nexts.set(other, [...(nexts.get(other) ?? []), e]);
    }
    for (const [other, edges] of [...nexts].sort((p, q) => (nid[p[0]] < nid[q[0]] ? -1 : 1))) {
      edges.sort((p, q) => stepLayer[stepOf[p]] - stepLayer[stepOf[q]] || stepStatus[stepOf[p]] - stepStatus[stepOf[q]]);
      walk(other, [...steps, { a: n, b: other, edges }]);
    }
  };
  walk(a, []);
  const weakest = (steps) => Math.max(...steps.map((step) => stepLayer[stepOf[step.edges[0]]]));
  return chains.sort((p, q) => weakest(p) - weakest(q)).slice(0, most);
}
function pathInput(which) {
  const id = "path-" + which;
  const input = el("input", { id, type: "text", role: "combobox", "aria-expanded": "false", "aria-controls": id + "-list",
    "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false" });
  const list = el("ul", { id: id + "-list", role: "listbox", class: "list", hidden: true, "aria-label": word("matching") });
  input.value = pathEnds[which] === null ? "" : nodeName(pathEnds[which]);
  const box = el("div", { class: "combo" }, el("label", { for: id }, word(which ? "to" : "from")), input, list);
  combobox(input, list, (n) => {
    pathEnds[which] = n;
    input.value = nodeName(n);
    if (pathEnds[0] !== null && pathEnds[1] !== null && pathEnds[0] !== pathEnds[1]) setPath(pathEnds[0], pathEnds[1]);
    else $("path-" + (1 - which))?.focus();
  });
  return box;
}
function openPath(n) {
  S.selected = S.path = S.story = null;
  pathForm = true; pathEnds = [n, null]; pathFound = [];
  update(endCompare());
  $(n === null ? "path-0" : "path-1").focus();
}
function setPath(a, b) {
  S.selected = S.story = null; S.path = [a, b]; pathForm = true; pathEnds = [a, b];
  update(endCompare());
  if (pathFound.length) fit([...litNodes]);
  announce(pathFound.length
    ? say("path-found", { n: pathFound[0].length }) + " " + pathFound[0].map((step) => claimText(step.edges[0])).join("; ")
    : word("path-none"));
}
function showPath() {
  if (S.path) pathEnds = [...S.path];
  const form = el("div", { class: "pathform" }, pathInput(0), pathInput(1),
    button(word("swap"), () => { if (S.path) setPath(S.path[1], S.path[0]); }, { class: "small", id: "path-swap" }));
  heading(word("path"), "");
  pathFound = S.path ? shortest(S.path[0], S.path[1]) : [];
  const result = !S.path ? [el("p", {}, word("path-help"))]
    : !pathFound.length ? [el("p", { class: "warnbox" }, ...sentence("path-none-among", { n: shownEdges }))]
      : pathFound.flatMap((steps, i) => [
        el("h3", {}, ...sentence(i ? "path-other" : "path-found", { n: steps.length })),
        el("ol", { class: "steps" }, ...steps.map((step) => el("li", {}, ...step.edges.map((e) => claimCard(e)))))]);
  panelBody(form, ...result);
}
