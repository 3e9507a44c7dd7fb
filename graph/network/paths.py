"""Simple paths between two things, on the arrays of an index.

One search serves the command line and the library: breadth-first distances to the goal
bound a depth-first walk over neighbours in the order of their ids, hop count by hop count
and, within one, layer by layer. So paths come out ordered by hops, strongest weakest layer
and node ids, and the walk stops when enough are found.
"""

from __future__ import annotations

from itertools import pairwise

from graph.network.answers import MAX_HOPS, Answer, Options, Path, Step
from graph.network.index import LAYERS
from graph.verbs import plural

TYPE_CHECKING = False  # `typing` is slow to import
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from graph.meaning.view import View
    from graph.network.index import Index

__all__ = ["MAX_HOPS", "Answer", "Options", "Path", "Step", "between", "find_node", "search"]

_PATIENCE = 1000
"""Dead ends after which every further step is checked to lead somewhere; checking costs a search of its own."""


def find_node(index: Index, text: str) -> int:
    """Return the node a name in any form stands for.

    Raises :class:`~graph.facts.naming.NameProblem` when nothing or several things match.
    """
    from graph.facts.naming import choose, fold  # noqa: PLC0415 - kept beside its one use

    nodes = index.named(fold(text))
    exact = [node for node in nodes if index.node(node)[0] == text]
    if len(exact or nodes) == 1:
        return (exact or nodes)[0]
    found = dict(index.node(node) for node in nodes)
    choose(text, found, index.names() if not found else (), found)
    raise AssertionError  # choose raises unless there is one id


class _Distances:
    """The hops to the goal over claims down to a layer, found ring by ring as far as they are asked for."""

    def __init__(self, search: _Search, worst: int, avoiding: Collection[int] = ()) -> None:
        self.search = search
        self.worst = worst
        self.avoiding = avoiding
        self.hops = {search.goal: 0}
        self.frontier = [search.goal]
        self.depth = 0

    def within(self, hops: int) -> dict[int, int]:
        """Return at least all nodes within so many hops of the goal."""
        index, closed, found, avoiding = self.search.index, self.search.closed, self.hops, self.avoiding
        usable, free = self.search.usable, self.search.free and self.worst == len(LAYERS) - 1
        while self.depth < hops and self.frontier:
            self.depth += 1
            ring = []
            for node in self.frontier:
                row = slice(index.offsets[node], index.offsets[node + 1])
                for target, link in zip(index.targets[row].tolist(), index.links[row].tolist(), strict=True):
                    if target in found or closed[target] or target in avoiding:
                        continue
                    if free or usable(link, self.worst, towards=True):
                        found[target] = self.depth
                        if target != self.search.start:  # no path comes back to its start
                            ring.append(target)
            self.frontier = ring
        return found


class _Search:
    """One search: the index, what is allowed, and the two ends; ``free`` where only layers are."""

    def __init__(self, index: Index, start: int, goal: int, options: Options) -> None:
        self.index = index
        self.start = start
        self.goal = goal
        self.options = options
        self.words = index.relation_words()
        self.allowed = self._allowed_relations(options.relations)
        self.closed = self._closed({find_node(index, name) for name in options.avoid})
        self.free = not (options.relations or options.directed or options.min_roots)
        self.dead_ends = 0

    def _allowed_relations(self, names: Collection[str]) -> frozenset[int] | None:
        if not names:
            return None
        known = [word[0] for word in self.words]
        for name in names:
            if name not in known:
                from graph.facts.naming import NameProblem  # noqa: PLC0415 - only for mistakes
                from graph.facts.values import near  # noqa: PLC0415

                message = f"no relation '{name}'{near(name, known) or '; use one of ' + ', '.join(known)}"
                raise NameProblem(message)
        return frozenset(known.index(name) for name in names)

    def _closed(self, avoided: set[int]) -> bytearray:
        """Mark the nodes that no path enters, other than as its end."""
        for end in (self.start, self.goal):
            if end in avoided:
                message = (
                    f"{self.index.node(end)[0]} is an end of the path and cannot be avoided; leave it out of avoid"
                )
                raise ValueError(message)
        rooms = b"\1\0\1" if not self.options.through_places else b"\1\0\0"
        closed = bytearray(bytes(self.index.passable).translate(rooms.ljust(256, b"\1")))
        closed[self.start] = closed[self.goal] = 0
        for node in avoided:
            closed[node] = 1
        return closed

    def usable(self, link: int, worst: int, *, towards: bool) -> bool:
        """Tell whether a link may be walked; ``towards`` walks it from its far end."""
        edge, backward = divmod(link, 2)
        index, options = self.index, self.options
        if index.layers[edge] > worst or index.roots[edge] < options.min_roots:
            return False
        if options.directed and bool(backward) != towards:
            return False
        return self.allowed is None or index.relations[edge] in self.allowed

    def run(self) -> list[tuple[int, list[int]]]:
        """Return up to k paths as (weakest layer, nodes), best first."""
        found: list[tuple[int, list[int]]] = []
        if self.start == self.goal:
            return found
        present = bytes(self.index.layers)
        distances = [_Distances(self, worst) for worst in range(len(LAYERS)) if bytes([worst]) in present]
        for hops in range(1, self.options.max_hops + 1):
            seen: set[tuple[int, ...]] = set()
            for ways in distances:
                for nodes in self._walks(hops, ways):
                    if tuple(nodes) in seen:
                        continue
                    seen.add(tuple(nodes))
                    found.append((ways.worst, nodes))
                    if len(found) == self.options.k:
                        return found
        return found

    def _walks(self, hops: int, ways: _Distances) -> Iterator[list[int]]:
        """Yield the simple paths of exactly ``hops`` steps in the order of their node ids."""
        path = [self.start]
        walks = [self._following(self.start, hops - 1, ways)]
        fruitful = [False]
        while walks:
            node = next(walks[-1], None)
            if node is None:
                walks.pop()
                path.pop()
                if not fruitful.pop():
                    self.dead_ends += 1
                elif fruitful:
                    fruitful[-1] = True
            elif len(path) == hops:
                fruitful[-1] = True
                yield [*path, node]
            elif node != self.goal and node not in path:
                path.append(node)
                if self.dead_ends > _PATIENCE:
                    careful = _Distances(self, ways.worst, frozenset(path))
                    walks.append(self._following(node, hops - len(path), careful))
                else:
                    walks.append(self._following(node, hops - len(path), ways))
                fruitful.append(False)

    def _following(self, node: int, left: int, ways: _Distances) -> Iterator[int]:
        """Yield the neighbours from which the goal is within ``left`` hops, each once."""
        index = self.index
        if left == 0:
            if any(self.usable(link, ways.worst, towards=False) for link in index.links_to(node, self.goal)):
                yield self.goal
            return
        distance, last = ways.within(left), -1
        row = slice(index.offsets[node], index.offsets[node + 1])
        for target, link in zip(index.targets[row].tolist(), index.links[row].tolist(), strict=True):
            near = target != last and distance.get(target, left + 1) <= left
            if near and self.usable(link, ways.worst, towards=False):
                last = target
                yield target

    def step(self, here: int, there: int) -> Step:
        """Describe the hop between two neighbours by its strongest claim."""
        index = self.index
        usable = [link for link in index.links_to(here, there) if self.usable(link, len(LAYERS), towards=False)]
        ranked = sorted(usable, key=self._strength)
        edge, backward = divmod(ranked[0], 2)
        claim, status, flags, documents, when, certain = index.edge(edge)
        name, label, inverse = self.words[index.relations[edge]]
        subject, subject_name = index.node(index.subjects[edge])
        object_, object_name = index.node(index.objects[edge])
        said = plural if index.several(here) else str
        parts = (object_name, said(inverse), subject_name) if backward else (subject_name, said(label), object_name)
        return Step(
            claim=claim,
            subject=subject,
            relation=name,
            object=object_,
            forward=not backward,
            status=status,
            layer=index.layer(edge),
            flags=tuple(flags.split(",")) if flags else (),
            sources=tuple(sorted(documents.split(","))) if documents else (),
            parallel=tuple(sorted(index.edge(link // 2)[0] for link in ranked[1:])),
            sentence=" ".join(parts),
            when=when,
            certain=certain == "yes",
        )

    def _strength(self, link: int) -> tuple[int, int, str]:
        edge = link // 2
        return self.index.layers[edge], -self.index.roots[edge], self.index.edge(edge)[0]


def search(index: Index, start: str, goal: str, options: Options | None = None) -> Answer:
    """Find up to k simple paths between two named things.

    Raises :class:`~graph.facts.naming.NameProblem` for a name that is unknown or ambiguous and
    :class:`ValueError` where an end is to be avoided, or no path or hop is wanted.
    """
    options = options or Options()
    if options.k < 1 or options.max_hops < 1:
        message = "ask for at least one path of at least one hop"
        raise ValueError(message)
    work = _Search(index, find_node(index, start), find_node(index, goal), options)
    paths = []
    for worst, nodes in work.run():
        steps = tuple(work.step(here, there) for here, there in pairwise(nodes))
        paths.append(Path(LAYERS[worst], steps, tuple(index.node(node)[1] for node in nodes)))
    (start_id, start_name), (goal_id, goal_name) = index.node(work.start), index.node(work.goal)
    return Answer(
        start=start_id,
        goal=goal_id,
        start_name=start_name,
        goal_name=goal_name,
        paths=tuple(paths),
        entities=index.entity_count,
        claims=index.edge_count,
        options=options,
        frame=index.key,
    )


def between(view: View, start: str, goal: str, options: Options | None = None) -> Answer:
    """Find up to k simple paths between two named things of a view."""
    from graph.network.indexing import index_of  # noqa: PLC0415 - a cached index needs none of it

    return search(index_of(view), start, goal, options)
