"""Positions that stay: a file of whole numbers beside the facts, so that a map keeps its face.

New nodes are set beside their neighbours; the old ones do not move between releases.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping

__all__ = ["NAME", "lock_text", "pinned_for"]

NAME = "positions.lock.json"


def pinned_for(folder: str) -> dict[str, tuple[int, int]]:
    """Return the locked positions of a folder of facts; none where it has no lock file.

    Raises :class:`ValueError` when the file is not what :func:`lock_text` writes.
    """
    try:
        with open(os.path.join(folder, NAME), encoding="utf-8") as file:
            content = json.load(file)
    except FileNotFoundError:
        return {}
    except NotADirectoryError:
        return {}
    positions = content.get("positions") if isinstance(content, dict) else None
    if not isinstance(positions, dict) or not all(_is_point(point) for point in positions.values()):
        message = f"{NAME} is not a lock file of positions; delete it or write it anew with `aikg map --lock`"
        raise ValueError(message)
    return {node: (x, y) for node, (x, y) in positions.items()}


def _is_point(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(type(part) is int for part in value)  # noqa: PLR2004 - x and y


def lock_text(positions: Mapping[str, tuple[int, int]]) -> str:
    """Write positions as the text of a lock file: sorted, one node a line."""
    lines = ",\n".join(f"  {json.dumps(node)}: [{x}, {y}]" for node, (x, y) in sorted(positions.items()))
    return f'{{"version": 1, "positions": {{\n{lines}\n}}}}\n'
