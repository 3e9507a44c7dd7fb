"""The canonical form of fact files, and the folder that is brought into it."""

import json
import os
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import vocabulary
from graph.facts.problems import FactsError, InputError
from graph.facts.tree import TreeError, parse
from graph.facts.write import WIDTH, canonical, format_folder
from graph.places import data_folder

WORDS = vocabulary.load()
MODELINE = "# yaml-language-server: $schema=../../docs/facts.schema.json"


def entity(text):
    """Write the text of an entity file canonically."""
    return canonical(text, "entities", WORDS)


def restriction(text):
    """Write the text of a restriction file canonically."""
    return canonical(text, "restrictions", WORDS)


def claims(*lines):
    """Wrap the lines of claims into an entity file."""
    return (
        "kind: Company\nname: Acme Labs\n\nclaims:\n" + "\n".join(f"  {line}" if line else "" for line in lines) + "\n"
    )


# ---- order and shape


def test_a_whole_entity():
    """An entity is written in the one form that the format's description shows."""
    typed = """
claims:
- sources:
    - {says: Acme says it now holds most of the shares., as: confirmed, where: paragraph 3,
       speaker: acme-labs, doc: example-wire-2024-10-02}
  until: '2026-06-30'
  since: "2024-10"
  owns: tiny-model-co
  share: '> 50'
- {develops: widget-one, sources: example-wire-2024-10-02}
aliases: [Acme,   'Acme AI']
ids: {cik: "0001045810", wikidata: Q42}
names:
  zh: 阿克米
  ar: أكمي
was: acme-research
name: "Acme Labs"
kind: Company"""
    assert (
        entity(typed)
        == """\
kind: Company
name: Acme Labs
names: {ar: أكمي, zh: 阿克米}
aliases: [Acme, Acme AI]
ids: {wikidata: Q42, cik: 0001045810}
was: [acme-research]

claims:
  - owns: tiny-model-co
    share: "> 50"
    since: 2024-10
    until: 2026-06-30
    sources:
      - doc: example-wire-2024-10-02
        as: confirmed
        speaker: acme-labs
        says: Acme says it now holds most of the shares.
        where: paragraph 3

  - develops: widget-one
    sources: [example-wire-2024-10-02]
"""
    )


def test_a_whole_restriction():
    """A restriction keeps small tests on one line and sets its blocks of records apart."""
    typed = """
exceptions: [{sources: [acme-terms-2025], since: 2026-06-26, parties: {entity: friendly-labs}}]
events:
  - {sources: [acme-terms-2025], effective: 2025-09-05}
  - {until: 2026-11-09, suspended: 2025-11-10, sources: [acme-terms-2025]}
sources: acme-terms-2025
supersedes: acme-terms-2024
assets:
  developedBy: acme-labs
parties:
  anyOf:
    - headquarteredIn: atlantis
    - ownedBy: {aggregate: true, share: "> 50", party: {headquarteredIn: [atlantis]}}
    - employeesOf:
        scope: notStated
        party:
          entity: acme-labs
actions: use
force: prohibited
instrument: TermsOfService
issuer: acme-labs
name: Acme's bar
"""
    assert (
        restriction(typed)
        == """\
name: Acme's bar
issuer: acme-labs
instrument: TermsOfService
force: prohibited
actions: [use]
parties:
  anyOf:
    - headquarteredIn: [atlantis]
    - ownedBy:
        party: {headquarteredIn: [atlantis]}
        share: "> 50"
        aggregate: true
    - employeesOf: {party: {entity: [acme-labs]}, scope: notStated}
assets: {developedBy: [acme-labs]}
sources: [acme-terms-2025]

events:
  - effective: 2025-09-05
    sources: [acme-terms-2025]
  - suspended: 2025-11-10
    until: 2026-11-09
    sources: [acme-terms-2025]

exceptions:
  - parties: {entity: [friendly-labs]}
    since: 2026-06-26
    sources: [acme-terms-2025]

supersedes: [acme-terms-2024]
"""
    )


def test_claims_are_sorted():
    """Claims stand by relation as the ontology lists them, then by start, then by object."""
    typed = claims(
        "- {develops: b, sources: [s]}",
        "- {owns: z, since: 2025, sources: [s]}",
        "- {owns: a, since: 2025, sources: [s]}",
        "- {owns: m, since: 2024-12, sources: [s]}",
        "- {owns: y, sources: [s]}",
        '- {owns: x, since: "[..2024-11-30]", sources: [s]}',
    )
    assert re.findall(r"- (\w+: \w+)", entity(typed)) == [
        "owns: y",
        "owns: x",
        "owns: m",
        "owns: a",
        "owns: z",
        "develops: b",
    ]


def test_claims_that_tie_stay_as_typed():
    """Claims with the same relation, start and object keep their order."""
    typed = claims("- {owns: x, sources: [b]}", "- {owns: x, sources: [a]}")
    assert re.findall(r"sources: \[(\w)\]", entity(typed)) == ["b", "a"]


def test_other_lists_stay_as_typed():
    """Aliases, chains of sources, events and steps keep their order, which may mean something."""
    story = "title: T\nsteps:\n  - {caption: Z, claims: [z.develops.y, a]}\n  - {caption: A, claims: [b]}\n"
    assert canonical(story, "stories", WORDS) == (
        "title: T\n\nsteps:\n  - caption: Z\n    claims: [z.develops.y, a]\n  - caption: A\n    claims: [b]\n"
    )
    assert "via: [z, a]" in entity(claims("- {owns: x, sources: [{doc: d, via: [z, a]}]}"))


def test_short_form_of_sources():
    """Documents that only report are listed by name."""
    typed = claims("- {owns: x, sources: [{doc: a}, b, {as: reported, doc: c}]}")
    assert "    sources: [a, b, c]\n" in entity(typed)


def test_long_form_of_sources():
    """Beside a document that does more than report, one that only reports is written as its doc."""
    typed = claims("- {owns: x, sources: [a, {doc: b, as: alleged}, {doc: c, as: reported, where: page 2}]}")
    assert entity(typed).endswith("""\
    sources:
      - doc: a
      - doc: b
        as: alleged
      - doc: c
        where: page 2
""")


def test_reported_without_a_document_stays():
    """A modality that is not implied by a document is never dropped."""
    assert "      - as: reported\n" in entity(claims("- {owns: x, sources: [{as: reported}]}"))


def test_one_quantity_is_no_list():
    """One count is written as it is, several as a list."""
    assert "    quantity: 24000 accounts\n" in entity(claims("- {uses: x, quantity: [24000 accounts], sources: [s]}"))
    two = "quantity: [24000 accounts, 16 million exchanges]"
    assert f"    {two}\n" in entity(claims(f"- {{uses: x, {two}, sources: [s]}}"))


def test_long_lists_take_a_line_an_item():
    """A list stays on one line up to the width, and takes one line an item beyond it."""
    fits = "x" * (WIDTH - len("aliases: [, y]"))
    assert f"aliases: [{fits}, y]\n" in entity(f"kind: Company\nname: A\naliases: [{fits}, y]\n")
    assert entity(f"kind: Company\nname: A\naliases: [{fits}x, y]\n") == (
        f"kind: Company\nname: A\naliases:\n  - {fits}x\n  - y\n"
    )


def test_long_lists_of_documents():
    """Documents that do not fit on one line are written as doc items."""
    docs = [f"{'d' * 70}-{number}" for number in range(2)]
    assert entity(claims(f"- {{owns: x, sources: [{', '.join(docs)}]}}")).endswith(
        f"    sources:\n      - doc: {docs[0]}\n      - doc: {docs[1]}\n"
    )


def test_unknown_keys_come_last():
    """Keys the ontology does not know follow the others as typed, so that nothing is lost."""
    typed = "zzz: 1\nname: A\nkindd: {b: [1, {c: d}], a: []}\nkind: Company\n"
    assert (
        entity(typed)
        == """\
kind: Company
name: A
zzz: 1
kindd:
  b:
    - 1
    - c: d
  a: []
"""
    )


def test_unknown_relation_comes_first():
    """A misspelt relation stands where the relation belongs."""
    assert "  - ownz: x\n    since: 2024\n" in entity(claims("- {since: 2024, sources: [s], ownz: x}"))


def test_mistakes_are_formatted_too():
    """Wrong words, dates and references are no business of the writer."""
    typed = claims("- {owns: no such thing, since: yesterday, sources: [nowhere]}")
    assert "  - owns: no such thing\n    since: yesterday\n    sources: [nowhere]\n" in entity(typed)


# ---- scalars


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ('"Acme Labs"', "Acme Labs"),
        ("'2026'", "2026"),
        ('"no"', "no"),
        ('"?2026-03"', "?2026-03"),
        ('".."', ".."),
        ('"12:30"', "12:30"),
        ('"51.2"', "51.2"),
        ('"20..30"', "20..30"),
        ('"-5"', "-5"),
        ('"C#"', "C#"),
        ('"https://a.example/b?c=d#e"', "https://a.example/b?c=d#e"),
        ('"“quoted”"', "“quoted”"),
        ('"it is \\"so\\""', 'it is "so"'),
        ("'> 50'", '"> 50"'),
        ("'<= 5 billion USD'", '"<= 5 billion USD"'),
        ("'[2026-07-01..2026-07-05]'", '"[2026-07-01..2026-07-05]"'),
        ('"null"', '"null"'),
        ('"~"', '"~"'),
        ('""', '""'),
        ('"a: b"', '"a: b"'),
        ('"a #b"', '"a #b"'),
        ('"a:"', '"a:"'),
        ('" a"', '" a"'),
        ('"a "', '"a "'),
        ('"- a"', '"- a"'),
        ('"---"', '"---"'),
        ('"@a"', '"@a"'),
        ('"!a"', '"!a"'),
        ('"&a"', '"&a"'),
        ('"*a"', '"*a"'),
        ('"%a"', '"%a"'),
        ('"{a}"', '"{a}"'),
        ("'\"a\" b'", '"\\"a\\" b"'),
        ("'\\ a'", '"\\\\ a"'),
    ],
)
def test_quotes_where_needed(typed, written):
    """A value stands in double quotes where YAML or the reader asks for them, and nowhere else."""
    text = entity(f"kind: Company\nname: A\nnote: {typed}\n")
    assert text == f"kind: Company\nname: A\nnote: {written}\n"


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("'Acme, Inc.'", '"Acme, Inc."'),
        ("'[a]'", '"[a]"'),
        ("'a: b'", '"a: b"'),
        ("'{a}'", '"{a}"'),
        ("'Who?'", '"Who?"'),
        ("'a:'", '"a:"'),
        ('"Acme\'s"', "Acme's"),
        ('"C#"', "C#"),
        ('"12:30"', "12:30"),
        ('"-5"', "-5"),
    ],
)
def test_quotes_in_brackets(typed, written):
    """Inside brackets a value is quoted where its signs would be read as brackets."""
    assert (
        entity(f"kind: Company\nname: A\naliases: [{typed}, b]\n")
        == f"kind: Company\nname: A\naliases: [{written}, b]\n"
    )


def test_one_line_a_value():
    """Folded and literal text becomes one line."""
    typed = "kind: Company\nname: A\nnote: >\n  One sentence\n  that goes on.\n\n  And more.\n"
    assert entity(typed) == "kind: Company\nname: A\nnote: One sentence that goes on. And more.\n"


def test_line_ends_and_byte_order_mark():
    """Line ends of other systems and a byte order mark leave no trace."""
    assert entity("kind: Company\r\nname: A\r\n") == "kind: Company\nname: A\n"
    assert entity("---\nkind: Company\nname: A\n...\n") == "kind: Company\nname: A\n"


# ---- comments


def test_comments_keep_their_places():
    """A comment stays above, beside or at the end of what it belongs to when that moves."""
    typed = f"""\
# About the file,
# in two lines.

{MODELINE}
# above the name
name: Acme Labs   # beside the name
kind: Company
claims:   # beside the claims
    # above develops
  - develops: widget-one   # beside develops
    sources: [a] # beside the sources
    # at the end of develops

  # above owns
  - sources:
      # above the document
      - as: alleged
        # above the doc
        doc: b
      # at the end of the sources
    owns: tiny-model-co
  # at the end of the claims
# at the end of the file
"""
    assert (
        entity(typed)
        == f"""\
{MODELINE}
# About the file,
# in two lines.

kind: Company
# above the name
name: Acme Labs  # beside the name

claims:  # beside the claims
  # above owns
  - owns: tiny-model-co
    sources:
      # above the document
      # above the doc
      - doc: b
        as: alleged
      # at the end of the sources

  # above develops
  - develops: widget-one  # beside develops
    sources: [a]  # beside the sources
    # at the end of develops
  # at the end of the claims

# at the end of the file
"""
    )


def test_comments_inside_brackets():
    """A list with comments inside takes a line an item, so that each comment keeps its item."""
    typed = "kind: Company\nname: A\naliases: [Acme, # short\n  # long\n  Acme Labs # (old)\n  # no more\n  ] # all\n"
    assert (
        entity(typed)
        == """\
kind: Company
name: A
aliases:  # all
  - Acme  # short
  # long
  - Acme Labs  # (old)
  # no more
"""
    )


def test_comments_in_a_short_list_of_documents():
    """A commented document is not folded away."""
    typed = claims("- owns: x", "  sources:", "    - a # first", "    - doc: b", "      as: reported # so it says")
    assert entity(typed).endswith("""\
    sources:
      - doc: a  # first
      - doc: b
        as: reported  # so it says
""")


def test_two_comments_beside_one_line():
    """Where two comments come to stand beside one line, the first goes above it."""
    assert entity("kind: Company\nname: # one\n  A # two\n") == "kind: Company\n# one\nname: A  # two\n"


def test_comment_beside_lost_brackets():
    """A comment beside a line that is no longer there stands above what was on it."""
    assert "  # c\n  - owns: x\n" in entity(claims("- {owns: x, sources: [s]} # c"))


def test_comment_beside_folded_text():
    """The comment behind the sign of folded text stays on the line of the key."""
    assert entity("kind: Company\nname: A\nnote: > # c\n  a\n  b # no comment\n") == (
        'kind: Company\nname: A\nnote: "a b # no comment"  # c\n'
    )


def test_paragraphs_of_comments():
    """An empty line between comments stays; the one between a comment and its key goes."""
    typed = "kind: Company\n\n# one\n\n\n# two\n\nname: A\n"
    assert entity(typed) == "kind: Company\n# one\n\n# two\nname: A\n"


def test_hash_in_text_is_no_comment():
    """A hash inside a value stays part of it."""
    typed = 'kind: Company\nname: "A # b"\nnote: see https://a.example/#b and C# # c\n'
    assert entity(typed) == 'kind: Company\nname: "A # b"\nnote: see https://a.example/#b and C#  # c\n'


def test_modeline_comes_first():
    """The line that tells the editor its schema is the first of the file, wherever it stood."""
    assert entity(f"kind: Company\n{MODELINE}\nname: A\n") == f"{MODELINE}\nkind: Company\nname: A\n"


# ---- laws

_WORD = st.text(st.sampled_from("ab1é阿 :,#'\"[]{}-?&*!|>%@`\\.<=~"), max_size=8).map(
    lambda text: text if re.fullmatch(r"[ -]*|.*# ?c\d.*", text) is None else "x"
)
_PLAIN = st.sampled_from(["acme-labs", "2024-10", "no", "null", "> 50", "reported", "a: b", "[..2024]", "none"])
_SCALAR = st.one_of(_PLAIN, _WORD)
_KEYS = st.sampled_from(
    "kind name names aliases ids claims sources doc as owns develops since on quantity zh wikidata share via zzz "
    "events effective parties anyOf entity ownedBy party not steps actions note says".split(),
)
_TREE = st.recursive(
    _SCALAR,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=12,
)


def _claim():
    return st.fixed_dictionaries(
        {"owns": _PLAIN, "sources": _TREE},
        optional={"since": _SCALAR, "share": _SCALAR, "quantity": _TREE, "note": _SCALAR},
    )


_FILES = st.one_of(
    st.dictionaries(_KEYS, _TREE, max_size=5),
    st.fixed_dictionaries({"kind": _PLAIN, "claims": st.lists(_claim(), max_size=3)}, optional={"aliases": _TREE}),
)


class _Typist:
    """Types a tree as people may: any style, any indentation, comments anywhere they may stand."""

    def __init__(self, draw):
        self.draw = draw
        self.comments = 0

    def pick(self, *choices):
        return self.draw(st.sampled_from(choices))

    def comment(self):
        self.comments += 1
        return f"# c{self.comments}"

    def beside(self):
        return f"  {self.comment()}" if self.pick(False, False, True) else ""

    def above(self, indent):
        lines = []
        while self.pick(False, False, False, True):
            lines += [" " * self.pick(0, indent, indent + 2) + self.comment(), *self.pick([], [], [""])]
        return lines

    def scalar(self, text):
        style = self.pick("plain", "'", '"')
        if style == "plain" and re.fullmatch(r"[^\W_](?:[\w-]| (?=\w))*", text) and text != "null":
            return text
        if style == "'":
            return "'" + text.replace("'", "''") + "'"
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    def flow(self, node, indent):
        """Type a node in brackets, perhaps over several lines with comments."""
        if isinstance(node, str):
            return self.scalar(node)
        pairs = node.items() if isinstance(node, dict) else ((None, item) for item in node)
        parts = []
        for key, value in pairs:
            start = "" if key is None else f"{key}: "
            text = f"{start}{self.flow(value, indent)},"
            if self.pick(False, False, True):
                text += self.beside() + "\n" + "".join(f"{line}\n" for line in self.above(indent)) + " " * indent
            parts.append(text)
        opened, closed = "{}" if isinstance(node, dict) else "[]"
        return opened + " ".join(parts) + closed

    def block(self, node, indent):
        """Type a node as lines."""
        pad = " " * indent
        lines = []
        for key, value in node.items() if isinstance(node, dict) else ((None, item) for item in node):
            lines += self.above(indent)
            start = pad + ("-" if key is None else f"{key}:")
            if isinstance(value, str):
                lines.append(f"{start} {self.scalar(value)}{self.beside()}")
            elif not value or self.pick(True, False):
                lines.append(f"{start} {self.flow(value, indent + 2)}{self.beside()}")
            else:
                lines.append(start + self.beside())
                lines += self.block(value, indent + self.pick(1, 2, 4))
        return lines

    def file(self, tree):
        lines = self.block(tree, 0) if tree else ["{}"]
        return "\n".join([*lines, *self.above(0)]) + self.pick("", "\n")


@st.composite
def typed_files(draw):
    """Yield the text of a file, how many comments it holds, and its folder."""
    typist = _Typist(draw)
    text = typist.file(draw(_FILES))
    return text, typist.comments, draw(st.sampled_from(["entities", "sources", "restrictions", "stories"]))


def _meaning(node, key=""):
    """Reduce a tree to what it says: the order of claims, one-item lists and ``as: reported`` say nothing."""
    if isinstance(node, dict):
        told = {k: _meaning(v, k) for k, v in node.items()}
        if "doc" in told and told.get("as") == "reported":
            del told["as"]
        return told["doc"] if told.keys() == {"doc"} else told
    if isinstance(node, list):
        items = [_meaning(item) for item in node]
        if key == "claims":
            items.sort(key=lambda item: json.dumps(item, sort_keys=True))
        return items[0] if len(items) == 1 else items
    return node


@settings(max_examples=100, deadline=None)
@given(typed_files())
def test_writing_again_changes_nothing(typed):
    """The canonical form of a canonical file is the file."""
    text, _, folder = typed
    once = canonical(text, folder, WORDS)
    assert canonical(once, folder, WORDS) == once


@settings(max_examples=100, deadline=None)
@given(typed_files())
def test_writing_keeps_the_meaning(typed):
    """The canonical file holds what was typed, up to order and the short forms."""
    text, _, folder = typed
    assert _meaning(parse(canonical(text, folder, WORDS))) == _meaning(parse(text))


@settings(max_examples=100, deadline=None)
@given(typed_files())
def test_writing_keeps_every_comment(typed):
    """Each comment stands in the canonical file exactly once."""
    text, count, folder = typed
    found = re.findall(r"# c(\d+)$", canonical(text, folder, WORDS), re.MULTILINE)
    assert sorted(map(int, found)) == list(range(1, count + 1))


@settings(max_examples=100, deadline=None)
@given(typed_files())
def test_form_of_the_file(typed):
    """A canonical file ends in one line end and has no trailing spaces, tabs or double blank lines."""
    text, _, folder = typed
    written = canonical(text, folder, WORDS)
    assert written.endswith("\n")
    assert not written.endswith("\n\n")
    assert not re.search(r"[ \t]\n|\t|\n\n\n|\r", written)


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("abc:-# \n\"'[]{},&*!|>?%@01\t"), max_size=60))
def test_nothing_but_a_tree_error(text):
    """Text that is not YAML of our sort gives one sentence with its place, never another error."""
    try:
        written = canonical(text, "entities", WORDS)
    except TreeError:
        return
    assert canonical(written, "entities", WORDS) == written


def test_unreadable_text():
    """Text that cannot be read is refused with its place."""
    with pytest.raises(TreeError) as refused:
        entity("kind: Company\nkind: Fund\n")
    assert refused.value.message == "the key 'kind' is repeated; it stands at line 1 already"
    assert refused.value.at == (2, 1)


def test_text_that_could_not_be_read_back():
    """A file whose full form would break the reader's limits is refused, not written."""
    deep = "x"
    for _ in range(14):
        deep = f"{{not: {deep}}}"
    with pytest.raises(TreeError) as refused:
        restriction(f"name: A\nparties: {deep.replace('x', '{entity: a}')}\n")
    assert refused.value.message == "values are nested deeper than 16 levels; flatten them"


# ---- folders


@pytest.fixture
def folder(tmp_path):
    """Return a folder with one canonical and one untidy file."""
    (tmp_path / "entities").mkdir()
    (tmp_path / "entities" / "tidy.yaml").write_text("kind: Company\nname: Tidy\n")
    (tmp_path / "entities" / "untidy.yaml").write_text("name: 'Untidy'\nkind: Company\n")
    return tmp_path


def test_format_writes_what_differs(folder):
    """Only files that differ from their canonical form are written."""
    tidy = folder / "entities" / "tidy.yaml"
    before = tidy.stat()
    assert format_folder(str(folder)) == ["entities/untidy.yaml"]
    assert (folder / "entities" / "untidy.yaml").read_text() == "kind: Company\nname: Untidy\n"
    assert (tidy.stat().st_ino, tidy.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert format_folder(str(folder)) == []


def test_format_check_writes_nothing(folder):
    """With check the names are listed and the files left alone."""
    assert format_folder(str(folder), check=True) == ["entities/untidy.yaml"]
    assert (folder / "entities" / "untidy.yaml").read_text() == "name: 'Untidy'\nkind: Company\n"


def test_format_refuses_all_or_nothing(folder):
    """One file that cannot be read keeps all from being written, and is named with its place."""
    (folder / "entities" / "broken.yaml").write_text("kind: Company\nname: [a\n")
    with pytest.raises(FactsError) as refused:
        format_folder(str(folder))
    assert str(refused.value).startswith("entities/broken.yaml:2:7: a [ that is never closed")
    assert (folder / "entities" / "untidy.yaml").read_text() == "name: 'Untidy'\nkind: Company\n"


def test_format_names_files_it_does_not_read(folder):
    """A file that is passed over for its name is no silent success."""
    (folder / "entities" / "other.yml").write_text("name: 'A'\n")
    with pytest.raises(FactsError, match=r"^entities/other\.yml:1:1: the file is not read; [^\n]*$"):
        format_folder(str(folder))


def test_format_leaves_templates_alone(folder):
    """Files whose name starts with an underscore are not facts and not formatted."""
    (folder / "entities" / "_template.yaml").write_text("name: 'A'\n")
    assert format_folder(str(folder)) == ["entities/untidy.yaml"]
    assert (folder / "entities" / "_template.yaml").read_text() == "name: 'A'\n"


def test_format_keeps_permissions(folder):
    """A rewritten file keeps its permissions, and no temporary file stays behind."""
    untidy = folder / "entities" / "untidy.yaml"
    untidy.chmod(0o640)
    format_folder(str(folder))
    assert untidy.stat().st_mode & 0o777 == 0o640
    assert sorted(os.listdir(folder / "entities")) == ["tidy.yaml", "untidy.yaml"]


def test_format_of_a_missing_folder(tmp_path):
    """A folder that is not there is an input error in one sentence."""
    with pytest.raises(InputError, match="no such folder"):
        format_folder(str(tmp_path / "nowhere"))


@pytest.mark.parametrize("top", ["entities", "restrictions", "sources", "stories"])
def test_templates_are_canonical(top):
    """The template of each folder is written as its copies will be."""
    with open(os.path.join(data_folder("seeds"), top, "_template.yaml"), encoding="utf-8") as stream:
        text = stream.read()
    assert canonical(text, top, WORDS) == text
