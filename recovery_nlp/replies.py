"""From transcripts to replies: what one agent wrote before anybody else spoke, in one piece."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from recovery_nlp.lang import Detector
from recovery_nlp.records import Reply, Transcript, Turn

__all__ = ["join", "replies"]


def replies(transcripts: Iterable[Transcript], *, joined: bool = True) -> Iterator[Reply]:
    """Take the staff replies out of transcripts, each with the turns before it and its language.

    Consecutive public turns of one agent become one reply, joined by a newline, unless `joined`
    is false. The language is stated by the transcript or detected on all that the agent wrote in it.
    """
    detector = Detector()
    for transcript in transcripts:
        found = list(join(transcript, joined=joined))
        if transcript.language or not found:
            yield from found
            continue
        written: dict[str, list[str]] = {}
        for reply in found:
            written.setdefault(reply.agent, []).append(reply.text)
        codes = {
            agent: detector.detect("\n".join(texts), around=found[0].asked) if len(texts) > 1 else ""
            for agent, texts in written.items()
        }
        yield from (replace(reply, language=codes[reply.agent]) for reply in found)


def join(transcript: Transcript, *, joined: bool = True) -> Iterator[Reply]:
    """The replies of one transcript; turns without words and turns not public are passed over."""
    block: list[Turn] = []
    before: list[Turn] = []
    for turn in transcript.turns:
        if not turn.public or not turn.text.strip():
            continue
        speaks_on = bool(block) and joined and turn.speaker == "agent" and turn.author == block[0].author
        if block and not speaks_on:
            yield _reply(transcript, block, before)
            before.extend(block)
            block = []
        if turn.speaker == "agent":
            block.append(turn)
        else:
            before.append(turn)
    if block:
        yield _reply(transcript, block, before)


def _reply(transcript: Transcript, block: list[Turn], before: list[Turn]) -> Reply:
    offsets, position = [], 0
    for turn in block:
        offsets.append((turn.id, position))
        position += len(turn.text) + 1
    return Reply(
        id=block[0].id,
        text="\n".join(turn.text for turn in block),
        conversation_id=transcript.id,
        agent=block[0].author,
        customer=transcript.customer,
        at=block[0].at,
        channel=transcript.channel,
        language=transcript.language,
        before=tuple(before),
        turn_ids=tuple(offsets),
    )
