"""Scoring: the one door from text to verdict."""

from recovery_nlp.scoring.scorer import Scorer

__all__ = ["Scorer"]
