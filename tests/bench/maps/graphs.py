"""Seeded graphs of any size for the map benchmark: communities, hubs, labels in many scripts."""

from __future__ import annotations

import random
from datetime import date

from graph.maps.model import Edge, Holds, MapData, Node, SourceCard, Span, Step, Table, Witness

_KINDS = ("Company", "Company", "Company", "Model", "Product", "Person", "Fund", "Chip", "GovernmentBody", "Facility")
_RELATIONS = ("owns", "investsIn", "supplies", "develops", "partnersWith", "accuses", "uses", "dependsOn")
_WORDS = (
    "North",
    "Blue",
    "启智",
    "半导体",
    "شركة",
    "النموذج",
    "株式会社",
    "Quanta",
    "Mesa",
    "예시",
    "Rim",
    "Vector",
    "חברה",
    "Atlas",
)


def links(count: int, seed: int = 7) -> list[tuple[int, int]]:
    """Return about twice as many links as nodes: mostly within communities, towards hubs."""
    chance = random.Random(seed)
    size = max(12, int(count**0.5 * 2))
    found = []
    for node in range(1, count):
        home = node - node % size
        for _ in range(2):
            near = chance.random() < 0.86 and node > home
            other = home + int(chance.random() ** 2 * (node - home)) if near else int(chance.random() ** 2 * node)
            found.append((node, min(other, node - 1)))
    return found


def label(number: int) -> str:
    """Return a name of two words and a number."""
    return f"{_WORDS[number % len(_WORDS)]} {_WORDS[number // 7 % len(_WORDS)]} {number}"


def data(count: int, *, texts: bool = False) -> MapData:
    """Return a map of ``count`` nodes and twice as many claims, with or without what the sources say."""
    chance = random.Random(11)
    first = date(2018, 1, 1).toordinal()
    nodes = tuple(
        Node(id=f"n{number:06d}", kind=_KINDS[number * 7 % len(_KINDS)], name=label(number)) for number in range(count)
    )
    edges = []
    for number, (a, b) in enumerate(links(count)):
        day = first + chance.randrange(3000)
        layer = ("established", "reported", "reported", "reported", "alleged")[number % 5]
        step = Step(
            known_from=day + 30,
            certain=True,
            status="single-source",
            layer=layer,
            roots=1,
            spans=(Span(day, None, True),),
        )
        doc = f"s{number % 40:02d}"
        said = (
            Witness(doc=doc, modality="reported", says="What the document says, in one sentence." if texts else None),
        )
        edges.append(
            Edge(
                id=f"e{number:06d}",
                subject=nodes[a].id,
                relation=_RELATIONS[number % len(_RELATIONS)],
                object=nodes[b].id,
                tables=(Table(None, (step,)),),
                witnesses=said,
                docs=(doc,),
            )
        )
    sources = tuple(SourceCard(id=f"s{n:02d}", kind="NewsArticle", title=f"Source {n}") for n in range(40))
    return MapData(
        title=f"{count} nodes", nodes=nodes, edges=tuple(edges), sources=sources, holds=Holds(floor="alleged")
    )
