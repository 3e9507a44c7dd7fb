"""The commands, imported when they are called, and what becomes of their errors."""

from __future__ import annotations

import os
import sys

import click

from graph import __version__
from graph.cli.streams import silence, speak_anyway

__all__ = ["COMMANDS", "cli", "run"]

# name: (module, one line for the overview). The line repeats the command's own first line, so
# that the overview appears without importing a single command; a test compares them.
COMMANDS = {
    "path": ("path", "Find how two things are connected."),
    "show": ("show", "Show all that is known of one thing."),
    "list": ("show", "List entities, claims, restrictions, sources or contradictions."),
    "verdict": ("judge", "Tell what is known to restrict a party in using an asset."),
    "why": ("judge", "Explain an answer down to its sources, and what it hangs on."),
    "status": ("judge", "Tell whether a restriction is in force on a day."),
    "covered": ("judge", "List who falls under a restriction on a day, and why."),
    "exposure": ("judge", "List who is exposed to a restriction, tier by tier."),
    "whatif": ("judge", "Show what hypothetical facts would change."),
    "changes": ("change", "Say what changed between two days, or what was learned."),
    "timeline": ("change", "List dated events in order."),
    "query": ("query", "Ask a named query."),
    "sparql": ("query", "Ask any SPARQL 1.1 query."),
    "map": ("files", "Draw an interactive map as one offline HTML file."),
    "export": ("files", "Write the graph in another format."),
    "rank": ("analytics", "Rank things by a measure of their ties."),
    "communities": ("analytics", "Find groups that are tied more closely to each other than to the rest."),
    "chokepoints": ("analytics", "Find what splits the graph, and suppliers that cannot be avoided."),
    "balance": ("analytics", "Divide things into two camps against the fewest ties."),
    "cycles": ("analytics", "Find circular deals: money that comes back to where it started."),
    "add": ("add", "Add a source, entity, claim or restriction to the facts."),
    "check": ("check", "Is everything in the facts right?"),
    "format": ("check", "Write fact files in their canonical form."),
    "schema": ("check", "Print the JSON Schema of fact files for editors."),
}


class _Lazy(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        from importlib import import_module  # noqa: PLC0415 - keeps start-up short

        command: click.Command = getattr(import_module(f"graph.cli.{COMMANDS[cmd_name][0]}"), f"{cmd_name}_command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            from difflib import get_close_matches  # noqa: PLC0415 - only for mistakes

            close = get_close_matches(name, COMMANDS, 1)
            hint = f"did you mean '{close[0]}'?" if close else "see  aikg --help"
            ctx.fail(f"no command '{name}'; {hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="aikg")
def cli() -> None:
    """Who builds, owns, supplies, restricts and accuses whom in the AI industry.

    Every answer says who claims it, how firmly, and when it held.

    \b
    Example:
      aikg path alibaba "Mythos 5"
    """


def run(args: list[str] | None = None) -> int:
    """Run the command line and return its exit status (cli.md, Exit status)."""
    try:
        speak_anyway()
        status = _answer(args)
        sys.stdout.flush()
    except BrokenPipeError:
        return silence()
    except Exception as error:  # noqa: BLE001 - no traceback reaches a user
        from graph.cli.errors import explain  # noqa: PLC0415 - only when something went wrong

        return explain(error)
    return status


def _answer(args: list[str] | None) -> int:
    """Run one command; click's own ``main`` would turn Ctrl-C and closed pipes into something else."""
    if "_AIKG_COMPLETE" in os.environ:
        cli.main(args, prog_name="aikg")
    try:
        with cli.make_context("aikg", list(sys.argv[1:] if args is None else args)) as context:
            result = cli.invoke(context)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    return result if isinstance(result, int) else 0
