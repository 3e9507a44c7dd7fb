"""``aikg add``: facts from the command line."""

import os
import pty
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner

from graph.cli.add import add_command
from graph.facts.load import load

WORLD = Path(__file__).parent.parent / "world"


@pytest.fixture
def facts(tmp_path):
    return Path(shutil.copytree(WORLD, tmp_path / "facts"))


def add(facts, *values):
    return CliRunner().invoke(add_command, [*values, "--facts", str(facts)])


def test_a_source_an_entity_and_a_claim_between_them(facts):
    """Three commands add a document, a company and a claim that rests on it, all of them loading."""
    source = ("kind=NewsArticle", "title=New Widgets opens", "publisher=Example Wire", "published=2026-05-02")
    done = add(facts, "source", *source, "url=https://wire.example.org/n", "tier=A")
    assert done.output.strip().endswith("sources/example-wire-2026-05-02.yaml")
    assert add(facts, "entity", "kind=Company", "name=New Widgets").exit_code == 0
    claim = ("subject=new widgets", "relation=develops", "object=widget one", "sources=example-wire-2026-05-02")
    assert add(facts, "claim", *claim, "since=2026-05").exit_code == 0
    added = load(str(facts)).claims["new-widgets.develops.widget-one"]
    assert added.since.text == "2026-05"
    assert [a.doc for a in added.attestations] == ["example-wire-2026-05-02"]


def test_what_is_missing_is_said(facts):
    """Without a terminal to ask on, the first missing key is named and nothing is written."""
    done = add(facts, "entity", "kind=Company")
    assert done.exit_code == 2
    assert "name is missing: Its name as readers of English know it, such as Acme Labs; write  name=…" in done.output


def test_a_dry_run_writes_nothing(facts):
    """``--dry-run`` prints the file with its name and leaves the folder alone."""
    before = sorted(facts.rglob("*"))
    done = add(facts, "entity", "kind=Company", "name=New Widgets", "--dry-run")
    assert done.output == "# entities/new-widgets.yaml\nkind: Company\nname: New Widgets\n"
    assert sorted(facts.rglob("*")) == before


def test_a_value_that_is_no_pair_is_a_usage_error(facts):
    """Everything after the sort of record is key=value."""
    done = add(facts, "entity", "Company")
    assert done.exit_code == 2
    assert "'Company' is not key=value" in done.output


def test_how_the_document_puts_it(facts):
    """Keys of an attestation belong to the one document."""
    claim = ("subject=acme labs", "relation=develops", "object=widget-a1", "sources=leaflet", "--dry-run")
    done = add(facts, "claim", *claim, "as=alleged", "says=It is said to.")
    assert "      - doc: leaflet\n        as: alleged\n        says: It is said to.\n" in done.output
    done = add(facts, "claim", *claim[:3], "sources=[leaflet, ada-example-post]", "as=alleged")
    assert str(done.exception) == "as belong to one document; give one, or write  {doc: …, as: …}"


def test_asking_goes_on_until_an_answer_will_do(facts):
    """On a terminal each question is asked until it is answered well; Enter leaves out what may be left out."""
    typed = "Compny\nCompany\nNew Widgets\n\n"
    shown = on_terminal(["add", "entity", "--facts", str(facts)], typed)
    assert "'Compny' is not a kind of entity; did you mean Company?" in shown
    assert "Other names people type" in shown
    assert (facts / "entities" / "new-widgets.yaml").read_text(encoding="utf-8") == "kind: Company\nname: New Widgets\n"


def on_terminal(arguments, typed):
    """Run the program on a terminal, type some lines, and return what it showed."""
    here, there = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "graph.cli", *arguments], stdin=there, stdout=there, stderr=there, close_fds=True
    ) as running:
        os.close(there)
        os.write(here, typed.encode())
        shown = b""
        with suppress(OSError):  # the terminal goes away with the program
            while part := os.read(here, 4096):
                shown += part
        assert running.wait(timeout=30) == 0, shown
    os.close(here)
    return shown.decode()
