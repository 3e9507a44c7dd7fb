"""Where documents differ about one and the same claim, event, exception or wording."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING, Any

from graph.facts.expressed import expression_json
from graph.facts.measure import Measure
from graph.facts.records import Claim, Event
from graph.facts.share import Share
from graph.facts.when import When
from graph.meaning.describe import sentence
from graph.meaning.evidence import publication
from graph.meaning.phrases import date_phrase
from graph.meaning.sides import Contradiction, Side, documents

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from graph.facts.records import Attestation, Exemption, Override, Restriction, Wording
    from graph.meaning.evidence import Evidence
    from graph.meaning.view import View

__all__ = ["differences"]

_NAMES = {"on": "the day", "since": "the start", "until": "the end"}
_NOT_STATED = "notStated"


@dataclass(frozen=True, slots=True)
class _Statement:
    """Something documents attest, as a sentence."""

    record: Claim | Event | Exemption | Wording
    said: str
    evidence: Evidence


def differences(view: View) -> Iterator[Contradiction]:
    """Yield what documents say differently of one thing: denied, values, expected, origin, wording."""
    for statement in _statements(view):
        yield from _denied(view, statement)
        yield from _values(statement)
        yield from _expected(view, statement)
        yield from _origins(view, statement)
    for restriction in view.facts.restrictions.values():
        yield from _wordings(view, restriction)


def _statements(view: View) -> Iterator[_Statement]:
    for held in view.claims.values():
        yield _Statement(held.claim, sentence(view, held), held.evidence)
    words = view.facts.vocabulary.codes["EventType"]
    for restriction in view.facts.restrictions.values():
        for part in restriction.parts:
            evidence = view.library.evidence(part.attestations, restriction.issuer)
            if evidence is not None and view.frame.admits(evidence.layer):
                said = restriction.name
                if isinstance(part, Event):
                    said += f" ({words[part.event].label})"
                elif part.id != restriction.id:
                    said += f" ({part.id.removeprefix(restriction.id + '.').replace('.', ' ')})"
                yield _Statement(part, said, evidence)


def _denied(view: View, statement: _Statement) -> Iterator[Contradiction]:
    evidence = statement.evidence
    against = [a for a in evidence.attestations if view.library.effect(a) == "disputes"]
    if against:
        id_ = statement.record.id
        speakers = [_thing(view, a.speaker) for a in against if a.speaker is not None]
        by = f" by {_listed(speakers)}" if speakers else ""
        yield Contradiction(
            kind="denied",
            certain=True,
            claims=(id_,),
            sentence=f"{statement.said}: said by some and denied{by}",
            sides=(
                Side(says="it is so", claims=(id_,), sources=documents(evidence.support)),
                Side(says="it is not so", claims=(id_,), sources=documents(against)),
            ),
        )


# ---- values


def _values(statement: _Statement) -> Iterator[Contradiction]:
    told = statement.evidence.support or statement.evidence.attestations
    for key in sorted({key for a in told for key in a.overrides}):
        groups: dict[Hashable, list[tuple[Attestation, Override]]] = defaultdict(list)
        for attestation in told:
            value = attestation.overrides.get(key, _own(statement.record, key))
            if value:
                groups[_bounds(value)].append((attestation, value))
        if len(groups) > 1:
            id_ = statement.record.id
            sides = [
                Side(says=_written(group[0][1]), claims=(id_,), sources=documents(a for a, _ in group))
                for group in groups.values()
            ]
            values = _listed([side.says for side in sides], "or")
            pairs = [(a[0][1], b[0][1]) for a, b in combinations(groups.values(), 2)]
            apart = any(_apart(a, b) for a, b in pairs)
            differ = apart or not all(_comparable(a, b) for a, b in pairs)
            how = "documents differ on" if differ else "documents are not equally exact on"
            yield Contradiction(
                kind="values",
                certain=apart,
                claims=(id_,),
                sentence=f"{statement.said}: {how} {_NAMES.get(key, f'the {key}')}, {values}",
                sides=tuple(sorted(sides, key=lambda side: side.says)),
            )


def _own(record: Claim | Event | Exemption | Wording, key: str) -> Override:
    value: Override = getattr(record, "date" if isinstance(record, Event) and key == "on" else key, None)
    return value


def _bounds(value: Override) -> Hashable:
    """Return what two values share when they say the same, whatever their spelling."""
    match value:
        case When(_, earliest, latest):
            return earliest, latest
        case Share(_, low, high, low_closed, high_closed):
            return low, high, low_closed, high_closed
        case Measure(_, low, high, unit):
            return low, high, unit
        case tuple():
            return tuple(_bounds(measure) for measure in value)
        case _:
            return None


def _written(value: Override) -> str:
    if isinstance(value, tuple):
        return ", ".join(measure.text for measure in value)
    return date_phrase(value) if isinstance(value, When) else str(value)


def _apart(a: Override, b: Override) -> bool:
    """Tell whether two values exclude each other; sums in different currencies do not."""
    match a, b:
        case When(), When():
            return a.latest < b.earliest or b.latest < a.earliest
        case Share(), Share():
            first, second = sorted((a, b), key=lambda share: (share.low, not share.low_closed))
            touching = first.high == second.low and not (first.high_closed and second.low_closed)
            return first.high < second.low or touching
        case Measure(), Measure():
            return a.unit == b.unit and (_below(a, b) or _below(b, a))
        case tuple(), tuple():
            return any(_apart(one, other) for one in a for other in b)
        case _:
            return False


def _comparable(a: Override, b: Override) -> bool:
    """Tell whether one of two values can be the other, told less exactly: not sums in different currencies."""
    return not (isinstance(a, Measure) and isinstance(b, Measure)) or a.unit == b.unit


def _below(a: Measure, b: Measure) -> bool:
    """Tell whether one measure ends before another begins, rounded as the coarser is written.

    2.06 billion and 2,060,600,000 are the same; 2.06 billion and 2.07 billion are not.
    """
    if a.high is None or b.low is None:
        return False
    first, second = (int(end.as_tuple().exponent) for end in (a.high, b.low))
    half = Decimal(5).scaleb(max(first, second) - 1) if first != second else 0
    return b.low - a.high > half


# ---- how it is put


def _expected(view: View, statement: _Statement) -> Iterator[Contradiction]:
    """Yield what some put as to come and others, not certainly later, as done."""
    coming = [a for a in statement.evidence.support if a.modality == "expected"]
    done = [a for a in statement.evidence.support if a.modality != "expected"]
    if not coming or not done:
        return
    sources = view.facts.sources
    latest = max(publication(sources[doc])[1] for doc in documents(coming))
    if min(publication(sources[doc])[0] for doc in documents(done)) > latest:
        return
    id_ = statement.record.id
    yield Contradiction(
        kind="expected",
        certain=False,
        claims=(id_,),
        sentence=f"{statement.said}: put as expected and as done",
        sides=(
            Side(says="it is expected", claims=(id_,), sources=documents(coming)),
            Side(says="it is so", claims=(id_,), sources=documents(done)),
        ),
    )


def _origins(view: View, statement: _Statement) -> Iterator[Contradiction]:
    """Yield allegations that documents trace to different people or reports."""
    groups: list[tuple[set[str], list[Attestation]]] = []
    support = statement.evidence.support
    for attestation in support:
        if attestation.modality == "alleged" and (attestation.via or attestation.speaker):
            marks = set(view.library.ends(attestation, support))
            if attestation.speaker is not None:
                marks.add(attestation.speaker)
            members = [attestation]
            for group in [group for group in groups if group[0] & marks]:
                groups.remove(group)
                marks |= group[0]
                members = [*group[1], *members]
            groups.append((marks, members))
    if len(groups) < 2 or len(documents(support)) < 2:  # noqa: PLR2004 - it takes two to differ
        return
    id_ = statement.record.id
    sides = sorted(
        (Side(says=_origin(view, marks), claims=(id_,), sources=documents(members)) for marks, members in groups),
        key=lambda side: side.says,
    )
    yield Contradiction(
        kind="origin",
        certain=False,
        claims=(id_,),
        sentence=f"{statement.said}: the allegation is traced to {_listed([side.says for side in sides])}",
        sides=tuple(sides),
    )


def _origin(view: View, marks: set[str]) -> str:
    """Name those who first said something, or else the reports that did."""
    people = sorted(mark for mark in marks if mark in view.facts.entities)
    return _listed([_thing(view, mark) for mark in people or sorted(marks)])


def _thing(view: View, id_: str) -> str:
    if id_ in view.facts.entities:
        return view.facts.entities[id_].name
    return view.facts.sources[id_].title or id_


def _listed(texts: list[str], last: str = "and") -> str:
    texts = list(dict.fromkeys(texts))
    return f" {last} ".join([", ".join(texts[:-1]), texts[-1]] if len(texts) > 1 else texts)


# ---- wordings


def _wordings(view: View, restriction: Restriction) -> Iterator[Contradiction]:
    """Yield each wording that differs from the one that answers."""
    known = []
    for wording in (restriction.wording, *restriction.variants):
        evidence = view.library.evidence(wording.attestations, restriction.issuer)
        if evidence is not None and view.frame.admits(evidence.layer):
            known.append((wording, evidence))
    for variant, evidence in known[1:]:
        base, base_evidence = known[0]
        keys = [key for key in _WORDED if _worded(base, key) != _worded(variant, key)]
        if keys:
            yield Contradiction(
                kind="wording",
                certain=any(_conflict(_worded(base, key), _worded(variant, key)) for key in keys),
                claims=(base.id, variant.id),
                sentence=f"{restriction.name}: documents differ on its {_listed(keys)}",
                sides=tuple(
                    Side(
                        says="; ".join(f"{key}: {_spoken(_worded(wording, key))}" for key in keys),
                        claims=(wording.id,),
                        sources=documents(found.support),
                    )
                    for wording, found in ((base, base_evidence), (variant, evidence))
                ),
            )


_WORDED = ("instrument", "force", "actions", "parties", "assets")


def _worded(wording: Wording, key: str) -> Any:  # noqa: ANN401 - a code, a list of codes or an expression
    value = getattr(wording, key)
    return expression_json(value) if key in {"parties", "assets"} else value


def _conflict(a: object, b: object) -> bool:
    """Tell whether two codes exclude each other; actions and tests may merely be told less fully."""
    return isinstance(a, str) and isinstance(b, str) and _NOT_STATED not in {a, b}


def _spoken(value: object) -> str:
    if value is None:
        return "not stated"
    if isinstance(value, dict):
        return ", ".join(f"{key} {_spoken(item)}" for key, item in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_spoken, value))
    return str(value)
