"""Leakage probes: how well a reply's surface alone tells whether it is flagged, with groups held out.

A probe that does well on our corpus and not on real replies has found a habit of our writers.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MaxAbsScaler

from recovery_nlp.corpus.rows import Row
from recovery_nlp.stats import Figure, bootstrap

__all__ = ["LIMITS", "PROBES", "probe"]

Features = dict[str, float]
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")

# The commonest English words without content of their own; "not", "but", "you" and "our" are signal as well.
FUNCTION_WORDS = frozenset(
    [
        "a",
        "about",
        "above",
        "after",
        "again",
        "all",
        "also",
        "am",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "because",
        "been",
        "before",
        "being",
        "below",
        "between",
        "both",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "doing",
        "down",
        "during",
        "each",
        "few",
        "for",
        "from",
        "further",
        "had",
        "has",
        "have",
        "having",
        "he",
        "her",
        "here",
        "hers",
        "him",
        "his",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "just",
        "me",
        "more",
        "most",
        "my",
        "no",
        "nor",
        "not",
        "of",
        "off",
        "on",
        "once",
        "only",
        "or",
        "other",
        "our",
        "ours",
        "out",
        "over",
        "own",
        "same",
        "she",
        "should",
        "so",
        "some",
        "such",
        "than",
        "that",
        "the",
        "their",
        "theirs",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "through",
        "to",
        "too",
        "under",
        "until",
        "up",
        "us",
        "very",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "whom",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
        "yours",
    ]
)


def _length(row: Row) -> Features:
    words = len(row.reply.split())
    return {"words": np.log1p(words), "squared": np.log1p(words) ** 2, "lines": row.reply.count("\n")}


def _first_words(row: Row) -> Features:
    words = row.reply.lower().split()[:4]
    return {f"{place} {word}": 1.0 for place, word in enumerate(words)}


def _function_words(row: Row) -> Features:
    words = _WORD.findall(row.reply.lower())
    found = {word: words.count(word) / max(len(words), 1) for word in set(words) & FUNCTION_WORDS}
    return found or {"none": 1.0}


def _punctuation(row: Row) -> Features:
    text = row.reply
    size = max(len(text), 1)
    table = {sign: text.count(sign) / size for sign in ".,;:!?…-–()\"“”'’\n"}
    return {**table, "capitals": sum(sign.isupper() for sign in text) / size}


PROBES: Mapping[str, Callable[[Row], Features]] = {
    "length": _length,
    "first four words": _first_words,
    "function words": _function_words,
    "punctuation and case": _punctuation,
    "writer": lambda row: {row.writer: 1.0},
    "sector": lambda row: {row.sector: 1.0},
    "channel": lambda row: {row.channel: 1.0},
}
LIMITS: Mapping[str, float] = {
    "length": 0.60, "first four words": 0.65, "function words": 0.75, "punctuation and case": 0.60,
    "writer": 0.55, "sector": 0.55, "channel": 0.55,
}  # fmt: skip


def probe(rows: Sequence[Row]) -> Iterator[tuple[str, Figure]]:
    """AUROC of `flagged` for every probe, five folds, groups held out, with its interval."""
    truth = np.array([row.verdicts["flagged"] for row in rows])
    groups = np.array([row.group for row in rows])
    for name, features in PROBES.items():
        model = make_pipeline(DictVectorizer(), MaxAbsScaler(), LogisticRegression(max_iter=2000))
        found = [features(row) for row in rows]
        scores = cross_val_predict(model, found, truth, groups=groups, cv=GroupKFold(5), method="predict_proba")[:, 1]
        yield name, bootstrap(roc_auc_score, truth, scores, groups=groups)
