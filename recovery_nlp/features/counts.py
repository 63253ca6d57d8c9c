"""A few cheap counts per sentence: whom "sorry" is about, turns, reproach, place, and what the reply and the customer hold."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.strings import get_string_id
from spacy.tokens import Doc

from recovery_nlp.features.grams import NUMBER, Tokens
from recovery_nlp.labels import taxonomy
from recovery_nlp.lang import packs

__all__ = ["ASKED", "OWN_CUES", "count_names", "counts"]

ASKED = "asked"  # key of `doc.user_data`: the customer's last words before the reply
OWN_CUES = 3  # a pattern in the sentence itself weighs as three counts: on dev 1 gave AUROC 0.871, 2 0.873, 4 0.875
NEAR = 6  # words between "sorry" and whom it is about; the longest bridge in our corpus is "to hear that"
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Lists:
    names: tuple[str, ...]
    keys: npt.NDArray[np.uint64]
    masks: npt.NDArray[np.int64]
    anger: frozenset[str]
    praise: frozenset[str]


@cache
def _lists(code: str) -> _Lists:
    pack = packs()[code]
    names = tuple(sorted(pack.words))
    masks: dict[int, int] = {}
    for bit, name in enumerate(names):
        for word in pack.words[name]:
            key = get_string_id(word)
            masks[key] = masks.get(key, 0) | 1 << bit
    keys = sorted(masks)
    return _Lists(
        names,
        np.array(keys, dtype=np.uint64),
        np.array([masks[key] for key in keys], dtype=np.int64),
        pack.words["anger"],
        pack.words["praise"],
    )


_SHAPE = (
    "sorry > you + feeling", "sorry > us", "sorry then adversative", "adversative opens next", "you + modal", "us + mended",
    "third without mended", "first sentence", "last sentence", "place", "words", "sentences", "question",
    "exclamation", "number",
)  # fmt: skip
_CUSTOMER = (
    "customer known",
    "customer asks",
    "customer angry",
    "customer pleased",
    "customer words",
    "customer overlap",
)


def count_names(code: str) -> tuple[str, ...]:
    """The columns of `counts`, in order."""
    labels = taxonomy().names
    return (
        *(f"cue {label}" for label in labels),
        *(f"denied {label}" for label in labels),
        *(f"cue before {label}" for label in labels),
        *(f"cue after {label}" for label in labels),
        *(f"words {name}" for name in _lists(code).names),
        *_SHAPE,
        *_CUSTOMER,
    )


def counts(docs: Sequence[Doc], words: Tokens, *, code: str) -> Floats:
    """Count what each sentence holds; shape (sentences, len(count_names(code))), values about 0 to 1."""
    lists = _lists(code)
    total = len(words.sentences) - 1
    document = np.repeat(np.arange(len(docs)), np.diff(words.documents))
    bits = _bits(words, lists)
    held = np.zeros((total, len(lists.names)), dtype=np.float32)
    for bit in range(len(lists.names)):
        held[:, bit] = _per_sentence((bits >> bit) & 1, words)
    cues, denied = _cue_hits(docs, words)
    before, after = _around(cues, words)
    reply = np.add.reduceat(held, words.documents[:-1], axis=0)[document]
    present = np.minimum(held, 2) / 2
    return np.hstack(
        [
            cues * OWN_CUES,
            denied,
            before,
            after,
            present,
            _shape(words, bits, held, reply, lists, document),
            _customer(docs, words, lists)[document],
        ]
    ).astype(np.float32)


def _bits(words: Tokens, lists: _Lists) -> npt.NDArray[np.int64]:
    """For each token the word lists it stands in, as bits."""
    found = np.searchsorted(lists.keys, words.norms)
    found[found == len(lists.keys)] = 0
    return np.where(lists.keys[found] == words.norms, lists.masks[found], 0)


def _per_sentence(values: npt.NDArray[np.int64], words: Tokens) -> npt.NDArray[np.int64]:
    sums = np.concatenate([[0], np.cumsum(values)])
    return np.asarray(sums[words.sentences[1:]] - sums[words.sentences[:-1]])


def _cue_hits(docs: Sequence[Doc], words: Tokens) -> tuple[Floats, Floats]:
    """Which labels' patterns hit, and which were denied; both of shape (sentences, labels)."""
    column = {label: index for index, label in enumerate(taxonomy().names)}
    hits = np.zeros((2, len(words.sentences) - 1, len(column)), dtype=np.float32)
    for number, doc in enumerate(docs):
        low, high = words.documents[number], words.documents[number + 1]
        firsts: Any = (
            words.index[np.minimum(words.sentences[low:high], len(words.index) - 1)] if len(words.index) else []
        )
        for row, key in enumerate(("cues", "denied")):
            for cue in doc.spans.get(key, ()):
                sentence = low + max(0, int(np.searchsorted(firsts, cue.start, side="right")) - 1)
                hits[row, sentence, column[cue.label_]] = 1
    return hits[0], hits[1]


def _around(cues: Floats, words: Tokens) -> tuple[Floats, Floats]:
    """For each sentence, the labels hit before it and after it in its reply."""
    sums = np.vstack([np.zeros((1, cues.shape[1]), dtype=np.float32), np.cumsum(cues, axis=0)])
    per_document = np.diff(words.documents)
    low = np.repeat(words.documents[:-1], per_document)
    high = np.repeat(words.documents[1:], per_document)
    here = np.arange(len(cues))
    return np.minimum(sums[here] - sums[low], 1), np.minimum(sums[high] - sums[here + 1], 1)


def _shape(
    words: Tokens,
    bits: npt.NDArray[np.int64],
    held: Floats,
    reply: Floats,
    lists: _Lists,
    document: npt.NDArray[np.int64],
) -> Floats:
    """Who does what to whom, and where in the reply the sentence stands."""
    at = {name: index for index, name in enumerate(lists.names)}

    owner = words.owner  # once: it is made anew on every look

    def near(first: str, second: str, reach: int) -> npt.NDArray[np.int64]:
        """Tokens of one list followed within reach by one of another, in the same sentence."""
        one = (bits >> at[first]) & 1
        two = (bits >> at[second]) & 1
        found = np.zeros(len(bits), dtype=np.int64)
        for step in range(1, reach + 1):
            found[:-step] |= one[:-step] & two[step:] & (owner[:-step] == owner[step:])
        return found

    def has(name: str) -> npt.NDArray[np.bool_]:
        return np.asarray(held[:, at[name]] > 0)

    lengths = np.diff(words.sentences)
    sentences_in = np.diff(words.documents)[document]
    place = np.arange(len(held)) - words.documents[:-1][document]
    opens = np.zeros(len(held), dtype=np.int64)
    filled = lengths > 0
    opens[filled] = (bits[words.sentences[:-1][filled]] >> at["adversative"]) & 1
    next_opens = np.append(opens[1:], 0) * np.append(document[1:] == document[:-1], False)
    marks = {mark: get_string_id(mark) for mark in "?!"}
    columns = [
        (_per_sentence(near("sorry", "you", NEAR), words) > 0) & has("feeling"),
        _per_sentence(near("sorry", "us", 3), words) > 0,
        _per_sentence(near("sorry", "adversative", 25), words) > 0,
        next_opens > 0,
        _per_sentence(near("you", "modal", 2), words) > 0,
        _per_sentence(near("us", "mended", 4), words) > 0,
        has("third") & (reply[:, at["mended"]] == 0),
        place == 0,
        place == sentences_in - 1,
        place / np.maximum(sentences_in - 1, 1),
        np.log1p(lengths) / 4,
        np.log1p(sentences_in) / 3,
        _per_sentence((words.norms == marks["?"]).astype(np.int64), words) > 0,
        _per_sentence((words.norms == marks["!"]).astype(np.int64), words) > 0,
        _per_sentence((words.norms == NUMBER).astype(np.int64), words) > 0,
    ]
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)


def _customer(docs: Sequence[Doc], words: Tokens, lists: _Lists) -> Floats:
    """What the customer's last words were like; shape (documents, 6), zero where unknown."""
    rows = np.zeros((len(docs), len(_CUSTOMER)), dtype=np.float32)
    for number, doc in enumerate(docs):
        asked = str(doc.user_data.get(ASKED, "")).lower().replace("’", "'")
        said = _WORD.findall(asked)
        if not said:
            continue
        distinct = set(said)
        low, high = words.sentences[words.documents[number]], words.sentences[words.documents[number + 1]]
        shared = np.isin(words.norms[low:high], [get_string_id(word) for word in distinct if len(word) > 3])
        rows[number] = (
            1,
            "?" in asked,
            min(len(distinct & lists.anger), 3) / 3,
            min(len(distinct & lists.praise), 3) / 3,
            math.log1p(len(said)) / 5,
            float(shared.mean()) if len(shared) else 0,
        )
    return rows
