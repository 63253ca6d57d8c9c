import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recovery_nlp.errors import ReadError, RecoveryError
from recovery_nlp.readers import READERS, choose, head
from recovery_nlp.readers.reading import moment
from recovery_nlp.records import Reject, Transcript

PLAY = 'reviewId,userName,content,score,at,replyContent,repliedAt\nr1,Ada,"Slow, and crashes",1,2026-01-02 10:00:00,"Hi Ada,\nsorry.",2026-01-03 10:00:00\nr2,Bo,Fine,5,2026-01-02 10:00:00,,\n'
PILOT = '\ufeff"companyName","reviewId","reviewTitle","reviewDescription","reviewCompanyResponse","reviewDate"\n"Lamp & Co","t1","Dark…","Dark lamp","We swapped it.","2026-01-19T11:38:18.000Z"\n"Lamp & Co","t2","Ok","Bright","",""\n'
CHATS = json.dumps(
    [
        {
            "convo_id": 7,
            "original": [
                ["agent", "Hi!"],
                ["agent", "How can I help?"],
                ["action", "looked up"],
                ["customer", "Late"],
                ["agent", "Sorry."],
            ],
        }
    ]
)
LINES = '{"id": "a", "reply": "We lost it.", "customer": "Where?", "agent": "Ana", "at": "2026-02-01T08:00:00+01:00"}\n{"id": "b", "reply": "Found it."}\n'
TABLE = "ticket_id;speaker;message;created_at\n1;customer;Where?;2026-01-01\n1;agent;Here.;2026-01-01\n1;agent;Sorry.;2026-01-01\n2;agent;Hello.;2026-01-02\n"
FILES = {"google-play": PLAY, "trustpilot": PILOT, "abcd": CHATS, "replies": LINES, "table": TABLE}
REPLIES = {
    "google-play": ["Hi Ada,\nsorry."],
    "trustpilot": ["We swapped it."],
    "abcd": ["Hi!", "How can I help?", "Sorry."],
    "replies": ["We lost it.", "Found it."],
    "table": ["Here.", "Sorry.", "Hello."],
}


def write(folder: Path, text: str | bytes, *, encoding: str = "utf-8") -> Path:
    path = folder / "export"
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


def read(path: Path, *, format: str = "", mapped: dict[str, str] | None = None) -> list[Transcript | Reject]:  # noqa: A002
    seen = head(path)
    return list(choose(seen, format=format).read(seen, mapped or {}))


def texts(found: list[Transcript | Reject]) -> list[str]:
    return [turn.text for one in found if isinstance(one, Transcript) for turn in one.turns if turn.speaker == "agent"]


def test_every_reader_has_a_fixture() -> None:
    assert set(FILES) == set(READERS)


@pytest.mark.parametrize("name", list(READERS))
def test_format_is_detected_from_content(tmp_path: Path, name: str) -> None:
    assert choose(head(write(tmp_path, FILES[name]))).name == name


@pytest.mark.parametrize("name", list(READERS))
def test_replies_are_read(tmp_path: Path, name: str) -> None:
    assert texts(read(write(tmp_path, FILES[name]))) == REPLIES[name]


@pytest.mark.parametrize("name", list(READERS))
@pytest.mark.parametrize("ends", ["\r\n", "\n"])
def test_line_ends_do_not_matter(tmp_path: Path, name: str, ends: str) -> None:
    path = write(tmp_path, FILES[name].replace("\n", ends))
    assert [text.replace("\r\n", "\n") for text in texts(read(path))] == REPLIES[name]


@pytest.mark.parametrize("name", list(READERS))
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_bom_and_utf16_are_read(tmp_path: Path, name: str, encoding: str) -> None:
    assert texts(read(write(tmp_path, FILES[name].lstrip("\ufeff"), encoding=encoding))) == REPLIES[name]


def test_windows_1252_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, "id;reply\n1;Désolé, c’est réparé\n", encoding="cp1252")
    assert texts(read(path)) == ["Désolé, c’est réparé"]


@pytest.mark.parametrize("name", list(READERS))
def test_every_reader_refuses_an_empty_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(ReadError, match="is empty"):
        read(write(tmp_path, " \n"), format=name)


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="cannot be opened"):
        head(tmp_path / "nothing.csv")


@pytest.mark.parametrize(
    "text", ["plain words\nmore words\n", '{"a": 1}', "[]", "[1, 2]", '{"reply"', "colour,size\nred,3\n"]
)
def test_stranger_gets_columns_and_formats(tmp_path: Path, text: str) -> None:
    with pytest.raises(ReadError, match="Known formats: google-play"):
        read(write(tmp_path, text))


def test_row_with_too_many_cells_is_rejected_with_its_place(tmp_path: Path) -> None:
    found = read(write(tmp_path, PLAY + "r3,Cy,Bad,1,2026,sorry,2026,extra\n"))
    (reject,) = [one for one in found if isinstance(one, Reject)]
    assert reject.place == "line 5"
    assert "r3" in reject.raw
    assert len(found) == 3


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{broken", "not JSON"),
        ("[1]", "a list"),
        ('{"id": 1}', "no field 'reply'"),
        ('{"id": 1, "reply": 7}', "'reply' is not text"),
        ('{"id": 1, "reply": "x", "customer": []}', "'customer' is not text"),
    ],
)
def test_bad_line_of_replies_is_rejected_with_a_reason(tmp_path: Path, line: str, reason: str) -> None:
    found = read(write(tmp_path, LINES + line + "\n"))
    assert texts(found) == REPLIES["replies"]
    assert isinstance(found[-1], Reject)
    assert reason in found[-1].reason


def test_bad_turn_of_a_chat_is_rejected_and_the_rest_kept(tmp_path: Path) -> None:
    found = read(
        write(
            tmp_path, json.dumps([{"convo_id": 1, "original": [["agent", "Hi"], ["alien", "x"], "y"]}, {"original": 3}])
        )
    )
    assert texts(found) == ["Hi"]
    assert len([one for one in found if isinstance(one, Reject)]) == 3


def test_unknown_role_is_rejected_and_lists_the_known(tmp_path: Path) -> None:
    found = read(write(tmp_path, TABLE + "2;alien;Boo;2026\n"))
    assert any("known: agent, admin" in one.reason for one in found if isinstance(one, Reject))


def test_column_is_mapped_by_name(tmp_path: Path) -> None:
    path = write(tmp_path, "No\tBody text\tWho\n1\tWe lost it.\tAna\n")
    found = read(path, format="table", mapped={"reply": "body text", "agent": "Who"})
    assert texts(found) == ["We lost it."]
    assert found[0].turns[0].author == "Ana"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("mapped", "message"),
    [({"reply": "Nope"}, "Columns: id, reply"), ({"answer": "reply"}, "Fields: reply, customer")],
)
def test_wrong_mapping_lists_the_choices(tmp_path: Path, mapped: dict[str, str], message: str) -> None:
    with pytest.raises(ReadError, match=message):
        read(write(tmp_path, "id,reply\n1,x\n"), format="table", mapped=mapped)


def test_incoming_is_the_customer_and_from_agent_is_staff(tmp_path: Path) -> None:
    assert texts(read(write(tmp_path, "ticket_id,incoming,body\n1,true,Late!\n1,false,Sorry.\n"))) == ["Sorry."]
    assert texts(read(write(tmp_path, "ticket_id,from_agent,body\n1,false,Late!\n1,true,Sorry.\n"))) == ["Sorry."]


def test_rows_without_a_conversation_stay_apart(tmp_path: Path) -> None:
    found = read(write(tmp_path, "role,agent,text\nagent,Ana,One.\nagent,Ana,Two.\n"))
    assert len([one for one in found if isinstance(one, Transcript)]) == 2


def test_conversations_that_alternate_keep_their_turns(tmp_path: Path) -> None:
    found = read(write(tmp_path, "chat_id,role,text\n1,customer,A?\n2,customer,B?\n1,agent,A.\n2,agent,B.\n"))
    assert [[turn.text for turn in one.turns] for one in found if isinstance(one, Transcript)] == [
        ["A?", "A."],
        ["B?", "B."],
    ]


@pytest.mark.parametrize("column", ["body", "comment", "content", "message"])
def test_anybodys_words_are_not_taken_for_staffs(tmp_path: Path, column: str) -> None:
    with pytest.raises(ReadError, match="--map reply=COLUMN"):
        read(write(tmp_path, f"id,{column}\n1,Where is it?\n"))


@pytest.mark.parametrize("name", list(READERS))
@pytest.mark.parametrize("text", ["colour,size\nred,3\n", '{"a": 1}\n'])
def test_forced_format_on_the_wrong_file_is_one_sentence(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(ReadError, match=r"Columns"):
        read(write(tmp_path, text), format=name)


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="two columns called 'reply'"):
        read(write(tmp_path, "id,reply,reply\n1,x,\n"))


def test_open_quote_is_rejected_with_its_lines(tmp_path: Path) -> None:
    found = read(write(tmp_path, 'id,reply\n1,Fine.\n2,"open\n3,lost?\n'))
    assert texts(found) == ["Fine."]
    (reject,) = [one for one in found if isinstance(one, Reject)]
    assert "quotes" in reject.reason
    assert "3,lost?" in reject.raw


def test_long_first_record_is_recognised(tmp_path: Path) -> None:
    path = write(tmp_path, json.dumps({"id": 0, "reply": "We are late. " * 20_000}) + "\n")
    (found,) = read(path)
    assert isinstance(found, Transcript)
    assert found.id == "0"


def test_deeply_nested_json_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError):
        read(write(tmp_path, "[" * 50_000))


@pytest.mark.parametrize(("text", "year"), [("1711061200", 2024), ("1711061200000", 2024), ("03/01/2026 10:15", None)])
def test_seconds_and_milliseconds_are_times(text: str, year: int | None) -> None:
    found = moment(text)
    assert (found.year if found else None) == year


def test_time_without_a_zone_is_utc_and_nonsense_is_none() -> None:
    assert str(moment("2026-01-02 10:00:00")) == "2026-01-02 10:00:00+00:00"
    assert moment("yesterday") is None


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_read_or_refused_in_a_sentence(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    path = write(tmp_path_factory.mktemp("bytes"), raw)
    try:
        read(path)
    except RecoveryError as error:
        assert str(path) in str(error)  # noqa: PT017


@given(
    st.lists(
        st.text(
            alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\x00"), min_size=1, max_size=40
        ),
        min_size=1,
        max_size=8,
    )
)
@settings(max_examples=60, deadline=None)
def test_no_text_is_lost_in_a_table(tmp_path_factory: pytest.TempPathFactory, cells: list[str]) -> None:
    import csv

    path = tmp_path_factory.mktemp("table") / "t.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([["id", "reply"], *([str(place), cell] for place, cell in enumerate(cells))])
    assert texts(read(path)) == [cell for cell in cells if cell.strip()]


@pytest.mark.parametrize(
    ("name", "rows", "replies"),
    [("google_play_reviews.csv", 1869, 1808), ("trustpilot_export.csv", 200, 150), ("abcd_sample.json", 72, 32)],
)
def test_real_exports_are_read_whole(shared: Path, name: str, rows: int, replies: int) -> None:
    found = read(shared / "samples" / name)
    assert sum(one.rows for one in found if isinstance(one, Transcript)) == rows
    assert len(texts(found)) == replies
    assert not [one for one in found if isinstance(one, Reject)]
