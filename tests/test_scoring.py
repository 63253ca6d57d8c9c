import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.attrs import LOWER

from recovery_nlp.errors import RecoveryError, UnknownNameError
from recovery_nlp.labels import AXES, taxonomy
from recovery_nlp.model.points import POINTS
from recovery_nlp.nlp import build
from recovery_nlp.records import Evidence, Reply, Turn
from recovery_nlp.scoring import Scorer
from recovery_nlp.scoring.decide import decide
from recovery_nlp.scoring.evidence import carrying_run, kinds_of, undisputed

HARM = set(taxonomy().family("D", "L"))
FOUNDING = [
    ("You know, normally we charge the difference in price, so you're lucky today.", "last_word"),
    ("Well, it's not really our fault.", "defensive"),
    ("Sorry you feel that way, but our policy is clear.", "defensive"),
    ("I'm sorry about the mix-up. Here's a new one, and the cake is on us.", "sincere"),
]


@pytest.mark.parametrize(("text", "axis"), FOUNDING)
def test_sayings_of_the_founding_articles_are_heard(scorer: Scorer, text: str, axis: str) -> None:
    assert axis in scorer.score(text).verdicts


def test_not_your_fault_is_not_flagged(scorer: Scorer) -> None:
    assert scorer.score("It's not your fault, our page showed the wrong date.").flagged is False


@given(text=st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_evidence_lies_within_any_text(scorer: Scorer, text: str) -> None:
    verdict = Scorer(scorer.bundle, language="en").score(text)
    assert all(0 <= one.start < one.end <= len(text) for one in verdict.evidence)


@given(
    texts=st.lists(
        st.sampled_from([text for text, _ in FOUNDING] + ["ok", "", "Calm down!", "See you at 5."]), max_size=9
    )
)
@settings(max_examples=30, deadline=None)
def test_batch_size_does_not_show(scorer: Scorer, texts: list[str]) -> None:
    replies = [Reply(str(place), text) for place, text in enumerate(texts)]
    together = [verdict for _, verdict in scorer.stream(replies)]
    assert together == [next(scorer.stream([reply]))[1] for reply in replies]


def test_every_flag_has_words(scorer: Scorer) -> None:
    from recovery_nlp.corpus import read
    from recovery_nlp.places import data_folder

    replies = [Reply(row.id, row.reply, language="en") for row in read(data_folder(), languages=["en"])][:600]
    for _, verdict in scorer.stream(replies):
        assert not verdict.flagged or any(one.label in HARM for one in verdict.evidence)


def test_replies_come_out_in_order(scorer: Scorer) -> None:
    replies = [
        Reply(str(place), "Bonjour" if place % 3 else "We lost it, sorry.", language="fr" if place % 3 else "en")
        for place in range(700)
    ]
    assert [reply.id for reply, _ in scorer.stream(iter(replies))] == [reply.id for reply in replies]


def test_unsupported_language_is_reported_not_scored(scorer: Scorer) -> None:
    verdict = scorer.score("Całą kwotę zwróciliśmy dziś rano na konto.")
    assert verdict.flagged is None
    assert "'pl' is not supported" in verdict.reason


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_blank_reply_is_not_scored(scorer: Scorer, text: str) -> None:
    assert scorer.score(text).reason == "no words to score"


def test_text_of_signs_alone_is_not_scored(scorer: Scorer) -> None:
    assert scorer.score("👍👍").flagged is None


def test_prevalence_moves_the_risk(scorer: Scorer) -> None:
    text = FOUNDING[2][0]
    rare, common = (Scorer(scorer.bundle, prevalence=share).score(text).risk for share in (0.02, 0.4))
    assert rare < scorer.score(text).risk <= common


@pytest.mark.parametrize("share", [0.0, 1.0, -1, 7])
def test_impossible_prevalence_is_refused(scorer: Scorer, share: float) -> None:
    with pytest.raises(RecoveryError, match="between 0 and 1"):
        Scorer(scorer.bundle, prevalence=share)


def test_unknown_point_lists_the_known(scorer: Scorer) -> None:
    with pytest.raises(UnknownNameError, match="strict, balanced, sensitive"):
        Scorer(scorer.bundle, point="lenient")


def test_stricter_points_flag_no_more(scorer: Scorer) -> None:
    texts = [text for text, _ in FOUNDING] + ["We were busy.", "It happens.", "Our system shows it as delivered."]
    flagged = [sum(bool(Scorer(scorer.bundle, point=point).score(text).flagged) for text in texts) for point in POINTS]
    assert flagged == sorted(flagged)


def test_customer_is_heard_before_the_reply(scorer: Scorer) -> None:
    before = (Turn("1", "customer", "", "Where is it?"), Turn("2", "bot", "", "Please wait."))
    assert Reply("3", "On its way.", before=before).asked == "Where is it?"


@given(
    axes=st.lists(st.floats(0, 1), min_size=4, max_size=4),
    cues=st.lists(st.floats(0, 1), min_size=24, max_size=24),
)
@settings(max_examples=200)
def test_decision_is_consistent(axes: list[float], cues: list[float]) -> None:
    thresholds = np.array([0.4, 0.45, 0.3, 0.5])
    (made,) = decide(np.array([cues]), np.array([axes]), thresholds=thresholds, cue_at=np.full(24, 0.5))
    assert made.flagged == (made.axes["flagged"] >= 0.4)
    assert made.axes["flagged"] == max(made.axes[axis] for axis in AXES[:3])
    assert made.flagged == bool({"defensive", "last_word"} & set(made.verdicts))
    assert not made.flagged or HARM & set(made.decided)
    assert made.flagged or not HARM & set(made.decided)


def run_of(text: str, *heavy: str) -> str:
    """The run that carries a label whose score lies on some words."""
    doc = build("en")(text)
    scores = np.array([3.0 if token.lower_ in heavy else 0.0 for token in doc])
    left, right = carrying_run(kinds_of(doc.to_array([LOWER])), scores)
    return doc[left:right].text


def test_run_is_the_clause_that_carries_the_score() -> None:
    text = "Thanks for the note, but you should have looked first, Dana."
    assert run_of(text, "should", "have") == "but you should have looked first"


def test_run_ends_before_a_turn() -> None:
    assert run_of("You should have looked and we are sorry.", "should", "have") == "You should have looked"


@pytest.mark.parametrize(
    ("source", "probability", "stays"), [("model", 0.99, False), ("pattern", 0.99, True), ("pattern", 0.5, False)]
)
def test_recovery_on_words_that_do_harm_is_dropped(source: str, probability: float, *, stays: bool) -> None:
    harm = Evidence("qualified_apology", 0, 20, 0.9, "model")
    kind = Evidence("apology", 5, 25, probability, source)  # type: ignore[arg-type]
    elsewhere = Evidence("repair", 30, 40, 0.4, "model")
    assert (kind in undisputed([harm, kind, elsewhere])) is stays
    assert elsewhere in undisputed([harm, kind, elsewhere])


def test_run_in_an_endless_sentence_stays_short() -> None:
    found = run_of("well " * 60 + "you should have looked " + "well " * 60, "should", "have")
    assert "should have" in found
    assert len(found.split()) < 10
