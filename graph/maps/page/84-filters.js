// Filters, which are the legend too: every mark and line on the map is explained where it is switched.
function facetBox(facet, title, values, labelOf, open) {
  const list = el("div", { class: "values" });
  for (const [index, value] of values) {
    const box = el("input", { type: "checkbox", "data-facet": facet, "data-value": value,
      onchange: () => { if (box.checked) S.off[facet].delete(value); else S.off[facet].add(value); update(); announce(counted()); } });
    list.append(el("label", {}, box, ...labelOf(index), el("span", { class: "n", "data-count": facet + " " + index })));
  }
  const all = el("p", { class: "tools" },
    button(word("all"), () => { S.off[facet].clear(); update(); announce(counted()); }, { class: "small" }),
    button(word("none"), () => { S.off[facet] = new Set(values.map(([, value]) => value)); update(); announce(counted()); }, { class: "small" }));
  const details = el("details", { class: "facet" }, el("summary", {}, title), el("fieldset", {}, el("legend", { class: "vh" }, title), list, all));
  details.open = open;
  return details;
}
function buildFilters() {
  const wide = matchMedia("(min-width: 900px)").matches;
  const kindsIn = new Set(nkind), relationsIn = new Set(erel);
  const kinds = KIND.map((kind, k) => [k, kind.name]).filter(([k]) => kindsIn.has(k));
  const relations = REL.map((relation, r) => [r, relation.name]).filter(([r]) => relationsIn.has(r));
  const statuses = STATUS.map((status, s) => [s, status]).filter(([, status]) => status !== "retracted");
  const floors = LAYERS.slice(0, LAYERS.indexOf(D.holds.floor) + 1);
  const floor = el("fieldset", { class: "floor" }, el("legend", {}, word("floor")),
    ...floors.map((layer) => el("label", { title: definition("Layer", layer) },
      el("input", { type: "radio", name: "floor", value: layer, onchange: () => { S.floor = layer; update(); announce(counted()); } }),
      lineOf(["established", "reported", "alleged"].indexOf(layer) * 2), term("Layer", layer))));
  const legend = el("details", { class: "facet" }, el("summary", {}, word("lines")), el("ul", { class: "lines" },
    el("li", {}, lineOf(0), word("line.established")), el("li", {}, lineOf(1), word("line.corroborated")),
    el("li", {}, lineOf(2), word("line.single")), el("li", {}, lineOf(3), word("line.unattributed")), el("li", {}, lineOf(4), word("line.alleged")),
    el("li", { class: "alone" }, lineOf(0, 2), word("sign.friendly")), el("li", { class: "alone" }, lineOf(0, 0), word("sign.hostile")),
    ...[["in", 2], ["out", 0], ["maybe", 1]].map(([way, sign]) => el("li", { class: "compared" }, lineOf(STYLES.indexOf(way), sign),
      `${BADGE[WAYS.indexOf(way)]} ${word("way." + way)}`)),
    el("li", {}, svg("svg", { viewBox: "0 0 46 14", width: 46, height: 14, class: "mark", "aria-hidden": "true" },
      svg("path", { d: "M2 7H34", class: "line neutral", "stroke-width": 1.8 }), svg("path", { d: "M44 7l-9-4.500v9Z", class: "hollow" })), word("line.expected")),
    el("li", {}, el("span", { class: "badge hostile", "aria-hidden": "true" }, "!"), word("line.disputed")),
    el("li", {}, el("span", { class: "badge", "aria-hidden": "true" }, "?"), word("line.maybe"))));
  legend.open = wide;
  const fold = el("label", { class: "switch" }, el("input", { type: "checkbox", id: "fold", onchange: (event) => { S.fold = event.target.checked; update(); announce(counted()); } }), word("fold"));
  const mark = (k) => [markOf(KIND[k], 20), kindText(KIND[k])];
  $("filters-b").replaceChildren(
    facetBox("kind", word("facet.kind"), kinds, mark, wide), legend, floor,
    ...(RULE >= 0 && kindsIn.has(RULE) ? [fold] : []),
    facetBox("status", word("facet.status"), statuses, (s) => [term("Status", STATUS[s])], false),
    facetBox("relation", word("facet.relation"), relations, (r) => [el("span", { lang: "en", dir: "ltr" }, REL[r].label)], false),
    facetBox("source", word("facet.source"), SRC.map((source, s) => [s, source.id]).filter(([s]) => D.cited.includes(s)), (s) => [bdi(SRC[s].title)], false));
}
function refreshFilters() {
  for (const box of document.querySelectorAll("input[data-facet]")) box.checked = !S.off[box.dataset.facet].has(box.dataset.value);
  for (const count of document.querySelectorAll("[data-count]")) {
    const [facet, index] = count.dataset.count.split(" ");
    count.textContent = number(counts[facet][+index]);
  }
  for (const radio of document.querySelectorAll("input[name=floor]")) radio.checked = radio.value === S.floor;
  if ($("fold")) $("fold").checked = S.fold;
}
