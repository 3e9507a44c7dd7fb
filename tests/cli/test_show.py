"""``aikg show`` and ``aikg list``: everything known of one thing, and lists."""

from __future__ import annotations

import csv
import io
import json

import pytest

from graph.cli.options import _print_table


@pytest.fixture
def facts(world):
    """Return the words that choose the invented world."""
    return ("--facts", world)


@pytest.fixture
def shown(call, facts):
    """Return a function that shows a thing as JSON."""

    def show(*words):
        done = call("show", *words, *facts, "--json")
        assert (done.status, done.err) == (0, "")
        return json.loads(done.out)

    return show


CLAIM_KEYS = "id subject relation object since until on status layer flags roots sources".split()


def test_an_entity_with_its_claims(shown):
    """Those of which it is the subject first; each with the keys scripts rely on."""
    answer = shown("acme-labs")
    assert (answer["id"], answer["type"], answer["kind"], answer["name"]) == (
        "acme-labs",
        "entity",
        "Company",
        "Acme Labs",
    )
    subjects = [claim["subject"] == "acme-labs" for claim in answer["claims"]]
    assert subjects == sorted(subjects, reverse=True)
    assert any(subjects)
    assert not all(subjects)
    assert all(set(CLAIM_KEYS) <= set(claim) for claim in answer["claims"])
    assert all({"doc", "as", "via"} <= set(source) for claim in answer["claims"] for source in claim["sources"])


@pytest.mark.parametrize("name", ["Acme", "阿克米实验室", "acme-research", "ACME LABS"])
def test_names_are_forgiving(shown, name):
    """An alias, a name in another script, a former id, any case."""
    assert shown(name)["id"] == "acme-labs"


@pytest.mark.parametrize(
    ("id_", "type_"),
    [
        ("acme-labs.owns.tiny-model-co", "claim"),
        ("acme-bar-on-atlantis", "restriction"),
        ("acme-bar-on-atlantis.imposes", "claim"),
        ("acme-bar-on-atlantis.effective", "restriction"),
        ("acme-bar-on-atlantis.exception.1", "restriction"),
        ("acme-bar-on-atlantis.variant.2", "restriction"),
        ("acme-bar", "restriction"),
        ("acme-terms-2025", "source"),
        ("example-wire-acme", "source"),
        ("how-one-tool-was-barred", "story"),
    ],
)
def test_every_id_that_answers_name_can_be_shown(shown, id_, type_):
    """Claims, derived ones too; events, exceptions and variants show their restriction."""
    answer = shown(id_)
    assert answer["type"] == type_
    assert {"as_of", "known_at", "floor", "only"} <= set(answer)


def test_a_former_id_of_a_claim_shows_the_claim(call, lay_over):
    """Not the thing in whose file it is listed; ids of claims and events change with those of files, too."""
    folder = lay_over(
        {
            "entities/new-co.yaml": "kind: Company\nname: New Co\nwas: [old-co, new-co.partnersWith.tiny-chat]\nclaims:\n"
            "  - owns: ingot-works\n    sources: [leaflet]\n  - partnersWith: widget-works\n    sources: [leaflet]\n",
        },
    )
    for former, present in (
        ("new-co.partnersWith.tiny-chat", "new-co.partnersWith.widget-works"),
        ("old-co.owns.ingot-works", "new-co.owns.ingot-works"),
        ("acme-bar.imposes", "acme-bar-on-atlantis.imposes"),
        ("acme-bar.effective", "acme-bar-on-atlantis"),
    ):
        answer = json.loads(call("show", former, "--facts", folder, "--json").out)
        assert answer["id"] == present


def test_flags_and_documents_are_sorted(call):
    """As cli.md says of all lists of words and ids."""
    claims = json.loads(call("list", "claims", "--json").out)["claims"]
    assert all(claim["flags"] == sorted(claim["flags"]) for claim in claims)
    for name in ("alibaba-claude-code-ban", "us-export-fable-mythos"):
        answer = json.loads(call("show", name, "--json").out)
        assert [event["sources"] for event in answer["events"]] == [sorted(e["sources"]) for e in answer["events"]]
        assert all(claim["flags"] == sorted(claim["flags"]) for claim in answer["claims"])


def test_allegations_are_shown_unless_a_floor_is_given(shown):
    """Each marked by its layer."""
    everything = {claim["layer"] for claim in shown("widget-one")["claims"]}
    reported = {claim["layer"] for claim in shown("widget-one", "--floor", "reported")["claims"]}
    assert shown("widget-one")["floor"] == "alleged"
    assert "alleged" not in reported
    assert reported <= everything


def test_a_day_shows_what_holds_on_it(shown):
    """A stake that had been sold by then is gone."""
    before = {claim["id"] for claim in shown("acme-labs", "--as-of", "2026-06-30")["claims"]}
    after = {claim["id"] for claim in shown("acme-labs", "--as-of", "2026-07-01")["claims"]}
    assert "acme-labs.owns.tiny-model-co" in before - after


def test_a_restriction_with_all_its_parts(call, facts):
    """Status on the day, wording with sources, events, exceptions, variants."""
    text = call("show", "the acme ban", *facts, "--as-of", "2026-07-10").out
    lines = text.splitlines()
    assert lines[0] == "Acme's bar on Atlantis  (acme-bar-on-atlantis)"
    for line in (
        "  force: prohibited",
        "  assets: developedBy: [acme-labs]",
        "  status: IN_FORCE",
        "  effective: 2025-09-05  [established, happened, acme-terms-2025, example-wire-2025-09-05]",
        "  widened: some day from 2026-03-01 to 2026-03-31  [reported, happened, example-wire-2026-03-12]",
        "  variant: assets entity: [widget-one]  (acme-bar-on-atlantis.variant.1)",
    ):
        assert line in lines
    assert any(line.startswith("  exception: parties entity: [friendly-labs]; ") for line in lines)


def test_a_claim_with_who_says_so(call, facts):
    """In words: the claim, when it held, its marks, and each document in its own wording."""
    text = call("show", "acme-labs.owns.tiny-model-co", *facts).out
    held = "since 2024-10; until 2026-06-30; share > 50; amount 90 million USD; note By way of a trust."
    assert f"- Acme Labs owns Tiny Model Co ({held})" in text
    assert "    acme-labs.owns.tiny-model-co  [established, official, " in text
    assert (
        "    example-wire-2024-10-02 confirmed (ada-example for acme-labs): Acme says it now holds most of the shares."
        in text
    )
    assert "    acme-annual-report-2025 official [since: 2024-10-02, until: none, share: 51.2]" in text


def test_a_name_of_nothing_gets_near_ones(call, facts):
    """Of entities, restrictions, sources, and of claims by their subject."""
    near = call("show", "acme labz", *facts).error
    assert near.startswith("aikg: nothing is called 'acme labz'; did you mean 'acme labs'")
    near = call("show", "acme-labs.owns.tiny-model-c", *facts).error
    assert near.startswith(
        "aikg: nothing is called 'acme-labs.owns.tiny-model-c'; did you mean 'acme-labs.owns.tiny-model-co'"
    )


# ---- lists

GROUPS = ["claims", "contradictions", "entities", "restrictions", "sources", "stories"]


@pytest.mark.parametrize("what", [*GROUPS, "Company", "companies", "government bodies", "official list"])
def test_every_list_is_table_csv_and_json(call, facts, what):
    """The same rows; JSON has the frame."""
    table = call("list", what, *facts)
    rows = list(csv.reader(io.StringIO(call("list", what, *facts, "--csv").out)))
    answer = json.loads(call("list", what, *facts, "--json").out)
    (name,) = set(answer) - {"as_of", "known_at", "floor", "only"}
    assert (table.status, table.err) == (0, "")
    assert len(table.out.splitlines()) == len(rows) == len(answer[name]) + 1
    assert table.out.splitlines()[0].split() == rows[0]
    assert len(answer[name]) > 0
    keys = [item.get("id") or item["sentence"] for item in answer[name]]
    assert keys == sorted(keys) or what == "contradictions"


@pytest.mark.parametrize(
    ("words", "test"),
    [
        (("--relation", "owns"), lambda claim: claim["relation"] == "owns"),
        (("--status", "official"), lambda claim: claim["status"] == "official"),
        (("--layer", "established"), lambda claim: claim["layer"] == "established"),
        (("--source", "stake-book"), lambda claim: "stake-book" in {s["doc"] for s in claim["sources"]}),
        (("--since", "2026-01-01", "--relation", "called"), lambda claim: claim["until"] is None),
        (("--until", "2020-01-01", "--relation", "listedOn"), lambda claim: claim["since"] is None),
    ],
)
def test_filters_keep_the_claims_they_say(call, facts, words, test):
    """And leave others out."""
    every = json.loads(call("list", "claims", *facts, "--json").out)["claims"]
    kept = json.loads(call("list", "claims", *facts, "--json", *words).out)["claims"]
    assert all(map(test, kept))
    assert len(kept) < len(every)


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (("companys",), 1, "aikg: there is no list of 'companys'; did you mean "),
        (("claims", "--relation", "own"), 1, "aikg: no relation 'own'; did you mean owns?"),
        (("claims", "--source", "x"), 1, "aikg: no source 'x'; see  aikg list sources"),
        (("claims", "--status", "x"), 1, "aikg: no status 'x'; use one of retracted, official, confirmed, "),
        (("claims", "--since", "2026"), 2, "Error: Invalid value for '--since': '2026' is not a day; write it as"),
        (("entities", "--relation", "owns"), 2, "Error: --relation filters claims; leave it out, or list claims"),
    ],
)
def test_what_cannot_be_listed_says_why(call, facts, words, status, message):
    """With the next step."""
    done = call("list", *words, *facts)
    assert (done.status, done.out) == (status, "")
    assert done.err.splitlines()[-1].startswith(message)


def test_a_list_of_nothing_says_so(call, facts):
    """In words for people, as nothing for scripts."""
    nothing = ("list", "claims", *facts, "--relation", "owns", "--until", "1900-01-01", "--floor", "established")
    assert call(*nothing).out.splitlines()[-1] == "(none)"
    assert json.loads(call(*nothing, "--json").out)["claims"] == []


# ---- tables


def test_wide_characters_take_two_columns(capsys):
    """A table with Chinese and Arabic names stays in columns."""
    _print_table(("a", "b"), [["阿克米", "1"], ["أكمي", "2"], ["e\u0301", "3"]])
    assert capsys.readouterr().out == "a       b\n阿克米  1\nأكمي    2\ne\u0301       3\n"


def test_on_a_terminal_the_last_column_is_cut_to_fit(monkeypatch, capsys):
    """Only its padding: no text is lost."""
    monkeypatch.setattr("graph.cli.options._columns", lambda: 12)
    _print_table(("a", "b"), [["xxx", "a long text"], ["y", "z"]])
    assert capsys.readouterr().out == "a    b\nxxx  a long text\ny    z\n"
