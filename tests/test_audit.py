from dataclasses import replace

import numpy as np
import pytest

from recovery_nlp.audit.curve import curve
from recovery_nlp.audit.data_card import data_card
from recovery_nlp.audit.diversity import diversity, skeletons
from recovery_nlp.audit.evaluation import evaluate
from recovery_nlp.audit.label_errors import doubtful
from recovery_nlp.audit.probes import LIMITS, PROBES, probe
from recovery_nlp.corpus.rows import Row, read
from recovery_nlp.labels import AXES
from recovery_nlp.model.train import train
from recovery_nlp.places import data_folder
from recovery_nlp.stats import bootstrap, calibration_error


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return list(read(data_folder(), languages=["en"]))


@pytest.mark.parametrize("name", list(PROBES))
def test_surface_tells_no_more_than_the_limit(probes: dict[str, float], name: str) -> None:
    assert probes[name] <= LIMITS[name]


@pytest.fixture(scope="module")
def probes(rows: list[Row]) -> dict[str, float]:
    return {name: round(figure.value, 2) for name, figure in probe(rows)}


def test_probe_finds_a_planted_habit(rows: list[Row]) -> None:
    planted = [replace(row, reply=("Well. " if row.verdicts["flagged"] else "So. ") + row.reply) for row in rows[:600]]
    assert dict(probe(planted))["first four words"].value > 0.9


def test_no_skeleton_stands_in_one_of_a_hundred_replies(rows: list[Row]) -> None:
    assert skeletons([row.reply for row in rows]) == []


def test_skeleton_is_found() -> None:
    assert skeletons(["thank you for taking the time today"] * 3 + ["no"] * 3)


def test_repetition_lowers_diversity() -> None:
    varied = [f"word{place} other{place} third{place}" for place in range(50)]
    assert diversity(["the same old words"] * 50)["distinct-2"] < diversity(varied)["distinct-2"]


def test_data_card_is_what_the_data_say() -> None:
    assert (data_folder() / "README.md").read_text(encoding="utf-8") == data_card(data_folder()), (
        "run `recovery-nlp corpus card`"
    )


@pytest.mark.slow
def test_wrong_labels_are_doubted(rows: list[Row]) -> None:
    part = rows[:500]
    wrong = next(place for place, row in enumerate(part) if "apology" in row.labels and len(row.labels) > 2)
    part[wrong] = replace(part[wrong], spans=tuple(span for span in part[wrong].spans if span.label != "apology"))
    found = [row.id for row, _ in doubtful(part, train(part, code="en"), share=0.5)]
    assert part[wrong].id in found


@pytest.mark.slow
def test_evaluation_measures_us_and_four_baselines(rows: list[Row]) -> None:
    lines = list(evaluate(rows[:300], code="en", real=rows[300:400]))
    assert {line.system for line in lines} == {
        "recovery_nlp",
        "majority",
        "cue patterns alone",
        "VADER",
        "word TF-IDF + LR",
    }
    flagged = [line for line in lines if line.what == "flagged"]
    assert len(flagged) == 10
    assert all(line.auroc and line.auroc.low <= line.auroc.value <= line.auroc.high for line in flagged)
    assert {line.what for line in lines} >= set(AXES)


@pytest.mark.slow
def test_curve_grows_with_the_corpus(rows: list[Row]) -> None:
    steps = list(curve(rows[:300], rows[300:400], code="en", shares=(0.5, 1.0)))
    assert steps[0].rows < steps[1].rows == 300


def test_bootstrap_interval_holds_the_value() -> None:
    truth = np.array([True, False] * 40)
    figure = bootstrap(lambda t, s: float((t == (s > 0.5)).mean()), truth, truth * 0.8)
    assert figure.low == figure.value == figure.high == 1.0


def test_groups_are_drawn_together() -> None:
    truth = np.array([True, False] * 40)
    scores = np.random.default_rng(0).random(80)
    alone = bootstrap(lambda t, s: float(s[t].mean()), truth, scores)
    tied = bootstrap(lambda t, s: float(s[t].mean()), truth, scores, groups=np.repeat(np.arange(8), 10))
    assert (alone.low, alone.high) != (tied.low, tied.high)


def test_calibration_error_is_the_gap() -> None:
    assert calibration_error(np.array([0.0, 0.0]), np.array([0.3, 0.3])) == pytest.approx(0.3)
