"""``aikg add``: new facts from options, or by asking."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from graph.cli.options import facts_option, folder_of

if TYPE_CHECKING:
    from graph.facts.author import Draft
    from graph.vocabulary import Field

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
    subject, relation and object. On a terminal what is missing is asked for. The file is
    checked as if it stood there and then written whole.

    \b
    Example:
      aikg add entity kind=Company name="Acme Labs" --dry-run
    """
    from graph import vocabulary  # noqa: PLC0415 - keeps start-up short
    from graph.facts.author import write  # noqa: PLC0415

    given = dict(_pair(value) for value in values)
    fields = vocabulary.load().fields[RECORDS[what]]
    wanted = [field for field in fields.values() if field.required and field.value_type != "events"]
    if what == "claim":
        for key, meaning in (
            ("subject", "Who or what"),
            ("relation", "does or is what"),
            ("object", "to whom or what"),
        ):
            given[key] = given.get(key) or _ask(key, meaning)
    for field in wanted:
        if field.key not in given:
            given[field.key] = _value(_ask(field.key, field.definition, field))
    folder = folder_of(facts)
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


def _ask(key: str, meaning: str, field: Field | None = None) -> str:
    """Ask for a value on a terminal; say what is missing elsewhere."""
    told = meaning.rstrip(".") + (f", such as {field.example}" if field else "")
    if not sys.stdin.isatty():
        raise click.UsageError(f"{key} is missing: {told}; write  {key}=…")
    answer: str = click.prompt(f"{key} ({told})")
    return answer
