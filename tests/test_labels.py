import itertools

import pytest

from recovery_nlp.errors import UnknownNameError
from recovery_nlp.labels import taxonomy
from recovery_nlp.lang import packs
from recovery_nlp.nlp import build
from recovery_nlp.scoring import Scorer

LABELS = list(taxonomy().names)
HARM = taxonomy().family("D", "L")


@pytest.mark.parametrize("name", LABELS)
def test_every_label_has_meaning_examples_and_reason(name: str) -> None:
    label = taxonomy().labels[name]
    assert label.meaning.endswith(".")
    assert label.reason.endswith(".")
    assert len(label.yes) >= 2
    assert len(label.no) >= 1 if label.family == "A" else len(label.no) >= 2


@pytest.mark.parametrize("name", HARM)
def test_every_harm_says_why_it_costs_the_customer(name: str) -> None:
    assert taxonomy().labels[name].why.endswith(".")


@pytest.mark.parametrize("family", "DL")
def test_ranks_order_a_family_without_ties(family: str) -> None:
    ranks = [taxonomy().labels[name].rank for name in taxonomy().family(family)]
    assert sorted(ranks) == list(range(1, len(ranks) + 1))


@pytest.mark.parametrize(
    ("cues", "verdict"),
    [
        ({"denial", "apology", "repair"}, "defensive"),
        ({"jab"}, "last_word"),
        ({"apology", "repair"}, "sincere"),
        ({"ownership", "thanks"}, "sincere"),
        ({"apology"}, ""),
        ({"repair", "thanks"}, ""),
        ({"grovelling"}, ""),
    ],
)
def test_verdict_follows_from_cues(cues: set[str], verdict: str) -> None:
    found = taxonomy().verdicts(cues)
    assert [axis for axis in ("defensive", "last_word", "sincere") if found[axis]] == ([verdict] if verdict else [])
    assert found["flagged"] == (found["defensive"] or found["last_word"])


@pytest.mark.parametrize("pair", list(itertools.combinations(LABELS, 2)))
def test_harm_and_sincerity_exclude_each_other(pair: tuple[str, str]) -> None:
    found = taxonomy().verdicts(set(pair))
    assert not (found["flagged"] and found["sincere"])


def test_unknown_label_lists_the_known_ones() -> None:
    with pytest.raises(UnknownNameError, match="Known: denial"):
        taxonomy().label("snark")


@pytest.mark.parametrize("code", list(packs()))
def test_every_harm_has_patterns_in_every_language(code: str) -> None:
    assert set(HARM) <= set(packs()[code].cues)
    assert build(code).pipe_names == ["sentencizer", "recovery_cues"]


def share_flagged(scorer: Scorer, examples: list[str]) -> float:
    return sum(bool(scorer.score(example).flagged) for example in examples) / len(examples)


def test_examples_of_harm_are_mostly_heard_and_their_twins_mostly_not(scorer: Scorer) -> None:
    sensitive = Scorer(scorer.bundle, point="sensitive")
    assert share_flagged(sensitive, [example for name in HARM for example in taxonomy().labels[name].yes]) >= 0.6
    assert share_flagged(sensitive, [example for name in HARM for example in taxonomy().labels[name].no]) <= 0.3
    assert share_flagged(scorer, [example for name in HARM for example in taxonomy().labels[name].no]) <= 0.05
