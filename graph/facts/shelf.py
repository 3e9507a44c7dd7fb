"""A folder of facts read once, for somebody who adds to it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph import vocabulary
from graph.facts.folder import FOLDERS, read_folder
from graph.facts.load import read
from graph.facts.naming import fold, names_of, resolve
from graph.facts.problems import FactsError, Problem
from graph.facts.values import near

if TYPE_CHECKING:
    from graph.facts.folder import FactFile
    from graph.facts.load import Facts
    from graph.vocabulary import Relation, Vocabulary

__all__ = ["RefusedError", "Shelf", "find_relation", "open_shelf"]

_GROUPS = {"Claim": "claims", "Restriction": "restrictions", "Source": "sources"}


class RefusedError(ValueError):
    """What was asked for cannot be added; the message says why, one sentence a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A folder of facts read once; ``facts`` is None while it is empty."""

    folder: str
    words: Vocabulary
    files: tuple[FactFile, ...]
    facts: Facts | None
    problems: tuple[Problem, ...]

    def resolve(self, text: str, among: str) -> str:
        """Return the id that a name stands for; a file that cannot be read is named as such."""
        assert self.facts is not None
        read_ = self.facts.entities.keys() | self.facts.sources.keys() | self.facts.restrictions.keys()
        for file in self.files:
            if file.id == text and text not in read_ and file.folder in among.split():
                raise FactsError([p for p in self.problems if p.file == file.name])
        return resolve(self.facts, text, among=among)

    def object(self, relation: Relation, text: str) -> str:
        """Return the id that is meant, or the text itself where a relation takes text and no id fits."""
        groups = dict.fromkeys(_GROUPS.get(kind, "entities") for kind in relation.range if kind != vocabulary.TEXT)
        if not groups:
            return text
        if relation.takes_text:
            assert self.facts is not None
            known = names_of(self.facts).get(fold(text), ())
            return known[0] if len(known) == 1 else text
        return self.resolve(text, " ".join(groups))


def find_relation(words: Vocabulary, text: str) -> Relation:
    """Find a relation by its name or by how it reads; raise :class:`RefusedError` where there is none."""
    relations = {relation.name: relation for relation in words.authored()}
    spoken = fold(text)
    for relation in relations.values():
        if spoken.replace(" ", "") == relation.name.casefold() or spoken == fold(relation.label):
            return relation
        if spoken == fold(relation.inverse_label) and not relation.symmetric:
            raise RefusedError(f"'{text}' is '{relation.name}' read backwards; swap subject and object")
    raise RefusedError(f"no relation '{text}'{near(text, relations)}")


def open_shelf(folder: str) -> Shelf:
    """Read a folder, which may hold nothing yet.

    Raises :class:`~graph.facts.problems.InputError` when it cannot be read.
    """
    words = vocabulary.load()
    if os.path.isdir(folder) and not _has_files(folder):
        return Shelf(folder=folder, words=words, files=(), facts=None, problems=())
    files, _ = read_folder(folder)
    facts, problems = read(folder, words)
    return Shelf(folder=folder, words=words, files=tuple(files), facts=facts, problems=tuple(problems))


def _has_files(folder: str) -> bool:
    tops = [os.path.join(folder, name) for name in FOLDERS]
    names = [name for top in tops for *_, found in os.walk(top) for name in found]
    return any(name.endswith(".yaml") and name[0] not in "._" for name in names)
