"""Names as people type them: any case, script and punctuation, ids, former ids and aliases."""

from __future__ import annotations

TYPE_CHECKING = False  # `typing` is slow to import
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graph.facts.load import Facts
    from graph.facts.records import Entity, Restriction

__all__ = ["NameProblem", "choose", "fold", "names_of", "renewed", "resolve"]


class NameProblem(LookupError):  # noqa: N818 - it is the name that is the problem
    """A name that stands for nothing, or for several things; the message says which."""


def fold(text: str) -> str:
    """Reduce a name to what is compared: case-folded words of letters, digits and marks."""
    if not text.isascii():
        import unicodedata  # noqa: PLC0415 - most questions are asked in ASCII

        text = unicodedata.normalize("NFKC", text).casefold()
        kept = [c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in text]
    else:
        kept = [c if c.isalnum() else " " for c in text.casefold()]
    return " ".join("".join(kept).split())


_SHOWN = 60
"""How much of an unknown name a message repeats."""


def names_of(facts: Facts) -> dict[str, tuple[str, ...]]:
    """Map each folded name of an entity or restriction to the ids it stands for."""
    found: dict[str, dict[str, None]] = {}

    def add(name: str, id_: str) -> None:
        if folded := fold(name):
            found.setdefault(folded, {})[id_] = None

    named: list[Entity | Restriction] = [*facts.entities.values(), *facts.restrictions.values()]
    for record in named:
        for name in (record.id, record.name, *record.names.values(), *record.aliases, *record.was):
            add(name, record.id)
    for claim in facts.claims.values():
        if claim.relation == "called" and claim.subject in facts.entities:
            add(claim.object, claim.subject)
    return {name: tuple(ids) for name, ids in sorted(found.items())}


def choose(
    text: str, ids: Iterable[str], all_names: Iterable[str], spoken: Mapping[str, str], group: str = "entities"
) -> str:
    """Return the one id among ``ids``; raise :class:`NameProblem` that lists several or near names.

    ``spoken`` gives the name of an id for the message, ``group`` what to list where nothing is near.
    """
    ids = sorted(set(ids))
    if len(ids) == 1:
        return ids[0]
    if ids:
        listed = ", ".join(f"{id_} ({spoken[id_]})" for id_ in ids)
        message = f"'{text}' may be any of: {listed}; use the id"
        raise NameProblem(message)
    from difflib import get_close_matches  # noqa: PLC0415 - only for mistakes

    close = get_close_matches(fold(text), list(all_names), 3, 0.6)
    hint = f"did you mean {' or '.join(repr(name) for name in close)}?" if close else f"see  aikg list {group}"
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    message = f"nothing is called '{shown}'; {hint}"
    raise NameProblem(message)


def renewed(id_: str, former: Mapping[str, str]) -> str:
    """Return an id with the present ids of the files that it names, in a claim's as subject and object."""
    if "." not in id_:
        return former.get(id_, id_)
    parts = id_.split(".", 3)
    return ".".join(former.get(part, part) if index in {0, 2} else part for index, part in enumerate(parts))


def resolve(facts: Facts, text: str, *, among: str = "entities restrictions") -> str:
    """Return the id that a name, alias or id in any form stands for.

    ``among`` names the groups to look in: entities, restrictions, sources, stories, claims.
    Raises :class:`NameProblem` when nothing or several things match.
    """
    groups = among.split()
    pools: dict[str, Mapping[str, object]] = {
        "entities": facts.entities,
        "restrictions": facts.restrictions,
        "sources": facts.sources,
        "stories": facts.stories,
        "claims": facts.claims,
    }
    # before the record in whose file the former id of a claim stands
    if "claims" in groups and text not in facts.claims and (claim := _former_claim(facts, text)) is not None:
        return claim
    exact = facts.former.get(text, text)
    if any(exact in pools[group] for group in groups):
        return exact
    names = names_of(facts)
    allowed = {id_ for group in groups for id_ in pools[group]}
    ids = [id_ for id_ in names.get(fold(text), ()) if id_ in allowed]
    known = [name for name, holders in names.items() if allowed.intersection(holders)]
    if "sources" in groups:
        known += facts.sources
    if "claims" in groups and "." in text:  # near ids of one subject, since all would take long
        known += [id_ for id_ in facts.claims if id_.startswith(text.partition(".")[0] + ".")]
    spoken = {id_: _spoken(facts, id_) for id_ in ids}
    return choose(text, ids, known, spoken, groups[0])


def _spoken(facts: Facts, id_: str) -> str:
    entity = facts.entities.get(id_)
    return entity.name if entity else facts.restrictions[id_].name


def _former_claim(facts: Facts, text: str) -> str | None:
    """Find the claim that a former claim id stands for: same relation, and same object if several."""
    subject, dot, rest = text.partition(".")
    if not dot:
        return None
    relation, _, object_ = rest.partition(".")
    subject = facts.former.get(text) or facts.former.get(subject, subject)
    object_, _, start = object_.partition(".")
    current = f"{subject}.{relation}.{facts.former.get(object_, object_)}"
    for candidate in (f"{current}.{start}" if start else current, current):
        if candidate in facts.claims:
            return candidate
    if text in facts.former:
        same = [c.id for c in facts.claims.values() if c.subject == subject and c.relation == relation]
        return same[0] if len(same) == 1 else None
    return None
