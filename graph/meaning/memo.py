"""A verdict as an audit memo in Markdown: question, terms, answer, proof, sources, what is missing.

The same question on the same facts gives the same bytes: no clock is read, all is sorted. Names
and texts come from fact files that strangers may have written, so everything is escaped.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph import __version__
from graph.meaning.phrases import date_phrase
from graph.meaning.proof import step, voice
from graph.meaning.why import VERDICTS, ground_sentence
from graph.meaning.wording import difference_phrases, reason, variant_phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.facts.records import Attestation, Source
    from graph.meaning.proof import Step
    from graph.meaning.verdict import Ground, Verdict
    from graph.meaning.view import View

__all__ = ["DISCLAIMER", "markdown"]

DISCLAIMER = "Nothing here is legal advice."
"""Stands at the end of every answer about what a party may do."""

_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~&$!]|^[-+=]")
_NUMBERED = re.compile(r"^(\d+)([.)])")


def markdown(view: View, answer: Verdict) -> str:
    """Write a verdict of this view as a memo; ends with a newline."""
    numbers: dict[str, int] = {}
    parts = [
        ["# Memo", ""],
        _question(view, answer),
        _answer(answer),
        list(_grounds(view, answer, numbers)),
        _missing(answer),
        _searched(view, answer),
        _sources(view, numbers),
        ["---", "", f"{DISCLAIMER} Made with aikg {__version__}.", ""],
    ]
    return "\n".join(line for part in parts for line in part)


def safe(text: str) -> str:
    """Escape a text so that Markdown shows it as typed."""
    escaped = _MARKUP.sub(lambda match: f"\\{match.group()}", " ".join(text.split()))
    return _NUMBERED.sub(r"\1\\\2", escaped)


def _named(view: View, id_: str) -> str:
    found = view.facts.entities.get(id_) or view.facts.restrictions.get(id_)
    return f"{safe(found.name)} (`{id_}`)" if found else f"`{id_}`"


def _question(view: View, answer: Verdict) -> list[str]:
    frame = answer.frame
    only = frame["only"]
    known = frame["known_at"]
    party, asset, action = _named(view, answer.party), _named(view, answer.asset), answer.action
    rows = [
        ("Question", f"May {party} do the following with {asset}: {safe(action)}?"),
        ("Day asked about", str(frame["as_of"])),
        ("As known on", str(known) if known else "everything these facts hold"),
        ("Floor", f"{frame['floor']} (weaker claims are not used)"),
        ("Only these documents", ", ".join(f"`{doc}`" for doc in only) if isinstance(only, list) else "all"),
        ("Version of the facts", f"`{view.facts.digest}`"),
    ]
    if answer.lifted:
        rows.append(("Supposed to be lifted", ", ".join(_named(view, id_) for id_ in answer.lifted)))
    lines = ["## Question", "", "| | |", "| --- | --- |", *(f"| {key} | {value} |" for key, value in rows), ""]
    return [*lines, f"To ask again: `{_command(answer)}`", ""]


def _command(answer: Verdict) -> str:
    frame = answer.frame
    words = ["aikg verdict", answer.party, answer.asset, "--action", answer.action, "--as-of", str(frame["as_of"])]
    if frame["known_at"]:
        words += ["--known-at", str(frame["known_at"])]
    words += ["--floor", str(frame["floor"])]
    if isinstance(frame["only"], list):
        words += ["--only", ",".join(frame["only"])]
    if answer.lifted:
        words += ["--lifted", ",".join(answer.lifted)]
    return " ".join([*words, "--memo"])


def _answer(answer: Verdict) -> list[str]:
    lines = ["## Answer", "", f"**{answer.verdict}**: {VERDICTS[answer.verdict]}.", ""]
    if answer.at_most != answer.verdict:
        lines += [f"At most **{answer.at_most}**, were everything that is possible so.", ""]
    if answer.expected:
        lines += ["It is expected only: no known document confirms it after the day it was announced for.", ""]
    if answer.layer:
        lines += [f"Layer: {answer.layer}, which is that of the weakest step of its firmest ground.", ""]
    return lines


# ---- grounds


def _grounds(view: View, answer: Verdict, numbers: dict[str, int]) -> Iterator[str]:
    yield "## Grounds"
    yield ""
    if not answer.grounds:
        yield f"None. Restrictions looked at: {answer.searched}."
        yield ""
    for number, ground in enumerate(answer.grounds, 1):
        yield f"### Ground {number}: {safe(ground_sentence(view, ground))}"
        yield ""
        yield from _tests(view, answer, ground)
        for id_ in ground.proof:
            yield from _proof(view, step(view, id_), numbers)
        yield ""
        for id_ in ground.variants:
            differs = difference_phrases(view, ground.standing.restriction, ground.wording, id_)
            yield f"- {variant_phrase(ground.otherwise[id_]).capitalize()} (`{id_}`): {safe('; '.join(differs))}."
        if ground.variants:
            yield ""


def _tests(view: View, answer: Verdict, ground: Ground) -> Iterator[str]:
    staff = ground.capacity == "employeesOf"
    whom = "its staff" if staff else "itself"
    party, asset = _named(view, answer.party), _named(view, answer.asset)
    because = reason(view, ground.party, answer.party, staff=staff)
    yield f"- Party: {ground.party.value}. {party}, {whom}, {safe(because)}."
    yield f"- Asset: {ground.asset.value}. {asset}, {safe(reason(view, ground.asset, answer.asset))}."
    yield f"- Action: {ground.action.value}. The restriction is about: {safe(', '.join(ground.wording.actions))}."
    if ground.layer:
        yield f"- Weakest layer: {safe('; '.join((ground.layer, *ground.flags)))}."
    yield ""
    yield "It rests on:"
    yield ""


def _proof(view: View, found: Step, numbers: dict[str, int]) -> Iterator[str]:
    yield f"- {safe(found.text)}. `{found.id}` ({safe(', '.join(found.marks))})"
    for attestation in found.evidence.attestations:
        yield f"  - {_attested(view, attestation, numbers)}"


def _attested(view: View, attestation: Attestation, numbers: dict[str, int]) -> str:
    """Say how a document puts it, and through whom it knows."""
    by = "The curators" if attestation.doc is None else _cited(attestation.doc, numbers).capitalize()
    where = f", {safe(attestation.where)}" if attestation.where else ""
    chain = [_cited(id_, numbers) for id_ in attestation.via]
    via = f", resting on {', which rests on '.join(chain)}" if chain else ""
    says = attestation.says or attestation.note
    return f"{by}{where}: {safe(voice(view, attestation))}{via}.{f' {safe(says)}' if says else ''}"


def _cited(source: str, numbers: dict[str, int]) -> str:
    return f"source {numbers.setdefault(source, len(numbers) + 1)}"


# ---- the rest


def _missing(answer: Verdict) -> list[str]:
    if not answer.missing:
        return ["## Missing facts", "", "None: no fact is missing that would settle the answer.", ""]
    questions = [f"- {safe(gap.question)}" for gap in answer.missing]
    return ["## Missing facts", "", "Each would settle something that is only possible:", "", *questions, ""]


def _searched(view: View, answer: Verdict) -> list[str]:
    facts = view.facts
    documents = sum(view.library.known(id_) != "no" for id_ in facts.sources)
    counts = (
        f"Restrictions: {answer.searched}. Claims that hold or may hold on the day: {len(view.claims)}. "
        f"Entities: {len(facts.entities)}. Known documents: {documents}."
    )
    lines = ["## What was searched", "", counts, ""]
    if answer.disputed:
        ids = ", ".join(f"`{id_}`" for id_ in answer.disputed)
        lines += [f"Documents differ: under another wording there would be a ground more: {ids}.", ""]
    if answer.below_floor:
        ids = ", ".join(f"`{id_}`" for id_ in answer.below_floor)
        lines += [f"Known, but below the floor and so not counted: {ids}.", ""]
    return lines


def _sources(view: View, numbers: dict[str, int]) -> list[str]:
    """List the sources in the order in which they are cited, with what theirs rest on."""
    queue = list(numbers)
    for id_ in queue:
        for below in view.facts.sources[id_].derived_from:
            if below not in numbers:
                _cited(below, numbers)
                queue.append(below)
    lines = [f"{numbers[id_]}. {_source(view.facts.sources[id_], numbers)}" for id_ in queue]
    return ["## Sources", "", *(lines or ["None."]), ""]


def _source(source: Source, numbers: dict[str, int]) -> str:
    parts: Iterable[str | None] = (
        f"{safe(source.name)} (`{source.id}`)",
        f"publisher: {safe(source.publisher)}" if source.publisher else "publisher not known",
        f"published {date_phrase(source.published)}" if source.published else "date not known",
        f"retrieved {date_phrase(source.retrieved)}" if source.retrieved else None,
        f"<{source.url}>" if source.url else "no address",
        f"tier {source.tier}" if source.tier else "unidentified",
        f"rests on {', '.join(_cited(id_, numbers) for id_ in source.derived_from)}" if source.derived_from else None,
    )
    return "; ".join(part for part in parts if part) + "."
