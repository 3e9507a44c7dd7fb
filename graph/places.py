"""Where the project's own files are, and where its cache goes."""

from __future__ import annotations

import os
import sys

__all__ = ["cache_folder", "data_folder"]


def data_folder(name: str) -> str:
    """Return the folder ``ontology`` or ``seeds``.

    It stands beside the package in a checkout or editable install (known by its
    ``pyproject.toml``), else inside the package.
    """
    package = os.path.dirname(os.path.abspath(__file__))
    checkout = os.path.dirname(package)
    if os.path.isfile(os.path.join(checkout, "pyproject.toml")):
        return os.path.join(checkout, name)
    return os.path.join(package, "_data", name)


def cache_folder() -> str:
    """Return the folder for what can be rebuilt: ``AIKG_CACHE``, else the platform's own."""
    if chosen := os.environ.get("AIKG_CACHE"):
        return os.path.abspath(chosen)
    system = sys.platform  # a variable, so that types are checked for all systems
    if system == "linux":  # as platformdirs does, without the time its import takes
        base = os.environ.get("XDG_CACHE_HOME", "")
        home = os.path.expanduser("~/.cache")
        return os.path.join(base if os.path.isabs(base) else home, "aikg")
    from platformdirs import user_cache_dir  # noqa: PLC0415 - kept out of start-up

    return user_cache_dir("aikg", appauthor=False)
