"""RDF terms as N-Quads text, made from checked ids and texts only."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote

from graph.facts.when import day_text
from graph.vocabulary import THING, VOCAB

__all__ = ["PREFIXES", "date", "iri", "literal", "number", "thing", "word"]

PREFIXES = {
    "ai": VOCAB,
    "id": THING,
    "dcterms": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""The prefixes that every query may use without declaring them."""

_SPECIAL = re.compile(r'["\\\n\r\t]')
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_UNSAFE = re.compile(r'[\x00-\x20<>"{}|^`\\]')


@lru_cache(maxsize=65536)
def thing(id_: str) -> str:
    """Write the IRI of an entity, claim, source or restriction; dots stay, brackets are encoded."""
    return f"<{THING}{quote(id_, safe='-._~')}>"


@lru_cache(maxsize=1024)
def word(name: str) -> str:
    """Write the IRI of a word of the vocabulary, or of one with a prefix such as ``rdf:type``."""
    prefix, colon, local = name.partition(":")
    return f"<{PREFIXES[prefix]}{local}>" if colon else f"<{VOCAB}{name}>"


def iri(address: str) -> str:
    """Write a web address, with what an IRI cannot hold encoded."""
    return f"<{_UNSAFE.sub(lambda match: f'%{ord(match[0]):02X}', address)}>"


def literal(text: str, language: str | None = None) -> str:
    """Write a text, with a language tag where one is given."""
    if _SPECIAL.search(text):
        text = _SPECIAL.sub(lambda match: _ESCAPES[match[0]], text)
    return f'"{text}"@{language.lower()}' if language else f'"{text}"'


def date(day: int) -> str | None:
    """Write an ordinal as an ``xsd:date``, or return None for an infinity."""
    text = day_text(day)
    return None if text is None else f'"{text}"^^<{PREFIXES["xsd"]}date>'


def number(value: object, type_: str = "decimal") -> str:
    """Write a number; decimals keep their digits."""
    return f'"{value}"^^<{PREFIXES["xsd"]}{type_}>'
