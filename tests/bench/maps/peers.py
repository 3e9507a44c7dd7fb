"""The pages to compare with: plain Pyvis and four libraries, on the same nodes, edges and positions."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGES = {
    "vis-network": "10.1.5",
    "vis-data": "8.0.6",
    "sigma": "3.0.3",
    "graphology": "0.26.0",
    "cytoscape": "3.34.0",
    "force-graph": "1.52.0",
    "esbuild": "0.28.2",
}

# Every page says `ready` (time of its first drawing) and can `look` at a point at a zoom.
_CODE = {
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
_PYVIS = (
    "network.fit(); network.once('afterDrawing', () => { window.ready = performance.now(); });"
    "window.look = (x, y, scale) => network.moveTo({position: {x, y}, scale}); network.redraw();"
)


def bundles(folder: str) -> dict[str, str]:
    """Install the packages into a folder and return each library with its page's code as one script."""
    Path(folder, "package.json").write_text(json.dumps({"private": True, "dependencies": PACKAGES}), encoding="utf-8")
    npm, npx = shutil.which("npm"), shutil.which("npx")
    if npm is None or npx is None:
        sys.exit("needs npm to fetch the peers")
    subprocess.run([npm, "install", "--no-audit", "--no-fund", "--silent"], cwd=folder, check=True)
    found = {}
    for name, code in _CODE.items():
        source = Path(folder, f"{name}.mjs")
        source.write_text("const D = window.DATA;\n" + code, encoding="utf-8")
        command = [npx, "esbuild", source.name, "--bundle", "--minify", "--format=iife", f"--outfile={name}.out.js"]
        subprocess.run([*command, "--log-level=error"], cwd=folder, check=True)
        found[name] = Path(folder, f"{name}.out.js").read_text(encoding="utf-8")
    return found


def pages(net, folder: str, scripts: dict[str, str], fit: float, extent: float) -> dict[str, Path]:
    """Write a page for plain Pyvis and one for each library, all with the positions of a Pyvis network."""
    found = {"Pyvis 0.3.2, physics off": Path(folder, "pyvis.html")}
    html = net.generate_html(notebook=False).replace("</body>", f"<script>{_PYVIS}</script></body>")
    found["Pyvis 0.3.2, physics off"].write_text(html, encoding="utf-8")
    rows = {
        "nodes": [[n["id"], n["label"], n["x"], n["y"], n["color"]] for n in net.nodes],
        "edges": [[e["from"], e["to"]] for e in net.edges],
        "fit": fit,
        "extent": extent,
    }
    block = json.dumps(rows, ensure_ascii=False).replace("<", "\\u003c")
    for name, script in scripts.items():
        label = f"{name} {PACKAGES['sigma' if name == 'sigma.js' else name.removesuffix('.js')]}"
        found[label] = Path(folder, f"{name}.html")
        found[label].write_text(
            "<!doctype html><meta charset=utf-8><style>body{margin:0}#m{width:100vw;height:100vh}</style>"
            f"<div id=m></div><script>window.DATA={block}</script><script>{script}</script>",
            encoding="utf-8",
        )
    return found


def size(path: Path) -> float:
    """Return the megabytes of a file."""
    return os.path.getsize(path) / 1e6
