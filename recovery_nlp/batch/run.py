"""Score a file: reader, replies, scorer and sink in one stream, with a tally that must add up."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from recovery_nlp.batch.sinks import Sink
from recovery_nlp.readers import choose, head
from recovery_nlp.records import Reject, Reply, Transcript, Verdict
from recovery_nlp.replies import replies
from recovery_nlp.scoring import Scorer

__all__ = ["Tally", "score_file"]


@dataclass(slots=True)
class Tally:
    """What became of the rows of a file; `rows == replies + joined + without_reply + rejected`."""

    rows: int = 0
    replies: int = 0
    joined: int = 0
    without_reply: int = 0
    rejected: int = 0
    flagged: int = 0
    unsure: int = 0
    sincere: int = 0
    unscored: Counter[str] = field(default_factory=Counter)
    cues: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)

    def take(self, transcript: Transcript) -> None:
        """Count the rows of a transcript, and those of them that hold no staff reply."""
        spoken = sum(turn.speaker == "agent" and turn.public and bool(turn.text.strip()) for turn in transcript.turns)
        self.rows += transcript.rows
        self.without_reply += transcript.rows - spoken

    @property
    def balances(self) -> bool:
        """Every row that came in is accounted for."""
        return self.rows == self.replies + self.joined + self.without_reply + self.rejected

    def count(self, reply: Reply, verdict: Verdict) -> None:
        """Count one scored reply."""
        self.replies += 1
        self.joined += len(reply.turn_ids) - 1
        if verdict.flagged is None:
            self.unscored[verdict.reason] += 1
            return
        self.flagged += verdict.flagged
        self.unsure += bool(verdict.unsure)
        self.sincere += "sincere" in verdict.verdicts
        for label in verdict.decided:
            self.cues[label] += 1
        for one in verdict.evidence:
            self.examples.setdefault(one.label, reply.text[one.start : one.end])


def score_file(
    path: Path,
    scorer: Scorer,
    sink: Sink,
    *,
    format: str = "",  # noqa: A002  the user's own word
    mapped: Mapping[str, str] | None = None,
    joined: bool = True,
    rejects: Path | None = None,
    heard: Callable[[Reply, Verdict], None] = lambda reply, verdict: None,  # noqa: ARG005
) -> Tally:
    """Score every staff reply of a file into a sink; bad rows go to `rejects`, with place and reason.

    `heard` is called with each scored reply, for progress and display.
    """
    seen = head(path)
    reader = choose(seen, format="table" if mapped and not format else format)
    tally = Tally()

    def transcripts() -> Iterator[Transcript]:
        for one in reader.read(seen, mapped or {}):
            if isinstance(one, Reject):
                tally.rows += 1
                tally.rejected += 1
                _keep(one, rejects, first=tally.rejected == 1)
            else:
                tally.take(one)
                yield one

    for reply, verdict in scorer.stream(replies(transcripts(), joined=joined)):
        sink.write(reply, verdict)
        tally.count(reply, verdict)
        heard(reply, verdict)
    if not tally.balances:
        raise AssertionError(f"Rows do not add up: {tally}. This is a defect of recovery-nlp; please report it.")
    return tally


def _keep(reject: Reject, path: Path | None, *, first: bool) -> None:
    if path is None:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    row = {"file": reject.file, "place": reject.place, "reason": reject.reason, "raw": reject.raw}
    with path.open("w" if first else "a", encoding="utf-8", errors="replace") as out:
        out.write(json.dumps(row, ensure_ascii=False) + "\n")
