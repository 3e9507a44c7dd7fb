"""Simple paths between two things, on the arrays of an index.

One search serves the command line and the library: breadth-first distances to the goal
bound a depth-first walk over neighbours in the order of their ids, hop count by hop count
and, within one, layer by layer. So paths come out ordered by hops, strongest weakest layer
and node ids, and the walk stops when enough are found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from graph.network.index import Index, build

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from graph.meaning.view import View

__all__ = ["MAX_HOPS", "Answer", "Options", "Path", "Step", "between", "find_node", "search"]

MAX_HOPS = 6


class Options(NamedTuple):
    """What a path may consist of; ``relations`` and ``avoid`` are empty for no limit."""

    k: int = 3
    max_hops: int = MAX_HOPS
    relations: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    directed: bool = False
    min_roots: int = 0
    through_places: bool = False


class Step(NamedTuple):
    """One hop: the strongest claim between two neighbours; ``parallel`` names the others.

    ``forward`` tells whether the path runs from the claim's subject to its object.
    """

    claim: str
    subject: str
    relation: str
    object: str
    forward: bool
    status: str
    layer: str
    flags: tuple[str, ...]
    sources: tuple[str, ...]
    parallel: tuple[str, ...]
    sentence: str
    when: str
    certain: bool


class Path(NamedTuple):
    """Steps from the first thing to the last; ``layer`` is the weakest among them."""

    layer: str
    steps: tuple[Step, ...]

    @property
    def hops(self) -> int:
        """Count the steps."""
        return len(self.steps)


class Answer(NamedTuple):
    """The paths found between two things, and what was searched."""

    start: str
    goal: str
    start_name: str
    goal_name: str
    paths: tuple[Path, ...]
    entities: int
    claims: int
    options: Options

    def as_json(self) -> dict[str, object]:
        """Return the answer as ``aikg path --json`` prints it, without the frame."""
        return {
            "from": self.start,
            "to": self.goal,
            "paths": [
                {
                    "hops": path.hops,
                    "layer": path.layer,
                    "steps": [
                        {
                            "claim": step.claim,
                            "subject": step.subject,
                            "relation": step.relation,
                            "object": step.object,
                            "forward": step.forward,
                            "status": step.status,
                            "layer": step.layer,
                            "flags": list(step.flags),
                            "sources": list(step.sources),
                            "parallel": list(step.parallel),
                        }
                        for step in path.steps
                    ],
                }
                for path in self.paths
            ],
            "searched": {
                "entities": self.entities,
                "claims": self.claims,
                "max_hops": self.options.max_hops,
                "relations": sorted(self.options.relations) or None,
            },
        }


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


class _Search:
    """One search: the index, what is allowed, and the two ends."""

    def __init__(self, index: Index, start: int, goal: int, options: Options) -> None:
        self.index = index
        self.start = start
        self.goal = goal
        self.options = options
        self.words = index.relation_words()
        self.allowed = self._allowed_relations(options.relations)
        self.closed = self._closed({find_node(index, name) for name in options.avoid})
        self.distance = self._distances()

    def _allowed_relations(self, names: Collection[str]) -> frozenset[int] | None:
        if not names:
            return None
        known = [word[0] for word in self.words]
        for name in names:
            if name not in known:
                from graph.facts.naming import NameProblem  # noqa: PLC0415 - only for mistakes
                from graph.facts.values import near  # noqa: PLC0415

                message = f"no relation '{name}'{near(name, known)}"
                raise NameProblem(message)
        return frozenset(known.index(name) for name in names)

    def _closed(self, avoided: set[int]) -> bytearray:
        """Mark the nodes that no path enters."""
        least = 1 if not self.options.through_places else 2
        closed = bytearray(0 if 0 < p <= least else 1 for p in self.index.passable)
        closed[self.start] = closed[self.goal] = 0
        for node in avoided:
            closed[node] = 1
        return closed

    def _usable(self, link: int, worst: int, *, towards: bool) -> bool:
        """Tell whether a link may be walked; ``towards`` walks it from its far end."""
        edge, backward = divmod(link, 2)
        index, options = self.index, self.options
        if index.layers[edge] > worst or index.roots[edge] < options.min_roots:
            return False
        if options.directed and bool(backward) != towards:
            return False
        return self.allowed is None or index.relations[edge] in self.allowed

    def _distances(self) -> dict[int, int]:
        """Return the hops to the goal of every node within reach of it."""
        index, closed = self.index, self.closed
        distance = {self.goal: 0}
        if closed[self.goal] or closed[self.start]:
            return distance
        frontier = [self.goal]
        for hops in range(1, self.options.max_hops + 1):
            following = []
            for node in frontier:
                for at in range(index.offsets[node], index.offsets[node + 1]):
                    target = index.targets[at]
                    if target in distance or closed[target]:
                        continue
                    if self._usable(index.links[at], 2, towards=True):
                        distance[target] = hops
                        following.append(target)
            if self.start in distance and len(distance) > len(index):
                break
            frontier = following
        return distance

    def run(self) -> list[tuple[int, list[int]]]:
        """Return up to k paths as (weakest layer, nodes), best first."""
        found: list[tuple[int, list[int]]] = []
        shortest = self.distance.get(self.start)
        if shortest is None or self.start == self.goal:
            return found
        for hops in range(shortest, self.options.max_hops + 1):
            seen: set[tuple[int, ...]] = set()
            for worst in range(3):
                for nodes in self._walks(hops, worst):
                    if tuple(nodes) in seen:
                        continue
                    seen.add(tuple(nodes))
                    found.append((worst, nodes))
                    if len(found) == self.options.k:
                        return found
        return found

    def _walks(self, hops: int, worst: int) -> Iterator[list[int]]:
        """Yield the simple paths of exactly ``hops`` steps in the order of their node ids."""
        path = [self.start]
        walks = [self._following(self.start, hops - 1, worst)]
        while walks:
            node = next(walks[-1], None)
            if node is None:
                walks.pop()
                path.pop()
            elif node in path:
                continue
            elif len(path) == hops:
                if node == self.goal:
                    yield [*path, node]
            elif node != self.goal:
                path.append(node)
                walks.append(self._following(node, hops - len(path), worst))

    def _following(self, node: int, left: int, worst: int) -> Iterator[int]:
        """Yield the neighbours from which the goal is within ``left`` hops, each once."""
        index, distance = self.index, self.distance
        last = -1
        for at in range(index.offsets[node], index.offsets[node + 1]):
            target = index.targets[at]
            if target != last and distance.get(target, left + 1) <= left:
                if self._usable(index.links[at], worst, towards=False):
                    last = target
                    yield target

    def step(self, here: int, there: int) -> Step:
        """Describe the hop between two neighbours by its strongest claim."""
        index = self.index
        links = [
            index.links[at]
            for at in range(index.offsets[here], index.offsets[here + 1])
            if index.targets[at] == there and self._usable(index.links[at], 2, towards=False)
        ]
        ranked = sorted(links, key=self._strength)
        edge, backward = divmod(ranked[0], 2)
        claim, status, flags, documents, when, certain = index.edge(edge)
        name, label, inverse = self.words[index.relations[edge]]
        subject, subject_name = index.node(index.subjects[edge])
        object_, object_name = index.node(index.objects[edge])
        parts = (object_name, inverse, subject_name) if backward else (subject_name, label, object_name)
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

    Raises :class:`~graph.facts.naming.NameProblem` for a name that is unknown or ambiguous.
    """
    options = options or Options()
    work = _Search(index, find_node(index, start), find_node(index, goal), options)
    paths = []
    for worst, nodes in work.run():
        steps = tuple(work.step(here, there) for here, there in zip(nodes, nodes[1:], strict=False))
        paths.append(Path(("established", "reported", "alleged")[worst], steps))
    (start_id, start_name), (goal_id, goal_name) = index.node(work.start), index.node(work.goal)
    return Answer(start_id, goal_id, start_name, goal_name, tuple(paths), len(index), index.edge_count, options)


def between(view: View, start: str, goal: str, options: Options | None = None) -> Answer:
    """Find up to k simple paths between two named things of a view."""
    return search(Index(build(view)), start, goal, options)
