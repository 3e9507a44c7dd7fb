"""``aikg sparql`` and ``aikg query``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from graph.cli.options import frame_options, print_rows, view_of

if TYPE_CHECKING:
    from graph.store.result import Result

__all__ = ["query_command", "sparql_command"]

FORMS = ("table", "json", "csv", "tsv", "xml", "turtle", "nt")
_form = click.option(
    "--format", "form", type=click.Choice(FORMS), default="table", show_default=True, help="How to print the answer."
)
_json = click.option("--json", "form", flag_value="json", help="The same as --format json.")
_csv = click.option("--csv", "form", flag_value="csv", help="The same as --format csv.")


def _print(result: Result, form: str) -> None:
    rows_only, graph_only = {"json", "csv", "tsv"}, {"turtle", "nt"}
    if (result.kind == "graph" and form in rows_only) or (result.kind != "graph" and form in graph_only):
        holds = "a graph" if result.kind == "graph" else "rows"
        fitting = "turtle, nt or xml" if result.kind == "graph" else "table, json, csv, tsv or xml"
        message = f"the answer is {holds}; choose --format {fitting}"
        raise ValueError(message)
    if form != "table":
        click.echo(result.serialize(form), nl=False)
        if form == "json":
            click.echo()
    elif result.kind == "ask":
        click.echo("yes" if result.boolean else "no")
    elif result.kind == "graph":
        click.echo(result.serialize("turtle"), nl=False)
    else:
        print_rows(result.variables, [list(row.values()) for row in result.rows], "table")


def _read(file: str) -> str:
    """Read a query from a file or standard input."""
    if file == "-":
        data = sys.stdin.buffer.read()
    else:
        with open(file, "rb") as stream:
            data = stream.read()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        name = "standard input" if file == "-" else file
        message = f"{name}: byte {error.start + 1} is not UTF-8; save the query as UTF-8"
        raise ValueError(message) from None


@click.command("sparql")
@click.argument("text", required=False)
@click.option("-f", "--file", metavar="FILE", help="Read the query from a file; - for standard input.")
@_form
@_json
@_csv
@frame_options
def sparql_command(
    text: str | None,
    file: str | None,
    form: str,
    facts: str | None,
    as_of: str | None,
    known_at: str | None,
    floor: str,
    only: str,
) -> None:
    """Ask any SPARQL 1.1 query.

    The prefixes ai, id, rdf, rdfs, skos, prov, schema, dcterms, owl and xsd need not be
    declared. The default graph holds what is established or reported; the graph ai:claims
    holds every claim with its sources.

    \b
    Example:
      aikg sparql "SELECT ?maker ?model WHERE { ?maker ai:develops ?model }"
    """
    if text is None and file is not None:
        text = _read(file)
    elif text is None or file is not None:
        message = "give a query as text, or a file with -f"
        raise click.UsageError(message)
    _print(view_of(facts, as_of, known_at, floor, only).sparql(text), form)


@click.command("query")
@click.argument("name", required=False)
@click.argument("parameters", nargs=-1, metavar="[KEY=VALUE]...")
@click.option("--list", "show_list", is_flag=True, help="List the queries with their parameters.")
@_form
@_json
@_csv
@frame_options
def query_command(
    name: str | None,
    parameters: tuple[str, ...],
    show_list: bool,
    form: str,
    facts: str | None,
    as_of: str | None,
    known_at: str | None,
    floor: str,
    only: str,
) -> None:
    """Ask a named query.

    \b
    Example:
      aikg query --list
    """
    from graph.store.named import queries  # noqa: PLC0415 - keeps start-up short

    if show_list:
        rows = [
            (q.name, " ".join(f"{p.name}={p.default or '…'}" for p in q.parameters), q.title)
            for q in queries().values()
        ]
        print_rows(("name", "parameters", "answers"), rows, form if form in {"json", "csv"} else "table")
        return
    if name is None:
        message = "name a query, or see them with --list"
        raise click.UsageError(message)
    given = {}
    for parameter in parameters:
        key, equals, value = parameter.partition("=")
        if not equals:
            message = f"'{parameter}' is not key=value"
            raise click.UsageError(message)
        given[key] = value
    _print(view_of(facts, as_of, known_at, floor, only).query(name, **given), form)
    sys.stdout.flush()
