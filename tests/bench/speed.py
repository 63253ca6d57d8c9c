"""Speed as ratios: scoring beside VADER on the same replies in the same run, and one cold `explain`.

`make bench`. Replies are our corpus's own; medians of five rounds, taken in turn.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from recovery_nlp.corpus import read
from recovery_nlp.places import data_folder
from recovery_nlp.records import Reply, Turn
from recovery_nlp.scoring import Scorer

ROUNDS = 5


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    rows = [
        row for row in read(data_folder(), languages=["en"]) if row.channel in {"review response", "app-store response"}
    ]
    replies = [Reply(row.id, row.reply, language="en", before=(Turn("", "customer", "", row.asked),)) for row in rows]
    scorer, vader = Scorer.load(), SentimentIntensityAnalyzer()
    list(scorer.stream(replies[:256]))
    ours, theirs = [], []
    for _ in range(ROUNDS):
        theirs.append(seconds(lambda: [vader.polarity_scores(reply.text) for reply in replies]))
        ours.append(seconds(lambda: list(scorer.stream(replies))))
    ratio = statistics.median(theirs) / statistics.median(ours)
    print(f"replies: {len(replies)}, mean words {sum(len(row.reply.split()) for row in rows) / len(rows):.0f}")
    print(f"VADER: {len(replies) / statistics.median(theirs):,.0f} replies a second on one core")
    print(
        f"recovery_nlp: {len(replies) / statistics.median(ours):,.0f} replies a second on one core, language known, with evidence"
    )
    print(f"ratio to VADER: {ratio:.2f}")
    parts = {
        "python, nothing": "pass",
        "import spacy": "import spacy",
        "load the scorer": "from recovery_nlp.scoring import Scorer; Scorer.load()",
        "explain": "import sys; sys.argv = ['x', 'explain', 'We lost it, sorry.']; from recovery_nlp.cli import main; main()",
    }
    for name, code in parts.items():
        taken = [
            seconds(lambda code=code: subprocess.run([sys.executable, "-c", code], capture_output=True, check=False))
            for _ in range(ROUNDS)
        ]
        print(f"cold start, {name}: {statistics.median(taken):.2f} s (median of {ROUNDS})")


if __name__ == "__main__":
    main()
