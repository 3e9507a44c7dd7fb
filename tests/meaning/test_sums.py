"""Stakes that add up to more than the whole are named with their files and lines."""

import pytest

from graph.facts.load import load
from graph.meaning.sums import oversubscribed

SOURCE = (
    "kind: NewsArticle\ntitle: t\npublisher: Wire\nurl: https://wire.example.org/a\npublished: 2024-10-02\ntier: A\n"
)


@pytest.mark.parametrize(
    ("second", "wrong"),
    [
        ("share: 60\n    since: 2024-01-01", True),
        ("share: 40\n    since: 2024-01-01", False),
        ("share: 60\n    since: 2024-07-01", False),
    ],
    ids=["over", "exactly the whole", "one after the other"],
)
def test_certain_stakes_of_one_day(tmp_path, second, wrong):
    """120 per cent on one day is a mistake; 100 is none, nor is 120 on different days."""
    files = {
        "sources/w.yaml": SOURCE,
        "entities/c.yaml": "kind: Company\nname: Firm C\n",
        "entities/a.yaml": "kind: Company\nname: Firm A\nclaims:\n  - owns: c\n    share: 60\n"
        "    since: 2024-01-01\n    until: 2024-06-30\n    sources: [w]\n",
        "entities/b.yaml": f"kind: Company\nname: Firm B\nclaims:\n  - owns: c\n    {second}\n    sources: [w]\n",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    message = (
        "entities/b.yaml:4:5: the stakes in c add up to at least 120 per cent (with entities/a.yaml:4); "
        "correct a share or date"
    )
    assert [str(problem) for problem in oversubscribed(load(str(tmp_path)))] == ([message] if wrong else [])
