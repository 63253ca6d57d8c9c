import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery_nlp.errors import MarkError
from recovery_nlp.marks import mark, unmark
from recovery_nlp.records import Span

words = st.text(alphabet="abcé ,.\n’", min_size=1, max_size=12)


@given(st.lists(st.tuples(words, st.sampled_from(["", "jab", "apology"])), max_size=8))
def test_marked_text_comes_back_as_it_was(pieces: list[tuple[str, str]]) -> None:
    marked = "".join(f"[[{label}|{text}]]" if label else text for text, label in pieces)
    plain, spans = unmark(marked)
    assert plain == "".join(text for text, _ in pieces)
    assert mark(plain, spans) == marked


@given(st.lists(st.tuples(words, st.sampled_from(["", "jab", "apology"])), max_size=8))
def test_spans_lie_within_the_text(pieces: list[tuple[str, str]]) -> None:
    plain, spans = unmark("".join(f"[[{label}|{text}]]" if label else text for text, label in pieces))
    assert all(0 <= span.start < span.end <= len(plain) for span in spans)


def test_marks_may_nest() -> None:
    plain, spans = unmark("[[told_you_so|As said, [[blame_customer|you agreed]]]].")
    assert plain == "As said, you agreed."
    assert spans == (Span(0, 19, "told_you_so"), Span(9, 19, "blame_customer"))


@pytest.mark.parametrize("marked", ["[[jab|open", "closed]]", "[[jab|a]] b]]"])
def test_unbalanced_mark_is_refused(marked: str) -> None:
    with pytest.raises(MarkError, match=r"\[\[label\|words\]\]"):
        unmark(marked)
