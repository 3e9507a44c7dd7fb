"""One HTML page from a map: Pyvis as the generator, our template, everything inside the file."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from graph.maps.block import block, inert, packed, visible
from graph.maps.marks import marks
from graph.meaning.changes import NEARNESS

if TYPE_CHECKING:
    from pyvis.network import Network

    from graph.maps.model import MapData
    from graph.vocabulary import Vocabulary

__all__ = ["network", "page"]

_FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "page")
_VENDOR = os.path.join(os.path.dirname(os.path.abspath(__file__)), "vendor")
_LANGUAGES = ("en", "ar", "zh")
_CREDIT = "Drawn with aikg, Pyvis 0.3.2 and vis-network 10.1.5."
_PIXELS_A_LETTER = 7.4
_LABEL = 32


def network(
    data: MapData,
    vocabulary: Vocabulary,
    pinned: Mapping[str, tuple[int, int]] | None = None,
) -> Network:
    """Return the map as a Pyvis network with fixed positions; claims that join no two nodes are left out.

    Elements are put into the lists directly: ``add_node`` and ``add_edge`` look each id up
    in a list, which makes them quadratic (20 s at 20,000 nodes).
    """
    # Pyvis imports IPython, the layout NumPy and SciPy: only who draws pays for them
    from pyvis.edge import Edge as PyvisEdge  # noqa: PLC0415
    from pyvis.network import Network  # noqa: PLC0415
    from pyvis.node import Node as PyvisNode  # noqa: PLC0415

    from graph.maps.layout import Box, place  # noqa: PLC0415

    kinds = marks(vocabulary)
    links = [(edge.subject, edge.object) for edge in data.edges if edge.object is not None]
    degree: dict[str, int] = {node.id: 0 for node in data.nodes}
    for pair in links:
        for end in pair:
            degree[end] += 1
    sizes = {id_: round(min(9 + 3.4 * count**0.5, 34), 1) for id_, count in degree.items()}
    boxes = {node.id: Box(sizes[node.id], _width(node.name)) for node in data.nodes}
    layout = place(boxes, links, pinned=pinned)
    net = Network(directed=True, cdn_resources="in_line", height="100%", width="100%")
    for node in data.nodes:
        mark = kinds[node.kind]
        x, y = layout.points[node.id]
        made = PyvisNode(node.id, mark.vis_shape, node.name, color=mark.light, size=sizes[node.id], x=x, y=y)
        made.options.update(kind=node.kind, group_number=layout.groups[node.id])
        net.nodes.append(made.options)
        net.node_ids.append(node.id)
        net.node_map[node.id] = made.options
    for edge in data.edges:
        if edge.object is None:
            continue
        relation = vocabulary.relations[edge.relation]
        drawn = PyvisEdge(edge.subject, edge.object, True, title=relation.label)
        drawn.options.update(id=edge.id, relation=edge.relation)
        net.edges.append(drawn.options)
    net.toggle_physics(False)
    return net


def _width(name: str) -> float:
    """Estimate a label's width: wide scripts count double."""
    shown = name[:_LABEL]
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in shown) * _PIXELS_A_LETTER  # noqa: PLR2004 - CJK starts there


def page(data: MapData, vocabulary: Vocabulary, net: Network, opening: str = "", lang: str = "en") -> str:
    """Return the page; ``opening`` is the fragment it opens with when its address has none."""
    kinds = marks(vocabulary)
    rows: dict[str, dict[str, Any]] = {
        node["id"]: {"x": node["x"], "y": node["y"], "size": node["size"], "group": node["group_number"]}
        for node in net.nodes
    }
    more = {"lang": lang, "words": _words(), "open": {"fragment": opening}, "credit": _CREDIT, "nearness": NEARNESS}
    text = packed(inert(block(data, rows, kinds, vocabulary, more)))
    script, library, css = _script(), _library(), _css() + _kind_colours(vocabulary)
    policy = _policy(scripts=(library, script), styles=(css,))
    net.set_template_dir(_FOLDER + os.sep, "map.html.j2")
    net.templateEnv.autoescape = True  # Pyvis leaves it off
    net.templateEnv.globals.update(
        csp=policy,
        css=css,
        library=library,
        script=script,
        data=text,
        title=visible(data.title),
        lang=lang,
        credit=_CREDIT,
        holds=_holds(data),
    )
    return str(net.generate_html(notebook=False)) + "\n"


def _holds(data: MapData) -> str:
    """Say what is in the page, for readers whose browser cannot draw it."""
    counts = f"{len(data.nodes)} entities, {len(data.edges)} claims and {len(data.sources)} sources"
    return f"{counts} (content {data.digest()[:12]})"


def _policy(*, scripts: tuple[str, ...], styles: tuple[str, ...]) -> str:
    def hashes(texts: tuple[str, ...]) -> str:
        return " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(t.encode()).digest()).decode()}'" for t in texts)

    return (
        f"default-src 'none'; script-src {hashes(scripts)}; style-src {hashes(styles)}; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


@cache
def _script() -> str:
    """Join the parts of the page's script, in the order of their names, into one closed function."""
    names = sorted(name for name in os.listdir(_FOLDER) if name.endswith(".js"))
    parts = [_text(_FOLDER, name) for name in names]
    code = _text(_FOLDER, "open.txt") + "\n".join(parts) + "}\n"
    return _checked(code)


@cache
def _library() -> str:
    return _checked(_text(_VENDOR, "vis-network.js"))


@cache
def _css() -> str:
    return _text(_FOLDER, "map.css")


@cache
def _words() -> dict[str, Any]:
    return {lang: json.loads(_text(_FOLDER, f"words.{lang}.json")) for lang in _LANGUAGES}


def _text(folder: str, name: str) -> str:
    with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
        return file.read()


def _checked(script: str) -> str:
    """Refuse a script that would end or confuse its own element."""
    lowered = script.lower()
    if "</script" in lowered or "<!--" in lowered:
        message = "a script of the page contains </script or <!--"
        raise ValueError(message)
    return script


def _kind_colours(vocabulary: Vocabulary) -> str:
    """Return the colours of kinds as custom properties, for light and for dark."""
    kinds = list(marks(vocabulary).values())
    light = "".join(f"--k{number}:{mark.light};" for number, mark in enumerate(kinds))
    dark = "".join(f"--k{number}:{mark.dark};" for number, mark in enumerate(kinds))
    return (
        f":root{{{light}}}:root[data-theme=dark]{{{dark}}}"
        f"@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}\n"
    )
