"""``aikg path``."""

from __future__ import annotations

import click

from graph.cli.options import as_json, frame_options
from graph.cli.plain import ask
from graph.network.answers import MAX_HOPS, Options

__all__ = ["path_command"]


def _names(ctx: click.Context, param: click.Parameter, value: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in value.split(",") if name.strip())


@click.command("path")
@click.argument("start", metavar="A")
@click.argument("goal", metavar="B")
@click.option("-k", default=3, show_default=True, type=click.IntRange(1, 1000), help="How many paths at most.")
@click.option("--max-hops", default=MAX_HOPS, show_default=True, type=click.IntRange(1, 20), help="How long at most.")
@click.option("--relations", metavar="R[,R]", default="", callback=_names, help="Use these relations only.")
@click.option("--avoid", metavar="ID[,ID]", default="", callback=_names, help="Do not pass through these.")
@click.option("--directed", is_flag=True, help="Walk from subject to object only.")
@click.option("--min-roots", default=0, type=click.IntRange(0, 255), help="Use claims with so many independent roots.")
@click.option("--through-places", is_flag=True, help="Pass through places, regions, lists and groups too.")
@frame_options
@as_json
def path_command(
    start: str,
    goal: str,
    k: int,
    max_hops: int,
    relations: tuple[str, ...],
    avoid: tuple[str, ...],
    directed: bool,
    min_roots: int,
    through_places: bool,
    facts: str | None,
    as_of: str | None,
    known_at: str | None,
    floor: str,
    only: str,
    json_output: bool,
) -> None:
    """Find how two things are connected.

    Names are forgiving: an id, a name or alias in any language, any case. Paths pass through
    places, regions, lists, categories and groups only when these are A or B.

    \b
    Example:
      aikg path alibaba "Mythos 5" --only s000,s002
    """
    options = Options(
        k=k,
        max_hops=max_hops,
        relations=relations,
        avoid=avoid,
        directed=directed,
        min_roots=min_roots,
        through_places=through_places,
    )
    text = ask(
        start,
        goal,
        options,
        facts=facts,
        as_of=as_of,
        known_at=known_at,
        floor=floor,
        only=only,
        json_output=json_output,
    )
    click.echo(text)
