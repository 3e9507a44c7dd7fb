"""What if: patches of hypothetical facts, read with their mistakes, laid over facts, compared."""

import os
import shutil
from pathlib import Path

import pytest

import graph
from graph.facts.problems import FactsError, InputError
from graph.meaning.coverage import covered
from graph.meaning.hypothesis import HYPOTHESIS, difference, read_patch, supposed

WIRE = "kind: NewsArticle\ntitle: A story\npublisher: Wire\npublished: 2024-01-10\ntier: A\n"
FACTS = {
    "sources/wire": WIRE,
    "sources/late": WIRE.replace("2024-01-10", "2024-05-01"),
    "entities/east": "kind: Place\nname: East\n",
    "entities/west": "kind: Place\nname: West\n",
    "entities/list": "kind: OfficialList\nname: List\nclaims:\n  - {includes: acme, sources: [wire]}\n",
    "entities/state": "kind: GovernmentBody\nname: State\n",
    "entities/acme": (
        "kind: Company\nname: Acme\nwas: [acme-old]\nclaims:\n"
        "  - {owns: beta, share: 30, since: 2020, sources: [wire]}\n"
        "  - {headquarteredIn: west, sources: [wire]}\n"
        "  - {develops: model, sources: [wire]}\n"
    ),
    "entities/beta": "kind: Company\nname: Beta\nclaims:\n  - {headquarteredIn: west, sources: [wire]}\n",
    "entities/gamma": "kind: Company\nname: Gamma\n",
    "entities/model": "kind: Model\nname: Model\n",
    "restrictions/half": (
        "name: Half\nissuer: state\ninstrument: Order\nforce: licenceRequired\nactions: [use]\n"
        "parties: {ownedBy: {party: {onList: [list]}, share: '>= 50', aggregate: true}}\n"
        "assets: {entity: [model]}\nsources: [wire]\nevents:\n  - {effective: 2024-01-01, sources: [wire]}\n"
    ),
    "restrictions/bar": (
        "name: Bar\nissuer: state\ninstrument: Order\nforce: prohibited\nactions: [use]\n"
        "parties: {headquarteredIn: [east]}\nassets: {entity: [model]}\nsources: [wire]\n"
        "events:\n  - {effective: 2024-01-01, sources: [wire]}\n"
        "exceptions:\n  - {parties: {entity: [gamma]}, sources: [wire]}\n"
    ),
}
EASTERN = "claims:\n  - {subject: beta, headquarteredIn: east}\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Write the facts once; return their folder."""
    root = tmp_path_factory.mktemp("facts")
    for name, text in FACTS.items():
        path = os.path.join(root, f"{name}.yaml")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as stream:
            stream.write(text)
    return str(root)


@pytest.fixture(scope="module")
def facts(folder):
    """Return the facts as a graph."""
    return graph.load(folder)


@pytest.fixture
def suppose(tmp_path, facts):
    """Return a function that reads a patch from text."""

    def read(text):
        path = tmp_path / "patch.yaml"
        path.write_text(text, encoding="utf-8")
        return read_patch(str(path), facts.facts)

    return read


def shifts(found):
    """Write shifts as tuples."""
    return [(each.restriction, each.party, each.before, each.after) for each in found]


def on(facts, day="2024-06-01", **terms):
    """Take the view of a day."""
    return facts.view(as_of=day, **terms)


# ---- laying over


def test_who_becomes_covered_if_a_stake_passes_fifty_per_cent(facts, suppose):
    """A hypothetical stake takes the place of the recorded one; it does not add up with it."""
    view = on(facts)
    exact = difference(view, suppose("claims:\n  - {subject: acme, owns: beta, share: 50}\n"))
    assert shifts(exact.covered) == [("half", "beta", "NO", "YES")]
    assert exact.replaced == ("acme.owns.beta",)
    less = difference(view, suppose("claims:\n  - {subject: acme, owns: beta, share: 49}\n"))
    assert shifts(less.covered) == []


def test_a_stake_of_another_day_replaces_nothing(facts, suppose):
    """A hypothesis about later leaves the day asked about as recorded."""
    patch = suppose("claims:\n  - {subject: acme, owns: beta, share: 60, since: 2025-01-01}\n")
    assert shifts(difference(on(facts), patch).covered) == []
    later = difference(on(facts, "2025-06-01"), patch)
    assert shifts(later.covered) == [("half", "beta", "NO", "YES")]
    assert later.replaced == ("acme.owns.beta",)


def test_a_thing_has_one_headquarters_at_a_time(facts, suppose):
    """Where a relation has one object at a time, a hypothetical one takes the place of the recorded one."""
    answer = difference(
        on(facts),
        suppose(EASTERN),
        [("beta", "model", "use"), ("acme", "model", "use")],
    )
    assert shifts(answer.covered) == [("bar", "beta", "NO", "YES")]
    assert answer.replaced == ("beta.headquarteredIn.west",)
    assert [(turn.before.verdict, turn.after.verdict) for turn in answer.verdicts] == [
        ("NO_KNOWN_RESTRICTION", "PROHIBITED"),
        ("NO_KNOWN_RESTRICTION", "NO_KNOWN_RESTRICTION"),
    ]


def test_an_event_of_a_patch_changes_a_status(facts, suppose):
    """A rule lifted by hypothesis is no ground; the wording still covers whom it covers."""
    answer = difference(
        on(facts),
        suppose(f"{EASTERN}events:\n  - {{restriction: bar, lifted: 2024-05}}\n"),
        [("beta", "model", "use")],
    )
    assert shifts(answer.statuses) == [("bar", None, "IN_FORCE", "ENDED")]
    assert shifts(answer.covered) == [("bar", "beta", "NO", "YES")]
    assert answer.verdicts[0].after.verdict == "NO_KNOWN_RESTRICTION"


def test_a_hypothetical_start_is_not_only_expected(facts, suppose):
    """What a patch says has happened counts as confirmed."""
    events = ("suspended: 2024-02-01", "resumed: 2024-06-01")
    patch = suppose("events:\n" + "".join(f"  - {{restriction: half, {event}}}\n" for event in events))
    after = supposed(on(facts), patch)
    assert (after.standings["half"].status, after.standings["half"].expected) == ("IN_FORCE", False)


def test_exceptions_claims_and_events_can_be_taken_away(facts, suppose):
    """Each id under remove is as if it had never been written; former ids count."""
    removed = "remove: [bar.exception.1, acme-old.headquarteredIn.west]\n"
    patch = suppose(f"{removed}{EASTERN.replace('beta', 'gamma')}")
    assert patch.removed == ("bar.exception.1", "acme.headquarteredIn.west")
    answer = difference(on(facts), patch)
    assert shifts(answer.covered) == [("bar", "acme", "NO", "POSSIBLE"), ("bar", "gamma", "NO", "YES")]


def test_without_its_start_a_restriction_is_another(facts, suppose):
    """Taking away the only event leaves a rule without a start."""
    answer = difference(on(facts, "2023-06-01"), suppose("remove: bar.effective"))
    assert shifts(answer.statuses) == [("bar", None, "NOT_YET", "INDETERMINATE")]


def test_a_hypothesis_holds_whatever_is_known_or_asked_for(facts, suppose):
    """The floor, the day of knowledge and the choice of documents do not keep a patch out."""
    patch = suppose(EASTERN)
    for terms in ({"only": ["wire"]}, {"known_at": "2024-02-01"}, {"floor": "reported"}):
        assert shifts(difference(on(facts, **terms), patch).covered) == [("bar", "beta", "NO", "YES")]
    assert difference(on(facts, only=["wire"]), patch).as_json()["only"] == ["wire"]


def test_a_claim_of_a_patch_may_name_its_sources(facts, suppose):
    """With sources of its own a claim counts as they are known, not as official."""
    patch = suppose("claims:\n  - {subject: gamma, headquarteredIn: west, sources: [late]}\n")
    assert supposed(on(facts), patch).known["gamma.headquarteredIn.west"].evidence.status == "single-source"
    assert "gamma.headquarteredIn.west" not in supposed(on(facts, known_at="2024-02-01"), patch).known


def test_the_facts_themselves_stay_as_they_are(folder, facts, suppose):
    """Neither the files nor the loaded facts are touched."""
    before = {name: Path(folder, f"{name}.yaml").read_bytes() for name in FACTS}
    claims, digest = dict(facts.facts.claims), facts.facts.digest
    patch = suppose("claims:\n  - {subject: acme, owns: beta, share: 60}\nremove: [bar.effective]\n")
    after = supposed(on(facts), patch)
    assert facts.facts.claims == claims
    assert facts.facts.digest == digest
    assert HYPOTHESIS not in facts.facts.sources
    assert HYPOTHESIS in after.facts.sources
    assert {name: Path(folder, f"{name}.yaml").read_bytes() for name in FACTS} == before


def test_a_hypothetical_claim_has_an_id_of_its_own(facts, suppose):
    """Where the recorded claim of that id stays, the hypothetical one is told apart."""
    patch = suppose("claims:\n  - {subject: acme, owns: beta, share: 60, since: 2030}\n")
    after = supposed(on(facts), patch)
    assert "acme.owns.beta" in after.facts.claims
    assert str(after.facts.claims["acme.owns.beta.(hypothesis)"].share) == "60"


def test_a_hypothetical_event_has_an_id_of_its_own(facts, suppose):
    """A second event of a kind does not change the id of the recorded one."""
    patch = suppose("events:\n  - {restriction: bar, effective: 2024-03}\n  - {restriction: bar, lifted: 2024-04}\n")
    ids = [event.id for event in supposed(on(facts), patch).facts.restrictions["bar"].events]
    assert ids == ["bar.effective", "bar.effective.2024-03", "bar.lifted"]


def test_a_day_is_needed(facts, suppose):
    """A difference is one of a day."""
    with pytest.raises(ValueError, match="this question is about one day; give it with as_of"):
        supposed(facts.view(), suppose("remove: [bar.effective]"))


def test_a_patch_that_changes_nothing(facts, suppose):
    """Laying recorded facts over themselves makes no difference."""
    patch = suppose("claims:\n  - {subject: acme, owns: beta, share: 30, since: 2020}\n")
    answer = difference(on(facts), patch, [("acme", "model", "use")])
    assert answer.as_json() == {
        "covered": [],
        "statuses": [],
        "verdicts": [
            {
                "party": "acme",
                "asset": "model",
                "action": "use",
                "before": "NO_KNOWN_RESTRICTION",
                "after": "NO_KNOWN_RESTRICTION",
                "at_most_before": "NO_KNOWN_RESTRICTION",
                "at_most_after": "NO_KNOWN_RESTRICTION",
                "grounds_before": [],
                "grounds_after": [],
            },
        ],
        "replaced": ["acme.owns.beta"],
        "as_of": "2024-06-01",
        "known_at": None,
        "floor": "reported",
        "only": None,
    }


def test_a_patch_equals_facts_so_written(folder, facts, suppose, tmp_path):
    """What a patch makes of a verdict is what the facts would give, were they written so."""
    copy = str(tmp_path / "copy")
    shutil.copytree(folder, copy)
    with open(os.path.join(copy, "entities", "gamma.yaml"), "a", encoding="utf-8") as stream:
        stream.write("claims:\n  - {owns: beta, share: 20, sources: [{doc: wire, as: official}]}\n")
    with open(os.path.join(copy, "entities", "list.yaml"), "a", encoding="utf-8") as stream:
        stream.write("  - {includes: gamma, sources: [{doc: wire, as: official}]}\n")
    patch = "claims:\n  - {subject: gamma, owns: beta, share: 20}\n  - {subject: list, includes: gamma}\n"
    after = supposed(on(facts), suppose(patch))
    written = on(graph.load(copy))
    values = {party: found.value for party, found in covered(after, "half").parties.items()}
    assert values == {party: found.value for party, found in covered(written, "half").parties.items()}
    assert values["beta"] == "YES"


# ---- mistakes


WRONG_OBJECT = (
    "2:27: the object of 'owns' is of kind Organization, but 'east' is of kind Place; correct the relation or the id"
)
WRONG_WAY = (
    "2:5: the subject of 'owns' is of kind Party, but 'east' is of kind Place; "
    "write the claim the other way round or under another relation"
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("claims:\n  - {subject: acmee, owns: beta}\n", "2:15: no entity 'acmee'; did you mean acme?"),
        ("claims:\n  - {subject: acme, owns: betta}\n", "2:27: no entity 'betta'; did you mean beta?"),
        ("claims:\n  - {owns: beta}\n", "2:5: the key 'subject' is missing; write  subject: acme-labs"),
        ("claims:\n  - acme\n", "2:5: keys and values belong here, as in  - {subject: acme-labs, owns: tiny-model-co}"),
        ("claims:\n  - {subject: acme, ownz: beta}\n", "2:21: unknown relation 'ownz'; did you mean owns?"),
        (
            "claims:\n  - {subject: acme, owns: beta, share: 101}\n",
            "2:40: a share is at most 100 per cent, not 101; correct it",
        ),
        (
            "claims:\n  - {subject: acme, owns: east}\n",
            WRONG_OBJECT,
        ),
        (
            "claims:\n  - {subject: east, owns: acme}\n",
            WRONG_WAY,
        ),
        (
            "claims:\n  - {subject: acme, owns: beta}\n  - {subject: acme, owns: beta}\n",
            "3:5: one claim: put both documents under 'sources' (the same claim stands at line 2)",
        ),
        ("events:\n  - {lifted: 2024-01-01}\n", "2:5: the key 'restriction' is missing; write  restriction: acme-ban"),
        ("events:\n  - {restriction: barr, lifted: 2024}\n", "2:19: no restriction 'barr'; did you mean bar?"),
        ("events:\n  - {restriction: bar, liftet: 2024}\n", "2:24: unknown event 'liftet'; did you mean lifted?"),
        (
            "events:\n  - {restriction: bar, lifted: 2024-02-30}\n",
            "2:32: no such date: 2024-02-30; correct the day, month or year",
        ),
        (
            "remove: [acme.owns.betta]\n",
            "1:10: no claim, event or exception 'acme.owns.betta'; did you mean acme.owns.beta?",
        ),
        ("remove: bar\n", "1:9: 'bar' is a restriction; write an event 'lifted' for it under events"),
        ("removed: [bar.effective]\n", "1:1: unknown key 'removed'; did you mean remove?"),
        ("claims: [*a]\n", "1:10: "),
        ("claims: []\n", "1:9: the list is empty; write its items, or leave the key out"),
    ],
)
def test_a_mistake_is_told_with_its_place(suppose, tmp_path, text, said):
    """A bad patch gives the sentence that a bad fact file would give, at its line and column."""
    with pytest.raises(FactsError) as error:
        suppose(text)
    found = [str(problem).removeprefix(f"{tmp_path / 'patch.yaml'}:") for problem in error.value.problems]
    assert any(each == said or (said.endswith(" ") and each.startswith(said)) for each in found), found


def test_all_mistakes_are_told_at_once(suppose):
    """Mistakes are sorted by place, each once."""
    with pytest.raises(FactsError) as error:
        suppose("remove: [none.owns.x]\nclaims:\n  - {subject: acmee, owns: betta}\nevents:\n  - {restriction: bar}\n")
    assert [(problem.line, problem.column) for problem in error.value.problems] == [(1, 10), (3, 15), (3, 28), (5, 5)]


def test_a_patch_that_says_nothing_is_a_mistake(suppose):
    """A file without any of the three keys is refused."""
    with pytest.raises(FactsError, match="the patch says nothing; write claims, events or remove"):
        suppose("note: x\n")


def test_a_file_that_cannot_be_read(facts, tmp_path):
    """A missing file and a folder are errors of input with their names."""
    with pytest.raises(InputError, match=r"none\.yaml: cannot be read: No such file or directory"):
        read_patch(str(tmp_path / "none.yaml"), facts.facts)
    with pytest.raises(InputError, match="cannot be read: Is a directory"):
        read_patch(str(tmp_path), facts.facts)
