"""How many facts there are, by kind, relation, instrument, document and topic.

``python tests/data/counts.py`` writes ``counts.tsv`` anew; ``test_counts.py`` compares. A commit
that changes many facts at once renews the file, so that what grew and what went is in its diff.
"""

from collections import Counter
from pathlib import Path

import graph

STORE = Path(__file__).parent / "counts.tsv"
TOPICS = {
    "1 Alibaba, Qoder and Claude Code": "alibaba alibaba-employees qoder qwen claude-code claude user-detection distillation",
    "2 controls on frontier models": "claude-fable-5 claude-mythos-preview mythos-5 gpt-5-6 project-glasswing us-caisi",
    "3 controls on chips": (
        "nvidia-a100 nvidia-h100 nvidia-a800 nvidia-h800 nvidia-h20 nvidia-h200 amd-mi308 us-bis bis-entity-list "
        "bis-veu-list us-1260h-list huawei smic asml nexperia netherlands-government taiwan-ita taiwan-shtc-list"
    ),
    "4 China's side": (
        "china-government china-mofcom china-cac china-samr china-customs china-mfa china-ndrc china-miit china-mof "
        "china-export-control-list china-unreliable-entity-list gallium germanium antimony"
    ),
    "5 bans on apps and supply cuts": (
        "deepseek deepseek-app chatgpt tiktok italy-garante india-finance-ministry texas-government windsurf "
        "openai-unsupported-regions"
    ),
    "6 owners, money and suppliers": (
        "openai anthropic microsoft amazon google nvidia amd oracle broadcom softbank mgx stargate xai spacex meta "
        "scale-ai character-ai groq manus moonshot-ai minimax z-ai tencent high-flyer apple-foundation-models tsmc"
    ),
    "7 defence, purchasing and law": (
        "us-department-of-defense us-gsa us-omb us-congress california-government new-york-government european-union "
        "eu-council pete-hegseth"
    ),
}
"""What stands in the middle of each topic; what touches one of these belongs to it."""


def counts():
    """Return how many there are of everything that is counted, by (what, which)."""
    facts = graph.load().facts
    whole = graph.load().view(floor="alleged")
    found = Counter()
    found.update(("entities", e.kind) for e in facts.entities.values())
    found.update(("claims", c.relation) for c in facts.claims.values())
    found.update(("restrictions", r.wording.instrument) for r in facts.restrictions.values())
    found.update(("sources", s.kind) for s in facts.sources.values())
    found.update(("events", e.event) for r in facts.restrictions.values() for e in r.events)
    two = [h for h in whole.claims.values() if len(h.evidence.roots) > 1]
    found["claims", "with two roots"] = len(two)
    for topic, anchors in TOPICS.items():
        near = set(anchors.split())
        assert near <= set(facts.entities), near - set(facts.entities)
        found["claims of topic", topic] = sum(bool({c.subject, c.object} & near) for c in facts.claims.values())
        touching = {
            id_.partition(".")[0] for id_, h in whole.derived.items() if {h.claim.subject, h.claim.object} & near
        }
        found["restrictions of topic", topic] = len(touching)
    return found


def recorded():
    """Return the counts as they were written down."""
    return parse(STORE.read_text(encoding="utf-8"))


def parse(text):
    """Return the counts that the text of a record holds."""
    rows = (line.split("\t") for line in text.splitlines())
    return Counter({(what, which): int(count) for what, which, count in rows})


if __name__ == "__main__":
    rows = sorted(counts().items())
    STORE.write_text("".join(f"{what}\t{which}\t{count}\n" for (what, which), count in rows), encoding="utf-8")
    print(f"{len(rows)} counts in {STORE.name}")  # noqa: T201 - says what it did
