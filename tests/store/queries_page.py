"""The page docs/queries.md, written from the headers of the named queries and what they answer.

Run from the checkout:  python tests/store/queries_page.py
"""

import os
import shlex

from graph import load
from graph.facts.naming import NameProblem
from graph.store.named import queries

HERE = os.path.dirname(os.path.abspath(__file__))
PAGE = os.path.join(HERE, "..", "..", "docs", "queries.md")
COMMAND = "python tests/store/queries_page.py"
SHOWN = 6
WIDEST = 90

INTRODUCTION = f"""\
# Named queries

<!-- Written by `{COMMAND}` from graph/store/queries/*.rq; change those files, not this one. -->

A named query is a SPARQL 1.1 query with a title, the questions it answers and parameters:

```
aikg query --list
aikg query roots of=alibaba-claude-code-ban
aikg query alternatives to="Claude Code" --as-of 2026-07-12 --floor established --json
```

From Python: `view.query("roots", of="alibaba-claude-code-ban")`. Names are forgiving, as everywhere; each parameter
comes back as a column, so that one sees what a name stood for. `--as-of`, `--known-at`, `--floor` and `--only` choose
the view that is asked. The examples below show at most {SHOWN} rows; those with `--only s000,s002` ask the two reports
this project starts from, those with `--facts tests/world` the invented world of the tests.

## The graph that is asked

| where | what |
|---|---|
| default graph | names, kinds and identifiers of entities, names of restrictions, and the direct triples of what is established or reported: `?maker ai:develops ?model` |
| `ai:established`, `ai:reported`, `ai:alleged` | the direct triples by layer |
| `ai:claims` | every claim with its dates, status, layer, flags and attestations; sources; wordings, tests, events, variants and exceptions of restrictions |
| `ai:derived` | the claims that follow from restrictions: who imposes, restricts and covers what |

The prefixes `ai`, `id`, `dcterms`, `owl`, `prov`, `rdf`, `rdfs`, `schema`, `skos` and `xsd` need not be declared.

## Writing one

Put a file into `graph/store/queries/`. Its first line is `# title`; then come `# question:` lines,
`# param name (thing|day|number|text): meaning` lines (` = default` after the bracket), an `# example:` line, an empty
comment line and how to read the answer. Every parameter is selected. Keep it fast: an OPTIONAL holds one pattern and
stands last; a list of relations is `VALUES`, not a path with `|`; what is compared with a constant beside a parameter
is a FILTER, so that the parameter is looked up first; what must be absent from a whole graph is `MINUS`. The tests
measure that ten times the facts take at most about ten times as long.
"""


def views():
    """Return the two worlds that examples ask, with the options that choose them."""
    seeds = load().view(only=("s000", "s002"))
    world = load(os.path.join(HERE, "..", "world")).view(floor="alleged")
    return ((seeds, "--only s000,s002"), (world, "--facts tests/world --floor alleged"))


def answer(query, worlds):
    """Ask the worked example of the first world that knows its names and has an answer."""
    for view, options in worlds:  # noqa: B007 - used below, for the world that answered
        try:
            result = view.query(query.name, **query.example)
        except NameProblem:
            continue
        if len(result):
            break
    given = "".join(f" {name}={shlex.quote(value)}" for name, value in query.example.items())
    return f"aikg query {query.name}{given} {options}", result


def cell(value):
    text = (value or "").replace("|", "\\|").replace("\n", " ")
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 1]}…"


def table(result):
    yield "| " + " | ".join(result.variables) + " |"
    yield "|" + "---|" * len(result.variables)
    for row in result.rows[:SHOWN]:
        yield "| " + " | ".join(cell(value) for value in row.values()) + " |"
    more = len(result) - SHOWN
    if more > 0:
        yield ""
        yield f"… and {more} more row{'s' if more > 1 else ''}."


def section(query, worlds):
    yield f"\n## {query.name}\n"
    yield f"{query.title}.\n"
    yield from (f"- Question: {question.partition(' ')[2]}" for question in query.questions)
    for parameter in query.parameters:
        default = f", by default `{parameter.default}`" if parameter.default else ""
        yield f"- `{parameter.name}` ({parameter.type}{default}): {parameter.text}"
    if query.reading:
        yield f"\n{query.reading}"
    command, result = answer(query, worlds)
    yield f"\n```\n{command}\n```\n"
    yield from table(result)


def page():
    """Return the whole page."""
    worlds = views()
    lines = [line for query in queries().values() for line in section(query, worlds)]
    return INTRODUCTION + "\n".join(lines) + "\n"


if __name__ == "__main__":
    text = page()
    with open(PAGE, "w", encoding="utf-8") as stream:
        stream.write(text)
