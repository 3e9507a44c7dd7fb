"""``aikg map`` and ``aikg export``: answers written to files."""

from __future__ import annotations

import sys

import click

from graph.cli.options import frame_options, view_of

__all__ = ["export_command", "map_command"]


@click.command("map")
@click.argument("names", nargs=-1, metavar="[ID]...")
@click.option("--hops", type=click.IntRange(0, 20), help="How far around the things named.  [default: 2]")
@click.option("--path", "ends", nargs=2, metavar="A B", help="Show the paths between two things.")
@click.option("-o", "--output", metavar="FILE", help="The HTML file to write.  [required without --lock]")
@click.option("--lock", is_flag=True, help="Write beside the facts where everything stands: it stays there.")
@frame_options
def map_command(
    names: tuple[str, ...],
    hops: int | None,
    ends: tuple[str, str] | None,
    output: str | None,
    lock: bool,
    facts: str | None,
    as_of: str | None,
    known_at: str | None,
    floor: str,
    only: str,
) -> None:
    """Draw an interactive map as one offline HTML file.

    Without names the whole view is drawn.

    \b
    Example:
      aikg map alibaba --hops 2 -o alibaba.html
    """
    if output is None and not lock:
        raise click.MissingParameter(param_type="option", param_hint="'-o' / '--output'")
    view = view_of(facts, as_of, known_at, floor, only)
    if lock:
        from graph import maps  # noqa: PLC0415 - keeps start-up short

        path, count, new = maps.lock(view.facts)
        click.echo(f"wrote {path}: {count} things, {new} of them new")
    if output is None:
        return
    drawing = view.map(*names, hops=hops, path=ends)
    drawing.save(output)
    click.echo(f"wrote {output}: {len(drawing.data.nodes)} things and {len(drawing.data.edges)} claims")


@click.command("export")
@click.argument("form", metavar="FORMAT")
@click.option("-o", "--output", metavar="FILE", help="The file to write.  [default: standard output]")
@frame_options
def export_command(
    form: str, output: str | None, facts: str | None, as_of: str | None, known_at: str | None, floor: str, only: str
) -> None:
    """Write the graph in another format.

    FORMAT is turtle, trig, nquads, jsonld or rdfxml.

    \b
    Example:
      aikg export turtle -o graph.ttl
    """
    from graph.store.export import export  # noqa: PLC0415 - keeps start-up short

    data = export(view_of(facts, as_of, known_at, floor, only), form)
    if output is None:
        sys.stdout.buffer.write(data)
        return
    from graph.atomic import write_atomically  # noqa: PLC0415

    write_atomically(output, data)
    click.echo(f"wrote {output}: {len(data)} bytes")
