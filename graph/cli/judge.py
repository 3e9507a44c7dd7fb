"""``aikg status``, ``covered``, ``verdict``, ``why``, ``whatif`` and ``exposure``."""

from __future__ import annotations

import click

from graph.cli.options import as_json, frame_options, print_json, print_rows, rows_options, view_of

TYPE_CHECKING = False  # `typing` is slow to import
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from graph.library import View
    from graph.meaning.why import Why

__all__ = [
    "covered_command",
    "exposure_command",
    "status_command",
    "verdict_command",
    "whatif_command",
    "why_command",
]


def _names(ctx: click.Context, param: click.Parameter, value: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in value.split(",") if name.strip())


def _today() -> str:
    """Return today's date in UTC. No other code of the project reads a clock for an answer."""
    import datetime  # noqa: PLC0415 - click has it already

    return datetime.datetime.now(datetime.UTC).date().isoformat()


def _view(facts: str | None, as_of: str | None, known_at: str | None, floor: str, only: str) -> View:
    """Take the view of one day, by default today, and say so."""
    if as_of is None:
        as_of = _today()
        click.echo(f"aikg: this is the answer for today, {as_of} (UTC); ask about another day with --as-of", err=True)
    return view_of(facts, as_of, known_at, floor, only)


_GROUPS = {"restrictions": "a restriction", "entities": "a party or asset"}


def _find(view: View, name: str, among: str) -> str:
    """Return the id a name stands for; say so where it stands for something that does not belong here."""
    from graph.facts.naming import NameProblem, resolve  # noqa: PLC0415 - keeps start-up short

    try:
        return resolve(view.facts, name, among=among)
    except NameProblem:
        for other in _GROUPS.keys() - {among} if among in _GROUPS else ():
            try:
                found = resolve(view.facts, name, among=other)
            except NameProblem:
                continue
            message = f"'{found}' is {_GROUPS[other]}, but {_GROUPS[among]} belongs here; see  aikg list {among}"
            raise LookupError(message) from None
        raise


def _all(view: View, names: Iterable[str], among: str) -> tuple[str, ...]:
    return tuple(_find(view, name, among) for name in names)


@click.command("status")
@click.argument("restriction")
@frame_options
@as_json
def status_command(
    restriction: str,
    facts: str | None,
    as_of: str | None,
    known_at: str | None,
    floor: str,
    only: str,
    json_output: bool,
) -> None:
    """Tell whether a restriction is in force on a day.

    In force, not yet, suspended, ended, or not to be told from what is known; with its
    events and whether it is only expected. Without --as-of, today.

    \b
    Example:
      aikg status "Alibaba's Claude Code ban" --as-of 2026-07-12
    """
    from graph.cli.telling import tell_status  # noqa: PLC0415 - keeps start-up short
    from graph.meaning.describe import standing_json  # noqa: PLC0415

    view = _view(facts, as_of, known_at, floor, only)
    stand = view.standings[_find(view, restriction, "restrictions")]
    if json_output:
        print_json(standing_json(view, stand))
    else:
        tell_status(view, stand)


@click.command("covered")
@click.argument("restriction")
@click.option("--all", "every", is_flag=True, help="List who does not fall under it too.")
@frame_options
@as_json
def covered_command(
    restriction: str,
    every: bool,
    facts: str | None,
    as_of: str | None,
    known_at: str | None,
    floor: str,
    only: str,
    json_output: bool,
) -> None:
    """List who falls under a restriction on a day, and why.

    YES or POSSIBLE, directly or by ownership, control, lists or employment, with the claims
    that show it and the facts that are missing. The wording is tested whatever the status
    of the restriction is on that day. Without --as-of, today.

    \b
    Example:
      aikg covered anthropic-china-bar --as-of 2026-07-12
    """
    from graph.cli.telling import tell_coverage  # noqa: PLC0415 - keeps start-up short
    from graph.meaning import coverage  # noqa: PLC0415

    view = _view(facts, as_of, known_at, floor, only)
    answer = coverage.covered(view, _find(view, restriction, "restrictions"))
    if json_output:
        print_json(answer.as_json(every=every))
    else:
        tell_coverage(view, answer, every=every)


def _question_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add what a verdict is about beside party and asset."""
    command = click.option(
        "--lifted",
        metavar="RESTRICTION[,…]",
        default="",
        callback=_names,
        help="Suppose that these restrictions were lifted.",
    )(command)
    return click.option("--action", default="use", show_default=True, help="What the party would do with the asset.")(
        command
    )


@click.command("verdict")
@click.argument("party")
@click.argument("asset")
@_question_options
@click.option("--memo", is_flag=True, help="Write an audit memo in Markdown.")
@frame_options
@as_json
def verdict_command(
    party: str,
    asset: str,
    action: str,
    lifted: tuple[str, ...],
    memo: bool,
    facts: str | None,
    as_of: str | None,
    known_at: str | None,
    floor: str,
    only: str,
    json_output: bool,
) -> None:
    """Tell what is known to restrict a party in using an asset.

    Every ground with its proof, the strongest first, and the facts that would settle what
    is only possible. A company is also asked about as an employer. Without --as-of, today.

    \b
    Example:
      aikg verdict alibaba "Claude Code" --as-of 2026-07-12
    """
    from graph.cli.telling import tell_verdict  # noqa: PLC0415 - keeps start-up short
    from graph.meaning import verdict  # noqa: PLC0415
    from graph.meaning.memo import markdown  # noqa: PLC0415

    if memo and json_output:
        message = "choose --memo or --json"
        raise click.UsageError(message)
    view = _view(facts, as_of, known_at, floor, only)
    gone = _all(view, lifted, "restrictions")
    party_id, asset_id = _all(view, (party, asset), "entities")
    answer = verdict.verdict(view, party_id, asset_id, action, lifted=gone)
    if json_output:
        print_json(answer.as_json())
    elif memo:
        click.echo(markdown(view, answer), nl=False)
    else:
        tell_verdict(view, answer)


@click.command("why")
@click.argument("name", metavar="ID")
@click.argument("second", required=False, metavar="[ASSET or PARTY]")
@_question_options
@frame_options
@as_json
def why_command(
    name: str,
    second: str | None,
    action: str,
    lifted: tuple[str, ...],
    facts: str | None,
    as_of: str | None,
    known_at: str | None,
    floor: str,
    only: str,
    json_output: bool,
) -> None:
    """Explain an answer down to its sources, and what it hangs on.

    Of a claim, event or exception: who says it, through which chains, and why it stands as it
    does. Of a restriction: its status. Of PARTY and ASSET: the verdict. Of RESTRICTION and
    PARTY: whether the party falls under it. For the latter three also the smallest sets of
    facts without which the answer would be another. Without --as-of these answer for today.

    \b
    Examples:
      aikg why anthropic.releases.user-detection
      aikg why alibaba "Claude Code" --as-of 2026-07-12
    """
    from graph.cli.telling import tell_why  # noqa: PLC0415 - keeps start-up short

    if second is None and _is_claim(name):
        source = click.get_current_context().get_parameter_source("floor")
        if source is click.core.ParameterSource.DEFAULT:
            floor = "alleged"
        view = view_of(facts, as_of, known_at, floor, only)
    else:
        view = _view(facts, as_of, known_at, floor, only)
    answer = _explained(view, name, second, action, lifted)
    if json_output:
        print_json(answer.as_json())
    else:
        tell_why(view, answer)


def _is_claim(name: str) -> bool:
    """Tell whether a name looks like the id of a claim or of a part of a restriction."""
    import re  # noqa: PLC0415 - keeps start-up short

    return re.match(r"[a-z0-9-]+\.[A-Za-z]", name) is not None


def _explained(view: View, name: str, second: str | None, action: str, lifted: tuple[str, ...]) -> Why:
    from graph.meaning import why  # noqa: PLC0415 - keeps start-up short

    if second is not None:
        first = _find(view, name, "entities restrictions")
        other = _find(view, second, "entities")
        if first in view.facts.restrictions:
            return why.of_coverage(view, first, other)
        return why.of_verdict(view, first, other, action, lifted=_all(view, lifted, "restrictions"))
    if _is_claim(name):
        part = name in view.attested or name in view.derived
        return why.of_claim(view, name if part else _find(view, name, "claims"))
    found = _find(view, name, "entities restrictions")
    if found in view.facts.entities:
        message = f"'{found}' is a thing, not an answer; explain a verdict with  aikg why {found} ASSET"
        raise LookupError(message)
    return why.of_restriction(view, found)


@click.command("whatif")
@click.argument("patch", metavar="PATCH.yaml", type=click.Path())
@click.option(
    "--verdict",
    "questions",
    nargs=2,
    multiple=True,
    metavar="PARTY ASSET",
    help="Compare this verdict too; may be given several times.",
)
@click.option("--action", default="use", show_default=True, help="The action of these verdicts.")
@frame_options
@as_json
def whatif_command(
    patch: str,
    questions: tuple[tuple[str, str], ...],
    action: str,
    facts: str | None,
    as_of: str | None,
    known_at: str | None,
    floor: str,
    only: str,
    json_output: bool,
) -> None:
    """Show what hypothetical facts would change.

    PATCH.yaml may hold claims (as in a fact file, with a subject), events (with a restriction)
    and remove (ids of claims, events and exceptions). What it says counts as official and
    takes the place of what is recorded; the facts on disk stay as they are. Without --as-of,
    today.

    \b
    Example, with  claims: [{subject: anthropic, nationality: china}]  in patch.yaml:
      aikg whatif patch.yaml --verdict anthropic "Claude Code" --as-of 2026-07-12
    """
    from graph.cli.problems import print_problems  # noqa: PLC0415 - keeps start-up short
    from graph.cli.telling import tell_difference  # noqa: PLC0415
    from graph.facts.problems import FactsError  # noqa: PLC0415
    from graph.meaning.hypothesis import difference, read_patch  # noqa: PLC0415

    view = _view(facts, as_of, known_at, floor, only)
    try:
        supposed = read_patch(patch, view.facts)
    except FactsError as error:
        print_problems(error.problems, "text", err=True)
        click.echo("aikg: the patch has errors; nothing was asked", err=True)
        raise click.exceptions.Exit(1) from None
    asked = [(_find(view, party, "entities"), _find(view, asset, "entities"), action) for party, asset in questions]
    answer = difference(view, supposed, asked)
    if json_output:
        print_json(answer.as_json())
    else:
        tell_difference(view, answer)


@click.command("exposure")
@click.argument("restriction")
@click.option("--portfolio", metavar="A[,B]", default="", callback=_names, help="Look at these things only.")
@frame_options
@rows_options
def exposure_command(
    restriction: str,
    portfolio: tuple[str, ...],
    facts: str | None,
    as_of: str | None,
    known_at: str | None,
    floor: str,
    only: str,
    output: str,
) -> None:
    """List who is exposed to a restriction, tier by tier.

    Tier 1 is named in it, tier 2 covered by it, tier 3 uses, makes or sells what is covered or
    deals with who is, tier 4 depends on any of these. Everything stands once, at its strongest
    tier, with the claims behind it. Without --as-of, today.

    \b
    Example:
      aikg exposure alibaba-claude-code-ban --portfolio anthropic --as-of 2026-07-12
    """
    from graph.cli.telling import tell_exposure  # noqa: PLC0415 - keeps start-up short
    from graph.meaning.exposure import exposed  # noqa: PLC0415

    view = _view(facts, as_of, known_at, floor, only)
    chosen = _all(view, portfolio, "entities") if portfolio else None
    answer = exposed(view, _find(view, restriction, "restrictions"), chosen)
    if output == "json":
        print_json(answer.as_json())
    elif output == "csv":
        header = ("tier", "entity", "value", "how", "through", "layer", "claims")
        rows = [(r.tier, r.entity, r.value, r.how, r.through, r.layer, r.claims) for r in answer.rows]
        print_rows(header, rows, output)
    else:
        tell_exposure(view, answer)
