"""The page of answers says what the shipped facts say."""

import importlib.util
from pathlib import Path

import pytest

_SPEC = importlib.util.spec_from_file_location("answers", Path(__file__).parent / "answers.py")
ANSWERS = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(ANSWERS)


def test_at_least_25_questions_are_answered():
    """The page holds 25 questions or more, each once."""
    assert len({question for question, _ in ANSWERS.QUESTIONS}) >= 25


@pytest.mark.parametrize(("number", "pair"), list(enumerate(ANSWERS.QUESTIONS, 1)), ids=lambda v: str(v)[:30])
def test_an_answer_is_as_recorded(number, pair):
    """Each question asked again gives what the page shows (else run: python tests/data/answers.py)."""
    assert ANSWERS.section(number, *pair) in ANSWERS.PAGE.read_text(encoding="utf-8")
