"""`train` a bundle and `evaluate` what it is worth."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from recovery_nlp.cli.speak import say
from recovery_nlp.places import data_folder, models_folder

if TYPE_CHECKING:
    from recovery_nlp.audit.evaluation import Line

__all__ = ["evaluate", "train"]

Data = Annotated[Path | None, typer.Option(help="The data folder; the repository's by default.")]
DEV = Path("../shared/eval/dev.jsonl")


def train(
    *,
    data: Data = None,
    output: Annotated[Path | None, typer.Option(help="The bundle's folder.")] = None,
) -> None:
    """Train a bundle on the corpus, with its scores and its card."""
    from recovery_nlp.report.bundles import make

    bundle = make(data or data_folder(), output or models_folder() / "base")
    say(f"{bundle.id} is in {bundle.folder}.")


def evaluate(
    *,
    data: Data = None,
    dev: Annotated[Path, typer.Option(help="Real labelled replies; skipped where absent.")] = DEV,
    curve: Annotated[bool, typer.Option("--curve", help="The learning curve on real replies, instead.")] = False,
    write: Annotated[
        bool, typer.Option("--write", help="Keep the figures beside the bundle and renew its card.")
    ] = False,
) -> None:
    """Measure on the corpus with groups held out and on real replies, beside four baselines."""
    from recovery_nlp.audit.evaluation import as_json, read_eval
    from recovery_nlp.audit.evaluation import evaluate as measure
    from recovery_nlp.corpus import read
    from recovery_nlp.model.bundle import load
    from recovery_nlp.report.card import write_card

    folder = data or data_folder()
    if curve:
        _print_curve(folder, dev)
        return
    lines: list[Line] = []
    for code in sorted({row.language for row in read(folder)}):
        real = read_eval(dev, language=code) if dev.exists() else []
        if not real:
            say(f"{dev} is not here or holds no {code!r}: real replies are skipped.")
        lines.extend(measure(list(read(folder, languages=[code])), code=code, real=real))
    _print(lines)
    if write:
        folder = models_folder() / "base"
        (folder / "evaluation.json").write_text(as_json(lines, model=load(folder).id) + "\n", encoding="utf-8")
        say(f"The figures are in {write_card(folder)}.")


def _print_curve(folder: Path, dev: Path) -> None:
    from recovery_nlp.audit.curve import curve
    from recovery_nlp.audit.evaluation import read_eval
    from recovery_nlp.corpus import read

    if not dev.exists():
        say(f"{dev} is not here: no curve.")
        return
    for code in sorted({row.language for row in read(folder)}):
        for step in curve(list(read(folder, languages=[code])), read_eval(dev, language=code), code=code):
            typer.echo(
                f"{code} {step.share:.0%} ({step.rows} rows): flagged AUROC {step.auroc}, "
                f"average precision {step.average_precision}, n = {step.auroc.n}"
            )


def _print(lines: "list[Line]") -> None:
    from rich.console import Console
    from rich.table import Table

    out = Console(highlight=False, width=140)
    for what in dict.fromkeys(line.what for line in lines):
        chosen = [line for line in lines if line.what == what]
        table = Table(title=what)
        for column in (
            "replies",
            "system",
            "n",
            "positive",
            "AUROC",
            "average precision",
            "F1",
            "Brier",
            "calibration error",
        ):
            table.add_column(column, overflow="fold")
        for line in chosen:
            figures = [str(figure) if figure else "" for figure in (line.auroc, line.average_precision, line.f1)]
            errors = ["" if error is None else f"{error:.3f}" for error in (line.brier, line.calibration)]
            table.add_row(line.replies, line.system, str(line.n), str(line.positive), *figures, *errors)
        out.print(table)
