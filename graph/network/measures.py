"""Centralities of NetworkX, computed by it, here, or by a compiled library where a view is large.

Betweenness and closeness take a time that grows with things times ties. There rustworkx (Apache
License 2.0, the extra ``fast``) computes the same numbers faster, betweenness some thirty times;
libraries under the GPL are no choice for this project. The other measures are quick as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from graph.network.ties import Ties

__all__ = ["ENGINES", "LOWEST_FIRST", "MEASURES", "Measured", "measure"]

ENGINES = ("auto", "networkx", "rustworkx")
LOWEST_FIRST = frozenset({"constraint"})
LARGE = 20_000_000
"""Things times ties from which on shortest paths go to the compiled library: about half a minute."""

_DAMPING, _ROUNDS, _TOLERANCE = 0.85, 100, 1.0e-6  # the defaults of networkx.pagerank


@dataclass(frozen=True, slots=True)
class Measured:
    """A number for each thing; none, and the reason, where there can be none."""

    values: Sequence[float]
    engine: str | None
    not_computable: str | None = None


def measure(network: Ties, by: str, engine: str = "auto") -> Measured:
    """Compute a measure of every thing; what each is, says ``analytics.rank``.

    ``engine`` chooses between libraries for betweenness and closeness only.
    """
    if engine not in ENGINES:
        message = f"no engine '{engine}'; use one of {', '.join(ENGINES)}"
        raise LookupError(message)
    if not network.pairs:
        return Measured((), None, "no claim of this view ties two things that are ranked")
    if by in _COMPILED and _compiled(network, by, engine):
        return Measured(_COMPILED[by](network), "rustworkx")
    try:
        return Measured(MEASURES[by](network), "networkx" if by in _COMPILED else None)
    except ArithmeticError as error:
        return Measured((), None, str(error))


def _compiled(network: Ties, by: str, engine: str) -> bool:
    """Tell whether to use the compiled library; raise where it is needed and missing."""
    large = len(network) * len(network.pairs) >= LARGE
    if engine == "networkx" or (engine == "auto" and not large):
        return False
    try:
        import rustworkx  # noqa: F401, PLC0415 - an optional extra
    except ImportError:
        size = f"{by} over {len(network):,} things and {len(network.pairs):,} ties"
        wait = ", or wait for --engine networkx" if engine == "auto" else ""
        message = f"{size} is computed by rustworkx, which is not installed; run  pip install 'aikg[fast]'{wait}"
        raise ValueError(message) from None
    return True


# ---- computed here, or by NetworkX


def _degree(network: Ties) -> list[float]:
    return [len(others) for others in network.neighbours]


def _betweenness(network: Ties) -> list[float]:
    import networkx as nx  # noqa: PLC0415 - slow to import

    found = nx.betweenness_centrality(network.undirected())
    return [found[thing] for thing in range(len(network))]


def _closeness(network: Ties) -> list[float]:
    import networkx as nx  # noqa: PLC0415 - slow to import

    found = nx.closeness_centrality(network.undirected())
    return [found[thing] for thing in range(len(network))]


def _constraint(network: Ties) -> list[float]:
    """Return Burt's constraint: sum over contacts j of (p[i,j] + sum over q of p[i,q] p[q,j]) squared.

    With ties of 1, p[i,j] is 1 / degree of i. NetworkX tries every pair of a thing and all of
    its contacts' contacts; this walks the triangles alone.
    """
    near = [frozenset(others) for others in network.neighbours]
    values = []
    for others in network.neighbours:
        share = 1 / len(others)
        total = 0.0
        for contact in others:
            common = sorted(near[contact].intersection(others))
            total += (share + share * sum(1 / len(near[q]) for q in common)) ** 2
        values.append(total)
    return values


def _pagerank(network: Ties) -> list[float]:
    """Iterate PageRank as NetworkX does by default, which itself would need SciPy.

    Raises :class:`ArithmeticError` where the numbers have not settled after 100 rounds.
    """
    count = len(network)
    follows: list[list[int]] = [[] for _ in range(count)]
    for a, b in network.between:
        follows[a].append(b)
    values = [1 / count] * count
    for _ in range(_ROUNDS):
        rest = _DAMPING * sum(value for value, ends in zip(values, follows, strict=True) if not ends)
        fresh = [(rest + 1 - _DAMPING) / count] * count
        for value, ends in zip(values, follows, strict=True):
            for end in ends:
                fresh[end] += _DAMPING * value / len(ends)
        change = sum(abs(a - b) for a, b in zip(values, fresh, strict=True))
        values = fresh
        if change < count * _TOLERANCE:
            return values
    message = f"PageRank has not settled after {_ROUNDS} rounds"
    raise ArithmeticError(message)


# ---- compiled


def _rustworkx(network: Ties) -> Any:  # noqa: ANN401 - the library ships no types
    import rustworkx  # noqa: PLC0415 - an optional extra

    graph = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(len(network)))
    graph.add_edges_from_no_data(network.pairs)
    return graph


def _fast_betweenness(network: Ties) -> list[float]:
    import rustworkx  # noqa: PLC0415 - an optional extra

    found = rustworkx.betweenness_centrality(_rustworkx(network), normalized=True)
    return [found[thing] for thing in range(len(network))]


def _fast_closeness(network: Ties) -> list[float]:
    import rustworkx  # noqa: PLC0415 - an optional extra

    found = rustworkx.closeness_centrality(_rustworkx(network), wf_improved=True)
    return [found[thing] for thing in range(len(network))]


MEASURES: dict[str, Callable[[Ties], list[float]]] = {
    "degree": _degree,
    "pagerank": _pagerank,
    "betweenness": _betweenness,
    "closeness": _closeness,
    "constraint": _constraint,
}
_COMPILED = {"betweenness": _fast_betweenness, "closeness": _fast_closeness}
