"""Relations as they read of several: "Acme Labs uses", but "Acme's employees use".

Groups of people are described and not named, so that their names are plurals.
"""

from __future__ import annotations

__all__ = ["plural"]

_IRREGULAR = {"is": "are", "was": "were", "has": "have", "does": "do"}
_HISSING = ("sses", "shes", "ches", "xes", "zzes")


def plural(label: str) -> str:
    """Turn the verb at the start of a label such as ``is employed by`` into its plural."""
    verb, space, rest = label.partition(" ")
    if verb in _IRREGULAR:
        verb = _IRREGULAR[verb]
    elif verb.endswith("ies"):
        verb = f"{verb[:-3]}y"
    elif verb.endswith(_HISSING):
        verb = verb[:-2]
    else:
        verb = verb.removesuffix("s")
    return f"{verb}{space}{rest}"
