import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy import displacy

from recovery_nlp.lang import packs
from recovery_nlp.nlp import build

nlp = build("en")


def cues(text: str, key: str = "cues") -> set[tuple[str, str]]:
    doc = nlp(text)
    return {(cue.label_, cue.text) for cue in doc.spans[key]}


@pytest.mark.parametrize("apostrophe", ["'", "’"])
def test_apostrophe_does_not_matter(apostrophe: str) -> None:
    assert ("denial", f"it{apostrophe}s not our fault") in cues(f"Well, it{apostrophe}s not our fault.")


def test_case_does_not_matter() -> None:
    assert ("favour_reminder", "JUST THIS ONCE") in cues("JUST THIS ONCE, OK")


def test_denied_cue_is_no_cue() -> None:
    assert not [label for label, _ in cues("I am not saying you should have looked.") if label == "blame_customer"]
    assert ("blame_customer", "you should have") in cues("I am not saying you should have looked.", "denied")


def test_negation_stays_in_its_sentence() -> None:
    assert ("blame_customer", "You should have") in cues("No. You should have looked.")


def test_longest_pattern_of_a_label_stays() -> None:
    found = [text for label, text in cues("Sorry that you feel this way.") if label == "qualified_apology"]
    assert found == ["Sorry that you feel this way"] or "Sorry that you feel" in found


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Hi Dana,\nwe are late. Sorry!", 3),
        ("Mr. Bean paid approx. ten pounds. Fine.", 2),
        ("See e.g. the menu. Ok?", 2),
        ("", 0),
    ],
)
def test_sentences_end_where_staff_end_them(text: str, count: int) -> None:
    assert len(list(nlp(text).sents)) == count if text else len(nlp(text)) == 0


def test_component_is_usable_alone() -> None:
    alone = spacy.blank("en")
    alone.add_pipe("sentencizer")
    alone.add_pipe("recovery_cues")
    doc = alone("calm down please")
    assert [cue.label_ for cue in doc.spans["cues"]] == ["counterattack"]


def test_displacy_draws_the_cues() -> None:
    html = displacy.render(
        nlp("Calm down, sir."), style="span", options={"spans_key": "cues"}, page=False, jupyter=False
    )
    assert "counterattack" in html


@pytest.mark.parametrize("code", list(packs()))
@given(text=st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_cues_lie_within_any_text(code: str, text: str) -> None:
    doc = build(code)(text)
    assert doc.text == text
    assert all(0 <= cue.start_char < cue.end_char <= len(text) for key in ("cues", "denied") for cue in doc.spans[key])
