"""What the documents say that cannot all be so, or that they say differently.

Everything is found from the facts and shown with the documents on each side; nothing is
resolved. Ownership that sums to more than the whole is an error of the facts, found elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from graph.meaning.accounts import accounts, expectations, origins
from graph.meaning.clashes import exclusives, functionals
from graph.meaning.describe import sentence
from graph.meaning.differences import denials, values, wordings
from graph.meaning.sides import Contradiction, Side
