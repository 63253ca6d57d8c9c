"""Any CSV or TSV whose columns have usual names, or are named with `--map`."""

from collections.abc import Iterator, Mapping

from recovery_nlp.errors import ReadError
from recovery_nlp.lang import language_code
from recovery_nlp.readers.reading import Mapped, Reader, answered, moment
from recovery_nlp.readers.source import Head, rows_of
from recovery_nlp.records import Reject, Speaker, Transcript, Turn

__all__ = ["ALIASES", "TABLE", "columns_for"]

# Field names seen in exports; the first that is there wins. Compared without case, space and sign.
ALIASES: Mapping[str, tuple[str, ...]] = {
    "reply": ("reply", "reply_text", "agent_reply", "staff_reply", "response", "answer", "text", "utterance"),
    "customer": ("customer", "customer_message", "review", "question", "complaint", "inquiry"),
    "id": ("id", "reply_id", "message_id", "comment_id"),
    "conversation": ("conversation_id", "conversation", "ticket_id", "chat_id", "thread_id", "case", "case_id", "contact_id"),
    "role": ("role", "speaker", "author_type", "sender_type", "from_agent", "incoming", "participantrole"),
    "agent": ("agent", "agent_name", "author", "author_name", "sender"),
    "at": ("at", "created_at", "timestamp", "date", "time", "ts", "absolutetime"),
    "language": ("language", "lang", "locale"),
}  # fmt: skip
# Names of anybody's words: staff's only where a role says so.
MESSAGES = ("message", "body", "content", "comment", "plain_body", "body_text")
_SPEAKERS: Mapping[str, Speaker] = {
    "agent": "agent", "admin": "agent", "staff": "agent", "operator": "agent", "support": "agent",
    "customer": "customer", "user": "customer", "end-user": "customer", "enduser": "customer", "visitor": "customer",
    "client": "customer", "contact": "customer", "lead": "customer", "bot": "bot", "system": "system",
}  # fmt: skip
_YES, _NO = {"true", "1", "yes"}, {"false", "0", "no"}
# Columns that answer yes or no: whose words they are when yes, and when no (Freshdesk's `incoming` is the customer's).
_FLAGS: Mapping[str, tuple[Speaker, Speaker]] = {"fromagent": ("agent", "customer"), "incoming": ("customer", "agent")}

Row = tuple[str, dict[str, str], str]


def _plain(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign.isalnum())


def columns_for(head: Head, mapped: Mapped) -> dict[str, str]:
    """Which column holds which field: as mapped, else by alias; raises `ReadError` for a column that is not there."""
    known = {_plain(column): column for column in head.columns}
    found = {}
    for field, wanted in mapped.items():
        if field not in ALIASES:
            raise ReadError(f"--map knows no field {field!r}. Fields: {', '.join(ALIASES)}.")
        if _plain(wanted) not in known:
            raise ReadError(f"{head.path} has no column {wanted!r}. Columns: {', '.join(head.columns)}.")
        found[field] = known[_plain(wanted)]
    taken = set(found.values())
    has_roles = "role" in found or any(_plain(alias) in known for alias in ALIASES["role"])
    for field, aliases in ALIASES.items():
        for alias in (*aliases, *MESSAGES) if field == "reply" and has_roles else aliases:
            column = known.get(_plain(alias))
            if field not in found and column and column not in taken:
                found[field] = column
                taken.add(column)
    return found


def _fits(head: Head) -> bool:
    return bool(head.delimiter) and "reply" in columns_for(head, {})


def _read(head: Head, mapped: Mapped) -> Iterator[Transcript | Reject]:
    columns = columns_for(head, mapped)
    if "reply" not in columns:
        raise ReadError(
            f"{head.path}: no column holds the reply. Name it: --map reply=COLUMN. Columns: {', '.join(head.columns)}."
        )
    rows = _rows(head, columns)
    yield from _messages(head, rows, columns) if "role" in columns else _answers(head, rows)


def _rows(head: Head, columns: Mapping[str, str]) -> Iterator[Row]:
    """Cells by field; a row that does not fit has the field `fault`."""
    for place, row, raw, fault in rows_of(head.path, delimiter=head.delimiter):
        yield place, {"fault": fault} if row is None else {field: row[column] for field, column in columns.items()}, raw


def _answers(head: Head, rows: Iterator[Row]) -> Iterator[Transcript | Reject]:
    for place, row, raw in rows:
        if "fault" in row:
            yield Reject(str(head.path), place, row["fault"], raw)
            continue
        yield answered(
            row.get("id") or row.get("conversation") or place,
            customer=row.get("customer", ""),
            reply=row["reply"],
            agent=row.get("agent", ""),
            replied_at=moment(row.get("at", "")),
            language=language_code(row.get("language", "")),
            conversation=row.get("conversation", ""),
            source="table",
        )


def _messages(head: Head, rows: Iterator[Row], columns: Mapping[str, str]) -> Iterator[Transcript | Reject]:
    """Rows are single turns, in any mixture of conversations; the whole file is held to gather them."""
    turns: dict[str, list[Turn]] = {}
    languages: dict[str, str] = {}
    for place, row, raw in rows:
        role = row.get("role", "").strip().casefold()
        speaker = _speaker(role, _plain(columns["role"]))
        if "fault" in row or speaker is None:
            known = ", ".join((*_SPEAKERS, "true, false for from_agent and incoming"))
            yield Reject(str(head.path), place, row.get("fault") or f"role {role!r} is not known; known: {known}", raw)
            continue
        name = row.get("conversation", "") or place
        author = row.get("agent", "") if speaker == "agent" else ""
        turn = Turn(
            row.get("id") or f"{name}/{place}",
            speaker,
            author,
            row["reply"],
            moment(row.get("at", "")),
            role_source="column",
        )
        turns.setdefault(name, []).append(turn)
        languages[name] = languages.get(name) or language_code(row.get("language", ""))
    for name, found in turns.items():
        yield Transcript(name, tuple(found), language=languages[name], source="table", rows=len(found))


def _speaker(role: str, column: str) -> Speaker | None:
    if column in _FLAGS and role in _YES | _NO:
        return _FLAGS[column][0 if role in _YES else 1]
    return _SPEAKERS.get(role)


TABLE = Reader("table", "CSV or TSV with a column for the reply", _fits, _read)
