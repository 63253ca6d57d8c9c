"""The plain format: JSON lines with `id` and `reply`, and what else is known."""

import json
from collections.abc import Iterator

from recovery_nlp.lang import language_code
from recovery_nlp.readers.reading import Mapped, Reader, answered, moment
from recovery_nlp.readers.source import Head, open_text
from recovery_nlp.records import Reject, Transcript

__all__ = ["REPLIES"]

_OPTIONAL = ("customer", "language", "agent", "at", "conversation_id", "channel")


def _fits(head: Head) -> bool:
    return (
        not head.delimiter and isinstance(head.first, dict) and "reply" in head.first and head.text.lstrip()[0] == "{"
    )


def _read(head: Head, mapped: Mapped) -> Iterator[Transcript | Reject]:  # noqa: ARG001  fields are known
    with open_text(head.path) as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            place = f"line {number}"
            try:
                record = json.loads(line)
            except (json.JSONDecodeError, RecursionError) as error:
                yield Reject(str(head.path), place, f"not JSON: {error}", line.rstrip("\n"))
                continue
            fault = _fault(record)
            if fault:
                yield Reject(str(head.path), place, fault, line.rstrip("\n"))
                continue
            texts = {name: record.get(name) or "" for name in _OPTIONAL}
            texts["at"] = str(texts["at"])
            name = place if record.get("id") in {None, ""} else str(record["id"])
            yield answered(
                name,
                customer=texts["customer"],
                reply=record.get("reply") or "",
                agent=texts["agent"],
                replied_at=moment(texts["at"]),
                language=language_code(texts["language"]),
                conversation=texts["conversation_id"],
                channel=texts["channel"],
                source="replies",
            )


def _fault(record: object) -> str:
    """What keeps a record from being a reply, in words; "" where nothing does."""
    if not isinstance(record, dict):
        return f"a {type(record).__name__}, not an object with id and reply"
    if "reply" not in record:
        return f"no field 'reply'; found: {', '.join(record) or 'none'}"
    kinds = {"at": str | int | float | None}
    wrong = [name for name in ("reply", *_OPTIONAL) if not isinstance(record.get(name), kinds.get(name, str | None))]
    return f"field {wrong[0]!r} is not text" if wrong else ""


REPLIES = Reader("replies", "JSON lines with id and reply (customer, language, agent, at optional)", _fits, _read)
