"""`app`: start the pages on this machine, for this machine alone."""

import os
import sys
from typing import Annotated

import typer

from recovery_nlp.places import app_file

__all__ = ["app"]


def app(*, port: Annotated[int, typer.Option(help="The port on 127.0.0.1.")] = 8501) -> None:
    """Open the pages in the browser; nothing leaves this machine."""
    command = [
        sys.executable, "-m", "streamlit", "run", str(app_file()),
        "--server.address=127.0.0.1", f"--server.port={port}", "--browser.gatherUsageStats=false",
        "--client.toolbarMode=viewer", "--server.fileWatcherType=none",
    ]  # fmt: skip
    os.execv(sys.executable, command)  # noqa: S606  our own fixed words; a signal then reaches the server itself
