"""The commands about restrictions: what they print, their JSON, the day they answer for, their errors."""

import datetime
import json
import os
import re
import shutil

import click
import pytest

import graph
from graph.cli import judge
from graph.cli.app import COMMANDS, run
from graph.places import data_folder

SEEDS = ("--only", "s000,s002")
NAMES = ("status", "covered", "verdict", "why", "whatif", "exposure")


@pytest.fixture
def aikg(capsys):
    """Return a function that runs the command line and gives exit status, output and errors."""

    def call(*words):
        status = run(list(words))
        out, err = capsys.readouterr()
        return status, out, err

    return call


@pytest.fixture
def answer(aikg):
    """Return a function that runs a command with --json and gives its answer."""

    def call(*words):
        status, out, err = aikg(*words, "--json")
        assert (status, err) == (0, "")
        return json.loads(out)

    return call


FACTS = {
    "sources/wire": "kind: NewsArticle\ntitle: A story\npublisher: Wire\npublished: 2024-01-10\ntier: A\n",
    "entities/east": "kind: Place\nname: East\n",
    "entities/state": "kind: GovernmentBody\nname: State\n",
    "entities/acme": (
        "kind: Company\nname: Acme\naliases: [阿克米]\nclaims:\n"
        "  - {headquarteredIn: east, sources: [wire]}\n  - {owns: beta, share: '> 50', sources: [wire]}\n"
    ),
    "entities/beta": "kind: Company\nname: Beta\n",
    "entities/gamma": "kind: Company\nname: Gamma\nclaims:\n  - {headquarteredIn: west, sources: [wire]}\n",
    "entities/west": "kind: Place\nname: West\n",
    "entities/model": "kind: Model\nname: Model\nclaims:\n  - {builtOn: base, sources: [wire]}\n",
    "entities/base": "kind: Model\nname: Base\n",
    "restrictions/bar": (
        "name: The bar\naliases: [Bar Order]\nissuer: state\ninstrument: Order\nforce: prohibited\nactions: [sell]\n"
        "parties: {anyOf: [{headquarteredIn: [east]}, {ownedBy: {party: {headquarteredIn: [east]}, share: '> 50'}}]}\n"
        "assets: {entity: [base]}\nsources: [wire]\nevents:\n  - {effective: 2024-01-01, sources: [wire]}\n"
        "  - {suspended: 2024-03-01, until: 2024-03-31, sources: [wire]}\n"
    ),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Write a few facts around one order."""
    root = tmp_path_factory.mktemp("facts")
    for name, text in FACTS.items():
        path = os.path.join(root, f"{name}.yaml")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as stream:
            stream.write(text)
    return str(root)


@pytest.fixture
def small(folder):
    """Return the options that ask those facts about a day."""
    return ("--facts", folder, "--as-of", "2024-02-01")


# ---- text


def test_a_status_as_it_is_read(aikg, small):
    """The headline first, then the events, each with its id, status and sources."""
    assert aikg("status", "bar order", *small) == (
        0,
        """The bar (bar) on 2024-02-01: IN_FORCE
It is in force (floor reported). Last evidence: 2024-01-10.

- The bar: effective, 2024-01-01: it had happened by then
    bar.effective  [single-source, reported; wire]
- The bar: suspended, 2024-03-01 until 2024-03-31: it had not happened yet
    bar.suspended  [single-source, reported; wire]

Nothing here is legal advice.
""",
        "",
    )


def test_coverage_as_it_is_read(aikg, small):
    """Who falls under it and why; with --all also who does not."""
    status, out, _ = aikg("covered", "bar", "--all", *small)
    assert status == 0
    assert (
        out
        == """The bar (bar) on 2024-02-01: 2 parties fall under it, 0 may
The restriction itself is in force (floor reported).

YES  Acme (acme), because of where it is headquartered
  - Acme is headquartered in East, seen by 2024-01-10
      acme.headquarteredIn.east  [single-source, reported; wire]

YES  Beta (beta), because of who owns it
  - Acme is headquartered in East, seen by 2024-01-10
      acme.headquarteredIn.east  [single-source, reported; wire]
  - Acme owns Beta (share > 50), seen by 2024-01-10
      acme.owns.beta  [single-source, reported; wire]

NO  Gamma (gamma), because of where it is headquartered
  - Gamma is headquartered in West, seen by 2024-01-10
      gamma.headquarteredIn.west  [single-source, reported; wire]
  100 % of it is held by nobody known

Nothing here is legal advice.
"""
    )
    assert "1 other party does not; see them with  --all" in aikg("covered", "bar", *small)[1]


def test_a_verdict_as_it_is_read(aikg, small):
    """Headline and what it is at most, grounds with proofs, questions, what was searched."""
    status, out, err = aikg("verdict", "阿克米", "model", "--action", "sell", *small)
    assert (status, err) == (0, "")
    assert (
        out
        == """Acme – sell – Model, on 2024-02-01: INDETERMINATE
At most: PROHIBITED, were everything that is possible so.
The known facts do not settle it (layer reported, floor reported).

1. The bar (bar), by State: prohibited, in force
   It binds Acme, because of where it is headquartered;
   it may cover Model, depending on what it is built on; it is about: sell.
   So it is only possible.
   - State imposes The bar, since 2024-01-01
       bar.imposes  [single-source, reported; wire]
   - The bar: effective, 2024-01-01
       bar.effective  [single-source, reported; wire]
   - Acme is headquartered in East, seen by 2024-01-10
       acme.headquarteredIn.east  [single-source, reported; wire]
   - Model is built on Base, seen by 2024-01-10
       model.builtOn.base  [single-source, reported; wire]

What is missing; each answer would settle something that is only possible:
  ? Does the rule reach Model, which is built on Base?

Searched: 1 restriction and 4 claims that hold or may hold on that day.

Nothing here is legal advice.
"""
    )


def test_why_as_it_is_read(aikg, small):
    """The tree, what the answer hangs on, what it rests on."""
    status, out, _ = aikg("why", "bar", "beta", *small)
    assert status == 0
    assert (
        out
        == """Beta falls under The bar on 2024-02-01: YES
YES: because of who owns it.
The restriction itself is in force.

- Acme is headquartered in East, seen by 2024-01-10
    acme.headquarteredIn.east  [single-source, reported]
  - wire (2024-01-10): reported  [supports it]
    - it rests on no other document; identified: published by Wire, tier A
- Acme owns Beta (share > 50), seen by 2024-01-10
    acme.owns.beta  [single-source, reported]
  - wire (2024-01-10): reported  [supports it]
    - it rests on no other document; identified: published by Wire, tier A

It hangs on these facts, alone or in pairs:
- without acme.headquarteredIn.east: POSSIBLE
    Acme is headquartered in East, seen by 2024-01-10
- without acme.owns.beta: POSSIBLE
    Acme owns Beta (share > 50), seen by 2024-01-10
It rests on one source: Wire.

Nothing here is legal advice.
"""
    )


def test_what_if_as_it_is_read(aikg, small, tmp_path):
    """Restriction by restriction who changes, then the verdicts asked for."""
    patch = tmp_path / "patch.yaml"
    patch.write_text("claims:\n  - {subject: gamma, headquarteredIn: east}\n", encoding="utf-8")
    asked = ("--verdict", "gamma", "base", "--verdict", "beta", "base", "--action", "sell")
    status, out, _ = aikg("whatif", str(patch), *asked, *small)
    assert status == 0
    assert (
        out
        == """If that were so, on 2024-02-01 (floor reported):
It takes the place of: gamma.headquarteredIn.west

The bar (bar)
  Gamma (gamma) becomes covered (was NO)

Gamma (gamma) – sell – Base (base): PROHIBITED, was NO_KNOWN_RESTRICTION
  YES  The bar (bar), by State: prohibited, in force

Beta (beta) – sell – Base (base): PROHIBITED, as before
  YES  The bar (bar), by State: prohibited, in force

Nothing here is legal advice.
"""
    )


def test_exposure_as_it_is_read(aikg, small):
    """Tier by tier, each row with its claims, and what of a portfolio has none."""
    status, out, _ = aikg("exposure", "bar", "--portfolio", "Model,base,gamma", *small)
    assert status == 0
    assert (
        out
        == """The bar (bar) on 2024-02-01: 2 things are exposed to it
The restriction itself is in force (floor reported).

Tier 1, named:
- Base (base): named in the text  [reported]
    bar.covers.base

Tier 4, depends:
- Model (model): is built on Base (base)  [reported]
    bar.covers.base, model.builtOn.base

Not exposed as far as known: Gamma (gamma)

Nothing here is legal advice.
"""
    )
    header, first, *_ = aikg("exposure", "bar", "--csv", *small)[1].splitlines()
    assert header == "tier,entity,value,how,through,layer,claims"
    assert first == "1,base,YES,entity,,reported,bar.covers.base"


def test_an_exposed_thing_is_told_from_its_own_side(aikg, folder, tmp_path):
    """Who is supplied by a covered party does not supply it."""
    root = shutil.copytree(folder, tmp_path / "facts")
    with open(root / "entities" / "acme.yaml", "a", encoding="utf-8") as stream:
        stream.write("  - {supplies: gamma, sources: [wire]}\n")
    _, out, _ = aikg("exposure", "bar", "--facts", str(root), "--as-of", "2024-02-01")
    assert "- Acme (acme): because of where it is headquartered  [reported]\n" in out
    assert "- Gamma (gamma): is supplied by Acme (acme)  [reported]\n" in out


# ---- JSON


FRAME = ["as_of", "known_at", "floor", "only"]


def test_the_json_of_a_status(answer, small):
    """Every key is there; dates are EDTF text."""
    found = answer("status", "bar", *small)
    assert list(found) == ["restriction", *FRAME, "status", "expected", "last_evidence", "events"]
    assert (found["status"], found["expected"], found["last_evidence"]) == ("IN_FORCE", False, "2024-01-10")
    assert found["events"][1] == {
        "id": "bar.suspended",
        "event": "suspended",
        "date": "2024-03-01",
        "until": "2024-03-31",
        "state": "notYet",
        "layer": "reported",
        "flags": [],
        "sources": ["wire"],
    }


def test_the_json_of_coverage(answer, small):
    """YES and POSSIBLE only, unless all are asked for; sorted by id."""
    found = answer("covered", "bar", *small)
    assert list(found) == ["restriction", *FRAME, "status", "parties"]
    assert [party["party"] for party in found["parties"]] == ["acme", "beta"]
    assert list(found["parties"][0]) == ["party", "verdict", "how", "proof", "missing", "unaccounted"]
    assert found["parties"][1]["proof"] == ["acme.headquarteredIn.east", "acme.owns.beta"]
    assert [party["verdict"] for party in answer("covered", "bar", "--all", *small)["parties"]] == ["YES", "YES", "NO"]


def test_the_json_of_a_verdict(answer, small):
    """The keys of the contract, grounds with theirs, questions with theirs."""
    found = answer("verdict", "acme", "model", "--action", "sell", *small)
    assert list(found)[:12] == [
        "party",
        "asset",
        "action",
        *FRAME,
        "verdict",
        "at_most",
        "expected",
        "layer",
        "grounds",
    ]
    assert {"missing", "below_floor", "searched", "lifted"} <= set(found)
    assert set(found["grounds"][0]) >= {
        *("restriction", "status", "expected", "force", "capacity", "party", "asset", "proof", "layer", "flags"),
        "variants",
    }
    assert found["missing"] == [
        {
            "subject": "model",
            "relation": "builtOn",
            "object": "base",
            "question": "Does the rule reach Model, which is built on Base?",
        },
    ]


def test_the_json_of_why(answer, small):
    """Question, answer, tree, smallest removals, what it rests on."""
    found = answer("why", "acme", "base", "--action", "sell", *small)
    assert found["type"] == "verdict"
    assert found["question"] == {"party": "acme", "asset": "base", "action": "sell"}
    assert found["smallest_removals"] == [{"remove": ["acme.headquarteredIn.east"], "answer": "INDETERMINATE"}]
    assert found["rests_on"]["documents"] == ["wire"]


def test_the_json_of_what_if(answer, small, tmp_path):
    """Coverage, statuses and verdicts before and after, with the terms of the question."""
    patch = tmp_path / "patch.yaml"
    patch.write_text("remove: [acme.owns.beta]\nevents: [{restriction: bar, lifted: 2024-01-15}]\n", encoding="utf-8")
    found = answer("whatif", str(patch), *small)
    assert found == {
        "covered": [{"restriction": "bar", "party": "beta", "before": "YES", "after": "POSSIBLE"}],
        "statuses": [{"restriction": "bar", "before": "IN_FORCE", "after": "ENDED"}],
        "verdicts": [],
        "replaced": [],
        "as_of": "2024-02-01",
        "known_at": None,
        "floor": "reported",
        "only": None,
    }


def test_the_json_of_exposure(answer, small):
    """Rows by tier, with the status of the restriction."""
    found = answer("exposure", "bar", *small)
    assert list(found) == ["restriction", *FRAME, "status", "exposed", "portfolio", "unexposed", "unsettled"]
    assert [(row["entity"], row["tier"]) for row in found["exposed"]] == [
        ("base", 1),
        ("acme", 2),
        ("beta", 2),
        ("model", 4),
    ]


# ---- the day


@pytest.mark.parametrize(
    "words",
    [
        ("status", "bar"),
        ("covered", "bar"),
        ("verdict", "acme", "model"),
        ("why", "acme", "model"),
        ("why", "bar", "beta"),
        ("why", "bar"),
        ("exposure", "bar"),
    ],
)
def test_without_a_day_they_answer_for_today_and_say_so(aikg, folder, monkeypatch, words):
    """The answer is of the present day in UTC, and standard error says which."""
    monkeypatch.setattr(judge, "_today", lambda: "2024-03-15")
    status, out, err = aikg(*words, "--facts", folder)
    assert status == 0
    assert err == "aikg: this is the answer for today, 2024-03-15 (UTC); ask about another day with --as-of\n"
    assert "2024-03-15" in out


def test_today_is_the_day_in_utc():
    """The clock is read in UTC wherever the user is."""
    before = datetime.datetime.now(datetime.UTC).date().isoformat()
    today = judge._today()
    after = datetime.datetime.now(datetime.UTC).date().isoformat()
    assert today in {before, after}


def test_with_a_day_no_clock_is_read(aikg, small, monkeypatch):
    """A question about a day gives the same answer on any day."""

    def stopped():
        message = "a clock was read"
        raise AssertionError(message)

    monkeypatch.setattr(judge, "_today", stopped)
    assert aikg("verdict", "acme", "model", "--memo", *small)[0] == 0
    assert aikg("why", "acme.owns.beta", "--facts", small[1])[0] == 0


def test_a_claim_is_explained_over_the_whole_history(aikg, folder):
    """Who says a claim is no question of a day, and allegations are shown as such."""
    status, out, err = aikg("why", "acme.owns.beta", "--facts", folder)
    assert (status, err) == (0, "")
    assert out.startswith("Acme owns Beta (share > 50), seen by 2024-01-10: single-source, reported\n")
    assert aikg("why", "bar.suspended", "--facts", folder)[1].startswith(
        "The bar: suspended, 2024-03-01 until 2024-03-31"
    )


# ---- errors


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("status", "quite else"), 1, "aikg: nothing is called 'quite else'; see  aikg list restrictions\n"),
        (("status", "x" * 500), 1, f"aikg: nothing is called '{'x' * 60}…'; see  aikg list restrictions\n"),
        (("status", "barr"), 1, "aikg: nothing is called 'barr'; did you mean 'bar' or 'bar order'?\n"),
        (
            ("covered", "阿克米"),
            1,
            "aikg: 'acme' is a party or asset, but a restriction belongs here; see  aikg list restrictions\n",
        ),
        (
            ("verdict", "acme", "bar order"),
            1,
            "aikg: 'bar' is a restriction, but a party or asset belongs here; see  aikg list entities\n",
        ),
        (("verdict", "acmee", "model"), 1, "aikg: nothing is called 'acmee'; did you mean 'acme'"),
        (
            ("verdict", "model", "acme"),
            1,
            "aikg: 'model' is of kind Model; a verdict is about a party: an organization, person or group\n",
        ),
        (("verdict", "acme", "model", "--action", "eat"), 1, "aikg: 'eat' is not an action; use one of use, access"),
        (("verdict", "acme", "model", "--lifted", "barr"), 1, "aikg: nothing is called 'barr'; did you mean 'bar'"),
        (("verdict", "acme", "model", "--memo", "--json"), 2, "Error: choose --memo or --json\n"),
        (("why", "acme"), 1, "aikg: 'acme' is a thing, not an answer; explain a verdict with  aikg why acme ASSET\n"),
        (("why", "bar", "state"), 1, "aikg: whether state falls under bar is not asked: it is its issuer\n"),
        (("why", "acme.owns.gamma"), 1, "aikg: nothing is called 'acme.owns.gamma'"),
        (("exposure", "bar", "--portfolio", "acme,nobody"), 1, "aikg: nothing is called 'nobody'"),
        (("whatif", "no-such-patch.yaml"), 3, "aikg: no-such-patch.yaml: cannot be read: No such file or directory\n"),
    ],
)
def test_what_cannot_be_answered_says_why(aikg, small, words, status, said):
    """One sentence on standard error with the next step, nothing on standard output."""
    found, out, err = aikg(*words, *small)
    assert (found, out) == (status, "")
    assert said in err


def test_a_bad_patch_is_told_line_by_line(aikg, small, tmp_path, monkeypatch):
    """Mistakes of a patch stand with file, line and column; the exit status is 1."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "patch.yaml").write_text("claims:\n  - {subject: acmee, owns: beta}\nremoved: [x]\n", encoding="utf-8")
    status, out, err = aikg("whatif", "patch.yaml", *small)
    assert (status, out) == (1, "")
    assert err.splitlines() == [
        "patch.yaml:2:15: no entity 'acmee'; did you mean acme?",
        "patch.yaml:3:1: unknown key 'removed'; did you mean remove?",
        "aikg: the patch has errors; nothing was asked",
    ]


def test_nothing_says_permitted(aikg, small):
    """No answer and no help text uses the word, and every answer ends with the disclaimer."""
    for words in (("verdict", "gamma", "base"), ("why", "gamma", "base"), ("covered", "bar"), ("status", "bar")):
        _, out, _ = aikg(*words, *small)
        assert "permitted" not in out.lower()
        assert out.endswith("\nNothing here is legal advice.\n")
    for name in NAMES:
        assert "permitted" not in aikg(name, "--help")[1].lower()


@pytest.mark.parametrize("name", NAMES)
def test_the_overview_repeats_the_first_line_of_the_help(name):
    """What ``aikg --help`` says of a command is what the command says of itself."""
    command = getattr(judge, f"{name}_command")
    assert COMMANDS[name] == ("judge", command.get_short_help_str(200))


@pytest.mark.parametrize("name", NAMES)
def test_the_example_in_the_help_works(aikg, name, tmp_path, monkeypatch):
    """Each worked example answers on the facts that are shipped."""
    monkeypatch.chdir(tmp_path)
    command = getattr(judge, f"{name}_command")
    text = command.get_help(click.Context(command))
    if patch := re.search(r"with\s+(claims: \[.*?\])\s+in\s+patch\.yaml", text, re.DOTALL):
        (tmp_path / "patch.yaml").write_text(re.sub(r"\s+", " ", patch[1]) + "\n", encoding="utf-8")
    examples = re.findall(rf"^ +aikg ({name} .*)$", text, re.MULTILINE)
    assert examples
    for example in examples:
        words = [quoted or plain for quoted, plain in re.findall(r'"([^"]+)"|(\S+)', example)]
        status, out, err = aikg(*words)
        assert (status, err) == (0, "")
        assert out


# ---- the questions people ask, on the two reports


def test_01_which_tools_may_an_alibaba_employee_use_on_2026_07_12_and_why(answer):
    """Claude Code is barred by Alibaba's own ban, as was expected, and by Anthropic's; Qoder is a duty."""
    code = answer("verdict", "alibaba", "Claude Code", "--as-of", "2026-07-12", *SEEDS)
    assert code["verdict"] == "PROHIBITED"
    assert [(ground["restriction"], ground["capacity"], ground["expected"]) for ground in code["grounds"]] == [
        ("alibaba-claude-code-ban", "employeesOf", True),
        ("anthropic-china-bar", "self", False),
    ]
    qoder = answer("verdict", "alibaba", "Qoder", "--as-of", "2026-07-12", *SEEDS)
    assert (qoder["verdict"], qoder["grounds"][0]["restriction"]) == ("DIRECTED", "alibaba-qoder-direction")
    assert "alibaba.nationality.china" in code["grounds"][1]["proof"]


def test_02_the_same_on_2026_07_09(answer):
    """The ban is not yet in force; Anthropic's own rule bars Claude Code; Qoder is directed."""
    code = answer("verdict", "alibaba", "claude-code", "--as-of", "2026-07-09", *SEEDS)
    assert answer("status", "alibaba-claude-code-ban", "--as-of", "2026-07-09", *SEEDS)["status"] == "NOT_YET"
    assert (code["verdict"], [ground["restriction"] for ground in code["grounds"]]) == (
        "PROHIBITED",
        ["anthropic-china-bar"],
    )
    assert answer("verdict", "alibaba", "qoder", "--as-of", "2026-07-09", *SEEDS)["verdict"] == "DIRECTED"


def test_03_the_same_for_an_employee_of_lazada(answer, tmp_path):
    """Whether Alibaba's ban means its group is not said: POSSIBLE, with that as the question."""
    folder = str(tmp_path / "facts")
    shutil.copytree(data_folder("seeds"), folder)
    # the two reports do not speak of it, so what is known of it is put into one of them
    with open(os.path.join(folder, "entities", "a-lazada.yaml"), "w", encoding="utf-8") as stream:
        stream.write("kind: Company\nname: A Lazada\n")
    with open(os.path.join(folder, "entities", "alibaba.yaml"), "a", encoding="utf-8") as stream:
        stream.write("\n  - owns: a-lazada\n    share: wholly\n    sources: [s000]\n")
    found = answer("verdict", "a lazada", "claude-code", "--as-of", "2026-07-12", "--facts", folder, *SEEDS)
    ban = next(ground for ground in found["grounds"] if ground["restriction"] == "alibaba-claude-code-ban")
    assert (ban["capacity"], ban["party"]) == ("employeesOf", "POSSIBLE")
    assert "alibaba.owns.a-lazada" in ban["proof"]
    assert "Does the rule mean the staff of A Lazada too, as part of a group?" in [
        gap["question"] for gap in found["missing"]
    ]
    owned = next(ground for ground in found["grounds"] if ground["restriction"] == "anthropic-china-bar")
    assert (owned["capacity"], owned["party"], found["verdict"]) == ("self", "YES", "PROHIBITED")


def test_04_is_claude_fable_5_under_a_us_export_restriction_on_2026_07_06(answer):
    """No longer, by what Anthropic says; the issuer has not confirmed it, so it is not established."""
    found = answer("status", "us-export-fable-mythos", "--as-of", "2026-07-06", *SEEDS)
    assert found["status"] == "ENDED"
    assert [(event["event"], event["layer"]) for event in found["events"]] == [("lifted", "reported")]
    told = answer("why", "us-export-fable-mythos.lifted", *SEEDS)
    assert told["answer"] == "confirmed"
    assert any("US Department of Commerce has not confirmed it" in sentence for sentence in told["because"])


def test_05_was_mythos_5_restricted_on_2026_06_20(answer):
    """It cannot be told: neither the start nor the day of the lifting is known."""
    assert answer("status", "us-export-fable-mythos", "--as-of", "2026-06-20", *SEEDS)["status"] == "INDETERMINATE"
    found = answer("verdict", "anthropic", "Mythos 5", "--action", "export", "--as-of", "2026-06-20", *SEEDS)
    assert (found["verdict"], found["at_most"]) == ("INDETERMINATE", "PROHIBITED")
    assert any(gap["relation"] == "status" for gap in found["missing"])


def test_06_if_the_us_restriction_on_fable_5_is_lifted_may_alibaba_use_it(answer):
    """Anthropic's own rule is an independent ground, so the answer stays."""
    lifted = ("--lifted", "us-export-fable-mythos")
    found = answer("verdict", "alibaba", "Fable 5", *lifted, "--as-of", "2026-07-12", *SEEDS)
    assert (found["verdict"], found["lifted"]) == ("PROHIBITED", ["us-export-fable-mythos"])
    assert [ground["restriction"] for ground in found["grounds"]] == ["anthropic-china-bar"]
    why = answer("why", "alibaba", "Fable 5", *lifted, "--as-of", "2026-07-12", *SEEDS)
    assert ["alibaba.nationality.china"] in [flip["remove"] for flip in why["smallest_removals"]]


def test_13_does_a_bar_on_sale_also_bar_use(answer, small):
    """A bar on selling is no bar on using, nor the other way round."""
    assert answer("verdict", "acme", "base", "--action", "sell", *small)["verdict"] == "PROHIBITED"
    assert answer("verdict", "acme", "base", "--action", "use", *small)["verdict"] == "NO_KNOWN_RESTRICTION"
    sold = answer("verdict", "alibaba", "claude-code", "--action", "sell", "--as-of", "2026-07-12", *SEEDS)
    assert sold["verdict"] == "NO_KNOWN_RESTRICTION"


def test_14_an_audit_memo_for_a_verdict(aikg):
    """The memo holds question, clocks, version, verdict, both reports, and the same bytes each time."""
    words = ("verdict", "alibaba", "claude-code", "--memo", "--as-of", "2026-07-12", "--known-at", "2026-07-05", *SEEDS)
    status, out, err = aikg(*words)
    assert (status, err) == (0, "")
    assert f"| Version of the facts | `{graph.load().facts.digest}` |" in out
    for part in ("| As known on | 2026-07-05 |", "**PROHIBITED**", "(`s000`)", "(`s002`)", "## Missing facts"):
        assert part in out
    assert aikg(*words)[1] == out


def test_15_which_verdicts_change_at_floor_established(answer):
    """All that rests on the two reports alone falls below it, and the answers name what fell."""
    for asset, before in (("claude-code", "PROHIBITED"), ("qoder", "DIRECTED"), ("claude-fable-5", "PROHIBITED")):
        words = ("verdict", "alibaba", asset, "--as-of", "2026-07-12", *SEEDS)
        assert answer(*words)["verdict"] == before
        firm = answer(*words, "--floor", "established")
        assert firm["verdict"] == "NO_KNOWN_RESTRICTION"
        assert firm["below_floor"]
