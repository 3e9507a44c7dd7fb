"""Nothing vanishes from the shipped facts silently, and nothing grows past notice."""

import importlib.util
import subprocess
from collections import Counter
from pathlib import Path

import pytest

_SPEC = importlib.util.spec_from_file_location("counts", Path(__file__).parent / "counts.py")
COUNTS = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(COUNTS)

ROOT = Path(__file__).parent.parent.parent
LEAST = {
    ("claims", "with two roots"): 300,
    ("restrictions", None): 60,
    ("claims", None): 700,
    ("entities", None): 250,
    ("sources", None): 250,
}
"""What a release has at least, by what is counted; None adds up all that there is of it."""
GROWTH, FEW = 0.1, 5
"""The share by which a count may grow, and a number that may always be added, before the record is renewed."""


@pytest.fixture(scope="module")
def found():
    return COUNTS.counts()


def test_no_count_falls_below_what_was_recorded(found):
    """Who takes facts out renews the record, so that the loss stands in the diff: python tests/data/counts.py."""
    assert {key: (least, found[key]) for key, least in COUNTS.recorded().items() if found[key] < least} == {}


def test_no_count_grows_past_notice(found):
    """Who adds many facts at once renews the record: python tests/data/counts.py."""
    recorded = COUNTS.recorded()
    most = {key: recorded[key] + max(FEW, int(recorded[key] * GROWTH)) for key in found}
    assert {key: (most[key], count) for key, count in found.items() if count > most[key]} == {}


def test_the_record_does_not_drop_by_more_than_a_tenth_a_commit():
    """A commit that takes out more than a tenth of any kind of fact is two commits, or a mistake."""
    asked = ["git", "-C", str(ROOT), "show", f"HEAD~1:{COUNTS.STORE.relative_to(ROOT)}"]
    before = subprocess.run(asked, capture_output=True, text=True, check=False)
    if before.returncode:
        pytest.skip("there is no commit before this one that holds the record")
    earlier, now = COUNTS.parse(before.stdout), COUNTS.recorded()
    fallen = {key: (was, now[key]) for key, was in earlier.items() if now[key] < was - max(FEW, int(was * GROWTH))}
    assert fallen == {}


def test_a_release_has_what_it_promises(found):
    """So many claims, restrictions, entities and documents, and claims with two independent roots."""
    totals = Counter()
    for (what, which), count in found.items():
        totals[what, which] = count
        if which != "with two roots":
            totals[what, None] += count
    assert {key: totals[key] for key, least in LEAST.items() if totals[key] < least} == {}


@pytest.mark.parametrize("topic", COUNTS.TOPICS)
def test_each_topic_has_claims_and_restrictions(found, topic):
    """No topic of the release is a stub: ten claims and five restrictions at the least."""
    assert found["claims of topic", topic] >= 10
    assert found["restrictions of topic", topic] >= 5
