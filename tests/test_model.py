import numpy as np
import pytest
from scipy import sparse
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.utils.estimator_checks import (
    check_estimator_repr,
    check_get_params_invariance,
    check_no_attributes_set_in_init,
)

from recovery_nlp.corpus import Row, read
from recovery_nlp.features.grams import tokens
from recovery_nlp.labels import AXES, taxonomy
from recovery_nlp.model.estimator import CueClassifier, RecoveryModel, prevalence_weights
from recovery_nlp.model.gold import sentence_bounds, sentence_labels
from recovery_nlp.model.points import best_f1, lowest_at
from recovery_nlp.model.train import documents, linear, train
from recovery_nlp.model.verdicts import POOLED, axis_scores, logit, sigmoid, strongest
from recovery_nlp.nlp import build
from recovery_nlp.places import data_folder
from recovery_nlp.records import Span

SMALL = 240  # rows; enough for every step of training, quick to fit


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return list(read(data_folder(), languages=["en"]))[:SMALL]


@pytest.fixture(scope="module")
def model(rows: list[Row]) -> RecoveryModel:
    return train(rows, code="en")


@pytest.mark.parametrize("estimator", [CueClassifier(), RecoveryModel()], ids=lambda one: type(one).__name__)
@pytest.mark.parametrize("check", [check_no_attributes_set_in_init, check_get_params_invariance, check_estimator_repr])
def test_estimator_follows_the_conventions_of_scikit_learn(estimator: object, check) -> None:
    check(type(estimator).__name__, estimator)
    assert clone(estimator).get_params() == estimator.get_params()


def test_unfitted_estimator_says_so() -> None:
    with pytest.raises(NotFittedError):
        CueClassifier().decision_function(sparse.csr_matrix((1, 2)))
    with pytest.raises(NotFittedError):
        RecoveryModel().predict_proba([])


def test_rare_label_is_never_predicted() -> None:
    X = sparse.csr_matrix(np.eye(12, dtype=np.float32))
    y = np.zeros((12, 2), dtype=np.int8)
    y[:6, 0], y[0, 1] = 1, 1
    assert CueClassifier(n_jobs=1).fit(X, y).predict(X)[:, 1].sum() == 0


def test_training_twice_gives_the_same_parameters(rows: list[Row], model: RecoveryModel) -> None:
    assert linear(train(rows, code="en"), rows).digest == linear(model, rows).digest


def test_arrays_and_estimator_score_alike(rows: list[Row], model: RecoveryModel) -> None:
    docs = documents([(row.reply, row.asked) for row in rows[:60]], code="en")
    cues, axes = model.score_replies(docs)
    from recovery_nlp.features.matrix import read as read_features

    arrays = linear(model, rows)
    sentences = read_features(docs, code="en")
    again = arrays.cue_probabilities(strongest(arrays.sentence_scores(sentences), sentences.words.documents))
    assert np.allclose(cues, again, atol=1e-6)
    assert np.allclose(axes, arrays.axis_probabilities(again), atol=1e-6)


def test_probabilities_are_probabilities(rows: list[Row], model: RecoveryModel) -> None:
    axes = model.predict_proba(documents([(row.reply, row.asked) for row in rows[:40]], code="en"))
    assert axes.shape == (40, len(AXES))
    assert ((axes >= 0) & (axes <= 1)).all()


def test_a_sentence_bears_the_labels_of_its_spans() -> None:
    text = "Sorry about the wait. Calm down, sir."
    docs = [build("en")(text)]
    words = tokens(docs)
    labels = sentence_labels(docs, [(Span(0, 20, "apology"), Span(22, 31, "counterattack"))], words)
    names = taxonomy().names
    assert labels[:, names.index("apology")].tolist() == [1, 0]
    assert labels[:, names.index("counterattack")].tolist() == [0, 1]
    assert sentence_bounds(docs[0], words, 0) == [(0, 21), (22, 37)]


def test_span_over_a_sentence_end_marks_the_sentence_it_fills() -> None:
    text = "We did say so, twice already. Ok."
    docs = [build("en")(text)]
    labels = sentence_labels(docs, [(Span(0, 28, "told_you_so"),)], tokens(docs))
    assert labels[:, taxonomy().names.index("told_you_so")].tolist() == [1, 0]


def test_rule_of_verdicts_in_probabilities_matches_the_taxonomy() -> None:
    names = taxonomy().names
    for present in (
        {"denial"},
        {"jab"},
        {"apology", "repair"},
        {"apology"},
        {"apology", "ownership"},
        {"repair", "thanks"},
    ):
        pooled = [float(bool(present & set(taxonomy().family(family)))) for family in POOLED]
        certain = np.array([[*(float(name in present) for name in names), *pooled]])
        verdicts = taxonomy().verdicts(present)
        assert axis_scores(certain)[0].round().tolist() == [float(verdicts[axis]) for axis in AXES]


def test_another_cue_never_lowers_the_risk() -> None:
    random = np.random.default_rng(0)
    cues = random.random((50, len(taxonomy().names) + len(POOLED)))
    more = cues.copy()
    more[:, taxonomy().names.index("jab")] = np.minimum(1, more[:, taxonomy().names.index("jab")] + 0.3)
    assert (axis_scores(more)[:, 0] >= axis_scores(cues)[:, 0]).all()


def test_logit_and_sigmoid_are_inverse() -> None:
    p = np.linspace(0.01, 0.99, 20)
    assert np.allclose(sigmoid(logit(p)), p)


def test_weights_make_the_stated_prevalence() -> None:
    flagged = np.array([True] * 40 + [False] * 60)
    weights = prevalence_weights(flagged, prevalence=0.1)
    assert weights[flagged].sum() / weights.sum() == pytest.approx(0.1)


def test_threshold_reaches_the_precision_asked() -> None:
    random = np.random.default_rng(1)
    truth = random.random(2000) < 0.3
    scores = np.clip(random.normal(0.35 + 0.3 * truth, 0.15), 0, 1)
    strict, loose = (lowest_at(scores, truth, np.ones(2000), precision=p) for p in (0.9, 0.6))
    assert strict.precision >= 0.9
    assert loose.precision >= 0.6
    assert strict.threshold > loose.threshold
    assert strict.recall < loose.recall


def test_best_f1_of_nothing_is_even_odds() -> None:
    assert best_f1(np.array([0.2]), np.array([False]), np.ones(1)) == 0.5
