"""Why: attestation trees down to roots, proof trees, what an answer hangs on and rests on."""

import os
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import graph
from graph.meaning import why
from graph.meaning.coverage import covered
from graph.meaning.frame import frame
from graph.meaning.proof import attestations, footing, step
from graph.meaning.removal import coverage_flips, parts, verdict_flips, without
from graph.meaning.verdict import verdict
from graph.meaning.view import View

SOURCES = {
    "wire": "kind: NewsArticle\ntitle: A story\npublisher: Wire\npublished: 2024-01-10\ntier: A\n",
    "post": "kind: NewsArticle\ntitle: Another story\npublisher: Post\npublished: 2024-01-11\ntier: A\n",
    "copy": "kind: BlogPost\ntitle: A copy\npublisher: Copier\npublished: 2024-01-12\ntier: B\nderivedFrom: [wire]\n",
    "gazette": "kind: OfficialRecord\ntitle: Gazette\npublisher: State\npublished: 2024-05-01\ntier: A\n",
    "paste": "kind: NewsArticle\ntitle: A pasted text\npublished: 2024-01-13\ntier: C\n",
    "whisper": "kind: Unidentified\npublished: 2024-01-14\nnote: Somebody in the know.\n",
    "correction": "kind: NewsArticle\ntitle: Taken back\npublisher: Post\npublished: 2024-03-01\ntier: A\n",
}


def write(folder, entities, restrictions):
    """Write facts: entities as (kind, claims in flow style), restrictions as text; return the folder."""
    files = {f"sources/{id_}": text for id_, text in SOURCES.items()}
    files |= {f"restrictions/{id_}": f"name: {id_}\n{text}" for id_, text in restrictions.items()}
    for id_, (kind, *claims) in entities.items():
        listed = "".join(f"  - {{{claim}}}\n" for claim in claims)
        files[f"entities/{id_}"] = f"kind: {kind}\nname: {id_.title()}\n" + (f"claims:\n{listed}" if claims else "")
    for name, text in files.items():
        path = os.path.join(folder, f"{name}.yaml")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as stream:
            stream.write(text)
    return str(folder)


def rule(issuer, parties, assets, events="effective: 2024-01-05", *, force="prohibited", actions="use", more=""):
    """Write a restriction on the gazette."""
    listed = "".join(f"  - {{{event}, sources: [{{doc: gazette, as: official}}]}}\n" for event in events.split("; "))
    tests = f"{f'parties: {parties}' if parties else ''}\n{f'assets: {assets}' if assets else ''}\n"
    return (
        f"issuer: {issuer}\ninstrument: Order\nforce: {force}\nactions: [{actions}]\n{tests}"
        f"sources: [{{doc: gazette, as: official}}]\nevents:\n{listed}{more}"
    )


def lines(branch, depth=0):
    """Write a tree as indented lines."""
    marks = f" [{', '.join(branch.marks)}]" if branch.marks else ""
    below = [line for each in branch.branches for line in lines(each, depth + 1)]
    return [f"{'  ' * depth}{branch.text}{marks}", *below]


# ---- claims


CLAIMS = {
    "acme": (
        "Company",
        "develops: model, sources: [wire, copy]",
        "uses: model, sources: [wire, post]",
        "accesses: model, sources: [{doc: paste, via: [post, whisper]}]",
        "releases: model, on: 2023, sources: [{doc: wire, as: confirmed, speaker: acme}, {doc: post, as: denied}]",
        "designs: model, sources: [{doc: post}, {doc: correction, as: retracted}]",
        "distributes: model, sources: [{doc: wire, as: expected}]",
        "manufactures: model, sources: [{doc: wire, as: opinion, note: It seems so.}]",
        "headquarteredIn: east, sources: [{doc: gazette, as: official}]",
        "ownsProduct: model, sources: [{doc: wire, as: alleged}, {doc: post}, {doc: correction, as: retracted}]",
    ),
    "model": ("Model",),
    "east": ("Place",),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Return a view of claims of every status."""
    folder = write(tmp_path_factory.mktemp("told"), CLAIMS, {})
    return graph.load(folder).view(floor="alleged")


def test_a_copy_ends_where_the_original_does(told):
    """What derives from a document rests on it, so two documents are one root."""
    answer = why.of_claim(told, "acme.develops.model")
    assert lines(answer.tree) == [
        "Acme develops Model, seen by 2024-01-10 [single-source, reported]",
        "  wire (2024-01-10): reported [supports it]",
        "    it rests on no other document; identified: published by Wire, tier A [identified]",
        "  copy (2024-01-12): reported [supports it]",
        "    ends in wire (2024-01-10): A story; identified: published by Wire, tier A [identified]",
    ]
    assert answer.because[0] == "Status single-source: one identified source: wire."
    assert answer.footing.sentence == "It rests on one source: Wire."
    assert answer.flips is None


def test_two_publishers_corroborate(told):
    """Two identified ends that do not rest on each other are named as the reason."""
    answer = why.of_claim(told, "acme.uses.model")
    assert answer.because[0] == (
        "Status corroborated: 2 identified sources that do not rest on each other: post and wire."
    )
    assert answer.footing.sentence == "It rests on 2 identified sources that do not rest on each other."


def test_a_chain_is_followed_source_by_source(told):
    """Everything between a document and the end of its chain is shown, nearest first."""
    answer = why.of_claim(told, "acme.accesses.model")
    reason = "not identified: nobody says who it is [not identified]"
    assert lines(answer.tree)[1:] == [
        "  paste (2024-01-13): reported [supports it]",
        "    rests on post (2024-01-11): Another story",
        f"      ends in whisper (2024-01-14): Somebody in the know.; {reason}",
    ]
    assert answer.because[0] == "Status unattributed: no chain of sources ends in an identified one."
    assert answer.footing.sentence == "It rests on one anonymous source: whisper, passed on by paste."


def test_a_denial_and_a_confirmation_stand_side_by_side(told):
    """A denied claim says by whom; confirmed by its own subject it is established all the same."""
    answer = why.of_claim(told, "acme.releases.model")
    assert answer.because == (
        "Status confirmed: a party to it says so itself, in wire; 1 independent root in all.",
        "Layer established: it is official, or Acme confirms it of itself.",
        "Disputed: post says denied.",
    )
    assert "  post (2024-01-11): denied [denies it]" in lines(answer.tree)


def test_a_retraction_names_what_it_took_back(told):
    """Where every support is withdrawn the status is retracted, and the withdrawn document is marked."""
    answer = why.of_claim(told, "acme.designs.model")
    assert answer.answer == "retracted"
    assert answer.because == (
        "Status retracted: every document that supported it is withdrawn, by correction.",
        "No layer: no known document supports it now.",
        "Withdrawn: what post said was taken back by correction.",
    )
    assert "  post (2024-01-11): reported [withdrawn]" in lines(answer.tree)
    assert answer.footing.sentence == "It rests on no source: no recorded fact makes it so."


def test_what_is_left_after_a_retraction_answers(told):
    """An allegation that nobody took back leaves the claim alleged."""
    answer = why.of_claim(told, "acme.ownsProduct.model")
    assert answer.because == (
        "Status single-source: one identified source: wire.",
        "Layer alleged: every document that supports it alleges it.",
        "Withdrawn: what post said was taken back by correction.",
    )


def test_an_announcement_is_called_one(told):
    """Support that is all expected is said to be."""
    answer = why.of_claim(told, "acme.distributes.model")
    assert answer.because[-1] == "Expected: every document that supports it tells of it as still to come."


def test_an_opinion_supports_nothing(told):
    """A claim that only an opinion speaks of has no layer, and the tree says why."""
    answer = why.of_claim(told, "acme.manufactures.model")
    assert answer.because == (
        "Status unattributed: nothing supports it.",
        "No layer: no known document supports it now.",
    )
    assert "  wire (2024-01-10): opinion: It seems so. [neither supports nor denies it]" in lines(answer.tree)


def test_an_official_record_is_the_reason(told):
    """An official status names the record."""
    answer = why.of_claim(told, "acme.headquarteredIn.east")
    assert (
        answer.because[0]
        == "Status official: the body that has the power put it on record, in gazette; 1 independent root in all."
    )


def test_a_claim_says_that_it_does_not_hold(tmp_path):
    """On a day on which a claim does not hold, or may, the explanation says so."""
    claims = {
        "acme": ("Company", "uses: model, since: 2024-02, until: 2024-06-30, sources: [post]"),
        "model": ("Model",),
    }
    facts = graph.load(write(tmp_path, claims, {}))
    said = {
        day: why.of_claim(facts.view(as_of=day), "acme.uses.model").because[-1]
        for day in ("2024-01-01", "2024-02-10", "2024-03-01")
    }
    assert said["2024-01-01"] == "It does not hold on 2024-01-01."
    assert said["2024-02-10"] == "It may hold on 2024-02-10."
    assert said["2024-03-01"].startswith("Layer reported")


def test_a_claim_that_nobody_knows_is_not_explained(told):
    """An id that no known document speaks of is an error with a sentence."""
    with pytest.raises(LookupError, match=r"no known document speaks of acme\.owns\.model under this view"):
        why.of_claim(told, "acme.owns.model")


@pytest.mark.parametrize("place", ["seeds", "world"])
@pytest.mark.parametrize("known_at", [None, "2026-03-01"])
def test_the_leaves_of_a_tree_are_the_ends_of_its_chains(place, known_at, world):
    """For every attestation the branches below it end where its chains are computed to end."""
    facts = graph.load(world if place == "world" else None).facts
    view = View(facts, frame(known_at=known_at, floor="alleged"))

    def leaves(branch):
        return [end for below in branch.branches for end in leaves(below)] if branch.branches else [branch.id]

    checked = 0
    for id_ in view.attested:
        evidence = step(view, id_).evidence
        for attestation, branch in zip(evidence.attestations, attestations(view, evidence), strict=True):
            if attestation.doc is not None:
                counted = evidence.sure if attestation in evidence.sure else evidence.attestations
                ends = [end for below in branch.branches for end in leaves(below)]
                assert tuple(dict.fromkeys(ends)) == view.library.ends(attestation, counted)
                checked += 1
    assert checked > 50


# ---- restrictions, coverage, verdicts


LAND = {
    "east": ("Place",),
    "west": ("Place",),
    "state": ("GovernmentBody",),
    "maker": ("Company", "develops: model, sources: [wire]", "headquarteredIn: west, sources: [wire]"),
    "acme": ("Company", "headquarteredIn: east, sources: [post]", "owns: beta, share: 60, sources: [wire]"),
    "beta": ("Company", "headquarteredIn: west, sources: [post]", "owns: gamma, share: 30, sources: [wire]"),
    "delta": ("Company", "headquarteredIn: east, sources: [wire]", "owns: gamma, share: 30, sources: [whisper]"),
    "gamma": ("Company", "headquarteredIn: west, sources: [wire]"),
    "model": ("Model",),
    "tool": ("Product", "builtOn: model, sources: [wire]"),
}
EASTERN = "party: {headquarteredIn: [east]}"
OWNED = f"{{anyOf: [{{headquarteredIn: [east]}}, {{ownedBy: {{{EASTERN}, share: '> 50', aggregate: true}}}}]}}"
RULES = {
    "bar": rule("maker", OWNED, "{developedBy: [maker]}"),
    "ended": rule("state", "{entity: [acme]}", "{entity: [model]}", "effective: 2024-01-05; lifted: 2024-02-01"),
    "spared": rule(
        "state",
        "{headquarteredIn: [west]}",
        "{entity: [model]}",
        more="exceptions:\n  - {parties: {entity: [gamma]}, sources: [wire]}\n",
    ),
}


@pytest.fixture(scope="module")
def land(tmp_path_factory):
    """Return a view of a world with owners, rules, an end and an exception."""
    return graph.load(write(tmp_path_factory.mktemp("land"), LAND, RULES)).view(as_of="2024-06-01")


def test_a_verdict_is_a_tree_of_grounds_tests_and_claims(land):
    """Each ground says by which test and which claims it holds; what is not counted says why not."""
    answer = why.of_verdict(land, "acme", "model")
    shown = [line for line in lines(answer.tree) if "rests on" not in line and "supports it" not in line]
    assert answer.headline == "Acme – use – Model on 2024-06-01: PROHIBITED"
    assert shown[1:] == [
        "  bar (bar), by Maker: prohibited, in force [YES, reported]",
        "    Status: in force",
        "      Maker imposes bar, since 2024-01-05 [official, established]",
        "      bar: effective, 2024-01-05 [official, established]",
        "    Party YES: Acme, because of where it is headquartered",
        "      Acme is headquartered in East, seen by 2024-01-11 [single-source, reported]",
        "    Asset YES: Model, because of who develops it",
        "      Maker develops Model, seen by 2024-01-10 [single-source, reported]",
        "    Action YES: the rule is about 'use'",
        "  Not counted: ended (ended), no longer in force",
        "    ended: effective, 2024-01-05 [official, established]",
        "    ended: lifted, 2024-02-01 [official, established]",
    ]


def test_an_exception_is_named_where_it_takes_a_rule_out(land):
    """A rule that would bear but for an exception is shown with the exception."""
    answer = why.of_verdict(land, "gamma", "model")
    assert "  Not counted: spared (spared), an exception takes it out" in lines(answer.tree)
    assert "    Exception 1 from spared: for “Gamma” [single-source, reported]" in lines(answer.tree)


def test_the_single_facts_a_verdict_hangs_on(land):
    """Every claim, event or exception without which the headline would be another is found."""
    flips = {flip.removed: flip.answer for flip in why.of_verdict(land, "acme", "model").flips}
    assert flips == {("acme.headquarteredIn.east",): "INDETERMINATE", ("maker.develops.model",): "INDETERMINATE"}


def test_an_exception_can_be_what_a_verdict_hangs_on(land):
    """Where nothing is known to restrict, taking an exception away can make it so."""
    answer = why.of_verdict(land, "gamma", "model", lifted=["bar"])
    assert answer.answer == "NO_KNOWN_RESTRICTION"
    assert [(flip.removed, flip.answer) for flip in answer.flips] == [(("spared.exception.1",), "PROHIBITED")]
    assert "  Not counted: bar (bar), supposed to be lifted" in lines(answer.tree)


def test_two_proofs_need_two_facts_taken_away(tmp_path):
    """A verdict with two independent grounds hangs on pairs, one fact of each."""
    facts = graph.load(
        write(
            tmp_path,
            {
                **LAND,
                "acme": ("Company", "headquarteredIn: east, sources: [post]", "nationality: east, sources: [wire]"),
            },
            {
                "bar": rule("maker", "{headquarteredIn: [east]}", "{entity: [model]}"),
                "ban": rule("state", "{nationality: [east]}", "{entity: [model]}"),
            },
        )
    )
    answer = why.of_verdict(facts.view(as_of="2024-06-01"), "acme", "model")
    assert [(flip.removed, flip.answer) for flip in answer.flips] == [
        (("acme.headquarteredIn.east", "acme.nationality.east"), "INDETERMINATE"),
    ]
    assert "Were bar (bar) lifted: PROHIBITED, as before." in answer.because
    assert "Were ban (ban) lifted: PROHIBITED, as before." in answer.because


def test_a_verdict_can_hang_on_the_wording_alone(tmp_path):
    """Where the text names party and asset and was seen by then no fact turns it, but lifting the rule does."""
    facts = graph.load(write(tmp_path, LAND, {"ban": rule("state", "{entity: [acme]}", "{entity: [model]}")}))
    answer = why.of_verdict(facts.view(as_of="2024-06-01"), "acme", "model")
    assert answer.answer == "PROHIBITED"
    assert answer.flips == ()
    assert answer.because[1] == "Were ban (ban) lifted: NO_KNOWN_RESTRICTION."


def test_coverage_by_two_stakes_hangs_on_each_of_them(land):
    """Stakes that pass the threshold only together are each needed, as is what makes their owners owners."""
    answer = why.of_coverage(land, "bar", "gamma")
    assert answer.headline == "Gamma falls under bar on 2024-06-01: YES"
    assert answer.because == ("YES: because of who owns it.", "The restriction itself is in force.")
    assert [(flip.removed, flip.answer) for flip in answer.flips] == [
        (("acme.headquarteredIn.east",), "POSSIBLE"),
        (("acme.owns.beta",), "NO"),
        (("beta.owns.gamma",), "NO"),
        (("delta.headquarteredIn.east",), "POSSIBLE"),
        (("delta.owns.gamma",), "NO"),
    ]


def test_a_step_without_identified_source_is_named(land):
    """What rests on identified and on anonymous sources says which steps are anonymous."""
    answer = why.of_coverage(land, "bar", "gamma")
    assert (
        answer.footing.sentence
        == "It rests on 2 identified sources that do not rest on each other, and on 1 that is not identified."
    )
    assert answer.footing.unattributed == ("delta.owns.gamma",)


def test_the_issuer_and_things_are_not_asked_about(land):
    """Coverage of the issuer or of something that is no party cannot be asked."""
    with pytest.raises(ValueError, match="whether maker falls under bar is not asked: it is its issuer"):
        why.of_coverage(land, "bar", "maker")
    with pytest.raises(ValueError, match="whether model falls under bar is not asked: it is no party"):
        why.of_coverage(land, "bar", "model")


def test_the_status_of_a_restriction_hangs_on_its_events(land):
    """Without the event that ended it a rule would be in force."""
    answer = why.of_restriction(land, "ended")
    assert answer.answer == "ENDED"
    assert [(flip.removed, flip.answer) for flip in answer.flips] == [(("ended.lifted",), "IN_FORCE")]


def test_one_anonymous_source_under_everything(tmp_path):
    """Where every chain of a proof leads to one unidentified end, that is said."""
    only = "[{doc: paste, via: [whisper]}]"
    text = rule("state", "{headquarteredIn: [east]}", "{entity: [model]}")
    facts = graph.load(
        write(
            tmp_path,
            {**LAND, "acme": ("Company", f"headquarteredIn: east, sources: {only}")},
            {"ban": text.replace("[{doc: gazette, as: official}]", only)},
        )
    )
    view = facts.view(as_of="2024-06-01")
    answer = why.of_verdict(view, "acme", "model")
    assert answer.footing.sentence == "It rests on one anonymous source: whisper, passed on by paste."
    assert answer.footing.unattributed == ("ban.imposes", "ban.effective", "acme.headquarteredIn.east")
    assert footing(view, []).sentence == "It rests on no source: no recorded fact makes it so."


def test_every_answer_is_json(land):
    """An explanation is plain values, with every key there."""
    for answer in (
        why.of_verdict(land, "acme", "tool"),
        why.of_coverage(land, "bar", "beta"),
        why.of_restriction(land, "spared"),
        why.of_claim(land, "spared.exception.1"),
    ):
        assert list(answer.as_json()) == [
            "type",
            "question",
            "as_of",
            "known_at",
            "floor",
            "only",
            "answer",
            "headline",
            "because",
            "tree",
            "smallest_removals",
            "rests_on",
        ]
        assert set(answer.as_json()["tree"]) == {"text", "kind", "id", "marks", "branches"}


# ---- what an answer can hang on


READ = {
    "east": ("Place", "locatedIn: bloc, sources: [wire]"),
    "bloc": ("Region",),
    "list": ("OfficialList", "includes: acme, sources: [wire]"),
    "class": ("Category", "includes: model, sources: [wire]"),
    "kin": ("Family", "memberOfFamily: clan, sources: [wire]"),
    "clan": ("Family",),
    "skill": ("Capability",),
    "state": ("GovernmentBody",),
    "maker": (
        "Company",
        "develops: model, sources: [wire]",
        "controls: acme, sources: [wire]",
        "releases: other, on: 2023, sources: [wire]",
        "ownsProduct: third, sources: [wire]",
    ),
    "owner": ("Company", "owns: acme, share: 60, sources: [wire]"),
    "acme": (
        "Company",
        "headquarteredIn: east, sources: [wire]",
        "incorporatedIn: east, sources: [wire]",
        "nationality: east, sources: [wire]",
        "locatedIn: east, sources: [wire]",
    ),
    "part": ("Company", "owns: shop, share: 20..100, sources: [wire]"),
    "other-owner": ("Company", "owns: shop, share: 60, sources: [wire]"),
    "shop": ("Company",),
    "person": ("Person", "employedBy: acme, sources: [wire]"),
    "model": (
        "Model",
        "memberOfFamily: kin, sources: [wire]",
        "hasVersion: late, sources: [wire]",
        "hasCapability: skill, sources: [wire]",
    ),
    "late": ("Model",),
    "other": ("Model",),
    "third": ("Model",),
    "tool": ("Product", "builtOn: model, sources: [wire]"),
}


@pytest.mark.parametrize(
    ("party", "test", "claim"),
    [
        ("acme", "not: {headquarteredIn: [east]}", "acme.headquarteredIn.east"),
        ("acme", "not: {incorporatedIn: [east]}", "acme.incorporatedIn.east"),
        ("acme", "not: {locatedIn: [bloc]}", "east.locatedIn.bloc"),
        ("acme", "not: {locatedIn: [east]}", "acme.locatedIn.east"),
        ("acme", "not: {nationality: [east]}", "acme.nationality.east"),
        ("acme", "not: {onList: [list]}", "list.includes.acme"),
        ("acme", "not: {ownedBy: {party: {entity: [owner]}, share: '> 50'}}", "owner.owns.acme"),
        ("acme", "not: {controlledBy: {party: {entity: [maker]}}}", "maker.controls.acme"),
        ("person", "not: {employeesOf: {party: {headquarteredIn: [east]}}}", "person.employedBy.acme"),
        ("person", "not: {employeesOf: {party: {headquarteredIn: [east]}}}", "acme.headquarteredIn.east"),
        ("shop", "ownedBy: {party: {entity: [part]}, share: '> 50', aggregate: true}", "other-owner.owns.shop"),
    ],
)
def test_a_verdict_can_hang_on_every_claim_a_test_of_parties_reads(tmp_path, party, test, claim):
    """A claim that keeps a rule away from a party is found, though no ground rests on it."""
    facts = graph.load(write(tmp_path, READ, {"rule": rule("state", f"{{{test}}}", "{entity: [model]}")}))
    answer = why.of_verdict(facts.view(as_of="2024-06-01"), party, "model")
    assert answer.answer == "NO_KNOWN_RESTRICTION"
    assert (claim,) in [flip.removed for flip in answer.flips]


@pytest.mark.parametrize(
    ("asset", "test", "claim"),
    [
        ("model", "not: {developedBy: [maker]}", "maker.develops.model"),
        ("other", "developedBy: [owner]", "maker.releases.other"),
        ("third", "developedBy: [owner]", "maker.ownsProduct.third"),
        ("model", "not: {family: [clan]}", "kin.memberOfFamily.clan"),
        ("late", "not: {version: [model]}", "model.hasVersion.late"),
        ("model", "not: {capability: [skill]}", "model.hasCapability.skill"),
        ("model", "not: {category: [class]}", "class.includes.model"),
    ],
)
def test_a_verdict_can_hang_on_every_claim_a_test_of_assets_reads(tmp_path, asset, test, claim):
    """The same for what keeps a rule away from an asset."""
    facts = graph.load(write(tmp_path, READ, {"rule": rule("state", "{entity: [acme]}", f"{{{test}}}")}))
    answer = why.of_verdict(facts.view(as_of="2024-06-01"), "acme", asset)
    assert answer.answer == "NO_KNOWN_RESTRICTION"
    assert (claim,) in [flip.removed for flip in answer.flips]


def test_a_verdict_can_hang_on_what_an_asset_is_built_on(tmp_path):
    """An exception that may reach an asset through its base weakens a bar; without the base it does not."""
    spared = "exceptions:\n  - {assets: {entity: [model]}, sources: [wire]}\n"
    rules = {"rule": rule("state", "{entity: [acme]}", "{entity: [tool]}", more=spared), "vague": rule("state", "", "")}
    answer = why.of_verdict(graph.load(write(tmp_path, READ, rules)).view(as_of="2024-06-01"), "acme", "tool")
    assert answer.answer == "INDETERMINATE"
    assert (("tool.builtOn.model",), "PROHIBITED") in [(flip.removed, flip.answer) for flip in answer.flips]
    assert "    An exception may apply" in lines(answer.tree)


# ---- against brute force


DENSE = {
    "east": ("Place",),
    "west": ("Place",),
    "bloc": ("Region", "includes: east, since: 2023, sources: [wire]"),
    "list": ("OfficialList", "includes: c, since: 2023-05-01, sources: [{doc: gazette, as: official}]"),
    "state": ("GovernmentBody",),
    "maker": (
        "Company",
        "develops: model, sources: [wire]",
        "releases: other, on: 2023, sources: [wire]",
    ),
    "a": (
        "Company",
        "headquarteredIn: east, sources: [wire]",
        "nationality: east, sources: [wire]",
        "owns: b, share: 40, sources: [wire]",
        "owns: d, share: '> 50', since: 2023, until: '[2024-05-01..2024-07-01]', sources: [wire]",
        "controls: e, sources: [wire]",
    ),
    "b": ("Company", "headquarteredIn: west, sources: [wire]", "owns: d, share: 20..60, sources: [wire]"),
    "c": (
        "Company",
        "headquarteredIn: east, since: 2024-03, sources: [wire]",
        "owns: b, share: 20, sources: [wire]",
        "owns: e, share: 45, sources: [post]",
    ),
    "d": ("Company", "owns: e, share: 10, sources: [wire]", "controls: c, sources: [wire]"),
    "e": ("Company", "nationality: west, sources: [wire]", "headquarteredIn: west, until: 2024-02, sources: [wire]"),
    "staff": ("Group", "employedBy: d, sources: [wire]", "nationality: west, sources: [wire]"),
    "person": ("Person", "employedBy: a, sources: [wire]"),
    "kin": ("Family",),
    "class": ("Category", "includes: model, sources: [wire]", "includes: kin, sources: [wire]"),
    "model": ("Model", "memberOfFamily: kin, sources: [wire]", "hasVersion: late, sources: [wire]"),
    "late": ("Model",),
    "other": ("Model",),
    "tool": ("Product", "builtOn: model, sources: [wire]"),
}
MANY = {
    "r-bar": rule(
        "maker",
        "{anyOf: [{headquarteredIn: [bloc]}, {ownedBy: {party: {headquarteredIn: [bloc]}, share: '> 50'}}]}",
        "{developedBy: [maker]}",
        more=(
            "exceptions:\n"
            "  - {parties: {entity: [a]}, actions: [fineTune], sources: [wire]}\n"
            "  - {parties: {onList: [list]}, since: 2024-06, sources: [wire]}\n"
        ),
    ),
    "r-staff": rule(
        "state",
        "{employeesOf: {party: {nationality: [east]}, scope: group}}",
        "{category: [class]}",
        "effective: 2024-02; suspended: 2024-05-15, until: 2024-12-31; resumed: 2024-08-01",
        force="licenceRequired",
    ),
    "r-old": rule(
        "state",
        "{onList: [list]}",
        "{anyOf: [{family: [kin]}, {entity: [other]}]}",
        "effective: 2023-06-01; lifted: 2024-04-01; expired: 2024-04-15",
    ),
    "r-control": rule(
        "state", "{controlledBy: {party: {nationality: [east]}}}", "{version: [model]}", force="discouraged"
    ),
    "r-duty": rule(
        "state",
        "{not: {headquarteredIn: [west]}}",
        "{entity: [tool]}",
        "announced: 2024-01-10; effective: 2024-03",
        force="directed",
    ),
}


@pytest.fixture(scope="module")
def dense(tmp_path_factory):
    """Return a world in which much depends on much."""
    return graph.load(write(tmp_path_factory.mktemp("dense"), DENSE, MANY))


def removable(facts):
    """List everything that can be taken away from facts."""
    return [*facts.claims, *(part for r in facts.restrictions.values() for part in parts(r))]


def left(facts, gone, day):
    """Take a view worked out afresh of facts from which some are taken away."""
    restrictions = {
        id_: replace(
            r,
            events=tuple(e for e in r.events if e.id not in gone),
            exemptions=tuple(e for e in r.exemptions if e.id not in gone),
        )
        for id_, r in facts.restrictions.items()
    }
    claims = {id_: claim for id_, claim in facts.claims.items() if id_ not in gone}
    return View(replace(facts, claims=claims, restrictions=restrictions), frame(as_of=day))


PARTIES = ("a", "b", "c", "d", "e", "staff", "person")
days = st.sampled_from(["2024-03-20", "2024-06-10", "2024-09-01"])


def gone_of(data, facts, most=0.5):
    """Draw some of the facts to be taken away beforehand, so that worlds differ."""
    ids = removable(facts)
    return set(data.draw(st.lists(st.sampled_from(ids), max_size=int(len(ids) * most), unique=True), label="gone"))


slow = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


@slow
@given(data=st.data())
def test_no_single_fact_a_verdict_hangs_on_is_missed(dense, data):
    """The candidates are enough: trying every fact there is finds the same ones."""
    day = data.draw(days)
    question = (
        data.draw(st.sampled_from(PARTIES)),
        data.draw(st.sampled_from(["model", "late", "other", "tool"])),
        data.draw(st.sampled_from(["use", "fineTune"])),
    )
    gone = gone_of(data, dense.facts)
    view = left(dense.facts, gone, day)
    answer = verdict(view, *question)
    found = {flip.removed[0]: flip.answer for flip in verdict_flips(view, answer) if len(flip.removed) == 1}
    expected = {}
    for id_ in removable(view.facts):
        other = verdict(left(dense.facts, gone | {id_}, day), *question).verdict
        if other != answer.verdict:
            expected[id_] = other
    assert found == expected


@slow
@given(data=st.data())
def test_no_single_fact_coverage_hangs_on_is_missed(dense, data):
    """The same for whether a party falls under the wording of a restriction."""
    day, party = data.draw(days), data.draw(st.sampled_from(PARTIES))
    restriction = data.draw(st.sampled_from(sorted(MANY)))
    gone = gone_of(data, dense.facts)
    view = left(dense.facts, gone, day)
    answer = covered(view, restriction, among=(party,)).parties[party].value
    flips = coverage_flips(view, restriction, party)
    found = {flip.removed[0]: flip.answer for flip in flips if len(flip.removed) == 1}
    expected = {}
    for id_ in removable(view.facts):
        other = covered(left(dense.facts, gone | {id_}, day), restriction, among=(party,)).parties[party].value
        if other != answer:
            expected[id_] = other
    assert found == expected


@slow
@given(data=st.data())
def test_all_pairs_are_found_where_facts_only_add(land, data):
    """For coverage by ownership, which facts can only strengthen, no minimal pair is missed."""
    facts = land.facts
    party = data.draw(st.sampled_from(["acme", "beta", "gamma", "delta"]))
    claims = sorted(id_ for id_ in facts.claims if ".headquarteredIn." not in id_ or "east" in id_)
    extra = data.draw(st.sets(st.sampled_from(claims), max_size=3))
    day = "2024-06-01"
    view = left(facts, extra, day)

    def value(gone):
        return covered(left(facts, extra | set(gone), day), "bar", among=(party,)).parties[party].value

    now = value(())
    found = {flip.removed for flip in coverage_flips(view, "bar", party)}
    ids = sorted(view.facts.claims)
    alone = {id_ for id_ in ids if value([id_]) != now}
    pairs = {pair for pair in combinations(ids, 2) if alone.isdisjoint(pair) and value(pair) != now}
    assert found >= {(id_,) for id_ in alone}
    if now == "YES":
        assert found == {(id_,) for id_ in alone} | pairs
    assert all(value(flip) != now for flip in found)


@slow
@given(data=st.data())
def test_taking_away_is_as_if_it_had_never_been_there(dense, data):
    """A reduced view takes over what it need not work out; it equals one worked out afresh."""
    day = data.draw(days)
    gone = gone_of(data, dense.facts)
    quick, fresh = without(View(dense.facts, frame(as_of=day)), gone), left(dense.facts, gone, day)
    assert quick.known == fresh.known
    assert quick.standings == fresh.standings
    assert quick.claims == fresh.claims
    assert quick.derived == fresh.derived
    assert verdict(quick, "d", "model").as_json() == verdict(fresh, "d", "model").as_json()


KEPT_AWAY = {
    "acme": {"claims": [{"headquarteredIn": "east"}]},
    "east": {"kind": "Place"},
    "west": {"kind": "Place"},
    "maker": {},
    "tool": {"kind": "Product", "claims": []},
    "other": {"claims": [{"develops": "tool"}]},
}


@pytest.mark.parametrize(
    ("given", "pairs"),
    [
        (
            {"assets": {"entity": ["tool"]}, "events": [{"effective": "2026-01-01"}, {"suspended": "2026-02-01"}]},
            {("acme.headquarteredIn.east", "rule.suspended")},
        ),
        (
            {"assets": {"entity": ["tool"]}, "exceptions": [{"actions": ["use"]}]},
            {("acme.headquarteredIn.east", "rule.exception.1")},
        ),
        ({"assets": {"developedBy": ["maker"]}}, {("acme.headquarteredIn.east", "other.develops.tool")}),
    ],
)
def test_two_facts_that_keep_a_rule_away_are_found(view_of, given, pairs):
    """Neither alone turns the answer; without both the rule may bind."""
    parts = {key: [{**part, "sources": ["law"]} for part in given.get(key, ())] for key in ("events", "exceptions")}
    rules = {"rule": {"parties": {"headquarteredIn": ["west"]}, **given, **{k: v for k, v in parts.items() if v}}}
    answer = why.of_verdict(view_of(KEPT_AWAY, {}, rules, as_of="2026-06-15"), "acme", "tool")
    assert answer.answer == "NO_KNOWN_RESTRICTION"
    assert {(flip.removed, flip.answer) for flip in answer.flips} == {(pair, "INDETERMINATE") for pair in pairs}
