"""The command line: each command reads its options, calls one library function and prints."""

from __future__ import annotations

import os
import sys

import click

from graph import __version__

__all__ = ["main"]

# name: (module, one line for the overview). The line repeats the command's own first line, so
# that the overview appears without importing a single command; a test compares them.
COMMANDS = {
    "check": ("check", "Is everything in the facts right?"),
    "format": ("check", "Write fact files in their canonical form."),
    "schema": ("check", "Print the JSON Schema of fact files for editors."),
    "show": ("show", "Show all that is known of one thing."),
    "list": ("show", "List entities, claims, restrictions, sources or contradictions."),
    "path": ("path", "Find how two things are connected."),
    "sparql": ("query", "Ask any SPARQL 1.1 query."),
    "query": ("query", "Ask a named query."),
    "map": ("files", "Draw an interactive map as one offline HTML file."),
    "export": ("files", "Write the graph in another format."),
}

EXIT_BUG = 70
EXIT_LIMIT = 4
EXIT_INPUT_OUTPUT = 3


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


def _complain(message: str) -> None:
    click.echo(f"aikg: {message}", err=True)


def _report_bug(error: Exception) -> int:
    """Save a report without user data and say where it is."""
    import platform  # noqa: PLC0415 - only when something went wrong
    import tempfile  # noqa: PLC0415
    import traceback  # noqa: PLC0415

    text = f"aikg {__version__}, Python {platform.python_version()}, {platform.system()}\n"
    frames = traceback.extract_tb(error.__traceback__)
    text += "".join(f"{os.path.basename(f.filename)}:{f.lineno} {f.name}\n" for f in frames)
    text += f"{type(error).__name__}\n"
    try:
        with tempfile.NamedTemporaryFile("w", prefix="aikg-", suffix=".txt", delete=False) as stream:
            stream.write(text)
        _complain(f"an error of our own ({type(error).__name__}); the report is in {stream.name}, please send it to us")
    except OSError:
        _complain(f"an error of our own ({type(error).__name__}); the report could not be saved")
    return EXIT_BUG


def _explain(error: Exception) -> int:
    """Say what went wrong in one sentence and return the exit status."""
    from graph.facts.problems import FactsError, InputError  # noqa: PLC0415 - only when something went wrong

    if isinstance(error, FactsError):
        from graph.cli.problems import print_problems  # noqa: PLC0415

        print_problems(error.problems, "text", err=True)
        _complain("the facts have errors; see  aikg check")
        return 1
    if isinstance(error, InputError):
        _complain(str(error))
        return EXIT_INPUT_OUTPUT
    if isinstance(error, (LookupError, ValueError)) and error.args and type(error) not in {KeyError, IndexError}:
        _complain(str(error.args[0]))
        return 1
    if isinstance(error, OSError):
        _complain(f"{error.filename or 'output'}: {error.strerror or error}")
        return EXIT_INPUT_OUTPUT
    if type(error).__name__ == "Stopped":  # not imported: only queries load the engine
        _complain(str(error))
        return EXIT_LIMIT
    return _report_bug(error)


def _silence() -> None:
    """Keep the interpreter from complaining about a closed pipe while it shuts down."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())


def run(args: list[str] | None = None) -> int:
    """Run the command line and return its exit status (cli.md, Exit status)."""
    try:
        result = cli.main(args, prog_name="aikg", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as stop:
        return int(stop.exit_code)
    except click.UsageError as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        _complain("stopped")
        return 130
    except BrokenPipeError:
        _silence()
        return 0
    except Exception as error:  # noqa: BLE001 - no traceback reaches a user
        return _explain(error)
    return result if isinstance(result, int) else 0


def main() -> None:
    """Be the program ``aikg``."""
    sys.exit(run())


if __name__ == "__main__":
    main()
