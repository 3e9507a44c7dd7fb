"""What becomes of the bytes of a fact file, well-meant or hostile."""

import os
import random
import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.facts.events import parse_yaml
from graph.facts.lines import plain_tree
from graph.facts.nodes import Mapping
from graph.facts.tree import MAX_BYTES, TreeError, decode, parse

MISSING = "the value is missing; write it, or leave the key out"
EMPTY = "the file is empty; write the keys of the record, or delete the file"
KEYS = "a file holds keys and values, as in  kind: Company"
SIGN = "a value that starts with < or > is written in quotes"
UNFIT = "the line does not fit under the lines above; align it with its neighbours"
DEEP = "values are nested deeper than 16 levels; flatten them"
MANY = "the file holds more than 50000 values, the most one record may have; shorten it"
LARGE = f"the file is larger than {MAX_BYTES} bytes, the most one record may have; shorten it"


def read(data):
    """Read bytes or text as a file."""
    return parse(decode(data if isinstance(data, bytes) else data.encode()))


def refused(data):
    """Return the place and sentence with which a file is refused."""
    with pytest.raises(TreeError) as error:
        read(data)
    return f"{error.value.at.line}:{error.value.at.column}: {error.value.message}"


def outcome(data):
    """Return the tree of a file, or the error that refuses it."""
    try:
        return read(data)
    except TreeError as error:
        return error


def plain(node):
    """Return a tree with all its places as plain values."""
    if isinstance(node, str):
        return node
    if isinstance(node, Mapping):
        keys = [(key, tuple(node.key_at(key)), tuple(node.at(key)), plain(value)) for key, value in node.items()]
        return "mapping", tuple(node.at()), keys
    return "sequence", tuple(node.at()), [(tuple(node.at(i)), plain(item)) for i, item in enumerate(node)]


# ---- text stays text


@pytest.mark.parametrize(
    "text",
    [
        "no", "on", "yes", "true", "off", "3.10", "010", "0x1f", "12:30", "1e3", "1_000", "2026-07-10", "..", "?2026-03",
        "=", "-1", ".5", ".inf", ".nan", "+1", "0o7", "190:20:30", "2001-12-14t21:59:43.10-05:00", "a: b"[:1], "none",
        "阿克米", "أكمي", "a#b", "a:b", "it's", "C&A", "50%", "a, b", "a [b]", "null and void", "nULL",
    ],
)  # fmt: skip
def test_plain_values_stay_as_typed(text):
    """Nothing is turned into a number, date or truth value."""
    assert read(f"key: {text}\nlist: [x]\nmore:\n  - {text}\n") == {"key": text, "list": ["x"], "more": [text]}


@pytest.mark.parametrize("text", ["", " ", "null", "~", "a: b", "a #b", "[a]", "{a}", "> 50", "& * ! | %", "@", "#"])
def test_quotes_keep_everything(text):
    """Quotes of either sort hold what YAML would otherwise read as something else."""
    assert read(f'key: "{text}"\n') == read(f"key: '{text}'\n") == {"key": text}


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("key: |\n  one\n  two\n\n  three\n", "one two three"),
        ("key: >\n  one\n  two\n", "one two"),
        ("key: one\n  two\n", "one two"),
        ('key: "one\n  two"\n', "one two"),
        ('key: "one\\\n  two"\n', "onetwo"),
        ('key: "one\\ntwo"\n', "one two"),
        ("key: |-\n  one\n", "one"),
        ('key: "\\x41\\u4e2d"\n', "A中"),
        ("key: 'it''s'\n", "it's"),
    ],
)
def test_lines_of_a_value_become_one(typed, text):
    """However a value is broken into lines, it is one paragraph."""
    assert read(typed) == {"key": text}


def test_places():
    """Every key, value and item knows its line and column, counted from 1 in characters."""
    tree = read('kind: Company\nnames: {zh: 阿克米, "ar": أكمي}\nclaims:\n  - owns: b\n    sources: [中, d]\n')
    assert tree.at() == (1, 1)
    assert tree.key_at("names") == (2, 1)
    assert tree.at("names") == tree["names"].at() == (2, 8)
    assert tree["names"].key_at("ar") == (2, 18)
    assert tree["names"].at("ar") == (2, 24)
    claim = tree["claims"][0]
    assert tree["claims"].at() == tree.at("claims") == (4, 3)
    assert tree["claims"].at(0) == claim.at() == claim.key_at("owns") == (4, 5)
    assert claim.at("sources") == (5, 14)
    assert claim["sources"].at(1) == (5, 18)


# ---- line ends, marks and encodings


TEXT = "kind: Company\nnames:\n  zh: 阿克米\nclaims:\n  - owns: x\n    says: |\n      one\n      two\n"


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data.replace(b"\n", b"\r"),
        lambda data: b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"),
        lambda data: data.rstrip(b"\n"),
        lambda data: b"---\n" + data,
        lambda data: data + b"...\n",
        lambda data: data + b"\n\n",
    ],
    ids=["bom", "crlf", "cr", "bom and crlf", "no last newline", "start mark", "end mark", "blank lines"],
)
def test_line_ends_and_marks_change_nothing(change):
    """A byte order mark, other line ends and document marks give the same tree at the same places."""
    changed = plain(read(change(TEXT.encode())))
    if change(b"x").startswith(b"---"):
        assert read(change(TEXT.encode())) == read(TEXT)
    else:
        assert changed == plain(read(TEXT))


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_mistakes_stand_at_the_same_place_whatever_the_line_ends(mark, end):
    """A mistake is found at the same line and column with a mark and other line ends."""
    data = mark + end.join([b"kind: Company", "name: 阿 \u202e".encode(), b""])
    assert refused(data).startswith("2:9: character U+202E")
    assert (
        refused(mark + end.join([b"kind: A", b"kind: B"]))
        == "2:1: the key 'kind' is repeated; it stands at line 1 already"
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"name: \xe9", "1:7: byte 0xE9 is not UTF-8; save the file as UTF-8"),
        ("name: é\nnote: é".encode() + b"\xff", "2:8: byte 0xFF is not UTF-8; save the file as UTF-8"),
        (b"\xef\xbb\xbfname: \xff", "1:7: byte 0xFF is not UTF-8; save the file as UTF-8"),
        ("name: x".encode("utf-16"), "1:1: byte 0xFF is not UTF-8; save the file as UTF-8"),
        (b"name: \xed\xa0\x80", "1:7: byte 0xED is not UTF-8; save the file as UTF-8"),
        (b"name: \xc0\xaf", "1:7: byte 0xC0 is not UTF-8; save the file as UTF-8"),
        (b"name: \xf4\x90\x80\x80", "1:7: byte 0xF4 is not UTF-8; save the file as UTF-8"),
    ],
)
def test_bytes_that_are_not_utf_8(data, message):
    """Another encoding is refused at its first wrong byte."""
    assert refused(data) == message


@pytest.mark.parametrize(
    ("char", "name"),
    [
        ("\0", "U+0000 CONTROL CHARACTER"),
        ("\x1b", "U+001B CONTROL CHARACTER"),
        ("\x7f", "U+007F CONTROL CHARACTER"),
        ("\x85", "U+0085 CONTROL CHARACTER"),
        ("\xa0", "U+00A0 NO-BREAK SPACE"),
        ("\xad", "U+00AD SOFT HYPHEN"),
        ("\u034f", "U+034F COMBINING GRAPHEME JOINER"),
        ("\u061c", "U+061C ARABIC LETTER MARK"),
        ("\u200b", "U+200B ZERO WIDTH SPACE"),
        ("\u200d", "U+200D ZERO WIDTH JOINER"),
        ("\u200e", "U+200E LEFT-TO-RIGHT MARK"),
        ("\u2028", "U+2028 LINE SEPARATOR"),
        ("\u202e", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("\u2066", "U+2066 LEFT-TO-RIGHT ISOLATE"),
        ("\u2800", "U+2800 BRAILLE PATTERN BLANK"),
        ("\u3000", "U+3000 IDEOGRAPHIC SPACE"),
        ("\u3164", "U+3164 HANGUL FILLER"),
        ("\ufe0f", "U+FE0F VARIATION SELECTOR-16"),
        ("\ufeff", "U+FEFF ZERO WIDTH NO-BREAK SPACE"),
        ("\ue000", "U+E000 PRIVATE-USE CHARACTER"),
        ("\u0378", "U+0378 UNASSIGNED CHARACTER"),
        ("\U000e0041", "U+E0041 TAG LATIN CAPITAL LETTER A"),
        ("\U000e0100", "U+E0100 VARIATION SELECTOR-17"),
    ],
)
def test_characters_that_cannot_be_seen(char, name):
    """What a reviewer cannot see is refused by name, typed or escaped, in values and keys."""
    assert refused(f"name: Acme\nnote: ab{char}c") == (
        f"2:9: character {name} is not allowed; delete it or write a visible one instead"
    )
    escaped = f"\\U{ord(char):08x}"
    escape = f"character {name} is not allowed inside a value, not even escaped; take it out"
    assert refused(f'name: Acme\nnote: "ab{escaped}c"') == f"2:7: {escape}"
    assert refused(f'name: Acme\n"no{escaped}te": x') == f"2:1: {escape}"


@pytest.mark.parametrize("typed", ['"a\\tb"', '"a\\rb"', "a\tb", "'a\tb'"])
def test_tabs_and_returns_inside_values(typed):
    """Controls that move the cursor are no part of a value."""
    code = "000D" if "r" in typed else "0009"
    assert refused(f"note: {typed}") == (
        f"1:7: character U+{code} CONTROL CHARACTER is not allowed inside a value, not even escaped; take it out"
    )


def test_decomposed_text():
    """Text is in normal form C, typed or escaped, so that one name has one spelling."""
    assert refused("name: Cafe\u0301") == (
        '1:10: text is not in Unicode form NFC; write "é" as U+00E9 LATIN SMALL LETTER E WITH ACUTE'
    )
    assert refused("name: 阿\nnote: \u212b") == (
        '2:7: text is not in Unicode form NFC; write "Å" as U+00C5 LATIN CAPITAL LETTER A WITH RING ABOVE'
    )
    assert refused('name: "Cafe\\u0301"') == "1:7: text is not in Unicode form NFC; write composed characters"
    assert read("name: Café\n") == {"name": "Café"}


# ---- what fact files have no use for


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", f"1:1: {EMPTY}"),
        ("# only a comment\n", f"1:1: {EMPTY}"),
        ("---\n", f"1:1: {EMPTY}"),
        ("~", f"1:1: {MISSING}"),
        ("null", f"1:1: {MISSING}"),
        ("Acme", f"1:1: {KEYS}"),
        ("- Acme", f"1:1: {KEYS}"),
        ("[a]", f"1:1: {KEYS}"),
        ("a:", f"1:3: {MISSING}"),
        ("a: ~", f"1:4: {MISSING}"),
        ("a: null", f"1:4: {MISSING}"),
        ("a: NULL", f"1:4: {MISSING}"),
        ("a: Null", f"1:4: {MISSING}"),
        ("a: [null]", f"1:5: {MISSING}"),
        ("a: {b: }", f"1:8: {MISSING}"),
        ("a: {b}", f"1:6: {MISSING}"),
        ("a:\n  -\n", f"2:4: {MISSING}"),
        ("a:\n\nb: c\n", f"1:3: {MISSING}"),
        ("? a\n", f"2:1: {MISSING}"),
        ("a: b\na: c", "2:1: the key 'a' is repeated; it stands at line 1 already"),
        ('a: b\n"a": c', "2:1: the key 'a' is repeated; it stands at line 1 already"),
        ("a: {b: c, b: d}", "1:11: the key 'b' is repeated; it stands at line 1 already"),
        ("a: &x b", "1:4: anchors (&x) are not allowed; write the value out"),
        ("a: &x [b]", "1:4: anchors (&x) are not allowed; write the value out"),
        ("&x a: b", "1:1: anchors (&x) are not allowed; write the value out"),
        ("a: *x", "1:4: aliases (*x) are not allowed; write the value out"),
        ("*x : b", "1:1: aliases (*x) are not allowed; write the value out"),
        ("a: !x b", "1:4: tags (!x) are not allowed; every value is text"),
        ("a: ! b", "1:4: tags (!) are not allowed; every value is text"),
        ("a: !!str b", "1:4: tags (!!str) are not allowed; every value is text"),
        ("a: !!python/object/apply:os.system [ls]", "1:4: tags (!!python/object/apply:os.system) are not allowed; every value is text"),
        ("<<: {a: b}", "1:1: merge keys (<<) are not allowed; write the values out"),
        ("a: b\n---\nc: d", "2:1: a second document (---); one file holds one record"),
        ("[a]: b", "1:1: a key is one word, not a list or mapping; write the word"),
        ("{a: b}: c", "1:1: a key is one word, not a list or mapping; write the word"),
        ("? [a]\n: b", "1:3: a key is one word, not a list or mapping; write the word"),
        (f"{'k' * 101}: b", "1:1: a key has at most 100 characters; is this a value?"),
    ],
)  # fmt: skip
def test_refused(text, message):
    """Missing values, repeated keys, anchors, aliases, tags, merges and second documents are refused."""
    assert refused(text) == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("share: > 50", f'1:8: {SIGN}: "> 50"'),
        ("share: >5", f'1:8: {SIGN}: ">…"'),
        ("share: >5\nrole: x", f'1:8: {SIGN}: ">…"'),
        ("share: >50", f'1:8: {SIGN}: ">50"'),
        ("share: >= 50", f'1:8: {SIGN}: ">= 50"'),
        ("share: < 50", f'1:8: {SIGN}: "< 50"'),
        ("amount: <= 5 billion USD", f'1:9: {SIGN}: "<= 5 billion USD"'),
        ("a:\n  - owns: b\n    share: > 50\n    since: 2024\n", f'3:12: {SIGN}: "> 50"'),
        ("a: {party: b, share: > 50}", f"1:22: {SIGN}"),
        ("a:\n  - > 3 boards\n", f'2:5: {SIGN}: "> 3 boards"'),
        ("\ta: b", "1:1: a tab; indent with spaces"),
        ("a:\n\tb: c", "2:1: a tab; indent with spaces"),
        ("a:\n  - b\n\t- c\n", "3:1: a tab; indent with spaces"),
        ('a: "b', "1:4: a quotation mark that is never closed; close it"),
        ("a: 'b", "1:4: a quotation mark that is never closed; close it"),
        ('a: "b\nc: d\n', "1:4: a quotation mark that is never closed; close it"),
        ("a: [b", "1:4: a [ that is never closed, or a comma missing inside it; write ] or the comma"),
        ("a: [b\nc: d", "1:4: a [ that is never closed, or a comma missing inside it; write ] or the comma"),
        ("a: {b: c", "1:4: a { that is never closed, or a comma missing inside it; write } or the comma"),
        ("a: {b: c\nd: e", "1:4: a { that is never closed, or a comma missing inside it; write } or the comma"),
        ("a: ]", "1:4: a value is missing before ]; write it or take the sign out"),
        ("a: [\n", "2:1: the file ends inside brackets; close them"),
        ("a: [,]", "1:5: a value is missing before ,; write it or take the sign out"),
        ("a: b: c", '1:5: a colon inside a value; write the value in quotes: "…: …"'),
        ("a: b:", '1:5: a colon inside a value; write the value in quotes: "…: …"'),
        ("a: 'b' c", "1:8: something follows the end of the value; put the whole value in quotes"),
        ("a: @b", "1:4: a value that starts with @ is written in quotes"),
        ("a: `b`", "1:4: a value that starts with ` is written in quotes"),
        ("a: %b", "1:4: a value that starts with % is written in quotes"),
        ("a: - b", "1:4: a list starts on a line of its own; break the line before the hyphen"),
        ("a: b\n c: d", "2:2: the line is indented deeper than the line above allows; align it with its neighbours"),
        ("a:\n  - b: c\n      d: e", "3:7: the line is indented deeper than the line above allows; align it with its neighbours"),
        ("a:\n  b: c\n d: e", f"3:2: {UNFIT}"),
        ("  a: b\nc: d", f"2:1: {UNFIT}"),
        ("a:\n  - b: c\n  d: e", f"3:3: {UNFIT}"),
        ('a: "\\q"', "1:5: an escape that YAML does not know; write the backslash twice, or use single quotes"),
        ('a: "\\xyz"', "1:7: an escape that YAML does not know; write the backslash twice, or use single quotes"),
        ('a: "\\ud800"', "1:7: an escape that YAML does not know; write the backslash twice, or use single quotes"),
        ("a: b\n<<<<<<< HEAD\nc: d\n=======\nc: e\n>>>>>>> x\n", "2:1: a merge conflict marker; settle the conflict"),
        ("<<<<<<< HEAD\na: b\n", "1:1: a merge conflict marker; settle the conflict"),
        ("a: b\n=======\nc: d\n", "2:1: a merge conflict marker; settle the conflict"),
        ("a: b\n>>>>>>> x", "2:1: a merge conflict marker; settle the conflict"),
        ("title: Issue #12", "1:14: the value would end before #12; write the value in quotes, or a space after # for a comment"),
        ("a:\n  - b #c\n", "2:7: the value would end before #c; write the value in quotes, or a space after # for a comment"),
        ("a: {b: c #d\n}", "1:10: the value would end before #d; write the value in quotes, or a space after # for a comment"),
    ],
)  # fmt: skip
def test_slips_of_the_pen(text, message):
    """A common slip is explained where its cause stands."""
    assert refused(text) == message


@pytest.mark.parametrize(
    "text", ["a: b # c\n", "# c\na: b\n", "a: b\n  # c\n", "a: # c\n  - b\n", 'a: "b #c"\n', "a: b#c\n"]
)
def test_comments(text):
    """Comments with a space after their sign are no slip."""
    assert set(read(text)) == {"a"}


# ---- limits


ATTACKS = {
    "open brackets": ("[" * 100_000, f"1:17: {DEEP}"),
    "open brackets on lines": ("[\n" * 100_000, f"17:1: {DEEP}"),
    "open braces": ("{" * 100_000, "1:2: a key is one word, not a list or mapping; write the word"),
    "hyphens": ("- " * 100_000, f"1:33: {DEEP}"),
    "question marks": ("? " * 500_000, "1:3: a key is one word, not a list or mapping; write the word"),
    "question marks on lines": ("?\n" * 500_000, f"2:1: {MISSING}"),
    "five megabytes of question marks": ("?" * 5_000_000, f"1:1: {LARGE}"),
    "colons": (": " * 500_000, f"1:1: {UNFIT}"),
    "laughs": ("a: &a [x]\nb: &b [*a, *a]\n", "1:4: anchors (&a) are not allowed; write the value out"),
    "merges": ("a: {<<: [*b, *b]}\n", "1:5: merge keys (<<) are not allowed; write the values out"),
    "many keys": ("".join(f"k{number}: v\n" for number in range(60_000)), f"25000:9: {MANY}"),
    "many items": ("a: [" + "b, " * 60_000 + "b]", f"1:149996: {MANY}"),
    "one key": ("a: b\n" * 100_000, "2:1: the key 'a' is repeated; it stands at line 1 already"),
    "documents": ("---\n" * 100_000, "2:1: a second document (---); one file holds one record"),
    "anchors": ("&a " * 100_000, "1:1: anchors (&a) are not allowed; write the value out"),
    "quotes": ('a: "' + "x\n" * 500_000, "1:4: a quotation mark that is never closed; close it"),
    "keys in braces": ("a: {b: " * 100_000, "1:4: a { that is never closed, or a comma missing inside it; write } or the comma"),
    "braces in brackets": ("a: " + "[{b: " * 50_000, f"1:40: {DEEP}"),
    "marks": ("e\u0301" * 300_000, '1:1: text is not in Unicode form NFC; write "é" as U+00E9 LATIN SMALL LETTER E WITH ACUTE'),
    "overrides": ("\u202e" * 300_000, "1:1: character U+202E RIGHT-TO-LEFT OVERRIDE is not allowed; delete it or write a visible one instead"),
    "newlines": ("\n" * MAX_BYTES, f"1:1: {EMPTY}"),
    "number signs": ("a: " + "b #" * 300_000, None),
    "spaces": ("a: b" + " " * 1_000_000 + "\nc", None),
    "one long plain value": ("a: " + "b " * 500_000, None),
    "one long quoted value": ('a: "' + "\\u0041" * 170_000 + '"', None),
    "one long block": ("a: |\n" + "  b\n" * 200_000, None),
}  # fmt: skip


@pytest.mark.parametrize("name", ATTACKS)
def test_attacks_end_quickly(name):
    """Files made to stall a reader are read or refused at once."""
    text, message = ATTACKS[name]
    started = time.process_time()
    try:
        read(text)
        found = None
    except TreeError as error:
        found = f"{error.at.line}:{error.at.column}: {error.message}"
    assert time.process_time() - started < 0.5
    if message is not None:
        assert found == message


def test_attacks_need_little_memory(tmp_path):
    """All attacks end as they should with a hundred megabytes more than the interpreter has."""
    for number, (text, _) in enumerate(ATTACKS.values()):
        (tmp_path / f"{number}.yaml").write_text(text, encoding="utf-8")
    program = (
        "import glob, resource, sys\n"
        "from graph.facts.tree import TreeError, decode, parse\n"
        "import graph.facts.events\n"
        "with open('/proc/self/statm') as stream:\n"
        "    pages = int(stream.read().split()[0])\n"
        "most = pages * resource.getpagesize() + int(sys.argv[2])\n"
        "resource.setrlimit(resource.RLIMIT_AS, (most, most))\n"
        "for name in sorted(glob.glob(sys.argv[1] + '/*.yaml')):\n"
        "    try:\n"
        "        parse(decode(open(name, 'rb').read(1 << 21)))\n"
        "    except TreeError:\n"
        "        pass\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.run([*command, str(100 << 20)], check=False, env=environment).returncode == 0
    starved = subprocess.run([*command, str(1 << 20)], check=False, env=environment, capture_output=True)
    assert b"MemoryError" in starved.stderr


def test_limits_are_reached_from_below():
    """What just fits is read."""
    assert len(read("a: [" + "b, " * 49_990 + "b]")["a"]) == 49_991
    assert read("a: " + "[" * 15 + "b" + "]" * 15)
    assert read("a: " + "b" * (MAX_BYTES - 4) + "\n")
    assert refused("a: " + "b" * (MAX_BYTES - 3) + "\n") == f"1:1: {LARGE}"
    assert read(f"{'k' * 100}: b")


# ---- two roads, one tree


WORDS = [
    "a",
    "kind",
    "zh-Hant",
    "x_1",
    "阿克米",
    "owns",
    "null",
    "~",
    "2026-07-10",
    "?2026-03",
    "..",
    "...",
    "---",
    "no",
]
KEY_WORDS = ["a", "kind", "zh-Hant", "x_1", "owns", "null", "no"]
PIECES = ["a", " ", ": ", ":", " #", "#", "'", '"', "[", "]", "{", "}", ", ", ",", "-", "- ", "?", "*", "&", "!", "<", "\t",
          "|", ">", "%", "@", "\\", "é", "ا", "1", "."]  # fmt: skip


def value(chance):
    """Write a value that fits on a line."""
    words = chance.choices(WORDS if chance.random() < 0.3 else KEY_WORDS[:5], k=chance.randint(1, 3))
    sort = chance.randrange(6)
    if sort == 0:
        return f'"{" ".join(words)}"'
    if sort == 1:
        return f"[{', '.join(words)}]"
    if sort == 2:
        return "{" + ", ".join(f"{key}: {chance.choice(WORDS)}" for key in words) + "}"
    return " ".join(words)


def block(chance, indent, depth):
    """Write the lines of a mapping or sequence at an indentation."""
    hyphens = depth > 0 and chance.random() < 0.4
    rows = []
    for _ in range(chance.randint(1, 3)):
        margin = " " * indent + "- " * hyphens
        name = chance.choice(WORDS if chance.random() < 0.05 else KEY_WORDS)
        key = "" if hyphens and chance.random() < 0.4 else f"{name}{chance.randint(1, 99)}:"
        if key and depth < 4 and chance.random() < 0.4:
            inner = indent + 2 * hyphens + chance.choice([0, 1, 2, 2, 2, 2, 3])
            rows += [margin + key, *block(chance, inner, depth + 1)]
        else:
            rows.append(f"{margin}{key} {value(chance)}" if key else margin + value(chance))
        if hyphens and key and chance.random() < 0.5:
            rows.append(f"{' ' * indent}  {chance.choice(KEY_WORDS)}: {value(chance)}")
        if chance.random() < 0.1:
            rows.append("")
    return rows


def scribble(chance):
    """Write lines much like those of a fact file, some of them wrong."""
    return "\n".join(block(chance, 0, 0)) + chance.choice(["", "\n"])


def spoil(chance, text):
    """Change a good file in one to three places."""
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(text))
        text = text[:at] + chance.choice(["", *PIECES, "\n", "\n  "]) + text[at + chance.randint(0, 2) :]
    return text


def hostile(world):
    """Yield many texts: lines that look like YAML, and files of the world with something wrong."""
    for seed in range(4000):
        chance = random.Random(seed)
        text = scribble(chance)
        yield text if seed % 2 else spoil(chance, text)
    good = []
    for folder, _, names in sorted(os.walk(world)):
        for name in sorted(names):
            with open(os.path.join(folder, name), encoding="utf-8") as stream:
                good.append(stream.read()[:1500])
    for seed in range(4000):
        chance = random.Random(seed)
        yield spoil(chance, chance.choice(good))


def test_the_quick_road_leads_to_the_same_tree(world):
    """What is read line by line is read the same, at the same places, by libyaml."""
    taken = 0
    for typed in hostile(world):
        try:
            text = decode(typed.encode())
        except TreeError:
            continue
        quick = plain_tree(text)
        if quick is not None:
            taken += 1
            assert plain(quick) == plain(parse_yaml(text)), text
    assert taken > 1000


def test_spoilt_files(world):
    """Whatever is wrong with a file, there is a tree, or one sentence with a place inside the file."""
    refusals = 0
    for text in hostile(world):
        found = outcome(text.encode())
        if isinstance(found, TreeError):
            refusals += 1
            assert 1 <= found.at.line <= text.count("\n") + 2, text
            assert found.message.isprintable(), text
            assert not found.message.startswith("not YAML"), text
        else:
            assert all(isinstance(key, str) for key in found), text
    assert refusals > 1000


@pytest.mark.parametrize("step", ["k:", "- k:"])
@pytest.mark.parametrize("last", ["v", "[v]", "{k: v}"])
def test_both_roads_end_at_one_depth(step, last):
    """Nesting that one road refuses, the other does not let pass."""
    for depth in range(1, 20):
        rows = ["root:"]
        rows += ["  " * (2 * level + 1) + step for level in range(depth)]
        rows[-1] += f" {last}"
        text = "\n".join(rows) + "\n"
        quick = plain_tree(text)
        if quick is not None:
            assert plain(quick) == plain(parse_yaml(text))
    assert outcome(text).message == DEEP


def test_the_quick_road_is_the_usual_one(world):
    """Files of entities and sources in canonical form are read without libyaml."""
    for folder in ("entities", "sources"):
        for name in os.listdir(os.path.join(world, folder)):
            if name.endswith(".yaml"):
                with open(os.path.join(world, folder, name), "rb") as stream:
                    text = decode(stream.read())
                assert plain(plain_tree(text)) == plain(parse_yaml(text)), name


@given(st.binary(max_size=300))
def test_any_bytes(data):
    """Whatever the bytes, nothing but TreeError comes out."""
    assert outcome(data) is not None


@given(st.text(max_size=300))
def test_any_text(text):
    """Whatever the text, nothing but TreeError comes out."""
    found = outcome(text.encode("utf-8", "surrogatepass"))
    assert not isinstance(found, TreeError) or found.message.isprintable()
