"""aikg: who builds, owns, supplies, restricts and accuses whom in the AI industry.

>>> import graph
>>> view = graph.load().view(only=["s000", "s002"])
>>> print(view.path("alibaba", "Mythos 5"))
"""

from __future__ import annotations

TYPE_CHECKING = False  # `typing` is slow to import, and a path query starts here
if TYPE_CHECKING:
    from graph.facts.problems import FactsError, InputError
    from graph.library import Graph, View, load

__version__ = "0.1.0"
__all__ = ["FactsError", "Graph", "InputError", "View", "__version__", "load"]

_HOMES = {
    "FactsError": "graph.facts.problems",
    "Graph": "graph.library",
    "InputError": "graph.facts.problems",
    "View": "graph.library",
    "load": "graph.library",
}


def __getattr__(name: str) -> object:
    """Import what is asked for when it is asked for."""
    if name not in _HOMES:
        message = f"module 'graph' has no attribute '{name}'"
        raise AttributeError(message)
    from importlib import import_module  # noqa: PLC0415 - keeps start-up short

    return getattr(import_module(_HOMES[name]), name)
