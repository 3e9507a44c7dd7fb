"""Measure our page beside plain Pyvis, vis-network, sigma.js, cytoscape.js and force-graph.

The same seeded graph, the same fixed positions, one headless Chromium, no network:

    python tests/bench/maps/run.py 2000 5000 20000
    python tests/bench/maps/run.py --ours 20000           # without the peers
    python tests/bench/maps/run.py --layout 5000 50000    # time in Python alone

Needs Linux, Chromium and Playwright, for the peers node and npm too (packages go into a
temporary folder). Columns: size of the file; from navigation to the first drawing, and main
thread CPU until then; median and worst time between frames and CPU a frame (main thread, all
processes) while the camera pans and zooms for 90 frames; worst frame while it zooms from
everything to sixteen times as near. CPU is what to compare on a busy machine. A page that has
not drawn after 90 s is given up, a sweep ends after 25 s at the latest. Chromium draws WebGL in software here:
a GPU would change sigma.js.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from graphs import data, links
from peers import bundles, pages, size
from playwright.sync_api import Error, sync_playwright
from probes import PATIENCE, Opened

from graph import vocabulary
from graph.maps import Drawing
from graph.maps.layout import Box, place

_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --enable-unsafe-swiftshader"
).split()
_HEAD = (
    "| page | MB | first drawing, ms | CPU until then | frame median, ms | worst | CPU a frame, main thread "
    "| all processes | worst, fit to 16x |\n|---|---|---|---|---|---|---|---|---|"
)


def in_python(count: int) -> None:
    """Print what a map of this size costs before a browser sees it."""
    boxes = {f"n{number:06d}": Box(12, 60) for number in range(count)}
    ties = [(f"n{a:06d}", f"n{b:06d}") for a, b in links(count)]
    begun = time.process_time()
    place(boxes, ties)
    laid = time.process_time() - begun
    drawing, words = data(count), vocabulary.load()
    with tempfile.TemporaryDirectory() as folder:
        begun = time.process_time()
        Drawing(drawing, words).save(os.path.join(folder, "map.html"))
        saved = time.process_time() - begun
    print(f"{count} nodes: layout {laid:.1f} s, save with layout {saved:.1f} s of CPU", flush=True)


def row(browser, name: str, path: Path, fit: float, extent: float) -> None:
    """Print a page's figures, or that it was given up."""
    try:
        page = Opened(browser, path)
    except Error:
        print(f"| {name} | {size(path):.2f} | nothing within {PATIENCE} s |" + " |" * 6, flush=True)
        return
    start = f"| {name} | {size(path):.2f} | "
    if page.ready is None:
        print(start + f"nothing within {PATIENCE} s |" + " |" * 6, flush=True)
    else:
        frames, near = page.sweep(fit, extent), page.sweep(fit, extent, deep=True)
        figures = (page.ready, page.opening, frames.median, frames.worst, frames.main, frames.all, near.worst)
        print(start + " | ".join(f"{figure:.0f}" for figure in figures) + " |", flush=True)
    page.close()


def table(browser, count: int, scripts: dict[str, str]) -> None:
    """Print the table of a size, and how long our page takes to answer."""
    with tempfile.TemporaryDirectory() as folder:
        drawing, ours = Drawing(data(count), vocabulary.load()), Path(folder, "ours.html")
        drawing.save(ours)
        net = drawing.pyvis()
        extent = max(max(abs(node["x"]), abs(node["y"])) for node in net.nodes) * 2.0
        fit = 880 / extent
        print(f"\n{count} nodes, {len(net.edges)} edges\n\n{_HEAD}")
        row(browser, "ours", ours, fit, extent)
        if scripts:
            for name, path in pages(net, folder, scripts, fit, extent).items():
                row(browser, name, path, fit, extent)
        page = Opened(browser, ours)
        figures = page.actions(count)
        page.close()
    told = (f"{name} {wall:.0f} ({used:.0f})" for name, (wall, used) in figures.items())
    print("\nours, ms (CPU): " + ", ".join(told), flush=True)


def main() -> None:
    """Print one table for each size."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="*", type=int, default=[2000, 5000, 20_000])
    parser.add_argument("--ours", action="store_true", help="leave the peers out")
    parser.add_argument("--layout", action="store_true", help="measure only what happens in Python")
    options = parser.parse_args()
    if not sys.platform.startswith("linux"):
        sys.exit("needs Linux: CPU of all processes is read from /proc")
    if options.layout:
        for count in options.sizes:
            in_python(count)
        return
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        scripts = {} if options.ours else bundles(folder)
        browser = playwright.chromium.launch(executable_path=program, args=_FLAGS)
        print(f"Chromium {browser.version}, {os.cpu_count()} cores")
        for count in options.sizes:
            in_python(count)
            table(browser, count, scripts)
        browser.close()


if __name__ == "__main__":
    main()
