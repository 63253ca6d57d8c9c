"""Languages: one TOML file each, with what its sentences, negations and cues look like."""

from recovery_nlp.lang.codes import language_code
from recovery_nlp.lang.detect import Detector
from recovery_nlp.lang.pack import Pack, packs

__all__ = ["Detector", "Pack", "language_code", "packs"]
