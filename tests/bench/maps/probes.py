"""What is measured in a page: opening, frames, answers to a reader's actions. CPU is counted where it can be."""

from __future__ import annotations

import os
import statistics
import time
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 90
"""Seconds after which a page counts as not drawing."""
_ENOUGH = 25
"""Seconds after which a sweep is cut short: of a slow page fewer frames are enough to tell."""
_FRAMES = 90
_TICK = os.sysconf("SC_CLK_TCK")

_SWEEP = """async ({ frames, fit, extent, deep, patience }) => {
  const move = window.look ?? ((x, y, s) => aikg.look(x, y, s)), times = [], begun = performance.now();
  await new Promise((done) => {
    let i = 0, last = 0;
    const step = (now) => {
      if (i > 0) times.push(now - last);
      last = now;
      const t = i / frames;
      if (deep) move(0, 0, fit * 16 ** t);
      else move(extent * 0.15 * Math.sin(6.28 * t), extent * 0.1 * Math.cos(6.28 * t), fit * 4 ** Math.sin(3.14 * t));
      if (i++ < frames && performance.now() - begun < patience) requestAnimationFrame(step); else done();
    };
    requestAnimationFrame(step);
  });
  return times;
}"""
# From an action to the end of the frame in which the map is painted anew.
_REPAINT = """async (act) => {
  const before = aikg.repaints(), begun = performance.now();
  ACT;
  await new Promise((done) => {
    const wait = () => (aikg.repaints() > before ? setTimeout(done, 0) : requestAnimationFrame(wait));
    requestAnimationFrame(wait);
  });
  return performance.now() - begun;
}"""
_DAY = """{ const slider = document.getElementById("as-of"); slider.value = act; slider.dispatchEvent(new Event("input")); }"""
_FACET = """document.querySelector("input[data-facet=kind][data-value=Person]").click()"""
_KEY = """(text) => {
  const field = document.getElementById("q"), begun = performance.now();
  field.value = text; field.dispatchEvent(new Event("input"));
  document.getElementById("q-list").offsetHeight;
  return performance.now() - begun;
}"""
_PATH = """([a, b]) => {
  document.getElementById("path-open").click();
  const type = (id, text) => {
    const field = document.getElementById(id);
    field.value = text; field.dispatchEvent(new Event("input"));
    const begun = performance.now();
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
    document.getElementById("panel-b").offsetHeight;
    return performance.now() - begun;
  };
  type("path-0", a);
  return type("path-1", b);
}"""
_WATCH = """() => {
  window.clicked = window.told = 0;
  addEventListener("pointerup", () => { window.clicked = performance.now(); }, { capture: true });
  new MutationObserver(() => requestAnimationFrame(() => setTimeout(() => { window.told = performance.now(); }, 0)))
    .observe(document.getElementById("panel-h"), { childList: true });
}"""


@dataclass(frozen=True, slots=True)
class Frames:
    """Times between frames (ms), and CPU a frame (ms): of the page's main thread, and of all of Chromium."""

    median: float
    worst: float
    main: float
    all: float


class Opened:
    """A page in a profile of its own, without a network, and what it cost to open."""

    def __init__(self, browser, path: Path) -> None:
        self.context = browser.new_context(
            viewport={"width": 1280, "height": 900}, offline=True, reduced_motion="reduce"
        )
        self.page = self.context.new_page()
        self.client = self.context.new_cdp_session(self.page)
        self.client.send("Performance.enable", {"timeDomain": "threadTicks"})
        begun = time.monotonic()
        before = self.busy()
        self.page.goto(path.as_uri(), wait_until="commit", timeout=PATIENCE * 1000)
        self.ready = None
        while time.monotonic() - begun < PATIENCE:
            self.ready = self.page.evaluate("window.ready ?? window.aikg?.ready ?? null")
            if self.ready is not None:
                break
            self.page.wait_for_timeout(50)
        self.opening = self.busy() - before
        self.page.wait_for_timeout(1500)

    def close(self) -> None:
        """Forget the profile."""
        self.context.close()

    def busy(self) -> float:
        """Return the CPU milliseconds that the main thread has spent on tasks."""
        metrics = {one["name"]: one["value"] for one in self.client.send("Performance.getMetrics")["metrics"]}
        return metrics["TaskDuration"] * 1000

    def sweep(self, fit: float, extent: float, *, deep: bool = False) -> Frames:
        """Pan and zoom for 90 frames, or (``deep``) zoom from everything to sixteen times as near."""
        before, all_before = self.busy(), spent()
        options = {"frames": _FRAMES, "fit": fit, "extent": extent, "deep": deep, "patience": _ENOUGH * 1000}
        times = self.page.evaluate(_SWEEP, options)
        count = max(len(times), 1)
        main, everything = (self.busy() - before) / count, (spent() - all_before) / count
        self.page.wait_for_timeout(600)
        return Frames(statistics.median(times), max(times), main, everything)

    def _median(self, script: str, arguments) -> tuple[float, float]:
        times, used = [], []
        for argument in arguments:
            before = self.busy()
            times.append(self.page.evaluate(script, argument))
            used.append(self.busy() - before)
            self.page.wait_for_timeout(350)
        return statistics.median(times), statistics.median(used)

    def actions(self, count: int) -> dict[str, tuple[float, float]]:
        """Measure our page's answers: milliseconds, and those of CPU, each the median of several actions."""
        low, high = (int(self.page.get_attribute("#as-of", name)) for name in ("min", "max"))
        days = [low + (high - low) * part // 7 for part in range(2, 7)]
        found = {
            "as-of": self._median(_REPAINT.replace("ACT", _DAY), days),
            "facet": self._median(_REPAINT.replace("ACT", _FACET), [None] * 6),
            "key": self._median(_KEY, ["q", "qu", "qua", "me", "mes", "半", "启智"]),
        }
        self.page.evaluate("document.getElementById('reset').click()")
        ends = [[f"n{count // 3 + 7 * part:06d}", f"n{count - 5 - 11 * part:06d}"] for part in range(5)]
        found["path"] = self._median(_PATH, ends)
        self.page.evaluate("document.getElementById('reset').click()")
        found["click"] = self._click(count)
        return found

    def _click(self, count: int) -> tuple[float, float]:
        self.page.evaluate(_WATCH)
        found, used = [], []
        for part in range(5):
            self.page.wait_for_timeout(500)
            point = self.page.evaluate("(id) => aikg.where(id)", f"n{(part * count) // 5 + 3:06d}")
            before = self.busy()
            self.page.mouse.click(point["x"], point["y"])
            self.page.wait_for_timeout(500)
            used.append(self.busy() - before)
            clicked, told = self.page.evaluate("[window.clicked, window.told]")
            if told > clicked:
                found.append(told - clicked)
        return statistics.median(found or [float("nan")]), statistics.median(used)


def spent() -> float:
    """Return the CPU milliseconds of this process's descendants, Chromium's processes among them (Linux)."""
    parent, used = {}, {}
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            fields = Path("/proc", name, "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue  # it has ended
        parent[int(name)] = int(fields[1])
        used[int(name)] = (int(fields[11]) + int(fields[12])) * 1000 / _TICK
    total = 0.0
    for process, milliseconds in used.items():
        above = process
        while above not in {0, os.getpid()}:
            above = parent.get(above, 0)
        total += milliseconds if above else 0.0
    return total
