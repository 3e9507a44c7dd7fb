// Everything by keyboard: arrows walk to the nearest entity, N and P over the claims of the one chosen.
function nearestTowards(dx, dy) {
  const here = S.selected ? (S.selected[0] === "n" ? S.selected[1] : from[S.selected[1]]) : -1;
  const o = here >= 0 ? { x: X[here], y: Y[here] } : network.getViewPosition();
  let best = -1, least = Infinity;
  for (const n of nodeOrder) {
    if (n === here) continue;
    const vx = X[n] - o.x, vy = Y[n] - o.y, along = vx * dx + vy * dy;
    if (along <= 0) continue;
    const cost = along + 2.5 * Math.abs(vx * dy - vy * dx);
    if (cost < least) { least = cost; best = n; }
  }
  return best;
}
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
$("map").addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const here = S.selected ? (S.selected[0] === "n" ? S.selected[1] : from[S.selected[1]]) : -1;
  if (event.key in ARROWS) {
    const n = nearestTowards(...ARROWS[event.key]);
    if (n >= 0) select(["n", n], true); else announce(word("nothing-there"));
  } else if (/^[np]$/i.test(event.key) && (here >= 0 || comparing())) walkClaims(here, event.key.toLowerCase() === "n" ? 1 : -1);
  else if (event.key === "Enter" && S.selected) $("panel-h").focus();
  else if (event.key === "o" && S.selected?.[0] === "e" && to[S.selected[1]] >= 0) { walkedFrom = to[S.selected[1]]; select(["n", to[S.selected[1]]], true); }
  else if (event.key === "+" || event.key === "=") zoomBy(1.3);
  else if (event.key === "-") zoomBy(1 / 1.3);
  else if (event.key === "0") fitAll();
  else if (event.key === "Escape") clearSelection();
  else return;
  event.preventDefault();
});
let walkedFrom = -1;
function walkClaims(here, way) {
  // N and P go round the claims of the entity they were first pressed on, whichever side it is;
  // while two days are compared and no entity is chosen, round what changed
  const round = comparing() && S.selected?.[0] !== "n";
  if (!round && (S.selected[0] === "n" || walkedFrom < 0 || !incident[walkedFrom].includes(S.selected[1]))) walkedFrom = here;
  const edges = round ? changedEdges() : incident[walkedFrom].filter((e) => edgeOn[e]);
  if (!edges.length) { announce(word(round ? "nothing-changed" : "no-claims-now")); return; }
  const i = S.selected?.[0] === "e" ? edges.indexOf(S.selected[1]) : way > 0 ? -1 : 0;
  select(["e", edges[(i + way + edges.length) % edges.length]]);
}
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select");
  if (event.key === "/" && !typing) { event.preventDefault(); $("q").focus(); $("q").select(); }
  else if (event.key === "Escape" && !$("toast").hidden) $("toast").hidden = true;
});
