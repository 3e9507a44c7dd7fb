"""Paths as sentences, the same on the command line, in Python and in notebooks."""

from __future__ import annotations

TYPE_CHECKING = False  # `typing` is slow to import
if TYPE_CHECKING:
    from graph.network.paths import Answer, Options, Path, Step

__all__ = ["told"]


def told(answer: Answer) -> str:
    """Write an answer as text: a line on what was asked, then each path step by step."""
    title = f"{answer.start_name} – {answer.goal_name}"
    terms = ", ".join([*_frame(answer.frame), *_limits(answer.options)])
    if answer.start == answer.goal:
        return f"{title}: both are {answer.start}, and nothing is a path to itself; name two things"
    if not answer.paths:
        hops = answer.options.max_hops
        searched = f"Searched {answer.entities} entities and {answer.claims} claims for up to {hops} hops."
        return f"{title}: no path ({terms}). {searched}"
    count = len(answer.paths)
    lines = [f"{title}: {count} path{'s' if count > 1 else ''} ({terms})"]
    for number, path in enumerate(answer.paths, 1):
        lines += ["", *_path(number, path)]
    return "\n".join(lines)


def _frame(key: str) -> list[str]:
    as_of, known_at, floor, only = key.split("|")
    terms = [f"floor {floor}"]
    if as_of:
        terms.append(f"as of {as_of}")
    if known_at:
        terms.append(f"as known on {known_at}")
    if only:
        terms.append(f"only {only.replace(',', ', ')}")
    return terms


def _limits(options: Options) -> list[str]:
    terms = []
    if options.relations:
        terms.append(f"along {', '.join(options.relations)}")
    if options.avoid:
        terms.append(f"avoiding {', '.join(options.avoid)}")
    if options.directed:
        terms.append("from subject to object")
    if options.min_roots:
        terms.append(f"with at least {options.min_roots} independent root{'s' if options.min_roots > 1 else ''}")
    if options.through_places:
        terms.append("through places too")
    return terms


def _path(number: int, path: Path) -> list[str]:
    hops = f"{path.hops} hop{'s' if path.hops > 1 else ''}"
    lines = [f"{number}. {' – '.join(path.names)}  ({hops}, weakest layer {path.layer})"]
    for step in path.steps:
        lines.append(f"   {_sentence(step)}")
        documents = ", ".join(step.sources) or "no document"
        lines.append(f"       {step.claim}  [{', '.join((step.layer, step.status, *step.flags))}; {documents}]")
        if step.parallel:
            lines.append(f"       also: {', '.join(step.parallel)}")
    return lines


def _sentence(step: Step) -> str:
    text = f"{step.sentence}, {step.when}" if step.when else step.sentence
    marks = [flag for flag in step.flags if flag == "expected"]
    if not step.certain:
        marks.append("may hold")
    return f"{text} ({', '.join(marks)})" if marks else text
