"""Questions asked of the shipped facts, and the page that records their answers.

``python tests/data/answers.py`` writes ``docs/answers.md`` anew; ``test_answers.py`` compares.
"""

import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "answers.md"
SHOWN = 40
"""How many lines of an answer the page shows."""

QUESTIONS = [
    (
        "Which tools may an Alibaba employee use on 12 July 2026, and why?",
        "verdict alibaba-employees claude-code --as-of 2026-07-12",
    ),
    ("And may they use Qoder?", "verdict alibaba-employees qoder --as-of 2026-07-12"),
    ("The same on 9 July, when the ban was not yet in force?", "verdict alibaba claude-code --as-of 2026-07-09"),
    ("The same for Lazada?", "verdict lazada claude-code --as-of 2026-07-12"),
    (
        "Was Claude Fable 5 under a US export restriction on 6 July 2026?",
        "status us-export-fable-mythos --as-of 2026-07-06",
    ),
    ("Was Mythos 5 restricted on 20 June?", "verdict alibaba mythos-5 --action export --as-of 2026-06-20"),
    (
        "With the US restriction lifted, may Alibaba use Fable 5?",
        "verdict alibaba claude-fable-5 --as-of 2026-07-06 --lifted us-export-fable-mythos",
    ),
    (
        "Who falls under Anthropic's policy of September 2025, and by what?",
        "covered anthropic-regional-policy-2025-09 --as-of 2026-07-12",
    ),
    ("Which rules are suspended, and when do they return?", "status bis-affiliates-rule --as-of 2026-07-12"),
    ("And after the suspension ran out?", "status bis-affiliates-rule --as-of 2026-11-22"),
    ("What does the answer on Claude Code hang on?", "why alibaba claude-code --as-of 2026-07-09 --only s000,s002"),
    (
        "What changed around the ban, from 1 to 12 July 2026, in the two first reports?",
        "changes --from 2026-07-01 --to 2026-07-12 --only s000",
    ),
    ("Which restrictions exist, by type of issuer?", "query restrictions-by-issuer"),
    ("Do Alibaba and Anthropic restrict each other?", "query mutual-restrictions first=alibaba second=anthropic"),
    ("Which causal statements are made, and by whom?", "query causes"),
    ("What are the named alternatives to Claude Code?", "query alternatives to=claude-code"),
    ("Shortest chain from Alibaba to Mythos 5, as reported?", 'path alibaba "Mythos 5" --only s000,s002 -k 1'),
    ("And as established?", 'path alibaba "Mythos 5" --only s000,s002 -k 1 --floor established'),
    ("How are DeepSeek and Anthropic connected?", "path deepseek anthropic -k 2"),
    ("Was it spyware?", "show user-detection.describedAs.spyware"),
    ("Has the detection been removed?", "why anthropic.withdraws.user-detection --only s000,s002"),
    ("Where do the sources differ?", "list contradictions"),
    ("Which documents are copies?", "query copies"),
    ("What happened to the US export controls on the two models, in order?", "timeline us-export-fable-mythos"),
    ("Which deals run in a circle?", "cycles"),
    ("Who is exposed to Alibaba's ban?", "exposure alibaba-claude-code-ban --as-of 2026-07-12"),
    ("Which claims stand on one source?", "query single-source"),
    (
        "Is the maker of GLM-5.2 on an official list on 1 July 2026?",
        "query listed-developers of=glm-5-2 day=2026-07-01",
    ),
    ("Which suppliers can Nvidia not avoid?", "chokepoints nvidia"),
    ("How concentrated is supply?", "query supply"),
    ("Who fell under the BIS Affiliates Rule while it was in force?", "covered bis-affiliates-rule --as-of 2025-10-15"),
    (
        "What was known on 1 July 2026 of Alibaba's use of Claude Code on the 12th?",
        "verdict alibaba claude-code --as-of 2026-07-12 --known-at 2026-07-01",
    ),
]


def ask(command):
    """Return the first lines of what a command prints."""
    call = [sys.executable, "-m", "graph.cli", *shlex.split(command)]
    done = subprocess.run(call, capture_output=True, encoding="utf-8", check=True, cwd=ROOT)
    lines = [line.rstrip() for line in done.stdout.rstrip().splitlines()]
    left = len(lines) - SHOWN
    return "\n".join([*lines[:SHOWN], f"… and {left} more lines"] if left > 1 else lines)


def section(number, question, command):
    """Return the part of the page on one question."""
    return f"## {number}. {question}\n\n```console\n$ aikg {command}\n{ask(command)}\n```\n"


def page():
    """Return the whole page."""
    parts = [section(n, *pair) for n, pair in enumerate(QUESTIONS, 1)]
    head = (
        "# Questions and answers\n\nAsked of the shipped facts; `python tests/data/answers.py` writes this page anew.\n"
    )
    return "\n".join([head, *parts])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
