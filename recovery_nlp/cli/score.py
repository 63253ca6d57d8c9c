"""`score`: every staff reply of a file, flagged ones shown, each row accounted for."""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from recovery_nlp.cli.speak import highlighted, notes, plain, say, verdict_line
from recovery_nlp.records import Reply, Verdict

__all__ = ["score"]

FLAGGED, USAGE, REJECTS = 1, 2, 3  # exit codes; 0 is done


def score(
    path: Annotated[Path, typer.Argument(help="An export, or - for standard input.")],
    *,
    output: Annotated[
        Path | None, typer.Option(help="Where rows go: .jsonl, .csv or .xlsx; JSON lines to stdout without it.")
    ] = None,
    format: Annotated[str, typer.Option(help="Force a format instead of detecting it.")] = "",  # noqa: A002
    map: Annotated[list[str] | None, typer.Option(help="FIELD=COLUMN, for tables; may be repeated.")] = None,  # noqa: A002
    language: Annotated[str, typer.Option(help="Force a language, for example en.")] = "",
    point: Annotated[str, typer.Option(help="strict, balanced or sensitive.")] = "balanced",
    prevalence: Annotated[float | None, typer.Option(help="Share of flagged replies to calibrate to.")] = None,
    join: Annotated[bool, typer.Option(help="Join what one agent wrote in a row into one reply.")] = True,
    wide: Annotated[bool, typer.Option(help="A column per cue, in sheets.")] = False,
    show: Annotated[
        int, typer.Option(help="Print so many flagged replies, the words highlighted; rows then go to --output alone.")
    ] = 0,
    fail_on: Annotated[str, typer.Option(help="Exit with 1 where this is met: flagged.")] = "",
) -> None:
    """Score every staff reply of a file."""
    from recovery_nlp.batch import score_file
    from recovery_nlp.batch.sinks import SINKS
    from recovery_nlp.errors import ReadError
    from recovery_nlp.registry import Registry
    from recovery_nlp.scoring import Scorer

    if fail_on:
        Registry("condition", {"flagged": True})[fail_on]
    if output:
        SINKS[output.suffix.lower()]
    if output and path.exists() and output.exists() and output.samefile(path):
        raise ReadError(f"{output} is the file that is being read. Choose another --output.")
    scorer = Scorer.load(point=point, prevalence=prevalence, language=language)
    shown: list[tuple[Reply, Verdict]] = []
    with (
        _input(path) as source,
        _progress() as advance,
        open_sink_or_stdout(output, wide=wide, quiet=bool(show)) as sink,
    ):

        def heard(reply: Reply, verdict: Verdict) -> None:
            advance()
            if verdict.flagged and len(shown) < show:
                shown.append((reply, verdict))

        rejects = Path(f"{output or path.with_name(path.name if path.name != '-' else 'stdin')}.rejects.jsonl")
        tally = score_file(
            source, scorer, sink, format=format, mapped=_mapping(map or []), joined=join, rejects=rejects, heard=heard
        )
    for reply, verdict in shown:
        _show(reply, verdict)
    _summary(tally)
    if tally.rejected:
        say(f"[yellow]Rejected: {tally.rejected:,}, kept in {rejects} with place and reason.[/]")
        raise typer.Exit(REJECTS)
    if fail_on and tally.flagged:
        raise typer.Exit(FLAGGED)


@contextmanager
def open_sink_or_stdout(output: Path | None, *, wide: bool, quiet: bool) -> Iterator["Sink"]:  # type: ignore[name-defined]  # noqa: F821
    """The sink of a file; stdout where there is none, unless replies are shown there instead."""
    from recovery_nlp.batch.sinks import JsonLines, open_sink

    if output:
        with open_sink(output, wide=wide) as sink:
            yield sink
    elif quiet:
        with Path("/dev/null").open("w", encoding="utf-8") as nowhere:
            yield JsonLines(nowhere)
    else:
        sink = JsonLines(sys.stdout)
        yield sink
        sink.close()


@contextmanager
def _input(path: Path) -> Iterator[Path]:
    """A path to read; standard input is kept in a file first, since its format is read from its head."""
    if str(path) != "-":
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "stdin"
        with kept.open("wb") as out:
            while block := sys.stdin.buffer.read(1 << 20):
                out.write(block)
        yield kept


@contextmanager
def _progress() -> Iterator[Callable[[], None]]:
    """A progress bar where a person watches, silence elsewhere."""
    if not notes().is_terminal:
        yield lambda: None
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    with Progress(
        TextColumn("{task.completed:,} replies"),
        BarColumn(),
        TimeElapsedColumn(),
        console=notes(),
        transient=True,
    ) as bar:
        task = bar.add_task("replies", total=None)
        yield lambda: bar.advance(task)


def _mapping(pairs: list[str]) -> dict[str, str]:
    from recovery_nlp.errors import ReadError

    mapped = {}
    for pair in pairs:
        field, sign, column = pair.partition("=")
        if not sign:
            raise ReadError(f"--map takes FIELD=COLUMN, not {pair!r}.")
        mapped[field.strip()] = column.strip()
    return mapped


def _show(reply: Reply, verdict: Verdict) -> None:
    from rich.console import Console
    from rich.padding import Padding

    from recovery_nlp.labels import taxonomy

    out = Console(highlight=False)
    out.print(verdict_line(verdict).append(f"  {reply.id}", style="dim"))
    out.print(Padding(highlighted(reply.text, verdict), (0, 2)))
    for one in verdict.evidence:
        label = taxonomy().labels[one.label]
        if label.family in "DL":
            out.print(Padding(f"↳ {label.title}: {label.reason}", (0, 2)), markup=False, style="dim")
    out.print()


def _summary(tally: "Tally") -> None:  # type: ignore[name-defined]  # noqa: F821
    from rich.table import Table

    from recovery_nlp.labels import taxonomy

    table = Table(
        title=f"{tally.replies:,} replies, {tally.flagged:,} flagged, {tally.sincere:,} sincere, {tally.unsure:,} unsure"
    )
    table.add_column("cue")
    table.add_column("replies", justify="right")
    table.add_column("for example", overflow="fold")
    for label, count in tally.cues.most_common():
        if taxonomy().labels[label].family in "DL":
            example = " ".join(tally.examples.get(label, "").split())
            table.add_row(taxonomy().labels[label].title, f"{count:,}", _cell(plain(example)))
    if table.row_count:
        say(table)
    else:
        say(str(table.title))
    for reason, count in tally.unscored.most_common():
        say(Text(plain(f"{count:,} not scored: {reason}"), style="yellow"))
    say(
        f"{tally.rows:,} rows in = {tally.replies:,} replies out + {tally.joined:,} joined to another + "
        f"{tally.without_reply:,} without a reply + {tally.rejected:,} rejected"
    )


def _cell(text: str) -> Text:
    return Text(text if len(text) <= 90 else f"{text[:89]}…")
