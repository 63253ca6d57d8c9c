"""The corpus: its rows, its plan, and the notation writers use."""

from recovery_nlp.corpus.rows import Row, read, write

__all__ = ["Row", "read", "write"]
