"""Measure our page beside plain Pyvis, vis-network, sigma.js, cytoscape.js and force-graph.

The same seeded graph, the same fixed positions, one headless Chromium, no network:

    python tests/bench/maps/run.py 2000 20000

Needs Chromium, Playwright, node and npm (packages go into a temporary folder). Columns: size of
the file; time from navigation to the first drawing; median and worst time between frames, and
main-thread CPU a frame, while the camera pans and zooms for 90 frames. CPU is the figure to
compare on a busy machine. Chromium draws WebGL in software here: a GPU would change sigma.js.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from graphs import data
from playwright.sync_api import sync_playwright

from graph import vocabulary
from graph.maps import Drawing

_PACKAGES = {
    "vis-network": "10.1.5",
    "vis-data": "8.0.6",
    "sigma": "3.0.3",
    "graphology": "0.26.0",
    "cytoscape": "3.34.0",
    "force-graph": "1.52.0",
    "esbuild": "0.28.2",
}
_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --enable-unsafe-swiftshader"
).split()
_FRAMES = 90
_PATIENCE = 60
"""Seconds after which a page counts as not drawing."""

# Every page says `ready` (time of its first drawing) and can `look` at a point at a zoom.
_PEERS = {
    "vis-network": """
import { DataSet } from "vis-data/esnext"; import { Network } from "vis-network/esnext";
const n = new Network(document.getElementById("m"), { nodes: new DataSet(D.nodes.map(([id, label, x, y, color]) => ({ id, label, x, y, color, shape: "dot", size: 9 }))),
  edges: new DataSet(D.edges.map(([from, to], id) => ({ id, from, to, arrows: "to", smooth: false }))) }, { physics: false, layout: { improvedLayout: false } });
n.fit(); n.once("afterDrawing", () => { window.ready = performance.now(); });
window.look = (x, y, scale) => n.moveTo({ position: { x, y }, scale });""",
    "sigma.js": """
import Graph from "graphology"; import Sigma from "sigma";
const g = new Graph({ multi: true, type: "directed" });
for (const [id, label, x, y, color] of D.nodes) g.addNode(id, { label, x, y: -y, color, size: 3 });
for (const [a, b] of D.edges) g.addEdge(a, b, { type: "arrow", size: 1 });
const s = new Sigma(g, document.getElementById("m"));
requestAnimationFrame(() => requestAnimationFrame(() => { window.ready = performance.now(); }));
const e = D.extent;
window.look = (x, y, scale) => s.getCamera().setState({ x: 0.5 + x / e, y: 0.5 - y / e, ratio: D.fit / scale });""",
    "cytoscape.js": """
import cytoscape from "cytoscape";
const c = cytoscape({ container: document.getElementById("m"), layout: { name: "preset" }, textureOnViewport: true,
  elements: [...D.nodes.map(([id, label, x, y, color]) => ({ data: { id, label, color }, position: { x, y } })), ...D.edges.map(([source, target], i) => ({ data: { id: "e" + i, source, target } }))],
  style: [{ selector: "node", style: { label: "data(label)", "background-color": "data(color)", width: 18, height: 18 } }, { selector: "edge", style: { width: 1, "target-arrow-shape": "triangle", "curve-style": "straight" } }] });
c.fit(); c.one("render", () => { window.ready = performance.now(); });
window.look = (x, y, zoom) => c.viewport({ zoom, pan: { x: innerWidth / 2 - x * zoom, y: innerHeight / 2 - y * zoom } });""",
    "force-graph": """
import ForceGraph from "force-graph";
const g = new ForceGraph(document.getElementById("m")).cooldownTicks(0).nodeColor("color").nodeLabel("label").linkDirectionalArrowLength(6)
  .graphData({ nodes: D.nodes.map(([id, label, x, y, color]) => ({ id, label, x, y, fx: x, fy: y, color })), links: D.edges.map(([source, target]) => ({ source, target })) });
g.onRenderFramePost(() => { window.ready ??= performance.now(); });
window.look = (x, y, k) => { g.centerAt(x, y, 0); g.zoom(k, 0); };""",
}
_SWEEP = """async ({ look, frames, fit, extent }) => {
  const move = window.look ?? ((x, y, s) => aikg.look(x, y, s)), times = [];
  await new Promise((done) => {
    let i = 0, last = 0;
    const step = (now) => {
      if (i > 0) times.push(now - last);
      last = now;
      const t = i / frames;
      move(extent * 0.15 * Math.sin(6.28 * t), extent * 0.1 * Math.cos(6.28 * t), fit * 4 ** Math.sin(3.14 * t));
      if (i++ < frames) requestAnimationFrame(step); else done();
    };
    requestAnimationFrame(step);
  });
  return times;
}"""


def bundles(folder: str) -> dict[str, str]:
    """Install the peers' packages into a folder and return each library with its page code as one script."""
    Path(folder, "package.json").write_text(json.dumps({"private": True, "dependencies": _PACKAGES}), encoding="utf-8")
    npm, npx = shutil.which("npm"), shutil.which("npx")
    if npm is None or npx is None:
        sys.exit("needs npm to fetch the peers")
    subprocess.run([npm, "install", "--no-audit", "--no-fund", "--silent"], cwd=folder, check=True)
    found = {}
    for name, code in _PEERS.items():
        source = Path(folder, f"{name}.mjs")
        source.write_text("const D = window.DATA;\n" + code, encoding="utf-8")
        command = [npx, "esbuild", source.name, "--bundle", "--minify", "--format=iife", f"--outfile={name}.out.js"]
        subprocess.run([*command, "--log-level=error"], cwd=folder, check=True)
        found[name] = Path(folder, f"{name}.out.js").read_text(encoding="utf-8")
    return found


def pages(count: int, folder: str, scripts: dict[str, str]) -> tuple[dict[str, Path], float, float]:
    """Write every page for a graph of ``count`` nodes; return them with the fitting zoom and the extent."""
    drawing = Drawing(data(count), vocabulary.load())
    found = {"ours": Path(folder, f"ours-{count}.html")}
    drawing.save(found["ours"])
    net = drawing.pyvis()
    extent = max(max(abs(node["x"]), abs(node["y"])) for node in net.nodes) * 2.0
    fit = 880 / extent
    found["Pyvis"] = Path(folder, f"pyvis-{count}.html")
    code = "network.fit(); network.once('afterDrawing', () => { window.ready = performance.now(); });"
    code += "window.look = (x, y, scale) => network.moveTo({position: {x, y}, scale}); network.redraw();"
    html = net.generate_html(notebook=False).replace("</body>", f"<script>{code}</script></body>")
    found["Pyvis"].write_text(html, encoding="utf-8")
    rows = {
        "nodes": [[n["id"], n["label"], n["x"], n["y"], n["color"]] for n in net.nodes],
        "edges": [[e["from"], e["to"]] for e in net.edges],
        "fit": fit,
        "extent": extent,
    }
    block = json.dumps(rows, ensure_ascii=False).replace("<", "\\u003c")
    for name, script in scripts.items():
        found[name] = Path(folder, f"{name}-{count}.html")
        found[name].write_text(
            "<!doctype html><meta charset=utf-8><style>body{margin:0}#m{width:100vw;height:100vh}</style>"
            f"<div id=m></div><script>window.DATA={block}</script><script>{script}</script>",
            encoding="utf-8",
        )
    return found, fit, extent


def measure(browser, path: Path, fit: float, extent: float) -> tuple[float, ...] | None:
    """Open a page with a fresh profile and sweep the camera; return its figures, or None when it does not draw."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True, reduced_motion="reduce")
    page = context.new_page()
    started = time.monotonic()
    page.goto(path.as_uri(), wait_until="commit")
    while not page.evaluate("window.ready ?? window.aikg?.ready ?? 0"):
        page.wait_for_timeout(50)
        if time.monotonic() - started > _PATIENCE:
            context.close()
            return None
    ready = page.evaluate("window.ready ?? window.aikg.ready")
    page.wait_for_timeout(1500)
    client = context.new_cdp_session(page)
    client.send("Performance.enable")

    def busy() -> float:
        metrics = {one["name"]: one["value"] for one in client.send("Performance.getMetrics")["metrics"]}
        return metrics["TaskDuration"] * 1000

    before = busy()
    times = page.evaluate(_SWEEP, {"frames": _FRAMES, "fit": fit, "extent": extent})
    spent = (busy() - before) / _FRAMES
    context.close()
    return os.path.getsize(path) / 1e6, ready, statistics.median(times), max(times), spent


def main() -> None:
    """Print one table for each size."""
    sizes = [int(text) for text in sys.argv[1:]] or [2000, 20_000]
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        scripts = bundles(folder)
        browser = playwright.chromium.launch(executable_path=program, args=_FLAGS)
        print(
            f"Chromium {browser.version}, {os.cpu_count()} cores, {', '.join(f'{k} {v}' for k, v in _PACKAGES.items())}"
        )
        for count in sizes:
            found, fit, extent = pages(count, folder, scripts)
            print(f"\n{count} nodes, {len(data(count).edges)} edges\n")
            print(
                "| page | MB | first drawing, ms | frame median, ms | worst, ms | CPU a frame, ms |\n|---|---|---|---|---|---|"
            )
            for name, path in found.items():
                result = measure(browser, path, fit, extent)
                if result is None:
                    print(f"| {name} | nothing drawn within {_PATIENCE} s | | | | |", flush=True)
                    continue
                size, *figures = result
                print(
                    f"| {name} | {size:.2f} | " + " | ".join(f"{figure:.0f}" for figure in figures) + " |", flush=True
                )
        browser.close()


if __name__ == "__main__":
    main()
