// The same claims as a table, a page of rows at a time: an equal view, not a fallback.
const ROWS = 100;
const COLUMNS = ["change", "subject", "relation", "object", "layer", "status", "since"];
let rowsFrom = 0;
const sinceOf = (e) => (emore(e).dates ?? []).find(([key]) => key === "since" || key === "on")?.[1] ?? "";
const untilOf = (e) => (emore(e).dates ?? []).find(([key]) => key === "until")?.[1] ?? "";
const objectText = (e) => (to[e] >= 0 ? nodeName(to[e]) : emore(e).text ?? "");
const CELL = {
  subject: (e) => nodeName(from[e]), relation: (e) => REL[erel[e]].label, object: objectText,
  layer: (e) => stepLayer[stepOf[e]], status: (e) => stepStatus[stepOf[e]], since: (e) => sinceOf(e).replace(/^[[?]+/, ""),
  change: (e) => change[e] || 9,
};
let collator = new Intl.Collator("en");
function shownClaims() {
  const edges = [];
  for (let e = 0; e < nE; e++) if (edgeOn[e]) edges.push(e);
  const cell = CELL[S.sort], way = S.up ? 1 : -1;
  const keys = new Map(edges.map((e) => [e, cell(e)]));
  return edges.sort((a, b) => {
    const p = keys.get(a), q = keys.get(b);
    return way * (typeof p === "number" ? p - q : collator.compare(p, q)) || a - b;
  });
}
function refreshTable() {
  if (S.view !== "table" && !printing) return;
  const edges = shownClaims();
  if (rowsFrom >= edges.length) rowsFrom = 0;
  const rows = edges.slice(rowsFrom, rowsFrom + (printing ? 2000 : ROWS));
  keepFocus($("rows"), () => $("rows").replaceChildren(...rows.map(rowOf)), $("table-h"));
  for (const th of document.querySelectorAll("#table th")) th.setAttribute("aria-sort", th.dataset.sort === S.sort ? (S.up ? "ascending" : "descending") : "none");
  keepFocus($("pages"), () => $("pages").replaceChildren(
    el("span", {}, ...sentence("rows", { a: edges.length ? rowsFrom + 1 : 0, b: rowsFrom + rows.length, n: edges.length })),
    button(word("previous"), () => { rowsFrom = Math.max(0, rowsFrom - ROWS); refreshTable(); }, { disabled: rowsFrom === 0, class: "small", id: "rows-back" }),
    button(word("next"), () => { rowsFrom += ROWS; refreshTable(); }, { disabled: rowsFrom + ROWS >= edges.length, class: "small", id: "rows-next" })), $("table-h"));
}
function rowOf(e) {
  return el("tr", { "aria-selected": String(S.selected?.[0] === "e" && S.selected[1] === e) },
    el("td", { class: "compared" }, edgeChange(e) ?? word("way.none")),
    el("td", {}, nodeButton(from[e], { id: `row-${e}-s` })),
    el("td", {}, button(el("span", { lang: "en", dir: "ltr" }, REL[erel[e]].label), () => select(["e", e]), { class: "plain " + SIGN[signOf(e)], id: `row-${e}-r` })),
    el("td", {}, to[e] >= 0 ? nodeButton(to[e], { id: `row-${e}-o` }) : bdi(short(emore(e).text ?? "", 120))),
    el("td", {}, term("Layer", layerOf(e))),
    el("td", {}, term("Status", statusOf(e)), ...[[DISPUTED, "disputed"], [EXPECTED, "expected"], [STALE, "stale"], [CONTRADICTED, "contradicted"]].filter(([bit]) => flagsOf(e) & bit).flatMap(([, name]) => [" ", chip("Flag", name, "warn")]), hold[e] === 2 ? [" ", el("span", { class: "chip" }, word("maybe"))][1] : ""),
    el("td", {}, ...(sinceOf(e) ? when(sinceOf(e)) : []), ...(untilOf(e) ? [" – ", ...when(untilOf(e))] : [])));
}
function buildTable() {
  $("heads").replaceChildren(...COLUMNS.map((column) => el("th", { scope: "col", "data-sort": column, class: column === "change" ? "compared" : null },
    button(word("column." + column), () => { S.up = S.sort === column ? !S.up : true; S.sort = column; rowsFrom = 0; refreshTable(); save(); }, { class: "plain" }))));
}
let printing = false;
let folded = [];
function onPaper(yes) {
  // paper is white, whatever the screen is
  printing = yes;
  document.documentElement.dataset.theme = yes ? "light" : S.theme;
  readTheme();
  refreshTable();
  if (yes) { printMap(); folded = [...document.querySelectorAll("#panel details.more:not([open])")]; } else $("print").replaceChildren();
  for (const details of folded) details.open = yes; // sources belong on paper
  redraw();
}
addEventListener("beforeprint", () => onPaper(true));
addEventListener("afterprint", () => onPaper(false));
