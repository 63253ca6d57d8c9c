from dataclasses import replace

import pytest

from recovery_nlp.audit.agreement import agreements, read_readings, token_f1
from recovery_nlp.corpus.readings import Dispute, blind, disputes, parse_decisions, parse_reading, settle
from recovery_nlp.corpus.rows import Row, read
from recovery_nlp.errors import CorpusError, UnknownNameError
from recovery_nlp.places import data_folder
from recovery_nlp.records import Span

ROW = Row(
    "en-1a",
    "en",
    "en-1",
    "w",
    "shop",
    "chat",
    "v",
    (),
    (),
    "Hm",
    "Sorry. You broke it, as I said.",
    (Span(0, 5, "apology"), Span(7, 19, "blame_customer")),
)


def test_batch_hides_ids_and_labels() -> None:
    text, key = blind([ROW, replace(ROW, id="en-2b")], seed=1)
    assert "en-" not in text
    assert "apology" not in text
    assert set(key.values()) == {"en-1a", "en-2b"}


def test_reading_finds_its_words() -> None:
    text = "=== r1\napology: Sorry\ntold_you_so: as I said.\n=== r2\n-\n"
    found = dict(parse_reading(text, {"r1": ROW.reply, "r2": "x"}))
    assert found == {"r1": (Span(0, 5, "apology"), Span(21, 31, "told_you_so")), "r2": ()}


@pytest.mark.parametrize(("line", "error"), [("jab: not there", CorpusError), ("snark: Sorry", UnknownNameError)])
def test_wrong_reading_is_refused(line: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        list(parse_reading(f"=== r1\n{line}\n", {"r1": ROW.reply}))


def test_what_one_alone_found_is_disputed() -> None:
    (dispute,) = disputes([ROW], {"en-1a": (Span(0, 4, "apology"), Span(21, 30, "told_you_so"))}, seed=1)
    assert dispute.agreed == (Span(0, 5, "apology"),)
    assert set(dispute.disputed) == {Span(7, 19, "blame_customer"), Span(21, 30, "told_you_so")}


def test_third_reader_settles() -> None:
    dispute = Dispute(ROW, (Span(0, 5, "apology"),), (Span(7, 19, "blame_customer"), Span(21, 30, "told_you_so")))
    decisions = parse_decisions("en-1a: 2 + jab: You broke it\nen-9: -\n")
    assert decisions["en-9"][0] == frozenset()
    assert settle(dispute, *decisions["en-1a"]) == (
        Span(0, 5, "apology"),
        Span(7, 19, "jab"),
        Span(21, 30, "told_you_so"),
    )


def test_unreadable_decision_is_refused() -> None:
    with pytest.raises(CorpusError, match="line 1"):
        parse_decisions("en-1a keep all")


def test_token_f1_counts_words() -> None:
    assert token_f1([("a b c d", [Span(0, 3, "jab")], [Span(2, 5, "jab")])]) == 0.5
    assert token_f1([("a b", [Span(0, 3, "jab")], [Span(0, 3, "jab")])]) == 1.0


def test_our_corpus_was_read_twice() -> None:
    rows = list(read(data_folder(), languages=["en"]))
    readings = {reading.id: reading for reading in read_readings(data_folder(), language="en")}
    assert {row.id for row in rows} == set(readings)
    flagged = next(one for one in agreements(rows, list(readings.values())) if one.what == "flagged")
    assert flagged.alpha > 0.8
