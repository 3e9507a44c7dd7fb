"""A folder of fact files becomes values: every shape of the format, as it stands in the world."""

import dataclasses
import os
import shutil
from fractions import Fraction

import pytest

from graph.facts.load import load, read
from graph.facts.measure import parse_amount, parse_quantity
from graph.facts.naming import resolve
from graph.facts.records import AllOf, AnyOf, Controlled, Employed, Not, Owned, Position, Select
from graph.facts.share import parse_share
from graph.facts.when import parse_day, parse_when


@pytest.fixture(scope="module")
def facts(world):
    """Return the facts of the world."""
    return load(world)


def test_the_world_is_without_fault(world):
    """The invented world has no mistakes and gives no warnings."""
    assert read(world)[1] == []


def test_entity(facts):
    """An entity has its names, identifiers and former ids; language tags and schemes are keys."""
    acme = facts.entities["acme-labs"]
    assert (acme.kind, acme.name) == ("Company", "Acme Labs")
    assert acme.names == {"zh": "阿克米实验室", "zh-Hant": "阿克米實驗室", "ar": "مختبرات أكمي"}
    assert acme.aliases == ("Acme", "Acme AI")
    assert acme.ids["wikidata"] == "Q0"
    assert acme.ids["cik"] == "0000000000"
    assert set(acme.ids) == set(facts.vocabulary.codes["Identifier"])
    assert acme.was == ("acme-research", "acme-labs.develops.widget-1")
    assert acme.note == "Not to be mixed up with Acme Lamps."
    assert acme.at == Position("entities/acme-labs.yaml", 1, 1)


def test_bare_entity(facts):
    """All but kind and name may be missing."""
    holding = facts.entities["mu-holding"]
    bare = (holding.names, holding.aliases, holding.ids, holding.was, holding.note, holding.claims)
    assert bare == ({}, (), {}, (), None, ())


def test_claim(facts):
    """A state has its subject, object, times and qualifiers, and its place in the file."""
    claim = facts.claims["acme-labs.owns.tiny-model-co"]
    assert (claim.subject, claim.relation, claim.object, claim.is_text) == ("acme-labs", "owns", "tiny-model-co", False)
    assert claim.share == parse_share("> 50")
    assert (claim.since, claim.until, claim.on) == (parse_when("2024-10"), parse_when("2026-06-30"), None)
    assert claim.start == claim.since
    assert claim.note == "By way of a trust."
    assert claim.at == Position("entities/acme-labs.yaml", 18, 5)
    assert claim in facts.entities["acme-labs"].claims


def test_attestations(facts):
    """A claim keeps every document's own words, speakers, places and differing values."""
    first, second, third = facts.claims["acme-labs.owns.tiny-model-co"].attestations
    assert (first.doc, first.modality) == ("example-wire-2024-10-02", "confirmed")
    assert (first.speaker, first.speaks_for) == ("ada-example", "acme-labs")
    assert first.says == "Acme says it now holds most of the shares."
    assert first.quote == "We hold most of the shares: for good."
    assert (first.where, first.note) == ("paragraph 3", "The headline says otherwise.")
    assert first.at == Position("entities/acme-labs.yaml", 25, 9)
    assert second.overrides == {"since": parse_when("2024-10-02"), "until": None, "share": parse_share("51.2")}
    assert (third.modality, third.via, third.overrides) == (
        "reported",
        ("unnamed-people",),
        {"share": parse_share("50..60")},
    )


def test_short_form(facts):
    """A document alone reports the claim."""
    acquires = facts.claims["acme-labs.acquires.widget-works"]
    assert [(a.doc, a.modality) for a in acquires.attestations] == [
        ("example-wire-2024-10-02", "reported"),
        ("lemurian-post-2024-10-03", "reported"),
    ]
    assert acquires.attestations[1].at == Position("entities/acme-labs.yaml", 57, 40)


def test_event(facts):
    """An event has a day, and an amount with how far the money has gone."""
    claim = facts.claims["acme-labs.acquires.widget-works"]
    assert (claim.on, claim.since, claim.start) == (parse_when("2024-05-17"), None, parse_when("2024-05-17"))
    assert (claim.amount, claim.amount_kind) == (parse_amount("2 billion USD"), "closed")


def test_open_end(facts):
    """An end that is known to be open is kept apart from one that is not known."""
    assert facts.claims["acme-labs.controls.widget-trust"].until.open
    assert facts.claims["cloudy-compute.supplies.acme-labs"].until is None


def test_overrides_of_other_sorts(facts):
    """A document may give another day, amount or count, or say that it gives none."""
    accuses = facts.claims["acme-labs.accuses.tiny-model-co"]
    assert accuses.quantity == (parse_quantity("24000 accounts"), parse_quantity("16 million exchanges"))
    assert accuses.attestations[0].overrides == {
        "on": parse_when("2026-03-11"),
        "quantity": (parse_quantity("25000 accounts"), parse_quantity("16 million exchanges")),
    }
    approves = facts.claims["ministry-of-trade.approves.widget-a1"]
    assert approves.attestations[0].overrides == {"quantity": None}
    invests = facts.claims["acme-labs.investsIn.cloudy-compute"]
    assert invests.attestations[0].overrides == {"amount": parse_amount("3..4 billion EUR"), "on": None}


def test_claim_about_a_claim(facts):
    """An accusation names the claim it is about."""
    accuses = facts.claims["acme-labs.accuses.tiny-model-co"]
    assert accuses.about == "tiny-model-co.accesses.widget-one"
    assert accuses.about in facts.claims


def test_other_objects(facts):
    """An object may be a claim, a restriction or a source where the ontology allows it."""
    causes = {c.object for c in facts.claims.values() if c.relation == "saidToCause"}
    assert causes == {"people-in-lemuria.interestedIn.widget-two", "lemuria-rule-3", "widget-works"}
    assert facts.claims["widget-one.closeMatch.widget-issue-12"].object in facts.sources
    assert facts.claims["widget-two.closeMatch.widget-licence-9"].object in facts.restrictions
    assert facts.claims["widget-two.closeMatch.tiny-model-co.develops.tiny-chat"].object in facts.claims


def test_text_objects(facts):
    """An object may be text in any script; where an id fits too, text is what is no id."""
    seeks = {c.id: (c.object, c.is_text) for c in facts.claims.values() if c.relation == "seeks"}
    assert seeks["acme-labs.seeks.export-list"] == ("export-list", False)
    assert seeks["acme-labs.seeks.an-export-licence"] == ("an export licence", True)
    assert seeks["acme-labs.seeks.an-export-licence.2026-02-03"] == ("an export licence", True)
    assert ("出口许可", True) in seeks.values()


def test_inference(facts):
    """An inference has no document but a note and the claims it rests on."""
    (inferred,) = facts.claims["tiny-model-co.dependsOn.cloudy-compute"].attestations
    assert (inferred.doc, inferred.modality) == (None, "inferred")
    assert inferred.rests_on == ("cloudy-compute.supplies.tiny-model-co", "tiny-chat.runsOn.widget-a1")


def test_source(facts):
    """A source has its kind, title, publisher, address, days, language, tier and former ids."""
    wire = facts.sources["example-wire-2024-10-02"]
    assert dataclasses.asdict(wire) == {
        "id": "example-wire-2024-10-02",
        "kind": "NewsArticle",
        "title": "Acme buys most of Tiny Model Co",
        "publisher": "Example Wire",
        "url": "https://wire.example/2024/acme-buys-tiny",
        "published": dataclasses.asdict(parse_when("2024-10-02")),
        "language": "en",
        "tier": "A",
        "derived_from": (),
        "retrieved": dataclasses.asdict(parse_when("2024-10-05")),
        "was": ("example-wire-acme",),
        "note": None,
        "claims": (),
        "at": Position("sources/example-wire-2024-10-02.yaml", 1, 1),
    }
    assert facts.sources["daily-lemur-2024-10-04"].derived_from == ("example-wire-2024-10-02",)


def test_names_and_identity_of_sources(facts):
    """A source is called by its title, note or address, and identified by publisher or address at tier A or B."""
    assert facts.sources["acme-terms-2025"].name == "Terms of service of 2025"
    assert facts.sources["leaflet"].name == "A leaflet handed out at Lemuria University."
    assert facts.sources["ben-sample-profile"].name == "https://social.example/@ben"
    assert facts.sources["atlantis-court-file-7"].identified
    assert not facts.sources["ben-sample-profile"].identified
    assert not facts.sources["pasted-text"].identified
    assert not facts.sources["unnamed-people"].identified


def test_claim_of_a_source(facts):
    """A source file has claims about the document itself."""
    claim = facts.claims["ada-example-post.inResponseTo.widget-issue-12"]
    assert (claim.subject, claim.object) == ("ada-example-post", "widget-issue-12")
    assert facts.sources["ada-example-post"].claims == (claim,)


def test_restriction(facts):
    """A restriction has issuer, wording, addressees, successors and answers."""
    order = facts.restrictions["atlantis-order-12"]
    assert (order.issuer, order.addressees) == ("ministry-of-trade", ("acme-labs", "widget-works"))
    wording = order.wording
    assert (wording.instrument, wording.force) == ("Order", "licenceRequired")
    assert wording.actions == ("export", "reexport", "transfer", "deemedExport")
    assert wording.attestations[0].doc == "atlantis-gazette-1"
    assert (wording.differs, wording.note) == (frozenset(), None)
    assert facts.restrictions["lemuria-rule-3"].in_response_to == "atlantis-order-12"
    bar = facts.restrictions["acme-bar-on-atlantis"]
    assert bar.supersedes == ("acme-terms-of-2024",)
    assert (bar.names["zh"], bar.aliases, bar.was) == ("阿克米对亚特兰蒂斯的禁令", ("the Acme ban",), ("acme-bar",))
    assert bar.note == "The page has no day of its own for the second rule."


def test_tests_of_parties(facts):
    """Several keys are all of them, a list under a selector any of its ids."""
    assert facts.restrictions["acme-bar-on-atlantis"].wording.parties == AnyOf(
        (
            Select("headquarteredIn", ("barred-regions",)),
            Owned(Select("headquarteredIn", ("atlantis",)), parse_share("> 50"), aggregate=True),
            Employed(Select("entity", ("tiny-model-co",)), "notStated"),
        ),
    )
    assert facts.restrictions["atlantis-order-12"].wording.parties == AllOf(
        (
            Not(Select("headquarteredIn", ("atlantis",))),
            AnyOf(
                (
                    Select("incorporatedIn", ("lemuria",)),
                    Select("nationality", ("mu",)),
                    Select("locatedIn", ("lemuria",)),
                ),
            ),
        ),
    )
    licence = facts.restrictions["widget-licence-9"].wording
    assert licence.parties == Controlled(Select("entity", ("acme-labs",)))
    assert licence.assets == AllOf((Not(Select("entity", ("widget-two",))), Select("developedBy", ("acme-labs",))))
    assert facts.restrictions["owned-by-unstated"].wording.parties == Owned(Select("entity", ("stake-x", "stake-y")))
    assert facts.restrictions["owned-by-one-party"].wording.parties.aggregate is False
    assert facts.restrictions["unstated-curb"].wording.parties is None


def test_events(facts):
    """An event has its date, its last day where it is a suspension, and documents."""
    announced, effective, suspended, resumed = facts.restrictions["atlantis-order-12"].events
    assert [e.event for e in (announced, effective, suspended, resumed)] == [
        "announced",
        "effective",
        "suspended",
        "resumed",
    ]
    assert (suspended.date, suspended.until) == (parse_when("2025-11-10"), parse_when("2026-11-09"))
    assert effective.attestations[0].modality == "expected"
    assert suspended.at == Position("restrictions/atlantis-order-12.yaml", 34, 5)
    bar = facts.restrictions["acme-bar-on-atlantis"]
    assert bar.events[1].note == "The day is the issuer's."
    assert bar.events[1].attestations[1].overrides == {"on": parse_when("2025-09-06")}


def test_exceptions(facts):
    """An exception carves out parties, assets and actions for a time; what is absent means all."""
    friendly, training = facts.restrictions["acme-bar-on-atlantis"].exemptions
    assert friendly.parties == Select("entity", ("friendly-labs",))
    assert friendly.assets == Select("entity", ("widget-one",))
    assert friendly.actions == ("access", "execute")
    assert (friendly.since, friendly.until) == (parse_when("2026-06-26"), parse_when("2026-12-31"))
    assert friendly.note == "By letter."
    assert (training.parties, training.assets, training.until.open) == (None, None, True)


def test_variants(facts):
    """A variant has the wording's keys but for those it words otherwise, and documents of its own."""
    bar = facts.restrictions["acme-bar-on-atlantis"]
    narrow, mild = bar.variants
    assert narrow.differs == {"assets"}
    assert narrow.assets == Select("entity", ("widget-one",))
    assert (narrow.parties, narrow.force, narrow.note) == (
        bar.wording.parties,
        "prohibited",
        "The report names one tool only.",
    )
    assert mild.differs == {"instrument", "force", "actions", "parties"}
    assert (mild.instrument, mild.force, mild.actions) == ("PlatformBlock", "discouraged", ("install",))
    assert mild.assets == bar.wording.assets
    assert [a.doc for a in mild.attestations] == ["pasted-text"]


def test_story(facts):
    """A story walks through claims, events and entities, each seen on its days."""
    story = facts.stories["how-one-tool-was-barred"]
    assert story.title == "How one tool was barred"
    assert story.was == ("one-tool",)
    assert story.steps[1].caption == "It is barred for users in Atlantis."
    assert story.steps[1].claims == ("acme-bar-on-atlantis.effective", "acme-bar-on-atlantis")
    assert (story.steps[1].as_of, story.steps[1].known_at) == (parse_day("2025-09-05"), parse_day("2025-09-30"))
    assert (story.steps[2].as_of, story.steps[2].known_at) == (None, None)


def test_a_former_id_of_an_event_means_its_restriction(world, lay_over):
    """An event that gets a date into its id, as a second of its sort does, is still found."""
    name, old = "restrictions/store-block.yaml", "store-block.narrowed"
    with open(os.path.join(world, name), encoding="utf-8") as stream:
        facts, problems = read(lay_over({name: f"was: [{old}]\n{stream.read()}"}))
    assert problems == []
    assert resolve(facts, old) == "store-block"


def test_former_ids_resolve_in_facts(lay_over):
    """A file that still names a former id means the present one."""
    folder = lay_over(
        {
            "entities/new-co.yaml": "kind: Company\nname: New Co\nclaims:\n  - owns: acme-research\n    share: 5\n"
            "    sources:\n      - doc: example-wire-acme\n        as: denied\n        speaker: acme-research\n"
            "  - supplies: cloudy-hosting\n    sources: [example-wire-acme]\n",
            "restrictions/new-rule.yaml": "name: New rule\nissuer: acme-research\ninstrument: Order\nforce: prohibited\n"
            "actions: [use]\nparties: {entity: [cloudy-hosting]}\nsources: [example-wire-acme]\n"
            "events:\n  - superseded: 2024-11\n    sources: [example-wire-acme]\nsupersedes: [acme-bar]\n",
            "stories/new-walk.yaml": "title: New walk\nsteps:\n  - caption: Here.\n"
            "    claims: [acme-research.owns.tiny-model-co, acme-bar.effective]\n",
        },
    )
    facts, problems = read(folder)
    assert [str(p) for p in problems] == [
        (
            "restrictions/new-rule.yaml:1:1: warning: it supersedes acme-bar-on-atlantis, "
            "whose file has no event 'superseded'; add it there"
        ),
    ]
    claim = facts.claims["new-co.owns.acme-labs"]
    assert (claim.object, claim.attestations[0].doc, claim.attestations[0].speaker) == (
        "acme-labs",
        "example-wire-2024-10-02",
        "acme-labs",
    )
    assert "new-co.supplies.cloudy-compute" in facts.claims
    assert facts.stories["new-walk"].steps[0].claims == (
        "acme-labs.owns.tiny-model-co",
        "acme-bar-on-atlantis.effective",
    )
    rule = facts.restrictions["new-rule"]
    assert (rule.issuer, rule.wording.parties) == ("acme-labs", Select("entity", ("cloudy-compute",)))
    assert facts.former["acme-research"] == "acme-labs"


def test_scalar_is_a_list_of_one(lay_over):
    """Where a list belongs, one value will do."""
    facts = load(
        lay_over(
            {
                "entities/new-co.yaml": "kind: Company\nname: New Co\naliases: NC\nwas: old-co\nclaims:\n"
                "  owns: acme-labs\n  sources: example-wire-2024-10-02\n",
                "restrictions/new-rule.yaml": "name: New rule\nissuer: acme-labs\ninstrument: Order\nforce: prohibited\n"
                "actions: use\nparties: {entity: new-co}\nsources: leaflet\nevents: {effective: 2025-09, sources: leaflet}\n",
            },
        ),
    )
    assert facts.entities["new-co"].aliases == ("NC",)
    assert facts.claims["new-co.owns.acme-labs"].attestations[0].doc == "example-wire-2024-10-02"
    rule = facts.restrictions["new-rule"]
    assert (rule.wording.actions, rule.wording.parties) == (("use",), Select("entity", ("new-co",)))
    assert [event.id for event in rule.events] == ["new-rule.effective"]


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "on",
        "true",
        "3.10",
        "010",
        "12:30",
        "1e3",
        "2026-02-30",
        "0x10",
        "1_000",
        '"null"',
        '"~"',
        '"[a]"',
        "'> 50'",
    ],
)
def test_text_fields_keep_what_was_typed(text, lay_over):
    """A name, note or quotation is text, whatever it looks like."""
    file = f"kind: Company\nname: Co {text.strip(chr(34))[1:]}\nnote: {text}\nclaims:\n  - describedAs: {text}\n    sources:\n"
    file = file.replace(f"name: Co {text.strip(chr(34))[1:]}", "name: New Co")
    file += f"      - doc: example-wire-2024-10-02\n        quote: {text}\n        where: {text}\n"
    facts, problems = read(lay_over({"entities/new-co.yaml": file}))
    wanted = text.strip("\"'")
    assert problems == []
    (claim,) = facts.entities["new-co"].claims
    assert facts.entities["new-co"].note == claim.object == claim.attestations[0].quote == wanted
    assert claim.attestations[0].where == wanted


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"),
        lambda data: data.rstrip(b"\n"),
    ],
    ids=["bom", "crlf", "bom and crlf", "no last newline"],
)
def test_line_ends_change_no_fact(change, world, tmp_path):
    """The same files with other line ends or marks give the same facts at the same places."""
    folder = str(tmp_path / "facts")
    shutil.copytree(world, folder)
    for below, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(below, name)
            with open(path, "rb") as stream:
                data = stream.read()
            with open(path, "wb") as stream:
                stream.write(change(data))
    changed, plain = load(folder), load(world)
    for group in ("entities", "sources", "restrictions", "stories", "claims", "former", "references"):
        assert getattr(changed, group) == getattr(plain, group)


def test_folders_below_mean_nothing(facts):
    """A file in a sub-folder has the id of its name."""
    assert facts.entities["w1-a"].at.file == "entities/stakes/w1-a.yaml"
    assert facts.claims["w1-a.owns.w1-b"].share.low == Fraction(50)


def test_dictionaries_are_sorted(facts):
    """Facts come in the order of their ids, however the folder lists its files."""
    for group in (facts.entities, facts.sources, facts.restrictions, facts.stories, facts.claims):
        assert list(group) == sorted(group)


def test_digest_is_of_names_and_contents(world, lay_over):
    """The version of facts changes with any file's name or bytes and with nothing else."""
    version = load(world).digest
    assert load(lay_over()).digest == version
    moved = lay_over()
    os.rename(os.path.join(moved, "entities/mu.yaml"), os.path.join(moved, "entities/stakes/mu.yaml"))
    with open(os.path.join(world, "entities/mu.yaml"), "rb") as stream:
        touched = lay_over({"entities/mu.yaml": stream.read() + b"\n"})
    assert len({version, load(moved).digest, load(touched).digest}) == 3


def test_reading_does_not_write(world):
    """Reading leaves the folder as it was, down to the times of its files."""

    def state():
        return sorted((e.path, e.stat().st_mtime_ns) for below, _, _ in os.walk(world) for e in os.scandir(below))

    before = state()
    read(world)
    assert state() == before


def test_facts_in_one_line(facts):
    """Facts print as a summary that a notebook can show."""
    assert repr(facts) == (
        f"<Facts {facts.digest[:12]}: {len(facts.claims)} claims, {len(facts.entities)} entities, "
        f"{len(facts.restrictions)} restrictions, {len(facts.sources)} sources>"
    )


def test_values_are_frozen(facts):
    """Nobody changes facts after they are read."""
    for record in (facts, facts.entities["mu"], facts.claims["w1-a.owns.w1-b"], facts.sources["leaflet"]):
        name = dataclasses.fields(record)[0].name
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(record, name, "other")
