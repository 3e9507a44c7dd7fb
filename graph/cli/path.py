"""``aikg path``."""

from __future__ import annotations

import click

from graph.cli.options import as_json, folder_of, frame_options, print_json, view_of
from graph.network.cache import open_index
from graph.network.index import build
from graph.network.paths import MAX_HOPS, Options, search

TYPE_CHECKING = False  # `typing` is slow to import
if TYPE_CHECKING:
    from graph.network.paths import Answer, Path, Step

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
    index = open_index(folder_of(facts), key, lambda: build(view_of(facts, as_of, known_at, floor, documents)))
    options = Options(k, max_hops, relations, avoid, directed, min_roots, through_places)
    answer = search(index, start, goal, options)
    if json_output:
        terms = {
            "as_of": as_of,
            "known_at": known_at,
            "floor": floor,
            "only": documents.split(",") if documents else None,
        }
        print_json({**answer.as_json(), **terms})
    else:
        _print(answer, floor, as_of, known_at, documents)


def _terms(floor: str, as_of: str | None, known_at: str | None, documents: str) -> str:
    terms = [f"floor {floor}"]
    if as_of:
        terms.append(f"as of {as_of}")
    if known_at:
        terms.append(f"as known on {known_at}")
    if documents:
        terms.append(f"only {documents.replace(',', ', ')}")
    return ", ".join(terms)


def _print(answer: Answer, floor: str, as_of: str | None, known_at: str | None, documents: str) -> None:
    terms = _terms(floor, as_of, known_at, documents)
    title = f"{answer.start_name} – {answer.goal_name}"
    if not answer.paths:
        click.echo(
            f"{title}: no path ({terms}). Searched {answer.entities} entities and {answer.claims} claims "
            f"for up to {answer.options.max_hops} hops."
        )
        return
    count = len(answer.paths)
    click.echo(f"{title}: {count} path{'s' if count > 1 else ''} ({terms})")
    for number, path in enumerate(answer.paths, 1):
        click.echo()
        _print_path(number, path)


def _print_path(number: int, path: Path) -> None:
    hops = f"{path.hops} hop{'s' if path.hops > 1 else ''}"
    click.echo(f"{number}. {hops}, weakest layer: {path.layer}")
    for step in path.steps:
        click.echo(f"   {_sentence(step)}")
        click.echo(f"       {step.claim}  [{step.status}; {', '.join(step.sources) or 'no document'}]")
        if step.parallel:
            click.echo(f"       also: {', '.join(step.parallel)}")


def _sentence(step: Step) -> str:
    text = f"{step.sentence}, {step.when}" if step.when else step.sentence
    marks = [*step.flags, *(() if step.certain else ("may hold",))]
    return f"{text} ({', '.join(marks)})" if marks else text
