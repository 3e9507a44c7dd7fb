// Two clocks: the day the map is about, and the day up to which things had been published.
const CLOCKS = {
  asOf: { key: "as-of", low: asRange[0], high: asRange[1] },
  versus: { key: "versus", low: asRange[0], high: asRange[1] },
  known: { key: "known-at", low: knownRange[0], high: knownRange[1] },
};
let playing = null;
/** Where a slider begins: a few days long before all others would leave the rest no room on it. */
function beginning(days, low, high) {
  const told = days.filter((day) => day > low && day < high).sort();
  return told.length ? Math.max(low, told[Math.floor(told.length / 50)] - 1) : low;
}
for (const [name, clock] of Object.entries(CLOCKS)) clock.from = beginning(name === "known" ? stepFrom : spanFirst, clock.low, clock.high);
function buildClock(name) {
  const clock = CLOCKS[name], id = clock.key;
  const slider = $(id), date = $(id + "-date"), any = $(id + "-any");
  slider.min = clock.from; slider.max = clock.high; slider.step = 1;
  date.min = dayText(clock.low); date.max = dayText(clock.high);
  slider.addEventListener("input", () => setClock(name, +slider.value));
  date.addEventListener("change", () => { const day = dayOf(date.value); if (day !== null) { setClock(name, day); announce(counted()); } });
  slider.addEventListener("change", () => announce(counted()));
  any?.addEventListener("change", () => { setClock(name, any.checked ? null : clock.high); announce(counted()); });
  $(id + "-play").addEventListener("click", () => { if (playing?.name === name) stopClock(); else play(name); });
  histogram(name);
}
/** Bars behind a slider: how many claims begin to hold, or become known, in each stretch of time. */
function histogram(name) {
  const clock = CLOCKS[name], bins = new Float64Array(96), span = clock.high - clock.from + 1;
  const days = name === "known" ? stepFrom : spanFirst;
  for (const day of days) if (day >= clock.from && day <= clock.high) bins[Math.floor((day - clock.from) / span * bins.length)]++;
  const most = Math.max(...bins, 1);
  $(clock.key + "-bars").replaceChildren(svg("path", { d: Array.from(bins, (n, i) => (n ? `M${i + 0.15} 20V${(20 - 19 * Math.sqrt(n / most)).toFixed(2)}h.7V20Z` : "")).join("") || "M0 0" }));
}
function setClock(name, day) {
  const clock = CLOCKS[name];
  S[name] = day === null ? null : Math.min(Math.max(day, clock.low), clock.high);
  if (S.asOf === null) S.versus = null; // two days are compared, not any day with one
  update();
}
function refreshClock(name) {
  const clock = CLOCKS[name], id = clock.key, day = S[name];
  $(id).value = day ?? clock.high;
  $(id).setAttribute("aria-valuetext", day === null ? word(id + ".any") : dayText(day));
  $(id + "-date").value = day === null ? "" : dayText(day);
  const row = $(id).closest(".clock"), any = $(id + "-any");
  if (any) any.checked = day === null; else row.hidden = day === null;
  row.classList.toggle("any", day === null);
  const on = playing?.name === name;
  $(id + "-play").setAttribute("aria-pressed", String(on));
  $(id + "-play").replaceChildren(svg("svg", { viewBox: "0 0 12 12", width: 12, height: 12, "aria-hidden": "true" }, svg("path", { d: on ? "M2 1h3v10H2ZM7 1h3v10H7Z" : "M2 1l9 5-9 5Z" })),
    el("span", { class: "vh" }, word(on ? "pause" : "play") + ": " + word(id)));
}
function play(name) {
  stopClock();
  const clock = CLOCKS[name], span = clock.high - clock.from;
  const stride = Math.max(1, Math.round(span / (still.matches ? 12 : 160)));
  const begin = S[name] === null || S[name] >= clock.high ? clock.from : S[name];
  playing = { name, timer: setInterval(() => {
    if (S[name] >= clock.high) { stopClock(); announce(counted()); return; }
    setClock(name, S[name] + stride);
  }, still.matches ? 1500 : 90) };
  setClock(name, begin);
}
function stopClock() {
  if (!playing) return;
  clearInterval(playing.timer);
  const { name } = playing;
  playing = null;
  refreshClock(name);
}
