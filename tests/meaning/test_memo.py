"""Memos: what an audit memo of a verdict holds, that it is safe to render, and that its bytes are fixed."""

import os
import re
import subprocess
import sys

import pytest

import graph
from graph.meaning.memo import DISCLAIMER, markdown, safe
from graph.meaning.verdict import verdict

FACTS = {
    "sources/wire": (
        "kind: NewsArticle\ntitle: A story\npublisher: Wire\nurl: https://wire.example/a_story\n"
        "published: 2024-01-10\ntier: A\n"
    ),
    "sources/copy": (
        "kind: BlogPost\ntitle: A copy\npublisher: Copier\npublished: '[2024-01-11..2024-01-12]'\ntier: B\n"
        "derivedFrom: [wire]\n"
    ),
    "sources/whisper": "kind: Unidentified\npublished: 2024-01-14\nnote: Somebody in the know.\n",
    "sources/order": (
        "kind: OfficialRecord\ntitle: Order 1\npublisher: State\nurl: https://state.example/1\n"
        "published: 2024-02-01\ntier: A\n"
    ),
    "entities/east": "kind: Place\nname: East\n",
    "entities/state": "kind: GovernmentBody\nname: State\n",
    "entities/acme": (
        "kind: Company\nname: Acme\nclaims:\n"
        "  - headquarteredIn: east\n    sources:\n      - {doc: copy, where: page 3, says: Acme sits in East.}\n"
        "      - {doc: wire, as: denied, via: [whisper], speaker: acme, says: Acme says it does not.}\n"
    ),
    "entities/beta": "kind: Company\nname: Beta\n",
    "entities/model": "kind: Model\nname: Model\n",
    "entities/tool": "kind: Product\nname: Tool\nclaims:\n  - {builtOn: model, sources: [{doc: wire, as: alleged}]}\n",
    "restrictions/bar": (
        "name: Bar\nissuer: state\ninstrument: Order\nforce: prohibited\nactions: [use]\n"
        "parties: {headquarteredIn: [east]}\nassets: {entity: [model]}\n"
        "sources: [{doc: order, as: official, where: section 2}]\n"
        "events:\n  - {effective: 2024-02-01, sources: [{doc: order, as: official}]}\n"
        "  - {lifted: 2024-03-01, sources: [{doc: copy, as: alleged}]}\n"
    ),
}


def write(folder, files):
    """Write fact files; return the folder."""
    for name, text in files.items():
        path = os.path.join(folder, f"{name}.yaml")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as stream:
            stream.write(text)
    return str(folder)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Write the facts once."""
    return write(tmp_path_factory.mktemp("facts"), FACTS)


def memo(folder, party="acme", asset="model", *, lifted=(), **terms):
    """Write the memo of a verdict."""
    view = graph.load(folder).view(**{"as_of": "2024-06-01", **terms})
    return markdown(view, verdict(view, party, asset, lifted=lifted))


def test_a_memo_as_it_is_read(folder):
    """Question, clocks, floor, documents, version, verdict, grounds, sources, gaps, search, disclaimer."""
    facts = graph.load(folder).facts
    assert (
        memo(folder)
        == f"""# Memo

## Question

| | |
| --- | --- |
| Question | May Acme (`acme`) do the following with Model (`model`): use? |
| Day asked about | 2024-06-01 |
| As known on | everything these facts hold |
| Floor | reported (weaker claims are not used) |
| Only these documents | all |
| Version of the facts | `{facts.digest}` |

To ask again: `aikg verdict acme model --action use --as-of 2024-06-01 --floor reported --memo`

## Answer

**PROHIBITED**: a known restriction bars it.

Layer: reported, which is that of the weakest step of its firmest ground.

## Grounds

### Ground 1: Bar (bar), by State: prohibited, in force

- Party: YES. Acme (`acme`), itself, because of where it is headquartered.
- Asset: YES. Model (`model`), named in the text.
- Action: YES. The restriction is about: use.
- Weakest layer: reported; disputed.

It rests on:

- State imposes Bar, since 2024-02-01. `bar.imposes` (official, established)
  - Source 1, section 2: official.
- Bar: effective, 2024-02-01. `bar.effective` (official, established)
  - Source 1: official.
- Acme is headquartered in East, seen by 2024-01-12. `acme.headquarteredIn.east` (single-source, reported, disputed)
  - Source 2, page 3: reported. Acme sits in East.
  - Source 3: denied by Acme, resting on source 4. Acme says it does not.

## Missing facts

None: no fact is missing that would settle the answer.

## What was searched

Restrictions: 1. Claims that hold or may hold on the day: 1. Entities: 6. Known documents: 4.

Known, but below the floor and so not counted: `bar.lifted`.

## Sources

1. Order 1 (`order`); publisher: State; published 2024-02-01; <https://state.example/1>; tier A.
2. A copy (`copy`); publisher: Copier; published some day from 2024-01-11 to 2024-01-12; no address; tier B; rests on source 3.
3. A story (`wire`); publisher: Wire; published 2024-01-10; <https://wire.example/a_story>; tier A.
4. Somebody in the know. (`whisper`); publisher not known; published 2024-01-14; no address; unidentified.

---

Nothing here is legal advice. Made with aikg {graph.__version__}.
"""
    )


def test_the_same_question_gives_the_same_bytes(folder):
    """Neither hash seed nor time zone, locale or working folder change a byte."""
    program = (
        "import graph, sys; from graph.meaning.memo import markdown; from graph.meaning.verdict import verdict\n"
        "view = graph.load(sys.argv[1]).view(as_of='2024-06-01', known_at='2024-05-01')\n"
        "sys.stdout.buffer.write(markdown(view, verdict(view, 'acme', 'model')).encode())\n"
    )
    root = os.path.dirname(os.path.dirname(graph.__file__))
    outputs = set()
    for seed, zone, place in (("0", "UTC", "C"), ("4711", "Asia/Tokyo", "tr_TR.UTF-8")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": place, "PYTHONPATH": root}
        run = subprocess.run(
            [sys.executable, "-c", program, folder], env=environment, cwd=folder, capture_output=True, check=True
        )
        outputs.add(run.stdout)
    assert outputs == {memo(folder, known_at="2024-05-01").encode()}


def test_no_clock_is_read(folder, monkeypatch):
    """A memo is of the day asked about, whatever day it is."""
    expected = memo(folder)

    def stopped(*_):
        message = "a clock was read"
        raise AssertionError(message)

    for name in ("time", "time_ns", "localtime", "gmtime", "strftime"):
        monkeypatch.setattr(f"time.{name}", stopped)
    assert memo(folder) == expected


def test_the_terms_of_the_question_stand_in_it(folder):
    """Both clocks, the floor and the documents are those asked with, in the table and in the command."""
    text = memo(folder, known_at="2024-03-01", floor="alleged", only=["order", "copy"])
    assert "| As known on | 2024-03-01 |" in text
    assert "| Floor | alleged (weaker claims are not used) |" in text
    assert "| Only these documents | `copy`, `order` |" in text
    assert "--as-of 2024-06-01 --known-at 2024-03-01 --floor alleged --only copy,order --memo`" in text


def test_a_counterfactual_says_that_it_is_one(folder):
    """Whoever supposes a restriction lifted reads so in the memo."""
    text = memo(folder, lifted=["bar"])
    assert "| Supposed to be lifted | Bar (`bar`) |" in text
    assert "--lifted bar --memo`" in text
    assert "**NO_KNOWN_RESTRICTION**: none of the known restrictions bears on it" in text
    assert "None. Restrictions looked at: 0." in text


def test_missing_facts_are_questions(folder):
    """What would settle a possible ground is asked, and the answer says what it is at most."""
    text = memo(folder, "beta")
    assert "**INDETERMINATE**: the known facts do not settle it." in text
    assert "At most **PROHIBITED**, were everything that is possible so." in text
    assert "- Where is Beta headquartered?\n" in text


def test_the_version_is_that_of_the_facts(folder, tmp_path):
    """Another byte in the facts is another version."""
    other = write(tmp_path, {**FACTS, "entities/beta": "kind: Company\nname: Beta Two\n"})
    versions = {re.search(r"\| Version of the facts \| `(\w{64})`", memo(each))[1] for each in (folder, other)}
    assert len(versions) == 2


def test_no_memo_says_that_something_is_permitted(folder):
    """The word is NO_KNOWN_RESTRICTION, and every memo ends with the disclaimer."""
    for party in ("acme", "beta"):
        for asset in ("model", "tool"):
            text = memo(folder, party, asset, floor="alleged")
            assert "permitted" not in text.lower()
            assert text.splitlines()[-1].startswith(DISCLAIMER)


HOSTILE = "<img src=x onerror=alert(1)> [a](javascript:x) **b** `c` | d ![e](f) &lt; #g _h_ ~i~ $j$ \\"


def test_names_and_texts_of_strangers_stay_text(tmp_path):
    """Markup in names, notes and passages is escaped wherever it stands."""
    quoted = HOSTILE.replace("'", "''")
    files = {
        **FACTS,
        "entities/acme": FACTS["entities/acme"]
        .replace("name: Acme", f"name: '{quoted}'")
        .replace("says: Acme sits in East.", f"says: '{quoted}'")
        .replace("where: page 3", f"where: '{quoted}'"),
        "sources/copy": FACTS["sources/copy"].replace("title: A copy", f"title: '{quoted}'"),
        "restrictions/bar": FACTS["restrictions/bar"].replace("name: Bar", f"name: '{quoted}'"),
    }
    text = memo(write(tmp_path, files))
    told = re.sub(r"`[^`\n]*`|<https://[^ <>]*>", "", text.replace("\\`", ""))
    assert text.count("onerror") > 5
    assert not re.search(r"(?<!\\)(<|!\[|\[)", told)
    assert not re.search(r"(?<!\\)\*\*b", told)
    assert "\n#g" not in text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1. not a list", "1\\. not a list"),
        ("- not a list", "\\- not a list"),
        ("a\nb", "a b"),
        ("a.b_c", "a.b\\_c"),
        ("10 July 2026. Then", "10 July 2026. Then"),
    ],
)
def test_text_is_escaped_where_it_would_be_markup(text, shown):
    """Only what Markdown would read as markup gets a backslash."""
    assert safe(text) == shown
