"""The questions people ask, answered from the two reports the project started from.

Each test is worded as the question. The numbers are those of the list of questions kept with
the project's design.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import graph
from graph.facts.records import Select
from graph.meaning.verdict import verdict

HERE = Path(__file__).parent
SEEDS = ("s000", "s002")


@pytest.fixture(scope="module")
def shipped():
    return graph.load()


@pytest.fixture
def seen(shipped):
    """Take a view of the two reports alone."""

    def view(**terms):
        return shipped.view(only=SEEDS, **terms)

    return view


def ask(view, party, asset, action="use", **options):
    return verdict(view, party, asset, action, **options)


def test_01_which_tools_may_an_alibaba_employee_use_on_12_july(seen):
    """Claude Code is barred by two rules, one of them Alibaba's own as far as expected; Qoder is a duty."""
    view = seen(as_of="2026-07-12", known_at="2026-07-12")
    own = ask(view, "alibaba-employees", "claude-code")
    assert own.verdict == "PROHIBITED"
    assert own.expected
    assert ask(view, "alibaba-employees", "qoder").verdict == "DIRECTED"
    assert {g.standing.restriction.id for g in ask(view, "alibaba", "claude-code").grounds} == {
        "alibaba-claude-code-ban",
        "anthropic-china-bar",
    }


def test_02_the_same_on_9_july(seen):
    """Alibaba's ban is not yet in force; Anthropic's own rule bars Claude Code all the same."""
    view = seen(as_of="2026-07-09", known_at="2026-07-05")
    assert view.standings["alibaba-claude-code-ban"].status == "NOT_YET"
    answer = ask(view, "alibaba", "claude-code")
    assert answer.verdict == "PROHIBITED"
    assert [g.standing.restriction.id for g in answer.grounds] == ["anthropic-china-bar"]
    assert ask(view, "alibaba", "qoder").verdict == "DIRECTED"


def test_04_is_claude_fable_5_under_a_us_export_restriction_on_6_july(seen):
    """It has ended, as Anthropic says; the issuer has not confirmed it."""
    view = seen(as_of="2026-07-06")
    stand = view.standings["us-export-fable-mythos"]
    assert stand.status == "ENDED"
    (lifted,) = [h for h in stand.happenings if h.event.event == "lifted"]
    assert lifted.evidence.layer == "reported"
    assert {a.speaker for a in lifted.evidence.support} == {"anthropic"}


def test_05_was_mythos_5_restricted_on_20_june(seen):
    """The reports give no start, so it cannot be told."""
    assert seen(as_of="2026-06-20").standings["us-export-fable-mythos"].status == "INDETERMINATE"


def test_06_if_the_us_restriction_on_fable_5_is_lifted_may_alibaba_use_it(seen):
    """No: Anthropic's own rule is a ground of its own."""
    answer = ask(seen(as_of="2026-07-06"), "alibaba", "claude-fable-5", lifted=["us-export-fable-mythos"])
    assert answer.verdict == "PROHIBITED"
    assert [g.standing.restriction.id for g in answer.grounds] == ["anthropic-china-bar"]


def test_13_does_a_bar_on_sale_also_bar_use(seen):
    """No: the export restriction is no ground when use is asked about."""
    view = seen(as_of="2026-07-04", known_at="2026-07-04")
    grounds = ask(view, "alibaba", "mythos-5", "use").grounds
    assert "us-export-fable-mythos" not in {g.standing.restriction.id for g in grounds}


def test_15_which_verdicts_change_at_floor_established(seen):
    """That on Claude Code does: no rule in the reports is established."""
    answer = ask(seen(as_of="2026-07-12", floor="established"), "alibaba", "claude-code")
    assert answer.verdict == "NO_KNOWN_RESTRICTION"
    assert "alibaba-claude-code-ban.effective" in answer.below_floor


def test_20_do_alibaba_and_anthropic_restrict_each_other(seen, shipped):
    """Yes, and no text calls it retaliation."""
    derived = seen().derived
    assert derived["alibaba-claude-code-ban.prohibitsUseOf.claude-code"].claim.subject == "alibaba"
    assert derived["anthropic-china-bar.imposes"].claim.subject == "anthropic"
    told = [r for r in shipped.facts.restrictions.values() if seen().standings[r.id].wording is not None]
    assert {r.in_response_to for r in told} == {None}


def test_30_is_alibabas_ban_a_government_measure_in_any_claim(seen, shipped):
    """No: its issuer is the company, and it is an internal policy."""
    ban = shipped.facts.restrictions["alibaba-claude-code-ban"]
    assert ban.issuer == "alibaba"
    assert ban.wording.instrument == "InternalPolicy"
    assert all(variant.instrument == "InternalPolicy" for variant in ban.variants)


def test_33_how_many_independent_roots_has_the_ban(seen):
    """It cannot be told: two documents, no identified root."""
    evidence = seen().standings["alibaba-claude-code-ban"].evidence
    assert evidence.documents == ("s000", "s002")
    assert evidence.roots == ()
    assert evidence.status == "unattributed"


def test_34_who_first_alleged_covert_detection(seen):
    """The reports differ: one names The Information, the other a post on Reddit."""
    ends = set()
    view = seen(floor="alleged")
    for held in view.known.values():
        if held.claim.relation == "hasFeature" and held.claim.object == "user-detection":
            for attestation in held.evidence.support:
                ends.update(view.library.ends(attestation, held.evidence.support))
    assert {"the-information-report", "reddit-post"} <= ends


def test_35_was_it_spyware(seen):
    """Only one report uses the word, as an allegation of The Information's."""
    view = seen(floor="alleged")
    (held,) = [h for h in view.known.values() if h.claim.is_text and "spyware" in h.claim.object]
    assert held.evidence.layer == "alleged"
    assert held.evidence.documents == ("s000",)
    (attestation,) = held.evidence.attestations
    assert view.library.ends(attestation, held.evidence.attestations) == ("the-information-report",)


def test_36_has_it_been_removed(seen):
    """That is not confirmed: an intention to remove is expected, not done."""
    held = seen().known["anthropic.withdraws.user-detection"]
    assert "expected" in held.flags


def test_38_which_sources_are_unidentified(shipped):
    """Those that the reports rest on without naming them."""
    unidentified = {s.id for s in shipped.facts.sources.values() if s.kind == "Unidentified"}
    assert {"multiple-news-reports-s000", "multiple-reports-s002"} <= unidentified


def test_44_did_alibaba_confirm_its_ban(seen):
    """No: nobody speaks for Alibaba in either report."""
    ban = seen().standings["alibaba-claude-code-ban"]
    voices = {a.speaker for a in ban.evidence.attestations} | {
        a.speaker for h in ban.happenings for a in h.evidence.attestations
    }
    assert voices == {None}


def test_46_named_alternatives_to_claude_code(seen):
    """Qoder."""
    held = [h.claim for h in seen().claims.values() if h.claim.relation == "alternativeTo"]
    assert [claim.subject for claim in held if claim.object == "claude-code"] == ["qoder"]


@pytest.mark.parametrize(
    ("floor", "chain"), [("reported", ["alibaba", "claude-code", "anthropic", "mythos-5"]), ("established", None)]
)
def test_47_shortest_chain_from_alibaba_to_mythos_5_per_floor(seen, floor, chain):
    """Alibaba – Claude Code – Anthropic – Mythos 5 as reported, none as established."""
    paths = seen(floor=floor).path("alibaba", "Mythos 5", k=1).paths
    if chain is None:
        assert paths == ()
        return
    steps = paths[0].steps
    walked = [steps[0].subject if steps[0].forward else steps[0].object]
    walked += [step.object if step.forward else step.subject for step in steps]
    assert walked == chain
    assert paths[0].layer == "reported"


def test_51_which_figures_do_the_reports_give(seen):
    """None: no share, amount or count stands in either of them."""
    held = seen(floor="alleged").known.values()
    assert not any(h.values["share"] or h.values["amount"] or h.values["quantity"] for h in held)


def test_60_direct_triples_without_a_live_claim(seen):
    """There are none."""
    rows = seen().sparql(
        """SELECT ?s ?p ?o WHERE {
             GRAPH ?layer { ?s ?p ?o }
             FILTER(?layer IN (ai:established, ai:reported, ai:alleged))
             FILTER NOT EXISTS {
               GRAPH ?claims { ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }
             }
           }"""
    )
    assert rows.rows == []


def test_every_statement_of_the_reports_has_its_place(shipped):
    """Each atomic statement ends as a claim, a part of a restriction or a field of a file."""
    facts = shipped.facts
    parts = {part.id for r in facts.restrictions.values() for part in r.parts}
    fields = facts.vocabulary.fields
    with (HERE / "seed_claims.tsv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    assert len({(row["source"], row["number"]) for row in rows}) >= 50
    for row in rows:
        id_, colon, key = row["id"].partition(":")
        if colon:
            records = {"Entity": facts.entities, "Source": facts.sources, "Restriction": facts.restrictions}
            holders = [name for name, group in records.items() if id_ in group]
            assert holders, row
            assert key in fields[holders[0]], row
        else:
            assert id_ in facts.claims or id_ in parts, row


def test_anthropics_bar_names_its_products_by_their_maker(shipped):
    """The report bars all models and tools of Anthropic, not a list of them."""
    assets = shipped.facts.restrictions["anthropic-china-bar"].wording.assets
    assert assets == Select("developedBy", ("anthropic",))
