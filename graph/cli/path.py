"""``aikg path``."""

from __future__ import annotations

import click

from graph.cli.options import as_json, folder_of, frame_options, print_json, view_of
from graph.network.cache import answer
from graph.network.paths import MAX_HOPS, Options, search

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
    documents = ",".join(sorted({name.strip() for name in only.split(",") if name.strip()}))
    key = "|".join((as_of or "", known_at or "", floor, documents))
    options = Options(k, max_hops, relations, avoid, directed, min_roots, through_places)

    def make() -> bytes:
        from graph.network.indexing import build  # noqa: PLC0415 - a cached index needs none of it

        return build(view_of(facts, as_of, known_at, floor, documents))

    found = answer(folder_of(facts), key, make, lambda index: search(index, start, goal, options))
    if json_output:
        print_json(found.as_json())
    else:
        click.echo(str(found))
