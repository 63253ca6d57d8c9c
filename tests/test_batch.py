import csv
import json
from pathlib import Path

import openpyxl
import pytest

from recovery_nlp.batch import score_file
from recovery_nlp.batch.rows import FIELDS, defuse
from recovery_nlp.batch.sinks import CELL, SINKS, open_sink
from recovery_nlp.errors import UnknownNameError
from recovery_nlp.labels import taxonomy
from recovery_nlp.scoring import Scorer

ROWS = [
    {"id": "1", "reply": "Sorry you feel that way, but our policy is clear.", "customer": "Late again!"},
    {"id": "2", "reply": "I'm sorry about the wait. Here's a new one, and the cake is on us."},
    {"id": "3", "reply": '=HYPERLINK("http://x")'},
    {"id": "4", "reply": ""},
    {"id": "5", "reply": "Całą kwotę zwróciliśmy dziś rano na konto."},
]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in ROWS) + "\n{broken\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("suffix", list(SINKS))
def test_every_row_is_accounted_for(tmp_path: Path, source: Path, scorer: Scorer, suffix: str) -> None:
    rejects = tmp_path / "rejects.jsonl"
    with open_sink(tmp_path / f"out{suffix}") as sink:
        tally = score_file(source, scorer, sink, rejects=rejects)
    assert (tally.rows, tally.replies, tally.without_reply, tally.rejected) == (6, 4, 1, 1)
    assert tally.rows == tally.replies + tally.joined + tally.without_reply + tally.rejected
    (reject,) = [json.loads(line) for line in rejects.read_text(encoding="utf-8").splitlines()]
    assert reject["place"] == "line 6"
    assert reject["raw"] == "{broken"


def test_json_row_is_whole(tmp_path: Path, source: Path, scorer: Scorer) -> None:
    with open_sink(tmp_path / "out.jsonl") as sink:
        score_file(source, scorer, sink)
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["reply_id"] for row in rows] == ["1", "2", "3", "5"]
    assert all(tuple(row) == FIELDS for row in rows)
    assert rows[0]["flagged"] is True
    assert all(row["text"][one["start"] : one["end"]] == one["text"] for row in rows for one in row["evidence"])
    assert set(rows[0]["cues"]) == set(taxonomy().names)
    assert rows[3]["flagged"] is None
    assert "not supported" in rows[3]["reason"]


def test_csv_has_a_bom_and_no_formula(tmp_path: Path, source: Path, scorer: Scorer) -> None:
    with open_sink(tmp_path / "out.csv", wide=True) as sink:
        score_file(source, scorer, sink)
    raw = (tmp_path / "out.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
    assert rows[2]["text"].startswith("'=")
    assert "qualified_apology: “" in rows[0]["evidence"]
    assert float(rows[0]["cue_qualified_apology"]) > 0.5


def test_workbook_holds_text_not_formulas(tmp_path: Path, source: Path, scorer: Scorer) -> None:
    with open_sink(tmp_path / "out.xlsx") as sink:
        score_file(source, scorer, sink)
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert sheet is not None
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert tuple(cells[0]) == FIELDS
    assert cells[1][FIELDS.index("flagged")] is True
    assert str(cells[3][FIELDS.index("text")]).startswith("'=")
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_cell_over_the_limit_is_cut_and_says_so(tmp_path: Path, scorer: Scorer) -> None:
    source = tmp_path / "long.jsonl"
    source.write_text(json.dumps({"id": "1", "reply": "We are late. " * 4000}), encoding="utf-8")
    with open_sink(tmp_path / "out.xlsx") as sink:
        score_file(source, scorer, sink)
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert sheet is not None
    text = str(sheet.cell(2, FIELDS.index("text") + 1).value)
    assert len(text) <= CELL
    assert text.endswith("[cut: cell limit]")


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\tx", "\rx", "＝1"])
def test_formula_signs_are_defused(cell: str) -> None:
    assert defuse(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "a=b", "1-2", "“=”"])
def test_plain_cells_are_left(cell: str) -> None:
    assert defuse(cell) == cell


def test_broken_run_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), open_sink(tmp_path / "out.csv"):
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_unknown_suffix_lists_the_known(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match=r"\.jsonl, \.csv, \.xlsx"), open_sink(tmp_path / "out.parquet"):
        pass
