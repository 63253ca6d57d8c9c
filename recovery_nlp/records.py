"""The records that travel through the system: frozen, slotted, made of plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Literal

__all__ = ["Evidence", "Reject", "Reply", "Span", "Speaker", "Transcript", "Turn", "Verdict"]

Speaker = Literal["agent", "customer", "bot", "system"]
_NOTHING: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Span:
    """A labelled run of characters."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One message; `at` has a time zone or is None; `role_source` says how the speaker is known."""

    id: str
    speaker: Speaker
    author: str
    text: str
    at: datetime | None = None
    public: bool = True
    role_source: str = ""


@dataclass(frozen=True, slots=True)
class Transcript:
    """One conversation, in the order it was held; `rows` of the file went into it."""

    id: str
    turns: tuple[Turn, ...]
    customer: str = ""
    channel: str = ""
    language: str = ""
    source: str = ""
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Reply:
    """Everything one agent wrote before anybody else spoke; the unit that is scored.

    `before` holds the turns that came first, `turn_ids` pairs each joined turn's id
    with its offset in `text`.
    """

    id: str
    text: str
    conversation_id: str = ""
    agent: str = ""
    team: str = ""
    customer: str = ""
    at: datetime | None = None
    channel: str = ""
    language: str = ""
    before: tuple[Turn, ...] = ()
    turn_ids: tuple[tuple[str, int], ...] = ()

    @property
    def asked(self) -> str:
        """The customer's last words before this reply, or nothing."""
        for turn in reversed(self.before):
            if turn.speaker == "customer":
                return turn.text
        return ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that carry a cue: character offsets into the reply's text."""

    label: str
    start: int
    end: int
    probability: float
    source: Literal["pattern", "model", "lexicon"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was heard in one reply. `flagged` is None, with a reason, where nothing could be scored."""

    reply_id: str
    flagged: bool | None
    unsure: bool | None = None
    risk: float | None = None
    defensive: float | None = None
    last_word: float | None = None
    sincere: float | None = None
    verdicts: tuple[str, ...] = ()
    cues: Mapping[str, float] = field(default_factory=lambda: _NOTHING)
    decided: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    language: str = ""
    model: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that could not be read: kept with its place and the reason, never lost."""

    file: str
    place: str
    reason: str
    raw: str = ""
