"""Output rows: one dict per reply, in full for JSON and flat for sheets."""

from typing import Any

from recovery_nlp.labels import taxonomy
from recovery_nlp.records import Reply, Verdict

__all__ = ["FIELDS", "defuse", "flat", "full"]

FIELDS = (
    "reply_id", "conversation_id", "agent", "at", "language", "text", "flagged", "unsure", "risk", "defensive",
    "last_word", "sincere", "verdicts", "cues", "evidence", "model", "reason",
)  # fmt: skip
_FORMULA = tuple("=+-@＝＋－＠")


def full(reply: Reply, verdict: Verdict) -> dict[str, Any]:  # Any: JSON values
    """The row of one reply, whole, as JSON holds it."""
    return {
        "reply_id": verdict.reply_id,
        "conversation_id": reply.conversation_id,
        "agent": reply.agent,
        "at": reply.at.isoformat() if reply.at else None,
        "language": verdict.language,
        "text": reply.text,
        "flagged": verdict.flagged,
        "unsure": verdict.unsure,
        "risk": verdict.risk,
        "defensive": verdict.defensive,
        "last_word": verdict.last_word,
        "sincere": verdict.sincere,
        "verdicts": list(verdict.verdicts),
        "cues": dict(verdict.cues),
        "evidence": [
            {
                "label": one.label,
                "start": one.start,
                "end": one.end,
                "text": reply.text[one.start : one.end],
                "probability": one.probability,
                "source": one.source,
            }
            for one in verdict.evidence
        ],
        "model": verdict.model,
        "reason": verdict.reason,
    }


def flat(reply: Reply, verdict: Verdict, *, wide: bool = False) -> dict[str, Any]:  # Any: cell values
    """The row of one reply for a sheet: `cues` are the decided labels; `wide` adds a column per cue."""
    row = full(reply, verdict)
    row["verdicts"] = "; ".join(verdict.verdicts)
    row["cues"] = "; ".join(verdict.decided)
    row["evidence"] = "; ".join(f"{one.label}: “{reply.text[one.start : one.end]}”" for one in verdict.evidence)
    if wide:
        row.update({f"cue_{name}": verdict.cues.get(name) for name in taxonomy().names})
    return {name: defuse(value) if isinstance(value, str) else value for name, value in row.items()}


def defuse(cell: str) -> str:
    """Keep a spreadsheet from running a cell as a formula, as OWASP advises against CSV injection.

    >>> defuse("=1+1")
    "'=1+1"
    """
    return f"'{cell}" if cell and (cell.startswith(_FORMULA) or ord(cell[0]) < 32) else cell
