"""Runs of seven words as hashes, so that texts can be compared without being kept.

``python tests/data/shingles.py FILE…`` adds the runs of text files to ``shingles.bin``.
"""

import hashlib
import re
import sys
from pathlib import Path

WORDS = 7
BYTES = 6
STORE = Path(__file__).parent / "shingles.bin"
_WORD = re.compile(r"\w+")


def shingles(text):
    """Return the hash of every run of seven words, whatever their case and punctuation."""
    words = _WORD.findall(text.casefold())
    runs = (" ".join(words[i : i + WORDS]) for i in range(len(words) - WORDS + 1))
    return {hashlib.sha256(run.encode()).digest()[:BYTES] for run in runs}


def stored():
    """Return the hashes of the texts that were read."""
    data = STORE.read_bytes()
    return {data[i : i + BYTES] for i in range(0, len(data), BYTES)}


if __name__ == "__main__":
    found = stored() if STORE.exists() else set()
    for name in sys.argv[1:]:
        for line in Path(name).read_text(encoding="utf-8").splitlines():
            found |= shingles(line)
    STORE.write_bytes(b"".join(sorted(found)))
    print(f"{len(found)} runs in {STORE.name}")  # noqa: T201 - says what it did
