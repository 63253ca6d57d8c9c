"""Batch: from a file of replies to a file of verdicts, with every row accounted for."""

from recovery_nlp.batch.run import Tally, score_file

__all__ = ["Tally", "score_file"]
