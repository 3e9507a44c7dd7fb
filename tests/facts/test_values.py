"""Values that are neither dates, shares nor measures: addresses, languages, words, identifiers."""

import pytest

from graph import vocabulary
from graph.facts.nodes import At, Mapping
from graph.facts.values import MAX_TEXT, Reader, article, near, shown

PLACE = At(3, 7)


@pytest.fixture
def reader():
    """Return a reader of one file."""
    return Reader("sources/x.yaml", vocabulary.load(), {}, frozenset())


def said(reader):
    """Return the sentences a reader has noted."""
    return [problem.message for problem in reader.problems]


@pytest.mark.parametrize(
    "url",
    [
        "https://wire.example/acme", "http://wire.example", "https://wire.example:8443/a?b=c&d=%20#e", "HTTPS://Wire.Example/",
        "https://xn--80ak6aa92e.example/", "https://bücher.example/ä", "https://8.8.8.8/", "https://[2606:4700::1111]/",
        "https://a-b.c_d.example/~x/(y)", "https://wire.example./", "https://1e100.example/",
    ],
)  # fmt: skip
def test_public_addresses(url, reader):
    """An address of a public host by http or https is kept as typed."""
    assert reader.url(url, PLACE) == url
    assert said(reader) == []


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "JavaScript://wire.example/%0aalert(1)", "data:text/html,x", "file:///etc/passwd",
        "ftp://wire.example/", "//wire.example/", "wire.example", "/path", "https://", "https:///path", "mailto:a@b.example",
        "https://ada@wire.example/", "https://ada:secret@wire.example/", "https://:@wire.example/", "https://@wire.example/",
        "http://localhost/", "http://localhost:8000/", "http://intranet/", "http://printer.local/", "http://a.internal/",
        "http://x.localhost./", "http://127.0.0.1/", "http://10.0.0.1/", "http://192.168.1.1/", "http://169.254.169.254/",
        "http://0.0.0.0/", "http://[::1]/", "http://[fd00::1]/", "http://[::ffff:127.0.0.1]/", "http://2130706433/",
        "http://127.1/", "http://0x7f.0.0.1/", "http://0x7f.0x1/", "http://0177.0.0.1/", "http://1.2.3/", "https://wire.example:0/",
        "https://wire.example:99999/", "https://wire.example:x/", "https://wire .example/", "https://wire.example/a b",
        'https://wire.example/"onload=x', "https://wire.example/<script>", "https://wire.example/{}", "https://a\\b.example/",
        "https://wire.example/^`|", "https://[::1/", "https://wire..example/", "https://.example/", "https://wire.example\\@evil.example/",
    ],
)  # fmt: skip
def test_other_addresses(url, reader):
    """Other schemes, passwords, hosts inside a network and characters that break out of an address are refused."""
    assert reader.url(url, PLACE) is None
    wanted = f"'{url}' is not a public web address; write https://host/path without a password"
    assert said(reader) == [wanted]


@pytest.mark.parametrize("tag", ["en", "zh", "ar", "yue", "zh-Hant", "zh-Hant-TW", "pt-BR", "es-419"])
def test_language_tags(tag, reader):
    """A tag has a language, and a script and region where they matter."""
    assert reader.language(tag, PLACE) == tag


@pytest.mark.parametrize(
    "tag", ["EN", "english", "e", "zh_Hant", "zh-hant", "en-us", "zh-Hant-", "x-private", "中文", "en "]
)
def test_other_language_tags(tag, reader):
    """Other spellings of a tag are refused, so that one language has one."""
    assert reader.language(tag, PLACE) is None
    assert len(said(reader)) == 1


@pytest.mark.parametrize("text", ["", " ", "   "])
def test_blank_text(text, reader):
    """Text without a letter in it is missing."""
    assert reader.text(text, PLACE) is None
    assert said(reader) == ["the text is empty; write it, or leave the key out"]


@pytest.mark.parametrize("text", [" Acme", "Acme ", " Acme "])
def test_spaces_at_the_ends(text, reader):
    """A space that nobody sees is no part of a name."""
    assert reader.text(text, PLACE) is None
    assert said(reader) == ["the text starts or ends with a space; take it away"]


def test_length_of_text(reader):
    """A text has a limit, which is reached from below."""
    assert reader.text("x" * MAX_TEXT, PLACE) == "x" * MAX_TEXT
    assert reader.text("x" * (MAX_TEXT + 1), PLACE) is None
    assert said(reader) == ["a text has at most 2000 characters, not 2001; shorten it"]


@pytest.mark.parametrize(
    ("typed", "value"), [("true", True), ("false", False), ("yes", None), ("True", None), ([], None)]
)
def test_truth(typed, value, reader):
    """Only the two words of JSON are truth values."""
    assert reader.boolean(typed, PLACE) is value
    assert said(reader) == ["write true or false"] * (value is None)


def test_near_words():
    """The nearest word is offered, or none when none is near."""
    assert near("develop", ["develops", "designs"]) == "; did you mean develops?"
    assert near("xyz", ["develops", "designs"]) == ""


def test_articles():
    """A noun that begins with a vowel has another article."""
    assert [article(noun) for noun in ("action", "tier", "entity", "official list")] == [
        "an action",
        "a tier",
        "an entity",
        "an official list",
    ]


def test_long_values_are_cut_in_sentences(reader):
    """A sentence quotes at most eighty characters."""
    assert shown("x" * 80) == "x" * 80
    assert shown("x" * 81) == "x" * 80 + "…"
    reader.language("x" * 1000, PLACE)
    assert said(reader) == [f"'{'x' * 80}…' is not a language tag; write en, zh, ar or zh-Hant"]


def test_identifiers(reader):
    """An identifier is kept when it looks like one of its scheme, and complained of where it stands."""
    mapping = Mapping((1, 1))
    for line, (scheme, value) in enumerate({"wikidata": "Q42", "lei": "x", "viaf": "1"}.items(), 1):
        mapping[scheme] = value
        mapping.places[scheme] = (line, 1, line, 9)
    assert reader.ids(mapping, PLACE)["wikidata"] == "Q42"
    assert [(p.line, p.column, p.message) for p in reader.problems] == [
        (2, 9, "'x' is not a lei identifier; it looks like 5493001KJTIIGC8Y1R12"),
        (3, 1, "'viaf' is not a scheme of identifiers; use one of wikidata, lei, cik, opensanctions, ror, isin, github, huggingface"),
    ]  # fmt: skip
