"""What a reader is: a name, a test of a file's head, and a stream of transcripts and rejects."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from recovery_nlp.readers.source import Head
from recovery_nlp.records import Reject, Transcript, Turn

__all__ = ["Mapped", "Reader", "answered", "moment"]

Mapped = Mapping[str, str]
_EPOCH = re.compile(r"^\d{9,13}(?:\.\d+)?$")
_MILLISECONDS = 1e11  # seconds would lie after the year 5000


@dataclass(frozen=True, slots=True)
class Reader:
    """One input format."""

    name: str
    title: str
    fits: Callable[[Head], bool]
    read: Callable[[Head, Mapped], Iterator[Transcript | Reject]]


def moment(text: str) -> datetime | None:
    """A time as exports write it, ISO or seconds (or milliseconds) since 1970; without a zone UTC, unreadable None.

    >>> moment("2026-01-19T11:38:18.000Z").isoformat()
    '2026-01-19T11:38:18+00:00'
    """
    if _EPOCH.match(text.strip()):
        seconds = float(text)
        return datetime.fromtimestamp(seconds / 1000 if seconds >= _MILLISECONDS else seconds, tz=UTC)
    try:
        parsed = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def answered(
    id: str,  # noqa: A002  the record's own name
    *,
    customer: str,
    reply: str,
    agent: str = "",
    asked_at: datetime | None = None,
    replied_at: datetime | None = None,
    name: str = "",
    channel: str = "",
    language: str = "",
    conversation: str = "",
    source: str = "",
) -> Transcript:
    """A conversation of two turns: a customer's words and staff's answer, either of which may be missing."""
    turns = []
    if customer.strip():
        turns.append(Turn(f"{id}/customer", "customer", name, customer, asked_at, role_source="format"))
    if reply.strip():
        turns.append(Turn(id, "agent", agent, reply, replied_at, role_source="format"))
    return Transcript(conversation or id, tuple(turns), name, channel, language, source)
