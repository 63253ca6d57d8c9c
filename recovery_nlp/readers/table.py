"""Any CSV or TSV whose columns have usual names, or are named with `--map`."""

from collections.abc import Iterator, Mapping
from itertools import groupby

from recovery_nlp.errors import ReadError
from recovery_nlp.readers.reading import Mapped, Reader, answered, moment
from recovery_nlp.readers.source import Head, rows_of
from recovery_nlp.records import Reject, Speaker, Transcript, Turn

__all__ = ["ALIASES", "TABLE", "columns_for"]

# Field names seen in exports; the first that is there wins. Compared without case, space and sign.
ALIASES: Mapping[str, tuple[str, ...]] = {
    "reply": ("reply", "reply_text", "agent_reply", "response", "text", "body", "message", "content", "comment", "plain_body", "body_text", "utterance"),
    "customer": ("customer", "customer_message", "review", "question", "complaint", "inquiry"),
    "id": ("id", "reply_id", "message_id", "comment_id"),
    "conversation": ("conversation_id", "conversation", "ticket_id", "chat_id", "thread_id", "case", "case_id", "contact_id"),
    "role": ("role", "speaker", "author_type", "sender_type", "from_agent", "incoming", "participantrole"),
    "agent": ("agent", "agent_name", "author", "author_name", "sender"),
    "at": ("at", "created_at", "timestamp", "date", "time", "ts", "absolutetime"),
    "language": ("language", "lang", "locale"),
}  # fmt: skip
_SPEAKERS: Mapping[str, Speaker] = {
    "agent": "agent", "admin": "agent", "staff": "agent", "operator": "agent", "support": "agent", "true": "agent", "1": "agent",
    "customer": "customer", "user": "customer", "end-user": "customer", "enduser": "customer", "visitor": "customer",
    "client": "customer", "contact": "customer", "lead": "customer", "false": "customer", "0": "customer",
    "bot": "bot", "system": "system",
}  # fmt: skip


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
    for field, aliases in ALIASES.items():
        for alias in aliases:
            column = known.get(_plain(alias))
            if field not in found and column and column not in taken:
                found[field] = column
                taken.add(column)
    return found


def _fits(head: Head) -> bool:
    return bool(head.delimiter) and len(head.columns) > 0 and "reply" in columns_for(head, {})


def _read(head: Head, mapped: Mapped) -> Iterator[Transcript | Reject]:
    columns = columns_for(head, mapped)
    if "reply" not in columns:
        raise ReadError(
            f"{head.path}: no column holds the reply. Name it: --map reply=COLUMN. Columns: {', '.join(head.columns)}."
        )
    rows = _rows(head, columns)
    yield from _messages(head, rows) if "role" in columns else _answers(head, rows)


def _rows(head: Head, columns: Mapping[str, str]) -> Iterator[tuple[str, dict[str, str], str]]:
    """Cells by field; a row that does not fit has the field `fault`."""
    for place, row, raw in rows_of(head.path, delimiter=head.delimiter):
        if row is None:
            yield place, {"fault": f"more cells than the {len(head.columns)} columns"}, raw
        else:
            yield place, {field: row[column] for field, column in columns.items()}, raw


def _answers(head: Head, rows: Iterator[tuple[str, dict[str, str], str]]) -> Iterator[Transcript | Reject]:
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
            language=row.get("language", "")[:2].lower(),
            conversation=row.get("conversation", ""),
            source="table",
        )


def _messages(head: Head, rows: Iterator[tuple[str, dict[str, str], str]]) -> Iterator[Transcript | Reject]:
    """Rows are single turns; those of one conversation follow each other."""
    for name, group in groupby(rows, key=lambda one: one[1].get("conversation", "")):
        turns = []
        language = ""
        for place, row, raw in group:
            role = row.get("role", "").strip().casefold()
            speaker = _SPEAKERS.get(role)
            if "fault" in row or speaker is None:
                known = ", ".join(sorted(_SPEAKERS))
                yield Reject(
                    str(head.path), place, row.get("fault") or f"role {role!r} is not known; known: {known}", raw
                )
                continue
            author = row.get("agent", "") if speaker == "agent" else ""
            turn_id = row.get("id") or f"{name}/{place}"
            turns.append(Turn(turn_id, speaker, author, row["reply"], moment(row.get("at", "")), role_source="column"))
            language = language or row.get("language", "")[:2].lower()
        if turns:
            yield Transcript(name or turns[0].id, tuple(turns), language=language, source="table", rows=len(turns))


TABLE = Reader("table", "CSV or TSV with a column for the reply (or --map reply=COLUMN)", _fits, _read)
