"""`corpus`: plan cells, take in drafts, check everything."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from recovery_nlp.places import data_folder

__all__ = ["commands"]

commands = typer.Typer(name="corpus", help="Plan, take in and check the corpus.", no_args_is_help=True)
Data = Annotated[Path | None, typer.Option(help="The data folder; the repository's by default.")]


@commands.command()
def check(*, data: Data = None) -> None:
    """Check schema, offsets, labels, duplicates, near-duplicates and groups; print counts. Exit 2 on faults."""
    from recovery_nlp.audit.corpus import faults, tables
    from recovery_nlp.cli.speak import say

    folder = data or data_folder()
    for table in tables(folder):
        typer.echo(table)
        typer.echo()
    found = list(faults(folder))
    for fault in found:
        say(fault)
    say(f"{len(found)} faults" if found else "no faults")
    if found:
        raise typer.Exit(2)


@commands.command()
def plan(
    *,
    language: Annotated[str, typer.Option(help="Language of the cells.")],
    first: Annotated[int, typer.Option(help="Number of the first cell.")] = 1,
    count: Annotated[int, typer.Option(help="How many.")] = 100,
    data: Data = None,
) -> None:
    """Draw cells of the scenario grid, for a writer to fill, as JSON lines."""
    from recovery_nlp.corpus.grid import plan as draw

    for cell in draw((data or data_folder()) / "grid.toml", language=language, first=first, count=count):
        typer.echo(json.dumps(asdict(cell), ensure_ascii=False))


@commands.command()
def add(
    draft: Annotated[Path, typer.Argument(help="A writer's draft in marked text.")],
    *,
    writer: Annotated[str, typer.Option(help="The writer's name, for example w17.")],
    data: Data = None,
) -> None:
    """Take a draft into the corpus: marks become spans, rows go to their part."""
    from recovery_nlp.cli.speak import say
    from recovery_nlp.corpus.draft import merge

    added = merge(draft, folder=data or data_folder(), writer=writer)
    say(f"{added} rows taken in. Run `recovery-nlp corpus check`.")


@commands.command()
def card(
    *,
    real: Annotated[
        Path | None, typer.Option(help="Labelled real replies, to measure beside; figures alone are kept.")
    ] = None,
    data: Data = None,
) -> None:
    """Write the data card from the data."""
    from recovery_nlp.audit.data_card import measure_real, write_data_card
    from recovery_nlp.audit.evaluation import read_eval
    from recovery_nlp.cli.speak import say
    from recovery_nlp.corpus.rows import files

    folder = data or data_folder()
    if real:
        languages = sorted({path.parent.name for path in files(folder)})
        figures = {code: measure_real(rows) for code in languages if (rows := read_eval(real, language=code))}
        (folder / "real.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    say(f"The card is {write_data_card(folder)}.")


@commands.command()
def doubts(
    *,
    language: Annotated[str, typer.Option(help="Language of the rows.")],
    share: Annotated[float, typer.Option(help="Share of rows to list.")] = 0.05,
    data: Data = None,
) -> None:
    """List the rows whose labels are most likely wrong, worst first, as id and quality."""
    from recovery_nlp.audit.label_errors import doubtful
    from recovery_nlp.corpus import read
    from recovery_nlp.model.train import train

    rows = list(read(data or data_folder(), languages=[language]))
    for row, quality in doubtful(rows, train(rows, code=language), share=share):
        typer.echo(f"{row.id}\t{quality:.4f}\t{' '.join(sorted(row.labels))}")
