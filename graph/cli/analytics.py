"""``aikg rank``, ``communities``, ``chokepoints``, ``balance`` and ``cycles``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from graph.cli.options import frame_options, print_json, print_rows, rows_options, view_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    from graph.network.balance import Balance, Component, Tie
    from graph.network.cycles import Cycle

__all__ = ["balance_command", "chokepoints_command", "communities_command", "cycles_command", "rank_command"]

SHOWN = 3
"""How many ids or names a cell of a table lists."""


def _names(ctx: click.Context, param: click.Parameter, value: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in value.split(",") if name.strip())


_relations = click.option("--relations", metavar="R[,R]", default="", callback=_names, help="Use these relations only.")
_most = click.option("-k", default=20, show_default=True, type=click.IntRange(1), help="How many rows at most.")


def _network_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add what the network consists of."""
    command = click.option("--restrictions", is_flag=True, help="Restrictions themselves, not their short cuts.")(
        command
    )
    command = click.option("--through-places", is_flag=True, help="Places, regions, lists and groups too.")(command)
    return _relations(command)


def _few(items: Sequence[str], output: str) -> str:
    """List a few and count the rest in a table; list all elsewhere."""
    if output != "table" or len(items) <= SHOWN:
        return ", ".join(items)
    return f"{', '.join(items[:SHOWN])} and {len(items) - SHOWN} more"


def _print(
    answer: dict[str, Any], reason: str | None, header: Sequence[str], rows: Iterable[Sequence[object]], output: str
) -> None:
    if output == "json":
        print_json(answer)
    elif reason is not None and output == "table":
        click.echo(f"not computable: {reason}")
    else:
        print_rows(header, rows, output)


@click.command("rank")
@click.option(
    "--by",
    metavar="MEASURE",
    default="degree",
    show_default=True,
    help="degree, pagerank, betweenness, closeness or constraint.",
)
@click.option(
    "--engine",
    type=click.Choice(("auto", "networkx", "rustworkx")),
    default="auto",
    show_default=True,
    help="The library for shortest paths.",
)
@_most
@_network_options
@frame_options
@rows_options
def rank_command(
    by: str,
    engine: str,
    k: int,
    relations: tuple[str, ...],
    through_places: bool,
    restrictions: bool,
    facts: str | None,
    as_of: str | None,
    known_at: str | None,
    floor: str,
    only: str,
    output: str,
) -> None:
    """Rank things by a measure of their ties.

    Parallel claims make one tie. Places, regions, lists, categories, groups and restrictions
    are not ranked unless asked for. Of 'constraint' the lowest comes first: who brokers most.

    \b
    Example:
      aikg rank --by betweenness
    """
    from graph.network.analytics import rank  # noqa: PLC0415 - keeps start-up short

    view = view_of(facts, as_of, known_at, floor, only)
    answer = rank(
        view, by, relations=relations, through_places=through_places, restrictions=restrictions, engine=engine
    )
    rows = [(row.name, row.value, row.basis.layer, _few(row.basis.claims, output), row.id) for row in answer.rows[:k]]
    _print(answer.as_json(k), answer.not_computable, ("name", by, "layer", "claims", "id"), rows, output)


@click.command("communities")
@_network_options
@frame_options
@rows_options
def communities_command(
    relations: tuple[str, ...],
    through_places: bool,
    restrictions: bool,
    facts: str | None,
    as_of: str | None,
    known_at: str | None,
    floor: str,
    only: str,
    output: str,
) -> None:
    """Find groups that are tied more closely to each other than to the rest.

    Louvain's method from a fixed seed. Hostile relations bind nobody.

    \b
    Example:
      aikg communities
    """
    from graph.network.analytics import communities  # noqa: PLC0415 - keeps start-up short

    view = view_of(facts, as_of, known_at, floor, only)
    answer = communities(view, relations=relations, through_places=through_places, restrictions=restrictions)
    rows = [
        (number, len(found.members), found.basis.layer, ", ".join(found.names), _few(found.basis.claims, output))
        for number, found in enumerate(answer.communities, 1)
    ]
    header = ("community", "size", "layer", "members", "claims")
    _print(answer.as_json(), answer.not_computable, header, rows, output)


@click.command("chokepoints")
@click.argument("name", metavar="[ID]", required=False)
@_most
@_network_options
@frame_options
@rows_options
def chokepoints_command(
    name: str | None,
    k: int,
    relations: tuple[str, ...],
    through_places: bool,
    restrictions: bool,
    facts: str | None,
    as_of: str | None,
    known_at: str | None,
    floor: str,
    only: str,
    output: str,
) -> None:
    """Find what splits the graph, and suppliers that cannot be avoided.

    A 'split' leaves pieces of these sizes when it is taken away. Without a 'supplier' those
    listed lose every supplier they are known to have by some relation. With ID: the suppliers
    that this thing, a capability for instance, cannot avoid.

    \b
    Example:
      aikg chokepoints claude-code
    """
    from graph.network.chokepoints import chokepoints  # noqa: PLC0415 - keeps start-up short

    view = view_of(facts, as_of, known_at, floor, only)
    of = None if name is None else view.find(name)
    answer = chokepoints(view, of, relations=relations, through_places=through_places, restrictions=restrictions)
    rows: list[tuple[object, ...]] = [
        ("split", s.name, f"pieces {', '.join(map(str, s.pieces))}", s.basis.layer, _few(s.basis.claims, output), s.id)
        for s in answer.splits[:k]
    ]
    rows += [
        ("supplier", s.name, _few(s.names, output), s.basis.layer, _few(s.basis.claims, output), s.id)
        for s in answer.suppliers[:k]
    ]
    header = ("what", "name", "hangs on it", "layer", "claims", "id")
    _print(answer.as_json(k), answer.not_computable, header, rows, output)


@click.command("balance")
@_network_options
@frame_options
@rows_options
def balance_command(
    relations: tuple[str, ...],
    through_places: bool,
    restrictions: bool,
    facts: str | None,
    as_of: str | None,
    known_at: str | None,
    floor: str,
    only: str,
    output: str,
) -> None:
    """Divide things into two camps against the fewest ties.

    Friendly ties belong within a camp and hostile ones between the two; 'frustrated' ties go
    against that, 'both' are friendly and hostile at once. Neutral relations do not count.

    \b
    Example:
      aikg balance
    """
    from graph.network.balance import balance  # noqa: PLC0415 - keeps start-up short

    view = view_of(facts, as_of, known_at, floor, only)
    answer = balance(view, relations=relations, through_places=through_places, restrictions=restrictions)
    header = ("component", "what", "things", "layer", "claims")
    _print(answer.as_json(), answer.not_computable, header, _balanced(answer, output), output)


def _balanced(answer: Balance, output: str) -> Iterator[tuple[object, ...]]:
    for number, component in enumerate(answer.components, 1):
        for what, things in _camps(component):
            yield number, what, things, component.basis.layer, _few(component.basis.claims, output)
        for tie in component.frustrated:
            yield number, f"frustrated ({tie.sign})", *_tied(tie, output)
    for tie in answer.mixed:
        yield None, "both", *_tied(tie, output)


def _camps(component: Component) -> list[tuple[str, str]]:
    if component.not_computable is not None:
        return [(f"not computable: {component.not_computable}", ", ".join(component.members))]
    alone = f" (1 of {component.divisions} as good)" if component.divisions != 1 else ""
    return [(f"camp{alone}", ", ".join(camp)) for camp in component.camps]


def _tied(tie: Tie, output: str) -> tuple[str, str | None, str]:
    return f"{tie.a}, {tie.b}", tie.basis.layer, _few(tie.basis.claims, output)


@click.command("cycles")
@click.option("--longest", default=5, show_default=True, type=click.IntRange(2, 12), help="How many parties at most.")
@_most
@_relations
@frame_options
@rows_options
def cycles_command(
    longest: int,
    k: int,
    relations: tuple[str, ...],
    facts: str | None,
    as_of: str | None,
    known_at: str | None,
    floor: str,
    only: str,
    output: str,
) -> None:
    """Find circular deals: money that comes back to where it started.

    An investor pays the company it invests in, a customer its supplier. Amounts are given as
    documents give them and never added up.

    \b
    Example:
      aikg cycles
    """
    from graph.network.cycles import cycles  # noqa: PLC0415 - keeps start-up short

    view = view_of(facts, as_of, known_at, floor, only)
    answer = cycles(view, relations=relations, longest=longest)
    rows = [(" → ".join((*c.names, c.names[0])), "; ".join(_deals(c)), c.basis.layer) for c in answer.cycles[:k]]
    _print(answer.as_json(k), answer.not_computable, ("cycle", "deals", "layer"), rows, output)


def _deals(cycle: Cycle) -> Iterator[str]:
    for leg in cycle.legs:
        for deal in leg.deals:
            kind = f" ({deal.amount_kind})" if deal.amount_kind else ""
            share = f", share {deal.share}" if deal.share else ""
            yield f"{deal.claim}: {f'{deal.amount}{kind}' if deal.amount else 'amount not stated'}{share}"
