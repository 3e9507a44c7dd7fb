"""Why an answer is what it is: its proof as a tree down to the sources, and what it hangs on.

For a claim the tree shows who says it and where each chain ends; for a restriction, coverage or
a verdict it shows the claims, events and exceptions behind each test.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from graph.facts.when import day_text
from graph.meaning.coverage import covered
from graph.meaning.proof import Branch, Footing, Step, attestations, footing, step, step_branch, voice
from graph.meaning.removal import Asked, Flip, coverage_flips, deciding, smallest, unhindered, verdict_flips
from graph.meaning.verdict import exempting, verdict
from graph.meaning.view import STALE_AFTER
from graph.meaning.wording import difference_phrases, reason, variant_phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from graph.meaning.evidence import Evidence
    from graph.meaning.finding import Gap
    from graph.meaning.standing import Standing
    from graph.meaning.verdict import Ground, Verdict
    from graph.meaning.view import View

__all__ = [
    "STATUSES",
    "VERDICTS",
    "Why",
    "ground_sentence",
    "of_claim",
    "of_coverage",
    "of_restriction",
    "of_verdict",
]

VERDICTS = {
    "PROHIBITED": "a known restriction bars it",
    "LICENCE_REQUIRED": "a known restriction asks for a licence first",
    "CONDITIONAL": "a known restriction sets conditions for it",
    "DISCOURAGED": "a known restriction advises against it",
    "DIRECTED": "a known rule directs the party to do it",
    "LISTED": "an official listing bears on it, which by itself bars nothing",
    "INDETERMINATE": "the known facts do not settle it",
    "NO_KNOWN_RESTRICTION": "none of the known restrictions bears on it, which does not mean that there is none",
}
"""What each verdict means, in words."""

STATUSES = {
    "IN_FORCE": "in force",
    "NOT_YET": "not yet in force",
    "SUSPENDED": "suspended",
    "ENDED": "no longer in force",
    "INDETERMINATE": "in force or not: the known facts do not settle it",
    "UNKNOWN": "of unknown wording: no admitted document gives it",
}
"""What each status of a restriction means, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """An explained answer. ``kind`` is claim, restriction, coverage or verdict.

    ``because`` are sentences on the answer as a whole; ``flips`` is None where taking facts
    away was not asked.
    """

    kind: str
    question: dict[str, str]
    frame: dict[str, object]
    answer: str
    headline: str
    because: tuple[str, ...]
    tree: Branch
    flips: tuple[Flip, ...] | None
    footing: Footing

    def as_json(self) -> dict[str, Any]:
        """Return the explanation as ``aikg why --json`` prints it."""
        return {
            "type": self.kind,
            "question": self.question,
            **self.frame,
            "answer": self.answer,
            "headline": self.headline,
            "because": list(self.because),
            "tree": self.tree.as_json(),
            "smallest_removals": None if self.flips is None else [flip.as_json() for flip in self.flips],
            "rests_on": self.footing.as_json(),
        }


def _name(view: View, id_: str) -> str:
    found = view.facts.entities.get(id_) or view.facts.restrictions.get(id_)
    return found.name if found else id_


def _on_day(view: View) -> str:
    return "" if view.frame.as_of is None else f" on {day_text(view.frame.as_of)}"


# ---- claims


def of_claim(view: View, id_: str) -> Why:
    """Explain why a claim, event, exception or wording stands as it does.

    Raises :class:`LookupError` where no known document speaks of it.
    """
    found = step(view, id_)
    held = view.known.get(id_)
    subject = held.claim.subject if held else view.facts.restrictions[id_.partition(".")[0]].issuer
    because = [_status(found), _layer(view, found.evidence, subject), *_flags(view, found)]
    if held is not None and held.covers != "yes":
        because.append(f"It {'may hold' if held.covers == 'maybe' else 'does not hold'}{_on_day(view)}.")
    if found.evidence.known == "maybe":
        because.append("Only documents of uncertain date speak of it: it may have been unknown by then.")
    return Why(
        kind="claim",
        question={"id": id_},
        frame=view.frame.as_json(),
        answer=found.evidence.status,
        headline=f"{found.text}: {', '.join(found.marks)}",
        because=tuple(because),
        tree=Branch(
            text=found.text, kind=found.kind, id=id_, marks=found.marks, branches=attestations(view, found.evidence)
        ),
        flips=None,
        footing=footing(view, [id_]),
    )


def _listed(words: Iterable[str]) -> str:
    found = list(words)
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} and {found[-1]}"


def _docs(evidence: Evidence, *modalities: str) -> str:
    docs = [a.doc for a in evidence.attestations if a.modality in modalities and a.doc is not None]
    return _listed(dict.fromkeys(docs)) if docs else "no document"


def _rooted(roots: Sequence[str]) -> str:
    """Add how many roots stand behind what needs no second one."""
    return f"; {len(roots)} independent root{'s' if len(roots) > 1 else ''} in all" if roots else ""


def _status(found: Step) -> str:
    """Say why a status is what it is (facts.md, What is computed)."""
    evidence = found.evidence
    roots = evidence.roots
    reasons = {
        "retracted": f"every document that supported it is withdrawn, by {_docs(evidence, 'retracted')}",
        "official": f"the body that has the power put it on record, in {_docs(evidence, 'official')}{_rooted(roots)}",
        "confirmed": f"a party to it says so itself, in {_docs(evidence, 'confirmed')}{_rooted(roots)}",
        "corroborated": f"{len(roots)} identified sources that do not rest on each other: {_listed(roots or ['none'])}",
        "single-source": f"one identified source: {_listed(roots or ['none'])}",
        "unattributed": "no chain of sources ends in an identified one",
    }
    reason = reasons[evidence.status] if evidence.support or evidence.status == "retracted" else "nothing supports it"
    return f"Status {evidence.status}: {reason}."


def _layer(view: View, evidence: Evidence, subject: str) -> str:
    if evidence.layer is None:
        return "No layer: no known document supports it now."
    reasons = {
        "established": f"it is official, or {_name(view, subject)} confirms it of itself",
        "reported": f"documents support it, but none is official and {_name(view, subject)} has not confirmed it",
        "alleged": "every document that supports it alleges it",
    }
    return f"Layer {evidence.layer}: {reasons[evidence.layer]}."


def _flags(view: View, found: Step) -> Iterator[str]:
    evidence = found.evidence
    for attestation in evidence.attestations:
        effect = view.library.effect(attestation)
        if effect == "disputes":
            yield f"Disputed: {attestation.doc} says {voice(view, attestation)}."
        if effect == "supports" and attestation not in evidence.support:
            by = _listed(dict.fromkeys(_withdrawing(view, evidence, attestation.doc)))
            yield f"Withdrawn: what {attestation.doc} said was taken back by {by}."
    if "expected" in found.flags:
        yield "Expected: every document that supports it tells of it as still to come."
    if "stale" in found.flags and evidence.last is not None:
        yield f"Stale: its last support is of {day_text(evidence.last)}, over {STALE_AFTER} days before."


def _withdrawing(view: View, evidence: Evidence, doc: str | None) -> Iterator[str]:
    """Yield the documents whose retraction alone takes back what a document said."""
    retractions = [a for a in evidence.attestations if view.library.effect(a) == "withdraws"]
    others = [a for a in evidence.attestations if a not in retractions]
    for retraction in retractions:
        left = view.library.evidence([*others, retraction], "")
        if left is not None and retraction.doc is not None and doc not in {a.doc for a in left.support}:
            yield retraction.doc


# ---- restrictions


def of_restriction(view: View, id_: str) -> Why:
    """Explain the status of a restriction on the view's day: its wording, events and exceptions."""
    stand = view.standings[id_]
    known = [h.event.id for h in stand.happenings if h.folded]
    wording = [] if stand.wording is None else [f"{id_}.imposes"]
    exceptions = [e.id for e in stand.restriction.exemptions if e.id in view.attested]
    branches = tuple(step_branch(view, each) for each in (*wording, *known, *exceptions))
    answer = stand.status or "NO DAY"
    headline = f"{stand.restriction.name}{_on_day(view)}: {status_words(stand)}"

    def ask(world: View) -> Asked:
        return Asked(world.standings[id_].status or "", tuple(known))

    flips = None
    if view.frame.as_of is not None:
        flips = smallest(view, ask, known, list(combinations(sorted(known), 2)))
    return Why(
        kind="restriction",
        question={"id": id_},
        frame=view.frame.as_json(),
        answer=answer,
        headline=headline,
        because=(),
        tree=Branch(text=headline, kind="answer", id=id_, branches=branches),
        flips=flips,
        footing=footing(view, [*wording, *known]),
    )


def status_words(stand: Standing) -> str:
    """Say a status in words, with what is still only expected of it."""
    words = "seen without a day" if stand.status is None else STATUSES[stand.status]
    return f"{words}, as was expected; no later document confirms it" if stand.expected else words


# ---- coverage


def _gaps(gaps: Iterable[Gap]) -> tuple[Branch, ...]:
    return tuple(Branch(text=gap.question, kind="missing") for gap in gaps)


def of_coverage(view: View, restriction: str, party: str) -> Why:
    """Explain why a party falls under the wording of a restriction, may do so, or does not.

    Raises :class:`ValueError` for what is no party, for the issuer and for a view without a day.
    """
    answer = covered(view, restriction, among=(party,))
    stand = answer.standing
    if party not in answer.parties and stand.wording is not None:
        what = "its issuer" if party == stand.restriction.issuer else "no party"
        message = f"whether {party} falls under {restriction} is not asked: it is {what}"
        raise ValueError(message)
    found = answer.parties.get(party)
    value = "NO" if found is None else found.value
    how = "no admitted document gives its wording" if found is None else reason(view, found, party)
    words = {"YES": "falls under", "POSSIBLE": "may fall under", "NO": "does not fall under"}[value]
    headline = f"{_name(view, party)} {words} {stand.restriction.name}{_on_day(view)}: {value}"
    proof = () if found is None else found.proof
    missing = () if found is None else found.missing
    branches = (*(step_branch(view, id_) for id_ in proof), *_gaps(missing))
    because = [f"The restriction itself is {status_words(stand)}."]
    if value != "NO" or proof:
        because.insert(0, f"{value}: {how}.")
    return Why(
        kind="coverage",
        question={"restriction": restriction, "party": party},
        frame=view.frame.as_json(),
        answer=value,
        headline=headline,
        because=tuple(because),
        tree=Branch(text=headline, kind="answer", branches=branches),
        flips=coverage_flips(view, restriction, party),
        footing=footing(view, proof),
    )


# ---- verdicts


def of_verdict(view: View, party: str, asset: str, action: str = "use", *, lifted: Iterable[str] = ()) -> Why:
    """Explain a verdict: every ground with its tests and their proofs, and what was not counted."""
    gone = tuple(lifted)
    answer = verdict(view, party, asset, action, lifted=gone)
    label = view.facts.vocabulary.codes["Action"][action].label
    headline = f"{_name(view, party)} – {label} – {_name(view, asset)}{_on_day(view)}: {answer.verdict}"
    because = [f"{answer.verdict}: {VERDICTS[answer.verdict]}."]
    if answer.at_most != answer.verdict:
        because.append(f"At most {answer.at_most}, were everything that is possible so.")
    for id_ in dict.fromkeys(ground.standing.restriction.id for ground in deciding(view, answer)):
        left = verdict(view, party, asset, action, lifted=(*gone, id_)).verdict
        because.append(f"Were {_name(view, id_)} ({id_}) lifted: {left}{', as before' * (left == answer.verdict)}.")
    if answer.disputed:
        because.append(f"Under another wording there would be a ground more: {', '.join(answer.disputed)}.")
    grounds = [_ground(view, answer, ground) for ground in answer.grounds]
    aside = _not_counted(view, answer)
    return Why(
        kind="verdict",
        question={"party": party, "asset": asset, "action": action},
        frame=view.frame.as_json(),
        answer=answer.verdict,
        headline=headline,
        because=tuple(because),
        tree=Branch(text=headline, kind="answer", branches=(*grounds, *aside)),
        flips=verdict_flips(view, answer, gone),
        footing=footing(view, [id_ for ground in deciding(view, answer) for id_ in ground.proof]),
    )


def ground_sentence(view: View, ground: Ground) -> str:
    """Say what a ground is: the restriction, its issuer, force and status."""
    restriction = ground.standing.restriction
    force = view.facts.vocabulary.codes["Force"][ground.force].label
    issuer = _name(view, restriction.issuer)
    return f"{restriction.name} ({restriction.id}), by {issuer}: {force}, {status_words(ground.standing)}"


def _ground(view: View, answer: Verdict, ground: Ground) -> Branch:
    steps = {id_: step_branch(view, id_) for id_ in ground.proof}
    status = [id_ for id_ in steps if steps[id_].kind in {"wording", "event"}]
    told = {*status, *ground.party.proof, *ground.asset.proof}
    party, asset = _name(view, answer.party), _name(view, answer.asset)
    staff = ground.capacity == "employeesOf"
    whom = f"the staff of {party}" if staff else party
    because = reason(view, ground.party, answer.party, staff=staff)
    tests = [
        (f"Status: {status_words(ground.standing)}", status),
        (
            f"Party {ground.party.value}: {whom}, {because}",
            ground.party.proof,
        ),
        (f"Asset {ground.asset.value}: {asset}, {reason(view, ground.asset, answer.asset)}", ground.asset.proof),
        (f"Action {ground.action.value}: the rule is about '{', '.join(ground.wording.actions)}'", ()),
        ("An exception may apply", [id_ for id_ in steps if id_ not in told]),
    ]
    branches = [
        Branch(text=text, kind="test", branches=tuple(steps[id_] for id_ in ids))
        for text, ids in tests
        if ids or not text.startswith("An exception")
    ]
    variants = [_variant(view, ground, id_) for id_ in ground.variants]
    return Branch(
        text=ground_sentence(view, ground),
        kind="ground",
        id=ground.standing.restriction.id,
        marks=tuple(mark for mark in (ground.value, ground.layer, *ground.flags) if mark),
        branches=(*branches, *variants, *_gaps(ground.missing)),
    )


def _variant(view: View, ground: Ground, id_: str) -> Branch:
    """Say what another wording would answer, and how it differs."""
    differs = difference_phrases(view, ground.standing.restriction, ground.wording, id_)
    return Branch(
        text=variant_phrase(ground.otherwise[id_]).capitalize(),
        kind="wording",
        id=id_,
        branches=tuple(Branch(text=text, kind="test") for text in differs),
    )


def _not_counted(view: View, answer: Verdict) -> Iterator[Branch]:
    """Yield the restrictions that would be grounds, but for their status or an exception."""
    counted = {ground.standing.restriction.id for ground in answer.grounds}
    widest = verdict(unhindered(view), answer.party, answer.asset, answer.action)
    for id_ in dict.fromkeys(ground.standing.restriction.id for ground in widest.grounds):
        if id_ in counted:
            continue
        stand = view.standings[id_]
        ids: list[str] = []
        if id_ in answer.lifted:
            reason = "supposed to be lifted"
        elif stand.status in {"IN_FORCE", "INDETERMINATE"}:
            reason = "an exception takes it out"
            ids = list(exempting(view, answer.party, answer.asset, answer.action, id_))
        else:
            reason = status_words(stand)
            ids = [h.event.id for h in stand.happenings if h.folded]
        branches = tuple(step_branch(view, each) for each in ids)
        text = f"Not counted: {stand.restriction.name} ({id_}), {reason}"
        yield Branch(text=text, kind="ground", id=id_, branches=branches)
