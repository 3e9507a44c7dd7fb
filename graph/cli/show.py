"""``aikg show`` and ``aikg list``."""

from __future__ import annotations

from typing import Any

import click

from graph.cli.options import DAY, as_json, frame_options, print_json, print_rows, rows_options, view_of

__all__ = ["list_command", "show_command"]


@click.command("show")
@click.argument("name", metavar="ID")
@frame_options
@as_json
def show_command(
    name: str, facts: str | None, as_of: str | None, known_at: str | None, floor: str, only: str, json_output: bool
) -> None:
    """Show all that is known of one thing.

    An entity, claim, restriction, source or story, with its sources, status, layer and
    flags. The id of an event, exception or variant shows its restriction. Allegations are
    shown too, each marked, unless --floor is given.

    \b
    Example:
      aikg show claude-code
    """
    from graph.facts.naming import renewed, resolve  # noqa: PLC0415 - keeps start-up short
    from graph.meaning.describe import describe  # noqa: PLC0415

    source = click.get_current_context().get_parameter_source("floor")
    if source is click.core.ParameterSource.DEFAULT:
        floor = "alleged"
    view = view_of(facts, as_of, known_at, floor, only)
    parts = {part.id: restriction.id for restriction in view.facts.restrictions.values() for part in restriction.parts}
    present = renewed(name, view.facts.former)
    if present in view.derived:
        id_ = present
    else:
        id_ = resolve(view.facts, parts.get(present, name), among="entities restrictions sources stories claims")
    answer = describe(view, id_)
    if json_output:
        print_json(answer)
    else:
        _print(answer)


_SHOWN = (
    *("kind", "names", "aliases", "ids", "title", "publisher", "url", "published", "retrieved", "tier", "derivedFrom"),
    *("issuer", "instrument", "force", "actions", "parties", "assets", "addressees", "supersedes", "inResponseTo"),
    *("status", "expected", "last_evidence", "summary", "note"),
)
_WORDED = ("instrument", "force", "actions", "parties", "assets")


def _print(answer: dict[str, Any]) -> None:
    click.echo(f"{answer['name']}  ({answer['id']})")
    for key in _SHOWN:
        if answer.get(key) and answer["type"] != "claim":
            click.echo(f"  {key}: {_spoken(answer[key])}")
    if answer["type"] == "restriction":
        _print_parts(answer)
    for step in answer.get("steps", ()):
        click.echo(f"  - {step['caption']}")
    claims = answer["claims"]
    if claims and answer["type"] != "claim":
        click.echo(f"\n{len(claims)} claim{'s' if len(claims) > 1 else ''}:")
    for claim in claims:
        _print_claim(claim)


def _print_parts(answer: dict[str, Any]) -> None:
    """Print what a restriction is made of: the sources of its wording, events, exceptions, variants."""
    click.echo("  wording:")
    _print_sources(answer["sources"], "    ")
    for event in answer["events"]:
        until = f" until {_dated(event['until'])}" if event["until"] else ""
        marks = [event["layer"] or "no fact", *event["flags"], *([event["state"]] if event["state"] else [])]
        click.echo(f"  {event['event']}: {_dated(event['date'])}{until}  [{', '.join((*marks, *event['sources']))}]")
    for exception in answer["exceptions"]:
        given = [f"{key} {_spoken(exception[key])}" for key in ("parties", "assets", "actions") if exception[key]]
        days = [f"{key} {_dated(exception[key])}" for key in ("since", "until") if exception[key]]
        click.echo(f"  exception: {'; '.join((*given, *days))}  ({exception['id']})")
        _print_sources(exception["sources"], "    ")
    for variant in answer["variants"]:
        given = [f"{key} {_spoken(variant[key])}" for key in _WORDED if key in variant["differs"]]
        click.echo(f"  variant: {'; '.join(given)}  ({variant['id']})")
        _print_sources(variant["sources"], "    ")


def _spoken(value: object) -> str:
    """Write a value as a fact file has it, without the outermost brackets of a list."""
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_nested(item)}" for key, item in value.items())
    if isinstance(value, list):
        return ", ".join(map(_nested, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _nested(value: object) -> str:
    if isinstance(value, dict):
        return f"{{{_spoken(value)}}}"
    return f"[{_spoken(value)}]" if isinstance(value, list) else _spoken(value)


def _dated(text: str) -> str:
    from graph.facts.when import parse_when  # noqa: PLC0415 - keeps start-up short
    from graph.meaning.phrases import date_phrase  # noqa: PLC0415

    return "still open" if text == ".." else date_phrase(parse_when(text))


_DATES = ("on", "since", "until")
_GIVEN = ("share", "amount", "amountKind", "quantity", "role", "classedAs", "about", "note")


def _print_claim(claim: dict[str, Any]) -> None:
    given = [f"{key} {_dated(claim[key])}" for key in _DATES if claim[key]]
    given += [f"{key} {_spoken(claim[key])}" for key in _GIVEN if claim[key]]
    marks = [claim["layer"] or "no fact: opinion, presupposition or inference only", claim["status"], *claim["flags"]]
    if claim["holds"] == "maybe" or claim["known"] == "maybe":
        marks.append("may hold")
    click.echo(f"- {claim['sentence']}{_in_brackets('; '.join(given))}")
    click.echo(f"    {claim['id']}  [{', '.join(marks)}]")
    _print_sources(claim["sources"], "    ")


def _in_brackets(text: str) -> str:
    return f" ({text})" if text else ""


def _print_sources(sources: list[dict[str, Any]], indent: str) -> None:
    for source in sources:
        via = f" via {', '.join(source['via'])}" if source["via"] else ""
        behalf = f" for {source['for']}" if source["for"] else ""
        voice = f" ({source['speaker']}{behalf})" if source["speaker"] else ""
        gives = f" [{_spoken(source['gives'])}]" if source["gives"] else ""
        says = f": {source['says']}" if source["says"] else ""
        click.echo(f"{indent}{source['doc'] or 'the curators'} {source['as']}{voice}{via}{gives}{says}")


@click.command("list")
@click.argument("kind")
@click.option("--relation", help="Claims of this relation.")
@click.option("--status", help="Claims of this status, such as corroborated.")
@click.option("--layer", type=click.Choice(("established", "reported", "alleged")), help="Claims of this layer.")
@click.option("--source", metavar="DOC", help="Claims that this document supports.")
@click.option("--since", type=DAY, help="Claims that may have held on or after that day.")
@click.option("--until", type=DAY, help="Claims that may have held on or before that day.")
@frame_options
@rows_options
def list_command(
    kind: str,
    relation: str | None,
    status: str | None,
    layer: str | None,
    source: str | None,
    since: str | None,
    until: str | None,
    facts: str | None,
    as_of: str | None,
    known_at: str | None,
    floor: str,
    only: str,
    output: str,
) -> None:
    """List entities, claims, restrictions, sources or contradictions.

    KIND is one of these words, 'stories', or a kind of entity such as Company.

    \b
    Example:
      aikg list claims --relation develops
    """
    from graph.facts.when import parse_day  # noqa: PLC0415 - keeps start-up short
    from graph.meaning.listing import Filters, listing  # noqa: PLC0415

    filled = {"relation": relation, "status": status, "layer": layer, "source": source, "since": since, "until": until}
    if kind.lower() != "claims" and (stray := [name for name, value in filled.items() if value is not None]):
        message = f"--{stray[0]} filters claims; leave it out, or list claims"
        raise click.UsageError(message)
    view = view_of(facts, as_of, known_at, floor, only)
    filters = Filters(
        relation=_known(relation, view.facts.vocabulary.relations, "relation"),
        status=_known(status, view.facts.vocabulary.codes["Status"], "status"),
        layer=layer,
        source=_known(source, view.facts.sources, "source"),
        since=parse_day(since) if since else None,
        until=parse_day(until) if until else None,
    )
    table = listing(view, kind, filters)
    if output == "json":
        print_json({table.name: table.items, **view.frame.as_json()})
    else:
        print_rows(table.header, table.rows, output)


def _known(word: str | None, words: dict[str, Any], what: str) -> str | None:
    if word is not None and word not in words:
        from graph.facts.values import near  # noqa: PLC0415 - only for mistakes

        rest = "see  aikg list sources" if what == "source" else f"use one of {', '.join(words)}"
        message = f"no {what} '{word}'{near(word, words) or '; ' + rest}"
        raise LookupError(message)
    return word
