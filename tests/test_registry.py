import pytest

from recovery_nlp.errors import UnknownNameError
from recovery_nlp.registry import Registry


def test_a_slip_is_guessed() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'csv'"):
        Registry("reader", {"csv": 1, "jsonl": 2})["cvs"]


def test_a_stranger_gets_the_list() -> None:
    with pytest.raises(UnknownNameError, match=r"'parquet'\. Known: csv, jsonl\."):
        Registry("reader", {"csv": 1, "jsonl": 2})["parquet"]


def test_names_keep_their_order() -> None:
    assert list(Registry("x", {"b": 1, "a": 2})) == ["b", "a"]
