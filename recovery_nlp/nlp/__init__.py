"""The spaCy pipeline: tokens, sentences and cue patterns, on surface forms alone."""

from recovery_nlp.nlp.pipeline import build

__all__ = ["build"]
