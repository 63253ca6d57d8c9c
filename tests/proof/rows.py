"""Proof that no row is lost: a large file with bad rows goes in, and every row is found again.

`make prove NAME=rows`; SCALE=0.01 runs it small. One line per claim, with the seed.
"""

import json
import os
import random
import resource
import tempfile
from pathlib import Path

from recovery_nlp.batch import score_file
from recovery_nlp.batch.sinks import open_sink
from recovery_nlp.corpus import read
from recovery_nlp.places import data_folder
from recovery_nlp.scoring import Scorer

ROWS, SEED, BAD = 100_000, 20261122, 0.01


def main(*, scale: float = 1.0) -> None:
    rows = int(ROWS * scale)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in.jsonl"
        good, bad, empty = _write(source, rows)
        first, second = (_score(source, Path(folder) / name) for name in ("one", "two"))
        with (Path(folder) / "one.jsonl").open(encoding="utf-8") as lines:
            written = [json.loads(line)["reply_id"] for line in lines]
        with (Path(folder) / "one.rejects").open(encoding="utf-8") as lines:
            rejects = sum(1 for _ in lines)
        claim(
            "rows in = replies + without a reply + rejected",
            first.rows == rows == first.replies + first.without_reply + first.rejected,
        )
        claim("every good row is scored, in order", written == good)
        claim("every bad row is in the side file", rejects == bad == first.rejected)
        claim("every empty row is counted", first.without_reply == empty)
        same = (Path(folder) / "one.jsonl").read_bytes() == (Path(folder) / "two.jsonl").read_bytes()
        claim("two runs write the same bytes", same and first.flagged == second.flagged)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB at {rows:,} rows")


def _write(path: Path, rows: int) -> tuple[list[str], int, int]:
    chance = random.Random(SEED)
    texts = [row.reply for row in read(data_folder(), languages=["en"])]
    good, bad, empty = [], 0, 0
    with path.open("w", encoding="utf-8") as out:
        for number in range(rows):
            draw = chance.random()
            if draw < BAD:
                bad += 1
                out.write("{broken\n")
            elif draw < 2 * BAD:
                empty += 1
                out.write(json.dumps({"id": str(number), "reply": ""}) + "\n")
            else:
                good.append(str(number))
                out.write(json.dumps({"id": str(number), "reply": chance.choice(texts), "language": "en"}) + "\n")
    return good, bad, empty


def _score(source: Path, stem: Path):
    with open_sink(stem.with_suffix(".jsonl")) as sink:
        return score_file(source, Scorer.load(), sink, rejects=stem.with_suffix(".rejects"))


def claim(text: str, holds: bool) -> None:
    print(f"{'holds' if holds else 'FAILS'} (seed {SEED}): {text}")
    if not holds:
        raise SystemExit(1)


if __name__ == "__main__":
    main(scale=float(os.environ.get("SCALE", "1")))
