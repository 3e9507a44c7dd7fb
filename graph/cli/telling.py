"""Answers about restrictions as text that a stranger can follow: the answer first, then why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from graph.facts.when import day_text
from graph.meaning.coverage import percent_text
from graph.meaning.exposure import TIERS
from graph.meaning.finding import Finding
from graph.meaning.memo import DISCLAIMER
from graph.meaning.phrases import date_phrase, verb
from graph.meaning.proof import step
from graph.meaning.why import STATUSES, VERDICTS, ground_sentence, status_words
from graph.meaning.wording import difference_phrases, reason, variant_phrase

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.meaning.coverage import Covered
    from graph.meaning.exposure import Exposed, Exposure
    from graph.meaning.finding import Gap
    from graph.meaning.hypothesis import Difference, Shift
    from graph.meaning.proof import Branch
    from graph.meaning.standing import Standing
    from graph.meaning.verdict import Ground, Verdict
    from graph.meaning.view import View
    from graph.meaning.why import Why

__all__ = ["tell_coverage", "tell_difference", "tell_exposure", "tell_status", "tell_verdict", "tell_why"]


def _name(view: View, id_: str) -> str:
    found = view.facts.entities.get(id_) or view.facts.restrictions.get(id_)
    return f"{found.name} ({id_})" if found else id_


def _terms(view: View) -> str:
    """Say under which terms an answer holds, beside the day."""
    frame = view.frame
    terms = [f"floor {frame.floor}"]
    if frame.known_at is not None:
        terms.insert(0, f"as known on {day_text(frame.known_at)}")
    if frame.only:
        terms.append(f"only {', '.join(frame.only)}")
    return ", ".join(terms)


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _end() -> None:
    click.echo(f"\n{DISCLAIMER}")


def _proof(view: View, ids: Iterable[str], indent: str) -> None:
    """Print each step of a proof as a sentence, with its id, status and sources."""
    for id_ in ids:
        found = step(view, id_)
        marks = ", ".join(found.marks)
        click.echo(f"{indent}- {found.text}")
        click.echo(f"{indent}    {id_}  [{marks}; {', '.join(found.evidence.documents) or 'no document'}]")


def _questions(gaps: Iterable[Gap], indent: str) -> None:
    for gap in gaps:
        click.echo(f"{indent}? {gap.question}")


# ---- status, coverage


def tell_status(view: View, stand: Standing) -> None:
    """Print the status of a restriction and its known events."""
    restriction = stand.restriction
    click.echo(f"{_name(view, restriction.id)} on {_day(view)}: {stand.status}")
    last = f" Last evidence: {date_phrase(stand.last_evidence)}." if stand.last_evidence else ""
    click.echo(f"It is {status_words(stand)} ({_terms(view)}).{last}")
    click.echo()
    for happening in stand.happenings:
        state = {"happened": "it had happened by then", "maybe": "it may have happened by then"}
        folded = "" if happening.folded else "; below the floor, so not counted"
        found = step(view, happening.event.id)
        click.echo(f"- {found.text}: {state.get(happening.state or '', 'it had not happened yet')}{folded}")
        documents = ", ".join(happening.evidence.documents)
        click.echo(f"    {happening.event.id}  [{', '.join(found.marks)}; {documents or 'no document'}]")
    if not stand.happenings:
        click.echo("No known document tells of an event.")
    _end()


def _day(view: View) -> str:
    return day_text(view.frame.as_of or 0) or "no day"


def tell_coverage(view: View, answer: Covered, *, every: bool) -> None:
    """Print who falls under a restriction, who may, and with ``every`` who does not."""
    stand = answer.standing
    found = answer.parties
    counts = {value: sum(f.value == value for f in found.values()) for value in ("YES", "POSSIBLE", "NO")}
    covers = _count(counts["YES"], "party falls", "parties fall")
    click.echo(f"{_name(view, stand.restriction.id)} on {_day(view)}: {covers} under it, {counts['POSSIBLE']} may")
    click.echo(f"The restriction itself is {status_words(stand)} ({_terms(view)}).")
    for value in ("YES", "POSSIBLE", "NO") if every else ("YES", "POSSIBLE"):
        for party, finding in found.items():
            if finding.value == value:
                click.echo()
                _tell_party(view, party, finding)
                if party in answer.variants:
                    click.echo(f"  Under another wording it would be otherwise: {', '.join(answer.variants[party])}")
    for id_ in sorted({variant for named in answer.variants.values() for variant in named}):
        click.echo(f"\nThe other wording {id_} has")
        for text in difference_phrases(view, stand.restriction, stand.wording or stand.restriction.wording, id_):
            click.echo(f"  {text}")
    if not every:
        click.echo(f"\n{_count(counts['NO'], 'other party does', 'other parties do')} not; see them with  --all")
    _end()


def _tell_party(view: View, party: str, finding: Finding) -> None:
    how = f", {reason(view, finding, party)}" if finding.value != "NO" or finding.proof else ""
    click.echo(f"{finding.value}  {_name(view, party)}{how}")
    _proof(view, finding.proof, "  ")
    _questions(finding.missing, "  ")
    if finding.value == "NO" and finding.unaccounted:
        click.echo(f"  {percent_text(finding.unaccounted)} % of it is held by nobody known")


# ---- verdicts


def tell_verdict(view: View, answer: Verdict) -> None:
    """Print a verdict: headline, grounds with their proofs, what is missing, what was searched."""
    facts = view.facts
    label = facts.vocabulary.codes["Action"][answer.action].label
    party, asset = facts.entities[answer.party].name, facts.entities[answer.asset].name
    click.echo(f"{party} – {label} – {asset}, on {_day(view)}: {answer.verdict}")
    if answer.at_most != answer.verdict:
        click.echo(f"At most: {answer.at_most}, were everything that is possible so.")
    expected = " As was expected: no later document confirms it." if answer.expected else ""
    layer = f"layer {answer.layer}, " if answer.layer else ""
    click.echo(f"{VERDICTS[answer.verdict].capitalize()} ({layer}{_terms(view)}).{expected}")
    if answer.lifted:
        click.echo(f"Supposed to be lifted: {', '.join(_name(view, id_) for id_ in answer.lifted)}.")
    for number, ground in enumerate(answer.grounds, 1):
        click.echo()
        _tell_ground(view, answer, number, ground)
    if answer.missing:
        click.echo("\nWhat is missing; each answer would settle something that is only possible:")
        _questions(answer.missing, "  ")
    if answer.disputed:
        click.echo(f"\nUnder another wording there would be a ground more: {', '.join(answer.disputed)}")
    if answer.below_floor:
        click.echo(f"\nKnown, but below the floor and so not counted: {', '.join(answer.below_floor)}")
    searched = _count(answer.searched, "restriction", "restrictions")
    click.echo(f"\nSearched: {searched} and {len(view.claims)} claims that hold or may hold on that day.")
    _end()


def _tell_ground(view: View, answer: Verdict, number: int, ground: Ground) -> None:
    entities = view.facts.entities
    staff = ground.capacity == "employeesOf"
    whom = "the staff of " if staff else ""
    party, asset = entities[answer.party].name, entities[answer.asset].name
    click.echo(f"{number}. {ground_sentence(view, ground)}")
    binds = "binds" if ground.party.value == "YES" else "may bind"
    click.echo(f"   It {binds} {whom}{party}, {reason(view, ground.party, answer.party, staff=staff)};")
    covers = "covers" if ground.asset.value == "YES" else "may cover"
    actions = ", ".join(ground.wording.actions)
    click.echo(f"   it {covers} {asset}, {reason(view, ground.asset, answer.asset)}; it is about: {actions}.")
    if ground.value != "YES":
        click.echo("   So it is only possible.")
    _proof(view, ground.proof, "   ")
    for id_ in ground.variants:
        click.echo(f"   {variant_phrase(ground.otherwise[id_]).capitalize()}: {id_}")
        for text in difference_phrases(view, ground.standing.restriction, ground.wording, id_):
            click.echo(f"     {text}")


# ---- why


def tell_why(view: View, answer: Why) -> None:
    """Print an explanation as an indented tree, what the answer hangs on and what it rests on."""
    click.echo(answer.headline)
    for sentence in answer.because:
        click.echo(sentence)
    click.echo()
    for branch in answer.tree.branches:
        _tell_branch(branch, "")
    if not answer.tree.branches:
        click.echo("(nothing recorded)")
    if answer.flips is not None:
        click.echo()
        _tell_flips(view, answer)
    click.echo(answer.footing.sentence)
    if answer.footing.unattributed and answer.footing.identified:
        click.echo(f"Without any identified source: {', '.join(answer.footing.unattributed)}.")
    _end()


def _tell_branch(branch: Branch, indent: str) -> None:
    if branch.kind == "missing":
        click.echo(f"{indent}? {branch.text}")
        return
    shown = branch.kind in {"claim", "wording", "event", "exception"}
    marks = f"  [{', '.join(branch.marks)}]" if branch.marks and branch.kind != "source" else ""
    click.echo(f"{indent}- {branch.text}{'' if shown else marks}")
    if shown:
        click.echo(f"{indent}    {branch.id}{marks}")
    for below in branch.branches:
        _tell_branch(below, f"{indent}  ")


def _tell_flips(view: View, answer: Why) -> None:
    if not answer.flips:
        click.echo(f"No one or two claims, events or exceptions turn it: without them it is {answer.answer} too.")
        return
    click.echo("It hangs on these facts, alone or in pairs:")
    for flip in answer.flips:
        click.echo(f"- without {' and '.join(flip.removed)}: {flip.answer}")
        for id_ in flip.removed:
            click.echo(f"    {step(view, id_).text}")


# ---- what if, exposure


def tell_difference(view: View, answer: Difference) -> None:
    """Print what a patch makes otherwise, restriction by restriction, then the verdicts asked for."""
    click.echo(f"If that were so, on {_day(view)} ({_terms(view)}):")
    if answer.replaced:
        click.echo(f"It takes the place of: {', '.join(answer.replaced)}")
    shifts = (*answer.statuses, *answer.covered)
    for id_ in dict.fromkeys(shift.restriction for shift in sorted(shifts, key=lambda each: each.restriction)):
        click.echo(f"\n{_name(view, id_)}")
        for shift in shifts:
            if shift.restriction == id_:
                click.echo(f"  {_shifted(view, shift)}")
    if not shifts:
        click.echo("\nNobody falls under a restriction who did not, or the other way round.")
    for turn in answer.verdicts:
        before, after = turn.before, turn.after
        names = f"{_name(view, before.party)} – {before.action} – {_name(view, before.asset)}"
        change = f"{after.verdict}, {'as before' if after.verdict == before.verdict else f'was {before.verdict}'}"
        click.echo(f"\n{names}: {change}")
        if after.at_most != after.verdict:
            click.echo(f"  At most: {after.at_most}, were everything that is possible so.")
        for ground in after.grounds:
            click.echo(f"  {ground.value}  {ground_sentence(answer.after, ground)}")
    _end()


_BECOMES = {"YES": "becomes covered", "POSSIBLE": "may be covered", "NO": "becomes free of it"}


def _shifted(view: View, shift: Shift) -> str:
    if shift.party is None:
        return f"is {STATUSES[shift.after]} (was {shift.before})"
    return f"{_name(view, shift.party)} {_BECOMES[shift.after]} (was {shift.before})"


def tell_exposure(view: View, answer: Exposure) -> None:
    """Print who is exposed to a restriction, tier by tier, with the claims behind each row."""
    stand = answer.standing
    count = _count(len(answer.rows), "thing is", "things are")
    click.echo(f"{_name(view, stand.restriction.id)} on {_day(view)}: {count} exposed to it")
    click.echo(f"The restriction itself is {status_words(stand)} ({_terms(view)}).")
    for tier, name in TIERS.items():
        rows = [row for row in answer.rows if row.tier == tier]
        if rows:
            click.echo(f"\nTier {tier}, {name}:")
        for row in rows:
            possible = " (possible)" if row.value == "POSSIBLE" else ""
            click.echo(f"- {_name(view, row.entity)}{possible}: {_tied(view, row)}  [{row.layer}]")
            click.echo(f"    {', '.join(row.claims)}")
    if answer.unsettled:
        possible = _count(answer.unsettled, "party", "parties")
        click.echo(f"\nFor {possible} more a fact is missing; see  aikg covered {stand.restriction.id}")
    if answer.unexposed:
        click.echo(f"\nNot exposed as far as known: {', '.join(_name(view, id_) for id_ in answer.unexposed)}")
    _end()


def _tied(view: View, row: Exposed) -> str:
    """Say what ties a thing to a restriction, read from the thing: ``is supplied by Acme Labs (acme-labs)``."""
    if row.through is None:
        return reason(view, Finding("YES" if row.value == "YES" else "POSSIBLE", how=row.how), row.entity)
    claim = view.known[row.claims[-1]].claim
    relation = view.facts.vocabulary.relations[claim.relation]
    label = relation.label if claim.subject == row.entity else relation.inverse_label
    return f"{verb(view.facts, row.entity, label)} {_name(view, row.through)}"
