// Finding by any name, alias, id or script, with suggestions (ARIA combobox with a list).
// Names are made ready while the page is idle, or when the first letter is typed before that.
const SEARCH = [];
function readyNames(until) {
  for (let n = SEARCH.length; n < until; n++) {
    const { names, aliases } = nmore(n);
    SEARCH.push(fold([nname[n], nid[n], ...Object.values(names ?? {}), ...(aliases ?? [])].join("\n")));
  }
}
function readyIdly() {
  const idle = globalThis.requestIdleCallback ?? ((act) => setTimeout(act, 30));
  readyNames(Math.min(SEARCH.length + 1000, nN));
  if (SEARCH.length < nN) idle(readyIdly);
}
function find(text, most = 12) {
  const wanted = fold(text.trim());
  if (!wanted) return [];
  readyNames(nN);
  const found = [];
  for (let n = 0; n < nN; n++) {
    const place = SEARCH[n].indexOf(wanted);
    if (place < 0) continue;
    const starts = place === 0 || SEARCH[n][place - 1] === "\n" ? 0 : /\s/.test(SEARCH[n][place - 1]) ? 1 : 2;
    found.push([starts * 1e6 - degree[n] + (nodeOn[n] ? 0 : 5e5), n]);
  }
  return found.sort((a, b) => a[0] - b[0]).slice(0, most).map(([, n]) => n);
}
function combobox(input, list, onpick) {
  let hits = [], active = -1;
  const close = () => { hits = []; active = -1; draw(); };
  function draw() {
    list.hidden = !hits.length;
    input.setAttribute("aria-expanded", String(hits.length > 0));
    list.replaceChildren(...hits.map((n, i) => el("li", {
      id: `${list.id}-${i}`, role: "option", "aria-selected": String(i === active),
      onmousedown: (event) => { event.preventDefault(); pick(i); },
    }, markOf(kindOf(n), 16), " ", bdi(nodeName(n)), el("span", { class: "n" }, kindText(kindOf(n))))));
    if (active >= 0) { input.setAttribute("aria-activedescendant", `${list.id}-${active}`); $(`${list.id}-${active}`).scrollIntoView({ block: "nearest" }); }
    else input.removeAttribute("aria-activedescendant");
  }
  function pick(i) { const n = hits[i]; close(); onpick(n); }
  input.addEventListener("input", () => {
    hits = find(input.value);
    active = hits.length ? 0 : -1;
    draw();
    if (input.value.trim()) announce(say("matches", { n: hits.length }));
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && hits.length) active = (active + 1) % hits.length;
    else if (event.key === "ArrowUp" && hits.length) active = (active - 1 + hits.length) % hits.length;
    else if (event.key === "Enter") { event.preventDefault(); if (active >= 0) pick(active); return; }
    else if (event.key === "Escape") { if (hits.length) event.stopPropagation(); close(); return; }
    else return;
    event.preventDefault();
    draw();
  });
}
combobox($("q"), $("q-list"), (n) => { $("q").value = nodeName(n); select(["n", n], true); });
