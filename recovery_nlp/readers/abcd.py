"""ABCD-style JSON: conversations whose `original` is a list of [speaker, text]."""

import json
from collections.abc import Iterator

from recovery_nlp.errors import ReadError
from recovery_nlp.readers.reading import Mapped, Reader
from recovery_nlp.readers.source import Head, open_text
from recovery_nlp.records import Reject, Speaker, Transcript, Turn

__all__ = ["ABCD"]

_SPEAKERS: dict[str, Speaker] = {"agent": "agent", "customer": "customer", "action": "system"}


def _fits(head: Head) -> bool:
    return not head.delimiter and isinstance(head.first, dict) and isinstance(head.first.get("original"), list)


def _read(head: Head, mapped: Mapped) -> Iterator[Transcript | Reject]:  # noqa: ARG001  fields are known
    with open_text(head.path) as file:
        text = file.read()
    try:
        parsed = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ReadError(f"{head.path}: not whole JSON: {error}. Export it again.") from error
    for number, record in enumerate(parsed if isinstance(parsed, list) else [parsed], 1):
        place = f"conversation {number}"
        turns = record.get("original") if isinstance(record, dict) else None
        if not isinstance(turns, list):
            yield Reject(str(head.path), place, "no list 'original'", json.dumps(record, ensure_ascii=False))
            continue
        name = str(record.get("convo_id", number))
        kept = []
        for index, turn in enumerate(turns, 1):
            speaker = _speaker(turn)
            if speaker is None:
                reason = f"turn {index} is not [speaker, text] with speaker {', '.join(_SPEAKERS)}"
                yield Reject(str(head.path), f"{place}, turn {index}", reason, json.dumps(turn, ensure_ascii=False))
                continue
            kept.append(Turn(f"{name}/{index}", speaker, "", turn[1], role_source="format"))
        yield Transcript(name, tuple(kept), channel="chat", source="abcd", rows=len(kept))


def _speaker(turn: object) -> Speaker | None:
    match turn:
        case [str(speaker), str(_)]:
            return _SPEAKERS.get(speaker)
    return None


ABCD = Reader("abcd", "JSON conversations with original: [[speaker, text], …]", _fits, _read)
