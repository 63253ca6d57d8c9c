"""The command line: it speaks, everything below is silent."""

from recovery_nlp.cli.main import main

__all__ = ["main"]
