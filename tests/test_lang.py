import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery_nlp.lang import Detector, packs
from recovery_nlp.lang.pack import expand

detector = Detector()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("We have refunded the full amount to your card this morning.", "en"),
        ("Nous vous avons remboursé la totalité ce matin.", "fr"),
        ("Celou částku jsme vám dnes ráno vrátili na účet.", "cs"),
        ("Ներողություն ենք խնդրում ուշացման համար։", "hy"),
        ("Całą kwotę zwróciliśmy dziś rano na konto.", "pl"),
        ("Мы вернули вам всю сумму сегодня утром.", "ru"),
        ("Celú sumu sme vám dnes ráno vrátili na účet, ospravedlňujeme sa.", "sk"),
        ("დღეს დილით თანხა სრულად დაგიბრუნეთ.", "ka"),
        ("Σας επιστρέψαμε όλο το ποσό σήμερα το πρωί.", "el"),
        ("أعدنا لك المبلغ كاملا هذا الصباح", "ar"),
        ("我们今天早上已全额退款给您", "zh"),
        ("Bu sabah paranızın tamamını hesabınıza iade ettik, özür dileriz.", "tr"),
        ("Vi har betalat tillbaka hela beloppet till ditt kort i morse, förlåt.", "sv"),
    ],
)
def test_language_is_heard(text: str, code: str) -> None:
    assert detector.detect(text) == code


def test_short_reply_takes_the_language_around_it() -> None:
    assert detector.detect("Non.", around="Pouvez-vous me rembourser les deux billets ?") == "fr"


def test_greeting_with_a_foreign_name_stays_english() -> None:
    assert detector.detect("Dear Mr Achterberg,") == "en"


@given(st.text(alphabet="0123456789 .,!?€🙂", max_size=20))
def test_text_without_letters_has_no_language(text: str) -> None:
    assert detector.detect(text) == ""


def test_choices_are_written_out() -> None:
    assert list(expand("(a|b) (c|) d")) == ["a c d", "a d", "b c d", "b d"]


@pytest.mark.parametrize("code", list(packs()))
def test_patterns_of_a_pack_stand_once(code: str) -> None:
    for label, patterns in packs()[code].cues.items():
        assert len(set(patterns)) == len(patterns), label
