"""What can go wrong for a user: each error says what, where, and what to do."""

__all__ = ["BundleError", "CorpusError", "LanguageError", "MarkError", "ReadError", "RecoveryError", "UnknownNameError"]


class RecoveryError(Exception):
    """Base of every error that a user can cause and mend."""


class UnknownNameError(RecoveryError):
    """A name that is in no registry; lists the known ones."""


class MarkError(RecoveryError):
    """Marked text that cannot be read."""


class ReadError(RecoveryError):
    """A file that cannot be read, or fits no known format."""


class CorpusError(RecoveryError):
    """A corpus row that breaks its schema."""


class BundleError(RecoveryError):
    """A model bundle that is missing, truncated, altered or too new."""


class LanguageError(RecoveryError):
    """A language that is not supported."""
