"""What a search for paths is asked and what it answers.

Written out by hand: importing ``dataclasses`` or ``typing`` takes longer than most searches.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["MAX_HOPS", "Answer", "Options", "Path", "Step"]

MAX_HOPS = 6


class _Value:
    """Named fields that are compared and shown; nobody changes them."""

    __slots__: tuple[str, ...] = ()

    def _fields(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in self.__slots__)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and isinstance(other, _Value) and self._fields() == other._fields()

    def __hash__(self) -> int:
        return hash(self._fields())

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__slots__)
        return f"{type(self).__name__}({shown})"


class Options(_Value):
    """What a path may consist of; ``relations`` and ``avoid`` are empty for no limit."""

    __slots__ = ("avoid", "directed", "k", "max_hops", "min_roots", "relations", "through_places")

    def __init__(
        self,
        *,
        k: int = 3,
        max_hops: int = MAX_HOPS,
        relations: tuple[str, ...] = (),
        avoid: tuple[str, ...] = (),
        directed: bool = False,
        min_roots: int = 0,
        through_places: bool = False,
    ) -> None:
        self.k = k
        self.max_hops = max_hops
        self.relations = relations
        self.avoid = avoid
        self.directed = directed
        self.min_roots = min_roots
        self.through_places = through_places


class Step(_Value):
    """One hop: the strongest claim between two neighbours; ``parallel`` names the others.

    ``forward`` tells whether the path runs from the claim's subject to its object; ``when``
    says when it held, ``certain`` whether it does for sure.
    """

    __slots__ = (
        *("claim", "subject", "relation", "object", "forward", "status", "layer", "flags", "sources", "parallel"),
        *("sentence", "when", "certain"),
    )

    def __init__(  # noqa: PLR0913 - one parameter a field
        self,
        *,
        claim: str,
        subject: str,
        relation: str,
        object: str,  # noqa: A002 - the word of the format
        forward: bool,
        status: str,
        layer: str,
        flags: tuple[str, ...],
        sources: tuple[str, ...],
        parallel: tuple[str, ...],
        sentence: str,
        when: str,
        certain: bool,
    ) -> None:
        self.claim = claim
        self.subject = subject
        self.relation = relation
        self.object = object
        self.forward = forward
        self.status = status
        self.layer = layer
        self.flags = flags
        self.sources = sources
        self.parallel = parallel
        self.sentence = sentence
        self.when = when
        self.certain = certain

    def as_json(self) -> dict[str, Any]:
        """Return the step as ``steps`` lists it."""
        return {
            "claim": self.claim,
            "subject": self.subject,
            "relation": self.relation,
            "object": self.object,
            "forward": self.forward,
            "status": self.status,
            "layer": self.layer,
            "flags": list(self.flags),
            "sources": list(self.sources),
            "parallel": list(self.parallel),
        }


class Path(_Value):
    """Steps from the first thing to the last; ``layer`` is the weakest among them, ``names`` names the things."""

    __slots__ = ("layer", "names", "steps")

    def __init__(self, layer: str, steps: tuple[Step, ...], names: tuple[str, ...]) -> None:
        self.layer = layer
        self.steps = steps
        self.names = names

    @property
    def hops(self) -> int:
        """Count the steps."""
        return len(self.steps)


class Answer(_Value):
    """The paths found between two things, what was searched, and under which frame (the key of a view)."""

    __slots__ = ("claims", "entities", "frame", "goal", "goal_name", "options", "paths", "start", "start_name")

    def __init__(  # noqa: PLR0913 - one parameter a field
        self,
        *,
        start: str,
        goal: str,
        start_name: str,
        goal_name: str,
        paths: tuple[Path, ...],
        entities: int,
        claims: int,
        options: Options,
        frame: str,
    ) -> None:
        self.start = start
        self.goal = goal
        self.start_name = start_name
        self.goal_name = goal_name
        self.paths = paths
        self.entities = entities
        self.claims = claims
        self.options = options
        self.frame = frame

    def as_json(self) -> dict[str, Any]:
        """Return the answer as ``aikg path --json`` prints it."""
        as_of, known_at, floor, only = self.frame.split("|")
        paths = [
            {"hops": path.hops, "layer": path.layer, "steps": [step.as_json() for step in path.steps]}
            for path in self.paths
        ]
        return {
            "from": self.start,
            "to": self.goal,
            "as_of": as_of or None,
            "known_at": known_at or None,
            "floor": floor,
            "only": only.split(",") if only else None,
            "paths": paths,
            "searched": {
                "entities": self.entities,
                "claims": self.claims,
                "max_hops": self.options.max_hops,
                "relations": sorted(self.options.relations) or None,
            },
        }

    def __str__(self) -> str:
        """Return the answer as ``aikg path`` prints it."""
        from graph.network.telling import told  # noqa: PLC0415 - scripts that ask for JSON need none of it

        return told(self)

    def _repr_html_(self) -> str:
        """Show the answer in a notebook."""
        from html import escape  # noqa: PLC0415 - only notebooks ask

        return f"<pre>{escape(str(self))}</pre>"
