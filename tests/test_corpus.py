from pathlib import Path

import pytest

from recovery_nlp.audit.corpus import faults, tables
from recovery_nlp.audit.nearness import near, shingles
from recovery_nlp.corpus import Row, read, write
from recovery_nlp.corpus.draft import merge
from recovery_nlp.corpus.grid import plan
from recovery_nlp.corpus.rows import read_file
from recovery_nlp.errors import CorpusError, RecoveryError
from recovery_nlp.places import data_folder
from recovery_nlp.records import Span

GRID = data_folder() / "grid.toml"
ROW = Row(
    "en-9001a",
    "en",
    "en-9001",
    "w",
    "shop",
    "chat",
    "plain",
    ("BC5",),
    ("pair",),
    "It broke!",
    "You should have looked.",
    (Span(0, 22, "blame_customer"),),
)


def change(row: Row, **fields: object) -> Row:
    from dataclasses import replace

    return replace(row, **fields)  # type: ignore[arg-type]


def folder_of(folder: Path, *rows: Row) -> Path:
    write(folder / "en" / "chat.jsonl", rows)
    return folder


def test_our_corpus_has_no_faults() -> None:
    assert list(faults(data_folder())) == []


def test_rows_come_back_as_they_were(tmp_path: Path) -> None:
    rows = list(read(data_folder(), languages=["en"]))[:50]
    write(tmp_path / "en" / "x.jsonl", rows)
    assert sorted(rows, key=lambda row: row.id) == list(read_file(tmp_path / "en" / "x.jsonl"))


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (change(ROW, spans=(Span(0, 99, "jab"),)), "lies outside"),
        (change(ROW, spans=(Span(0, 4, "jab"),)), "white space"),
        (change(ROW, spans=(Span(0, 3, "snark"),)), "unknown label 'snark'"),
        (change(ROW, spans=(Span(0, 3, "jab"), Span(0, 3, "jab"))), "stands twice"),
        (change(ROW, group="en-1"), "another scenario"),
        (change(ROW, reply=" ", spans=()), "is empty"),
        (change(ROW, customer=""), "customer's words are missing"),
        (change(ROW, tags=("pair", "twin")), "innocent twin is flagged"),
        (change(ROW, language="fr"), "lies in the folder of"),
    ],
)
def test_fault_is_named(tmp_path: Path, row: Row, message: str) -> None:
    assert any(message in fault for fault in faults(folder_of(tmp_path, row)))


def test_near_copies_across_groups_are_found(tmp_path: Path) -> None:
    text = "You should have looked at the label before you washed it at sixty degrees, Sir."
    one = change(ROW, reply=text, spans=(Span(0, 22, "blame_customer"),))
    other = change(one, id="en-9002a", group="en-9002", reply=text.replace("Sir", "Madam"))
    twin = change(one, id="en-9001b", reply=text.replace("Sir", "Ana"))
    found = list(faults(folder_of(tmp_path, one, other, twin)))
    assert any("en-9001a and en-9002a share" in fault for fault in found)
    assert not any("en-9001a and en-9001b" in fault for fault in found)


def test_id_used_twice_is_found(tmp_path: Path) -> None:
    write(tmp_path / "en" / "mail.jsonl", [ROW])
    assert any("stands twice" in fault for fault in faults(folder_of(tmp_path, ROW)))


@pytest.mark.parametrize("line", ["{", "{}", '{"id": "x", "spans": 3}'])
def test_broken_row_is_refused_with_its_place(tmp_path: Path, line: str) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "x.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(CorpusError):
        list(faults(tmp_path))


def test_counts_are_printed_per_language() -> None:
    assert "replies (en)" in next(tables(data_folder()))


def test_same_number_gives_the_same_cell() -> None:
    assert list(plan(GRID, language="en", first=5, count=3)) == list(plan(GRID, language="en", first=5, count=3))


def test_cells_cover_moves_and_channels() -> None:
    cells = list(plan(GRID, language="en", first=1, count=1760))
    assert len({cell.channel for cell in cells}) >= 8
    assert len({cell.sector for cell in cells}) >= 20
    assert len({move for cell in cells for move in cell.moves}) >= 150


def test_draft_is_taken_in(tmp_path: Path) -> None:
    (tmp_path / "grid.toml").write_text(GRID.read_text(encoding="utf-8"), encoding="utf-8")
    draft = tmp_path / "draft.txt"
    draft.write_text("=== en-0001a\nM: JB5\nC: Late!\nR: [[jab|At once, your highness]].\nBye.\n", encoding="utf-8")
    assert merge(draft, folder=tmp_path, writer="w99") == 1
    (row,) = read(tmp_path)
    assert row.reply == "At once, your highness.\nBye."
    assert row.spans == (Span(0, 22, "jab"),)
    assert row.writer == "w99"


@pytest.mark.parametrize(
    "text", ["=== en-0001a\nR: [[jab|open\n", "=== en-0001a\nR: [[snark|x]]\n", "=== nonsense\nR: x\n"]
)
def test_bad_draft_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "grid.toml").write_text(GRID.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "draft.txt").write_text(text, encoding="utf-8")
    with pytest.raises(RecoveryError):
        merge(tmp_path / "draft.txt", folder=tmp_path, writer="w99")


def test_last_words_of_the_customer_are_found() -> None:
    assert change(ROW, customer="[customer] Hi\n[agent] Hello\n[customer] It broke").asked == "It broke"
    assert change(ROW, customer="It broke").asked == "It broke"


def test_nearness_is_measured_between_groups() -> None:
    texts = ["one two three four five six", "one two three four five six", "something else entirely is said"]
    assert [(one, other) for one, other, _ in near(texts, ["a", "b", "c"])] == [(0, 1)]
    assert list(near(texts, ["a", "a", "c"])) == []


def test_short_text_is_one_shingle() -> None:
    assert shingles("Hi there") == {"hi there"}
