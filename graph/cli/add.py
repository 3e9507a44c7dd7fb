"""``aikg add``: new facts from options, or by asking."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from graph.cli.options import facts_option, folder_of

if TYPE_CHECKING:
    from graph.facts.author import Draft
    from graph.facts.interview import Question
    from graph.facts.shelf import Shelf

__all__ = ["add_command"]

RECORDS = {"entity": "Entity", "source": "Source", "restriction": "Restriction", "claim": "Claim"}


@click.command("add")
@click.argument("what", type=click.Choice(tuple(RECORDS)))
@click.argument("values", nargs=-1, metavar="[KEY=VALUE]...")
@click.option("--id", "id_", help="The id of the new file.  [default: made from the name]")
@click.option("--dry-run", is_flag=True, help="Print the file in place of writing it.")
@facts_option
def add_command(what: str, values: tuple[str, ...], id_: str | None, dry_run: bool, facts: str | None) -> None:
    """Add a source, entity, claim or restriction to the facts.

    Keys are those of fact files; a list or mapping is written as in the file. A claim takes
    subject, relation and object, and for its one document also as, says, speaker and the like.
    On a terminal what is missing is asked for, without values everything worth telling. The
    file is checked as if it stood there and then written whole.

    \b
    Example:
      aikg add entity kind=Company name="Acme Labs" --dry-run
    """
    from graph.facts.author import write  # noqa: PLC0415 - keeps start-up short

    given = dict(_pair(value) for value in values)
    folder = folder_of(facts)
    _ask_for_the_rest(folder, RECORDS[what], given, everything=not values)
    draft = _draft(what, folder, id_, given)
    for hint in draft.hints:
        click.echo(f"note: {hint}", err=True)
    if dry_run:
        click.echo(f"# {draft.name}\n{draft.text}", nl=False)
    else:
        click.echo(f"wrote {write(folder, draft)}")


def _draft(what: str, folder: str, id_: str | None, given: dict[str, Any]) -> Draft:
    from graph.facts import author  # noqa: PLC0415 - keeps start-up short

    if what == "claim":
        subject, relation, object_ = (given.pop(key) for key in ("subject", "relation", "object"))
        return author.add_claim(folder, subject, relation, object_, sources=given.pop("sources"), **given)
    make = {"entity": author.new_entity, "source": author.new_source, "restriction": author.new_restriction}[what]
    return make(folder, id_, **given)


def _ask_for_the_rest(folder: str, record: str, given: dict[str, Any], *, everything: bool) -> None:
    """Ask for what a record must have and, where nothing was given, for what it should have."""
    from graph import vocabulary  # noqa: PLC0415 - keeps start-up short
    from graph.facts.interview import questions  # noqa: PLC0415
    from graph.facts.shelf import open_shelf  # noqa: PLC0415

    shelf = None
    for question in questions(vocabulary.load(), record, given):
        if question.required or (everything and sys.stdin.isatty()):
            _must_be_able_to_ask(question)
            shelf = shelf or open_shelf(folder)
            value = _ask(shelf, question, given)
            if value != "":
                given[question.key] = value


def _ask(shelf: Shelf, question: Question, given: dict[str, Any]) -> Any:  # noqa: ANN401 - text, list or mapping
    """Ask until an answer will do."""
    from graph.facts.interview import answer  # noqa: PLC0415 - keeps start-up short
    from graph.facts.problems import FactsError  # noqa: PLC0415

    click.echo()
    click.echo(f"{_told(question)}{'' if question.required else '  (Enter: leave it out)'}")
    if question.choices:
        click.echo(click.wrap_text(", ".join(question.choices), initial_indent="  ", subsequent_indent="  "))
    while True:
        typed: str = click.prompt(question.key, default=None if question.required else "", show_default=False)
        if typed == "":
            return ""
        try:
            return answer(shelf, question, _value(typed), given)
        except FactsError:
            raise
        except (LookupError, ValueError, click.UsageError) as error:
            click.echo(f"  {error}", err=True)


def _pair(text: str) -> tuple[str, Any]:
    key, equals, value = text.partition("=")
    if not equals or not value:
        raise click.UsageError(f"'{text}' is not key=value")
    return key, _value(value)


def _value(text: str) -> Any:  # noqa: ANN401 - text, list or mapping
    """Read a value: brackets and braces as in a fact file, everything else as text."""
    if not text.startswith(("[", "{")) or ".." in text:
        return text
    from graph.facts.tree import TreeError, parse  # noqa: PLC0415 - rarely needed

    try:
        return parse(f"value: {text}\n")["value"]
    except TreeError as error:
        raise click.UsageError(f"'{text}': {error.message}") from None


def _must_be_able_to_ask(question: Question) -> None:
    """Say what is missing where nobody can be asked."""
    if not sys.stdin.isatty():
        raise click.UsageError(f"{question.key} is missing: {_told(question)}; write  {question.key}=…")


def _told(question: Question) -> str:
    return question.text + (f", such as {question.example}" if question.example else "")
