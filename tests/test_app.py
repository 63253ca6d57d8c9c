import re

import pytest
from streamlit.testing.v1 import AppTest

from recovery_nlp.places import app_file
from recovery_nlp.records import Evidence
from recovery_nlp.ui.highlight import STYLE, marked, shown
from recovery_nlp.ui.score_reply import EXAMPLES

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def page() -> AppTest:
    return AppTest.from_file(str(app_file()), default_timeout=60).run()


def html(at: AppTest) -> str:
    return "".join(one.proto.body for one in at.get("html"))


def test_page_opens_with_a_hint() -> None:
    at = page()
    assert not at.exception
    assert "Paste a reply" in at.info[0].value


def test_defensive_reply_is_flagged_with_words_and_reason() -> None:
    at = page()
    at.text_area("score_reply").input("Sorry you feel that way, but our policy is clear.").run()
    assert "defensive" in at.error[0].value
    assert '<mark class="D"' in html(at)
    assert any("takes itself back" in one.value for one in at.caption)


def test_sincere_reply_is_praised() -> None:
    at = page()
    at.text_area("score_reply").input("I'm sorry about the mix-up. Here's a new one, and the cake is on us.").run()
    assert "Sincere" in at.success[0].value


def test_foreign_reply_is_not_scored() -> None:
    at = page()
    at.text_area("score_reply").input("Całą kwotę zwróciliśmy dziś rano na konto.").run()
    assert "not supported" in at.warning[0].value


@pytest.mark.parametrize("name", list(EXAMPLES))
def test_example_is_one_click_away(name: str) -> None:
    at = page()
    at.button(f"score_example_{name}").click().run()
    assert at.text_area("score_reply").value == EXAMPLES[name][1]
    assert not at.exception
    assert at.error if name != "A good recovery" else at.success


def test_sensitivity_is_a_choice() -> None:
    at = page()
    at.text_area("score_reply").input("Sorry you feel that way, but our policy is clear.").run()
    assert at.error
    at.text_area("score_reply").input("It's a busy time for everybody, as you can imagine.").run()
    flagged = []
    for point in ("strict", "balanced", "sensitive"):
        at.radio("score_point").set_value(point).run()
        assert not at.exception
        flagged.append(bool(at.error))
    assert flagged == sorted(flagged)
    assert flagged[-1]


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script> sorry", "<img src=x onerror=alert(1)>", "[x](javascript:1) **b**"]
)
def test_hostile_text_is_shown_as_text(text: str) -> None:
    at = page()
    at.text_area("score_reply").input(f"{text} but our policy is clear, you should have looked.").run()
    assert not at.exception
    assert "<script" not in html(at)
    assert "<img" not in html(at)


def test_marks_do_not_overlap_and_harm_is_drawn_first() -> None:
    evidence = [
        Evidence("apology", 0, 10, 0.9, "model"),
        Evidence("jab", 4, 8, 0.9, "model"),
        Evidence("repair", 12, 20, 0.9, "model"),
    ]
    assert [one.label for one in shown(evidence)] == ["jab", "repair"]
    assert marked("x" * 20, evidence).count("<mark") == 2


def test_marks_leave_the_text_whole() -> None:
    text = "a < b & c, sorry"
    drawn = re.sub(r"<small>.*?</small>|<[^>]+>", "", marked(text, [Evidence("apology", 11, 16, 0.9, "model")]))
    assert drawn.replace("&lt;", "<").replace("&amp;", "&") == text


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        digits = colour.lstrip("#")
        digits = "".join(2 * sign for sign in digits) if len(digits) == 3 else digits
        parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("pair", re.findall(r"background: (#\w+); color: (#\w+)", STYLE))
def test_marks_have_contrast(pair: tuple[str, str]) -> None:
    assert contrast(*pair) >= 7


@pytest.mark.parametrize("colour", re.findall(r"small \{ color: (#\w+)", STYLE))
def test_words_on_marks_have_contrast(colour: str) -> None:
    assert contrast(colour, "#fff") >= 7
