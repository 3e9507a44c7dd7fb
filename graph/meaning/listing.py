"""Lists of what a view holds, filtered as people ask for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.facts.values import near
from graph.meaning.describe import claim_json
from graph.meaning.phrases import held_phrase

if TYPE_CHECKING:
    from graph.meaning.view import Held, View

__all__ = ["Filters", "Table", "listing", "words"]

GROUPS = ("claims", "contradictions", "entities", "restrictions", "sources", "stories")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What claims to list; days are ordinals, everything else as the ontology spells it."""

    relation: str | None = None
    status: str | None = None
    layer: str | None = None
    source: str | None = None
    since: int | None = None
    until: int | None = None

    def admit(self, held: Held) -> bool:
        """Tell whether a claim passes: it may have held at some time between the days."""
        return (
            self.relation in {None, held.claim.relation}
            and self.status in {None, held.evidence.status}
            and self.layer in {None, held.evidence.layer}
            and (self.source is None or self.source in held.evidence.documents)
            and (self.since is None or held.end[1] >= self.since)
            and (self.until is None or held.start[0] <= self.until)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A list for people (``header`` and ``rows``) and for scripts (``items`` under ``name``)."""

    name: str
    header: tuple[str, ...]
    rows: list[tuple[object, ...]]
    items: list[dict[str, Any]]


def words(view: View) -> list[str]:
    """List what can be listed: the groups and the kinds of entities."""
    return [*GROUPS, *(kind.name for kind in view.facts.vocabulary.kinds.values())]


def listing(view: View, what: str, filters: Filters) -> Table:
    """List a group or the entities of a kind, sorted by id.

    Raises :class:`LookupError` for an unknown word.
    """
    lists = {
        "claims": _claims,
        "contradictions": _contradictions,
        "entities": lambda view, _: _entities(view, "Entity"),
        "restrictions": _restrictions,
        "sources": _sources,
        "stories": _stories,
    }
    name = what.lower()
    if name in lists:
        return lists[name](view, filters)
    for kind in view.facts.vocabulary.kinds.values():
        if name in {kind.name.lower(), kind.label.lower(), _plural(kind.label.lower())}:
            return _entities(view, kind.name)
    message = f"there is no list of '{what}'{near(what, words(view)) or '; use one of ' + ', '.join(words(view))}"
    raise LookupError(message)


def _plural(noun: str) -> str:
    return f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"


def _claims(view: View, filters: Filters) -> Table:
    held = [h for h in view.claims.values() if filters.admit(h)]
    rows: list[tuple[object, ...]] = [
        (
            h.claim.id,
            h.evidence.layer,
            h.evidence.status,
            ", ".join(view.marks(h)),
            held_phrase(h),
            ", ".join(h.evidence.documents),
        )
        for h in held
    ]
    header = ("id", "layer", "status", "flags", "dates", "sources")
    return Table(name="claims", header=header, rows=rows, items=[claim_json(view, h) for h in held])


def _entities(view: View, kind: str) -> Table:
    found = [e for e in view.facts.entities.values() if view.facts.vocabulary.is_kind(e.kind, kind)]
    items = [
        {
            "id": e.id,
            "kind": e.kind,
            "name": e.name,
            "names": dict(e.names),
            "aliases": list(e.aliases),
            "ids": dict(e.ids),
        }
        for e in found
    ]
    rows: list[tuple[object, ...]] = [(e.id, e.kind, e.name, ", ".join(e.names.values())) for e in found]
    return Table(name="entities", header=("id", "kind", "name", "names"), rows=rows, items=items)


def _restrictions(view: View, _: Filters) -> Table:
    items = []
    for stand in view.standings.values():
        if stand.status == "UNKNOWN":
            continue
        restriction, wording = stand.restriction, stand.wording or stand.restriction.wording
        items.append(
            {
                "id": restriction.id,
                "name": restriction.name,
                "issuer": restriction.issuer,
                "instrument": wording.instrument,
                "force": wording.force,
                "actions": list(wording.actions),
                "status": stand.status,
                "expected": stand.expected,
                "layer": stand.evidence.layer if stand.evidence else None,
            },
        )
    header = ("id", "issuer", "instrument", "force", "actions", "status")
    rows: list[tuple[object, ...]] = [tuple(item[key] for key in header) for item in items]
    return Table(name="restrictions", header=header, rows=rows, items=items)


def _sources(view: View, _: Filters) -> Table:
    known = [s for s in view.facts.sources.values() if not view.frame.only or s.id in view.frame.only]
    items = [
        {
            "id": s.id,
            "kind": s.kind,
            "title": s.title,
            "publisher": s.publisher,
            "url": s.url,
            "published": s.published.text if s.published else None,
            "tier": s.tier,
        }
        for s in known
        if view.library.known(s.id) != "no"
    ]
    header = ("id", "kind", "tier", "published", "publisher", "title")
    rows: list[tuple[object, ...]] = [tuple(item[key] for key in header) for item in items]
    return Table(name="sources", header=header, rows=rows, items=items)


def _stories(view: View, _: Filters) -> Table:
    items = [{"id": s.id, "title": s.title, "steps": len(s.steps)} for s in view.facts.stories.values()]
    rows: list[tuple[object, ...]] = [(item["id"], item["title"], item["steps"]) for item in items]
    return Table(name="stories", header=("id", "title", "steps"), rows=rows, items=items)


def _contradictions(view: View, _: Filters) -> Table:
    from graph.meaning.contradictions import find  # noqa: PLC0415 - only this list needs it

    items = [contradiction.as_json() for contradiction in find(view)]
    rows: list[tuple[object, ...]] = [(i["kind"], i["sentence"], ", ".join(i["claims"])) for i in items]
    return Table(name="contradictions", header=("kind", "sentence", "claims"), rows=rows, items=items)
