"""``aikg check``, ``format`` and ``schema``."""

from __future__ import annotations

import click

from graph.cli.options import facts_option, folder_of, print_json
from graph.cli.problems import FORMATS, print_problems

__all__ = ["check_command", "format_command", "schema_command"]


@click.command("check")
@facts_option
@click.option(
    "--format", "output", type=click.Choice(FORMATS), default="text", show_default=True, help="How to print problems."
)
def check_command(facts: str | None, output: str) -> int:
    """Is everything in the facts right?

    All mistakes are shown at once as file:line:column: sentence. The exit status is 1 when
    there is an error; warnings alone leave it 0.

    \b
    Example:
      aikg check
    """
    from graph.checking import check_folder  # noqa: PLC0415 - keeps start-up short

    report = check_folder(folder_of(facts))
    print_problems(report.problems, output)
    if output == "text":
        click.echo(report.summary())
    return 1 if report.errors else 0


@click.command("format")
@facts_option
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit with 1 if a file would change.")
def format_command(facts: str | None, only_check: bool) -> int:
    """Write fact files in their canonical form.

    \b
    Example:
      aikg format --check
    """
    from graph.facts.write import format_folder  # noqa: PLC0415 - keeps start-up short

    changed = format_folder(folder_of(facts), check=only_check)
    for name in changed:
        click.echo(f"{'would write' if only_check else 'wrote'} {name}")
    if not changed:
        click.echo("every file is in its canonical form")
    return 1 if changed and only_check else 0


@click.command("schema")
@facts_option
@click.option("--ids", is_flag=True, help="Offer the ids of the facts for completion.")
def schema_command(facts: str | None, ids: bool) -> None:
    """Print the JSON Schema of fact files for editors.

    \b
    Example:
      aikg schema
    """
    from graph import vocabulary  # noqa: PLC0415 - keeps start-up short
    from graph.facts.load import load  # noqa: PLC0415
    from graph.facts.schema import json_schema  # noqa: PLC0415

    print_json(json_schema(vocabulary.load(), load(folder_of(facts)) if ids else None))
