"""`recovery-nlp`: score, explain, app, train, evaluate, corpus, labels."""

import sys
import traceback
from typing import Annotated

import typer

from recovery_nlp.cli import corpus, explain, learn, pages, score
from recovery_nlp.cli.speak import plain, say
from recovery_nlp.errors import RecoveryError

__all__ = ["app", "main"]

app = typer.Typer(
    name="recovery-nlp",
    help="Hear defensive and last-word phrasing in staff replies, see the words, and why.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("score")(score.score)
app.command("explain")(explain.explain)
app.command("labels")(explain.labels)
app.command("app")(pages.app)
app.command("train")(learn.train)
app.command("evaluate")(learn.evaluate)
app.add_typer(corpus.commands, name="corpus")


@app.callback(invoke_without_command=True)
def version(*, show: Annotated[bool, typer.Option("--version", help="Print the version and leave.")] = False) -> None:
    """Print the version, when asked."""
    if show:
        from importlib.metadata import version as installed

        typer.echo(installed("recovery-nlp"))
        raise typer.Exit


def main() -> None:
    """Run the command line; what a user can mend is one sentence and exit code 2."""
    try:
        app()
    except RecoveryError as error:
        say(f"[bold red]Error:[/] {_escaped(str(error))}")
        sys.exit(2)
    except Exception:
        traceback.print_exc()
        say("[bold red]This is a defect of recovery-nlp; please report it with the lines above.[/]")
        sys.exit(2)


def _escaped(text: str) -> str:
    return plain(text).replace("[", r"\[")
