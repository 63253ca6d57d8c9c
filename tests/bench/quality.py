"""Figures that are not on the cards: minimal pairs told apart, and on real replies precision, recall and the random arm.

`make bench NAME=quality`; real replies are skipped where `../shared` is absent.
"""

from pathlib import Path

from recovery_nlp.audit.evaluation import read_eval
from recovery_nlp.corpus.pairs import read_pairs
from recovery_nlp.places import data_folder
from recovery_nlp.records import Reply, Turn
from recovery_nlp.scoring import Scorer

DEV = Path("../shared/eval/dev.jsonl")


def main() -> None:
    scorer = Scorer.load()
    pairs = list(read_pairs(data_folder()))
    scored = [[scorer.score(text, customer=pair.customer) for text in (pair.flagged, pair.clean)] for pair in pairs]
    ranked = sum((bad.risk or 0) > (good.risk or 0) for bad, good in scored)
    split = sum(bool(bad.flagged and not good.flagged) for bad, good in scored)
    print(
        f"minimal pairs: {len(pairs)}, ranked right {ranked / len(pairs):.3f}, split at balanced {split / len(pairs):.3f}"
    )
    if not DEV.exists():
        print(f"{DEV} is not here: real replies are skipped.")
        return
    rows = read_eval(DEV, language="en")
    replies = [
        Reply(row.id, row.reply, language="en", before=(Turn("", "customer", "", row.customer),)) for row in rows
    ]
    verdicts = [verdict for _, verdict in scorer.stream(replies)]
    truth = [row.verdicts["flagged"] for row in rows]
    hits = sum(bool(verdict.flagged) and wanted for verdict, wanted in zip(verdicts, truth, strict=True))
    flagged = sum(bool(verdict.flagged) for verdict in verdicts)
    print(
        f"real replies: {len(rows)}, flagged {flagged}, precision {hits / flagged:.2f}, recall {hits / sum(truth):.2f}"
    )
    drawn = [place for place, row in enumerate(rows) if row.channel == "random"]  # the arm stands where a channel would
    expected = sum(verdicts[place].risk or 0 for place in drawn)
    observed = sum(truth[place] for place in drawn)
    print(f"random arm: {len(drawn)}, expected {expected:.1f}, observed {observed}")


if __name__ == "__main__":
    main()
