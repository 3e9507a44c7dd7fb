"""What somebody who adds a fact is asked, and which answers will do."""

from pathlib import Path

import pytest

from graph import vocabulary
from graph.facts.interview import answer, questions
from graph.facts.shelf import open_shelf

WORLD = Path(__file__).parent.parent / "world"
WORDS = vocabulary.load()


@pytest.fixture(scope="module")
def shelf():
    return open_shelf(str(WORLD))


def asked(record, given):
    return [question.key for question in questions(WORDS, record, given)]


def held(record, answers):
    """Answer the questions of a record from a mapping, as a person would; return what was asked."""
    given, keys = {}, []
    for question in questions(WORDS, record, given):
        keys.append(question.key)
        if question.key in answers:
            given[question.key] = answers[question.key]
    return keys


def test_an_entity_is_asked_for_its_kind_name_and_aliases():
    """The kind comes with the words that may answer."""
    assert asked("Entity", {}) == ["kind", "name", "aliases"]
    (kind, *_) = questions(WORDS, "Entity", {})
    assert "Company" in kind.choices
    assert "Party" not in kind.choices


def test_what_is_given_is_not_asked():
    """Only the rest is."""
    assert asked("Entity", {"kind": "Company", "name": "Acme"}) == ["aliases"]


def test_a_source_is_asked_for_what_a_reader_needs_to_find_it():
    """An unidentified one has a note alone."""
    keys = ["kind", "title", "publisher", "url", "published", "language", "tier", "retrieved"]
    assert held("Source", {"kind": "NewsArticle"}) == keys
    assert held("Source", {"kind": "Unidentified"}) == ["kind", "note"]


@pytest.mark.parametrize(
    ("relation", "keys"),
    [
        ("develops", ["since", "until"]),
        ("releases", ["on"]),
        ("owns", ["share", "amount", "since", "until"]),
    ],
)
def test_a_claim_is_asked_for_what_its_relation_can_have(relation, keys):
    """Dates by whether it is a state or an event, qualifiers where it takes them."""
    asked_ = held("Claim", {"subject": "a", "relation": relation, "object": "b"})
    taken = WORDS.relations[relation].qualifiers | {"on", "since", "until"}
    assert asked_ == ["subject", "relation", "object", *(key for key in keys if key in taken), "sources"]


def test_one_document_is_asked_how_it_puts_it():
    """And who speaks, where a party confirms; several documents are told apart in the file."""
    claim = {"subject": "a", "relation": "develops", "object": "b", "sources": "wire"}
    assert held("Claim", claim)[-2:] == ["as", "says"]
    assert held("Claim", {**claim, "as": "confirmed"})[-3:] == ["as", "speaker", "says"]
    assert held("Claim", {**claim, "sources": ["wire", "post"]})[-1] == "sources"


def test_a_restriction_is_asked_for_the_day_it_takes_effect():
    """Unless an event is given."""
    assert asked("Restriction", {})[-1] == "effective"
    assert "effective" not in asked("Restriction", {"announced": "2026-01-01"})


@pytest.mark.parametrize(
    ("record", "key", "value", "found"),
    [
        ("Entity", "kind", "Company", "Company"),
        ("Claim", "subject", "ACME", "acme-labs"),
        ("Claim", "relation", "is headquartered in", "headquarteredIn"),
        ("Claim", "sources", "example-wire-2024-10-02", "example-wire-2024-10-02"),
        ("Claim", "sources", "example-wire-2024-10-02, leaflet", ["example-wire-2024-10-02", "leaflet"]),
        ("Claim", "sources", {"doc": "leaflet"}, {"doc": "leaflet"}),
        ("Restriction", "issuer", "Acme Labs", "acme-labs"),
        ("Restriction", "actions", "use, execute", ["use", "execute"]),
    ],
)
def test_answers_that_will_do(shelf, record, key, value, found):
    """Names stand for ids, and commas part the items of a list."""
    (question,) = [q for q in questions(WORDS, record, {"kind": "Company"} if key != "kind" else {}) if q.key == key]
    assert answer(shelf, question, value, {}) == found


@pytest.mark.parametrize(
    ("record", "key", "value", "sentence"),
    [
        ("Entity", "kind", "Compny", "'Compny' is not a kind of entity; did you mean Company?"),
        ("Source", "published", "2026-02-30", "no such date: 2026-02-30; correct the day, month or year"),
        ("Source", "url", "javascript:x", "'javascript:x' is not a public web address; write https://host/path without a password"),
        ("Claim", "subject", "acme labz", "nothing is called 'acme labz'; did you mean 'acme labs' or 'acme ai' or 'acme'?"),
        ("Claim", "relation", "develop", "no relation 'develop'; did you mean develops?"),
        ("Claim", "relation", "is owned by", "'is owned by' is 'owns' read backwards; swap subject and object"),
        ("Claim", "sources", "example-wire", None),
        ("Restriction", "actions", "use, exceute", "'exceute' is not an action; did you mean execute?"),
        ("Restriction", "actions", "use, [", None),
    ],
)  # fmt: skip
def test_answers_that_will_not(shelf, record, key, value, sentence):
    """The sentence is the one that a file with the answer would get."""
    (question,) = [q for q in questions(WORDS, record, {}) if q.key == key]
    with pytest.raises((LookupError, ValueError)) as refused:
        answer(shelf, question, value, {})
    assert sentence is None or str(refused.value) == sentence


def test_a_claim_needs_things_to_speak_of(tmp_path):
    """In an empty folder nothing can be named."""
    empty = open_shelf(str(tmp_path))
    (subject, *_) = questions(WORDS, "Claim", {})
    with pytest.raises(ValueError, match=r"^there are no facts in the folder yet; add a source and entities first$"):
        answer(empty, subject, "Acme", {})
