"""New facts: what is proposed, refused, hinted at and written."""

import datetime
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import vocabulary
from graph.facts import author
from graph.facts.author import RefusedError
from graph.facts.folder import ID
from graph.facts.load import load, read
from graph.facts.naming import NameProblem
from graph.facts.problems import FactsError, InputError
from graph.facts.write import canonical

WORDS = vocabulary.load()
FILES = {
    "entities/acme-labs.yaml": """\
# yaml-language-server: $schema=../../docs/facts.schema.json
kind: Company
name: Acme Labs
names: {zh: 阿克米}
aliases: [Acme AI]
ids: {wikidata: Q42}
was: [acme-research]

claims:
  # seen in the register
  - owns: tiny-model-co
    share: "> 50"
    since: 2024-10
    sources: [example-wire-2024-10-02]  # first

  - develops: widget-one
    sources: [example-wire-2024-10-02]
""",
    "entities/tiny-model-co.yaml": "kind: Company\nname: Tiny Model Co\n",
    "entities/widget-one.yaml": "kind: Product\nname: Widget One\n",
    "entities/atlantis.yaml": "kind: Place\nname: Atlantis\n",
    "sources/example-wire-2024-10-02.yaml": """\
kind: NewsArticle
title: Acme buys most of Tiny Model Co
publisher: Example Wire
url: https://www.wire.example/acme-buys/
published: 2024-10-02
tier: A
""",
    "sources/daily-lemur-2024-10-04.yaml": """\
kind: NewsArticle
title: Who holds Tiny Model Co
publisher: Daily Lemur
published: 2024-10-04
tier: B
""",
}


@pytest.fixture
def folder(tmp_path):
    """Return a small folder of facts."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return str(tmp_path)


def text_of(folder, name):
    """Return the text of a file."""
    with open(os.path.join(folder, name), encoding="utf-8") as stream:
        return stream.read()


def refusal(function, *args, **fields):
    """Return the sentences with which something is refused."""
    with pytest.raises(RefusedError) as refused:
        function(*args, **fields)
    return str(refused.value)


# ---- entities, sources, restrictions


def test_new_entity(folder):
    """An entity is drafted in canonical form under the id of its name, and written where it belongs."""
    draft = author.new_entity(
        folder, name="Mu Holding", kind="Fund", ids={"wikidata": "Q7"}, names={"zh": "木", "ar": "مو"}, aliases="Mu"
    )
    assert draft.name == "entities/mu-holding.yaml"
    assert draft.id == "mu-holding"
    assert draft.hints == ()
    assert (
        draft.text
        == """\
kind: Fund
name: Mu Holding
names: {ar: مو, zh: 木}
aliases: [Mu]
ids: {wikidata: Q7}
"""
    )
    path = author.write(folder, draft)
    assert path == os.path.join(folder, "entities", "mu-holding.yaml")
    assert load(folder).entities["mu-holding"].name == "Mu Holding"


def test_new_source(folder):
    """A source is named after publisher and date."""
    draft = author.new_source(
        folder,
        kind="NewsArticle",
        title="Acme: new meters",
        publisher="Example Wire",
        url="https://wire.example/meters",
        published=datetime.date(2026, 7, 5),
        tier="A",
        language="en",
        note=None,
        derivedFrom=["daily-lemur-2024-10-04"],
    )
    assert draft.name == "sources/example-wire-2026-07-05.yaml"
    assert (
        draft.text
        == """\
kind: NewsArticle
title: "Acme: new meters"
publisher: Example Wire
url: https://wire.example/meters
published: 2026-07-05
language: en
tier: A
derivedFrom: [daily-lemur-2024-10-04]
"""
    )


def test_new_source_is_not_called_unused(folder):
    """That no claim rests on a new source is no news."""
    draft = author.new_source(folder, kind="Unidentified", id_="unnamed-people", note="People whom a paper spoke to.")
    assert draft.hints == ()


def test_new_restriction(folder):
    """A restriction takes its events short, resting on its own sources."""
    draft = author.new_restriction(
        folder,
        name="Acme's bar on Atlantis",
        issuer="acme-labs",
        instrument="TermsOfService",
        force="prohibited",
        actions="use",
        parties={"headquarteredIn": "atlantis"},
        assets={"developedBy": ["acme-labs"]},
        sources="example-wire-2024-10-02",
        effective="2025-09-05",
        announced="2025-09-04",
    )
    assert draft.name == "restrictions/acme-s-bar-on-atlantis.yaml"
    assert (
        draft.text
        == """\
name: Acme's bar on Atlantis
issuer: acme-labs
instrument: TermsOfService
force: prohibited
actions: [use]
parties: {headquarteredIn: [atlantis]}
assets: {developedBy: [acme-labs]}
sources: [example-wire-2024-10-02]

events:
  - announced: 2025-09-04
    sources: [example-wire-2024-10-02]
  - effective: 2025-09-05
    sources: [example-wire-2024-10-02]
"""
    )


def test_first_facts(tmp_path):
    """An empty folder is a place to begin."""
    facts = str(tmp_path)
    assert refusal(author.add_claim, facts, "acme", "owns", "b", sources="c") == (
        f"there are no facts in {facts} yet; add the entity 'acme' first"
    )
    assert author.write(facts, author.new_entity(facts, kind="Company", name="Acme")) == f"{facts}/entities/acme.yaml"
    assert load(facts).entities.keys() == {"acme"}


def test_missing_folder(tmp_path):
    """A folder that is not there is not made."""
    with pytest.raises(InputError, match="no such folder"):
        author.new_entity(str(tmp_path / "nowhere"), kind="Company", name="Acme")


@pytest.mark.parametrize(
    ("fields", "sentences"),
    [
        (
            {"kind": "Compny", "name": "Mu"},
            "'Compny' is not a kind of entity; did you mean Company?",
        ),
        (
            {"kind": "Company", "nam": "Mu", "id_": "mu"},
            "the key 'name' is missing; write  name: Acme Labs\nunknown key 'nam'; did you mean name?",
        ),
        (
            {"kind": "Company", "name": "Mu", "ids": {"wikidata": "42"}},
            "'42' is not a wikidata identifier; it looks like Q42",
        ),
        (
            {"kind": "Company", "name": "Mu", "claims": [{"owns": "tiny-model", "sources": "example-wire-2024-10-02"}]},
            "no entity 'tiny-model'; did you mean tiny-model-co?",
        ),
    ],
)
def test_wrong_fields_are_refused(folder, fields, sentences):
    """A draft that would not pass the check is refused with its sentences and nothing is written."""
    before = sorted(os.listdir(os.path.join(folder, "entities")))
    assert refusal(author.new_entity, folder, **fields) == sentences
    assert sorted(os.listdir(os.path.join(folder, "entities"))) == before


@pytest.mark.parametrize("id_", ["Mu_Holding", "../sources/mu", "/etc/mu", "mu.yaml", "mu holding", "-mu", "мu"])
def test_bad_ids_are_refused(folder, id_):
    """An id that is no file name of the format is refused before it becomes a path."""
    sentence = refusal(author.new_entity, folder, id_=id_, kind="Fund", name="Mu Holding")
    assert sentence == f"'{id_}' cannot be an id; use lower-case letters a-z, digits and single hyphens"


def test_long_id_is_refused(folder):
    """The rules for file names hold for ids that are given."""
    assert "80 characters" in refusal(author.new_entity, folder, id_="m" * 81, kind="Fund", name="Mu Holding")


def test_mistakes_elsewhere_do_not_matter(folder):
    """Mistakes that stand in other files already do not keep a new fact out."""
    with open(os.path.join(folder, "entities", "broken.yaml"), "w", encoding="utf-8") as stream:
        stream.write("kind: Nothing\nname: Broken\n")
    assert author.new_entity(folder, kind="Fund", name="Mu Holding").hints == ()


def test_new_mistakes_elsewhere_are_named_with_their_place(folder):
    """A draft that makes another file wrong is refused, and says where."""
    sentence = refusal(author.new_entity, folder, kind="Fund", name="AAA", was=["acme-research"])
    assert sentence == "entities/acme-labs.yaml:7:1: the former id acme-research belongs to aaa; remove it here"


# ---- ids


@pytest.mark.parametrize(
    ("top", "fields", "id_"),
    [
        ("entities", {"name": "Acme Labs, Inc."}, "acme-labs-inc"),
        ("entities", {"name": "阿克米", "names": {"en": "Acme"}}, "acme"),
        ("entities", {"name": "Électricité"}, "electricite"),
        ("sources", {"publisher": "Example Wire", "published": "2024-10-02"}, "example-wire-2024-10-02"),
        ("sources", {"publisher": "Example Wire", "published": "?2024-10"}, "example-wire-2024-10"),
        ("sources", {"url": "https://www.wire.example/a", "published": "2024"}, "wire-example-2024"),
        ("sources", {"url": "https://[", "title": "A note"}, "a-note"),
        ("sources", {"kind": "Dataset", "title": "A list"}, "dataset"),
        ("restrictions", {"name": "Order 12"}, "order-12"),
    ],
)
def test_proposed_ids(top, fields, id_):
    """Ids come from publisher and date of a source, and from the name of anything else."""
    assert author.propose_id(top, fields) == id_


def test_second_source_of_a_day(folder):
    """A second document of the same publisher and day gets words of its title."""
    draft = author.new_source(
        folder, kind="NewsArticle", title="Other news", publisher="Example Wire", published="2024-10-02", tier="A"
    )
    assert draft.id == "example-wire-2024-10-02-other-news"


def test_no_id_to_make(folder):
    """A name without Latin letters needs an id of the curator's."""
    sentence = refusal(author.new_entity, folder, kind="Company", name="阿里")
    assert sentence == "no id can be made from this; give one of a-z, digits and hyphens, such as acme-labs"
    assert author.new_entity(folder, id_="ali", kind="Company", name="阿里").id == "ali"


def test_taken_ids(folder):
    """An id that is or was in use is refused, and nothing is overwritten."""
    assert refusal(author.new_entity, folder, kind="Company", name="Acme Labs") == (
        "the id acme-labs is taken (entities/acme-labs.yaml); add to it, or give another id"
    )
    assert refusal(author.new_entity, folder, kind="Company", name="Acme Research") == (
        "the id acme-research is taken (a former id of acme-labs); add to it, or give another id"
    )
    taken = {"id_": "example-wire-2024-10-02", "kind": "NewsArticle", "title": "A", "publisher": "B", "tier": "A"}
    assert refusal(author.new_source, folder, **taken) == (
        "the id example-wire-2024-10-02 is taken (sources/example-wire-2024-10-02.yaml); cite it, or give another id"
    )


@settings(deadline=None)
@given(st.text(max_size=90), st.text(max_size=30), st.sampled_from(["entities", "sources", "restrictions"]))
def test_every_proposed_id_is_one(name, date, top):
    """Whatever the names and dates, a proposed id is a valid id or there is none."""
    try:
        id_ = author.propose_id(top, {"name": name, "publisher": name, "published": date, "title": name})
    except RefusedError:
        return
    assert ID.fullmatch(id_)
    assert len(id_) <= 80


# ---- duplicates


def test_near_name_is_hinted_at(folder):
    """A name close to one that is there is worth a look."""
    draft = author.new_entity(folder, kind="Company", name="Acme Lab")
    assert draft.hints == ("'Acme Lab' is close to 'acme labs', a name of acme-labs; is it the same thing?",)


def test_equal_name_is_hinted_at(folder):
    """A name that is there already, as an alias or in another script, is worth a look."""
    draft = author.new_entity(folder, kind="Company", name="Mu", aliases=["阿克米"])
    assert len(draft.hints) == 1
    assert "'阿克米'" in draft.hints[0]
    assert "acme-labs" in draft.hints[0]


def test_equal_identifier_is_hinted_at(folder):
    """An identifier that another entity has is worth a look."""
    draft = author.new_entity(folder, kind="Company", name="Mu", ids={"wikidata": "Q42"})
    assert "wikidata Q42 is that of acme-labs (Acme Labs); is it the same thing?" in draft.hints


@pytest.mark.parametrize("url", ["https://www.wire.example/acme-buys/", "http://wire.example/acme-buys#top"])
def test_equal_address_is_hinted_at(folder, url):
    """A document under an address that is there, however it is written, is worth a look."""
    draft = author.new_source(folder, kind="NewsArticle", title="A", publisher="B", url=url, tier="A")
    assert draft.hints == ("example-wire-2024-10-02 has this address already; is it the same document?",)


def test_equal_title_is_hinted_at(folder):
    """A document with the title of another may be a copy."""
    draft = author.new_source(
        folder, kind="NewsArticle", title="Who holds Tiny Model Co?", publisher="Mu Post", published="2024", tier="B"
    )
    assert draft.hints == (
        "daily-lemur-2024-10-04 has this title already; is it the same document, or a copy (derivedFrom)?",
    )


# ---- claims


def test_new_claim(folder):
    """A claim is put in its canonical place; everything else in the file stays as it was, comments too."""
    draft = author.add_claim(
        folder,
        "acme labs",
        "headquartered in",
        "ATLANTIS",
        since="2020",
        sources={"doc": "daily-lemur-2024-10-04", "as": "reported", "says": "Its house is\nin Atlantis."},
    )
    new = """\
  - headquarteredIn: atlantis
    since: 2020
    sources:
      - doc: daily-lemur-2024-10-04
        says: Its house is in Atlantis.

"""
    before = FILES["entities/acme-labs.yaml"]
    assert draft.text == before.replace("  - develops", new + "  - develops")
    assert draft.replaces == before.encode()
    author.write(folder, draft)
    assert "acme-labs.headquarteredIn.atlantis" in load(folder).claims


def test_first_claim(folder):
    """A file without claims gets its first."""
    draft = author.add_claim(folder, "tiny-model-co", "develops", "widget-one", sources=["daily-lemur-2024-10-04"])
    assert draft.text == FILES["entities/tiny-model-co.yaml"] + (
        "\nclaims:\n  - develops: widget-one\n    sources: [daily-lemur-2024-10-04]\n"
    )


def test_claim_of_text(folder):
    """A relation that takes text keeps the text as typed."""
    draft = author.add_claim(folder, "acme-labs", "called", "Acme  Works", sources="daily-lemur-2024-10-04", until=2019)
    assert "  - called: Acme Works\n    until: 2019\n" in draft.text


def test_claim_of_a_source(folder):
    """A source file takes claims too."""
    draft = author.add_claim(
        folder, "daily-lemur-2024-10-04", "inResponseTo", "example-wire-2024-10-02", sources="daily-lemur-2024-10-04"
    )
    assert draft.name == "sources/daily-lemur-2024-10-04.yaml"
    assert draft.text.endswith(
        "tier: B\n\nclaims:\n  - inResponseTo: example-wire-2024-10-02\n    sources: [daily-lemur-2024-10-04]\n"
    )


def test_same_claim_gets_the_document(folder):
    """A second document for a claim goes under its sources, whether or not the start is said again."""
    expected = FILES["entities/acme-labs.yaml"].replace(
        "sources: [example-wire-2024-10-02]  # first",
        "sources: [example-wire-2024-10-02, daily-lemur-2024-10-04]  # first",
    )
    for more in ({}, {"since": "2024-10"}, {"since": "2024-10", "share": "> 50"}):
        draft = author.add_claim(folder, "acme-labs", "owns", "tiny-model-co", sources="daily-lemur-2024-10-04", **more)
        assert draft.text == expected
        assert draft.hints == (
            "acme-labs.owns.tiny-model-co stands there already; the document is added to its sources",
        )


def test_same_claim_and_document(folder):
    """Nothing is added twice."""
    for source in ("example-wire-2024-10-02", {"doc": "example-wire-2024-10-02", "as": "reported"}):
        sentence = refusal(author.add_claim, folder, "acme-labs", "owns", "tiny-model-co", sources=source)
        assert (
            sentence == "acme-labs.owns.tiny-model-co rests on example-wire-2024-10-02 already; there is nothing to add"
        )


def test_same_claim_with_another_value(folder):
    """What a second document gives otherwise belongs under that document, and the sentence says so."""
    args = (author.add_claim, folder, "acme-labs", "owns", "tiny-model-co")
    assert refusal(*args, sources="daily-lemur-2024-10-04", share="51.2") == (
        "acme-labs.owns.tiny-model-co stands there already, with share: > 50; "
        "put  share: 51.2  under the source that says so"
    )
    assert refusal(*args, sources="daily-lemur-2024-10-04", note="By a trust.") == (
        "acme-labs.owns.tiny-model-co stands there already, without note; edit its file to change it"
    )
    draft = author.add_claim(*args[1:], sources={"doc": "daily-lemur-2024-10-04", "share": "51.2"})
    assert "      - doc: daily-lemur-2024-10-04\n        share: 51.2\n" in draft.text


def test_same_relation_from_another_start(folder):
    """The same relation from another day is a claim of its own."""
    draft = author.add_claim(
        folder, "acme-labs", "owns", "tiny-model-co", sources="daily-lemur-2024-10-04", since="2020", until="2021"
    )
    assert draft.hints == ()
    author.write(folder, draft)
    assert {"acme-labs.owns.tiny-model-co", "acme-labs.owns.tiny-model-co.2024-10"} <= load(folder).claims.keys()
    sentence = refusal(author.add_claim, folder, "acme-labs", "owns", "tiny-model-co", sources="daily-lemur-2024-10-04")
    assert sentence == (
        "acme-labs.owns.tiny-model-co stands there several times (2020, 2024-10); say which by its start"
    )


def test_dated_beside_undated(folder):
    """A start where the same claim stands without one is worth a look."""
    draft = author.add_claim(
        folder, "acme-labs", "develops", "widget-one", sources="daily-lemur-2024-10-04", since="2020"
    )
    assert draft.hints == (
        "acme-labs.develops.widget-one stands there without a start; is it the same claim, now dated?",
    )


@pytest.mark.parametrize(
    ("relation", "sentence"),
    [
        ("ownz", "no relation 'ownz'; did you mean owns?"),
        ("is owned by", "'is owned by' is 'owns' read backwards; swap subject and object"),
        ("prohibitsUseOf", "no relation 'prohibitsUseOf'"),
    ],
)
def test_unknown_relations(folder, relation, sentence):
    """A relation that cannot be typed is refused with the nearest one, or the way round."""
    assert refusal(
        author.add_claim, folder, "acme-labs", relation, "tiny-model-co", sources="daily-lemur-2024-10-04"
    ).startswith(sentence)


def test_unknown_names(folder):
    """A subject or object that nothing is called is refused with the nearest name."""
    with pytest.raises(NameProblem, match="nothing is called 'Acne Labs'; did you mean 'acme labs'"):
        author.add_claim(folder, "Acne Labs", "owns", "tiny-model-co", sources="daily-lemur-2024-10-04")
    with pytest.raises(NameProblem, match="nothing is called 'Tiny Modell'; did you mean 'tiny model co'"):
        author.add_claim(folder, "acme-labs", "owns", "Tiny Modell", sources="daily-lemur-2024-10-04")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"sources": "daily-lemur"}, "no source 'daily-lemur'; did you mean daily-lemur-2024-10-04?"),
        ({"sources": "daily-lemur-2024-10-04", "role": "x"}, "'operatesIn' takes no 'role'; its qualifiers are: none"),
        (
            {"sources": "daily-lemur-2024-10-04", "since": "2024-13"},
            "no such date: 2024-13; correct the day, month or year",
        ),
        ({"sources": "daily-lemur-2024-10-04", "sinse": "2024"}, "unknown key 'sinse'; did you mean since?"),
    ],
)
def test_wrong_claims_are_refused(folder, fields, sentence):
    """A claim that would not pass the check is refused with its sentence, and the file stays."""
    assert refusal(author.add_claim, folder, "acme-labs", "operatesIn", "atlantis", **fields) == sentence
    assert text_of(folder, "entities/acme-labs.yaml") == FILES["entities/acme-labs.yaml"]


def test_claim_of_the_wrong_kind_is_refused(folder):
    """Domain and range hold for new claims."""
    sentence = refusal(author.add_claim, folder, "acme-labs", "owns", "atlantis", sources="daily-lemur-2024-10-04")
    assert "'owns'" in sentence
    assert "Place" in sentence


def test_warnings_become_hints(folder):
    """What the check would warn of is said before anything is written."""
    draft = author.add_claim(
        folder, "acme-labs", "operatesIn", "atlantis", sources="daily-lemur-2024-10-04", since="2030"
    )
    assert len(draft.hints) == 1
    assert "after every document that supports it" in draft.hints[0]


def test_unreadable_subject(folder):
    """A file that cannot be read is named with its place; it is not rewritten."""
    path = os.path.join(folder, "entities", "widget-one.yaml")
    with open(path, "a", encoding="utf-8") as stream:
        stream.write("name: again\n")
    for subject, object_ in (("widget-one", "atlantis"), ("acme-labs", "widget-one")):
        with pytest.raises(FactsError) as refused:
            author.add_claim(folder, subject, "develops", object_, sources="daily-lemur-2024-10-04")
        assert str(refused.value) == (
            "entities/widget-one.yaml:3:1: the key 'name' is repeated; it stands at line 2 already"
        )
    assert text_of(folder, "entities/widget-one.yaml").endswith("name: again\n")


# ---- writing


def test_drafts_are_canonical(folder):
    """What is written needs no formatting."""
    drafts = [
        author.new_entity(
            folder, kind="Fund", name="Mu", claims={"owns": "acme-labs", "sources": "daily-lemur-2024-10-04"}
        ),
        author.add_claim(folder, "acme-labs", "operatesIn", "atlantis", sources="daily-lemur-2024-10-04"),
    ]
    for draft in drafts:
        assert canonical(draft.text, draft.name.split("/")[0], WORDS) == draft.text


def test_drafting_writes_nothing(folder):
    """A draft leaves the folder as it was."""
    before = {name: text_of(folder, name) for name in FILES}
    author.new_entity(folder, kind="Fund", name="Mu")
    author.add_claim(folder, "acme-labs", "operatesIn", "atlantis", sources="daily-lemur-2024-10-04")
    assert {file.removeprefix(folder + "/") for file in _all_files(folder)} == set(before)
    assert {name: text_of(folder, name) for name in FILES} == before


def _all_files(folder):
    return [os.path.join(top, name) for top, _, names in os.walk(folder) for name in names]


def test_new_file_is_never_written_over_another(folder):
    """A file that came after the draft was made is not replaced."""
    draft = author.new_entity(folder, kind="Fund", name="Mu")
    author.write(folder, draft)
    with pytest.raises(InputError) as refused:
        author.write(folder, draft)
    assert str(refused.value) == "entities/mu.yaml: is there already; nothing was written"


def test_changed_file_is_not_written_over(folder):
    """A file that was edited after the draft was made keeps the edit."""
    draft = author.add_claim(folder, "acme-labs", "operatesIn", "atlantis", sources="daily-lemur-2024-10-04")
    path = os.path.join(folder, "entities", "acme-labs.yaml")
    with open(path, "a", encoding="utf-8") as stream:
        stream.write("# edited\n")
    with pytest.raises(InputError) as refused:
        author.write(folder, draft)
    assert str(refused.value) == (
        "entities/acme-labs.yaml: has changed since it was read; nothing was written, try again"
    )
    assert text_of(folder, "entities/acme-labs.yaml").endswith("# edited\n")


def test_write_only_folder(folder):
    """A folder for the file is made where it is missing."""
    draft = author.new_restriction(
        folder, name="Order 12", issuer="acme-labs", instrument="Order", force="prohibited", actions=["use"],
        sources=["example-wire-2024-10-02"], effective="2025",
    )  # fmt: skip
    assert author.write(folder, draft) == os.path.join(folder, "restrictions", "order-12.yaml")
    assert [p for p in read(folder)[1] if p.severity == "error"] == []
