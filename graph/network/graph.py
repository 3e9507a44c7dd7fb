"""A view as a NetworkX graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

from graph.meaning.phrases import held_phrase

if TYPE_CHECKING:
    from graph.meaning.view import View

__all__ = ["network"]


def network(view: View) -> nx.MultiDiGraph[str]:
    """Return entities and restrictions as nodes and each claim between two of them as an edge.

    Edges are keyed by claim id, so parallel claims stay apart. Nodes have ``kind`` and
    ``name``; edges ``relation``, ``status``, ``layer``, ``flags``, ``sources``, ``dates``,
    ``certain``, ``sign`` and ``derived``.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.graph.update(digest=view.facts.digest, **view.frame.as_json())
    for entity in view.facts.entities.values():
        graph.add_node(entity.id, kind=entity.kind, name=entity.name)
    for restriction in view.facts.restrictions.values():
        graph.add_node(restriction.id, kind="Restriction", name=restriction.name)
    for id_, held in view.edges.items():
        claim = held.claim
        graph.add_edge(
            claim.subject,
            claim.object,
            key=id_,
            relation=claim.relation,
            status=held.evidence.status,
            layer=held.evidence.layer,
            flags=list(view.marks(held)),
            sources=list(held.evidence.documents),
            dates=held_phrase(held),
            certain=held.certain,
            sign=view.facts.vocabulary.relations[claim.relation].sign,
            derived=held.derived,
        )
    return graph
