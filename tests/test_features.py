import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from recovery_nlp.features.counts import ASKED, count_names, counts
from recovery_nlp.features.grams import BITS, grams, tokens
from recovery_nlp.features.matrix import look_up, read
from recovery_nlp.features.transformer import SentenceFeatures
from recovery_nlp.nlp import build

nlp = build("en")


def docs(*texts: str) -> list:
    return list(nlp.pipe(texts))


def value(text: str, name: str, *, sentence: int = 0, asked: str = "") -> float:
    doc = nlp(text)
    doc.user_data[ASKED] = asked
    return float(counts([doc], tokens([doc]), code="en")[sentence, count_names("en").index(name)])


@given(st.lists(st.text(max_size=60), max_size=6))
@settings(max_examples=80, deadline=None)
def test_grams_of_any_texts_stay_in_their_sentences(texts: list[str]) -> None:
    batch = docs(*texts)
    words = tokens(batch)
    assert len(words.documents) == len(texts) + 1
    assert words.sentences[-1] == len(words.norms)
    if len(words.norms):
        buckets, starts, sizes = grams(words)
        owner = words.owner
        assert ((buckets >= 0) & (buckets < 2**BITS)).all()
        assert (owner[starts] == owner[starts + sizes - 1]).all()


@given(st.lists(st.text(max_size=60), min_size=1, max_size=6))
@settings(max_examples=50, deadline=None)
def test_a_batch_reads_as_its_documents_do(texts: list[str]) -> None:
    whole = read(docs(*texts), code="en")
    apart = [read(docs(text), code="en") for text in texts]
    assert np.allclose(whole.counts, np.vstack([one.counts for one in apart]))
    assert sorted(whole.buckets) == sorted(np.concatenate([one.buckets for one in apart]))


def test_numbers_are_folded() -> None:
    one, other = read(docs("pay 20 now"), code="en"), read(docs("pay 317 now"), code="en")
    assert sorted(one.buckets) == sorted(other.buckets)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Sorry that you feel that way.", "sorry > you + feeling"),
        ("Sorry, we lost it.", "sorry > us"),
        ("Sorry about it, but the sign is clear.", "sorry then adversative"),
        ("You should look.", "you + modal"),
        ("We have refunded it.", "us + mended"),
        ("The courier lost it.", "third without mended"),
        ("Why?", "question"),
        ("Now!", "exclamation"),
        ("It was 12.", "number"),
    ],
)
def test_count_hears_its_shape(text: str, name: str) -> None:
    assert value(text, name) > 0


def test_count_is_silent_elsewhere() -> None:
    assert value("Sorry that it broke.", "sorry > you + feeling") == 0


def test_adversative_at_the_head_of_the_next_sentence_counts() -> None:
    assert value("Sorry about it. But the sign is clear.", "adversative opens next") == 1


def test_customer_turn_is_read() -> None:
    assert value("Here you are.", "customer asks", asked="Where is it?") == 1
    assert value("Here you are.", "customer known") == 0


def test_look_up_finds_columns_and_nothing_else() -> None:
    assert look_up(np.array([3, 5, 9]), np.array([3, 9])).tolist() == [0, -1, 1]
    assert look_up(np.array([3]), np.array([], dtype=np.int64)).tolist() == [-1]


def test_rows_of_ngrams_have_length_one() -> None:
    features = SentenceFeatures(min_df=1, count_weight=0.0).fit(docs("we are late today", "we are sorry"))
    row = features.transform(docs("we are late"))
    assert row.multiply(row).sum() == pytest.approx(1.0, abs=0.3)


def test_transformer_follows_the_conventions_of_scikit_learn() -> None:
    features = SentenceFeatures("en", min_df=1)
    assert clone(features).get_params() == features.get_params()
    with pytest.raises(NotFittedError):
        features.transform(docs("a"))
    batch = docs("we are late", "sorry about the wait. A new one is coming.")
    matrix = features.fit_transform(batch)
    assert matrix.shape == (3, len(features.get_feature_names_out()))
