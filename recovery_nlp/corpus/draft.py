"""Read a writer's draft: blocks of `=== id`, `M:` moves, `C:` customer and `R:` marked reply."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from recovery_nlp.corpus.grid import Cell, plan
from recovery_nlp.corpus.rows import Row, read_file, write
from recovery_nlp.errors import CorpusError, MarkError
from recovery_nlp.labels import taxonomy
from recovery_nlp.marks import unmark

__all__ = ["blocks", "merge", "rows"]

_FIELD = re.compile(r"^([MCR]): ?")


def blocks(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Each block of a draft with the line it begins on: `id`, `M`, `C` and `R`."""
    line_of, block, field = 0, dict[str, str](), ""
    for number, line in enumerate(path.read_text(encoding="utf-8").rstrip("\n").split("\n"), 1):
        if line.startswith("=== "):
            if block:
                yield line_of, {name: text.strip() for name, text in block.items()}
            line_of, block, field = number, {"id": line[4:].strip(), "M": "", "C": "", "R": ""}, ""
        elif block and (start := _FIELD.match(line)):
            field = start[1]
            block[field] = line[start.end() :]
        elif field:
            block[field] += "\n" + line
    if block:
        yield line_of, {name: text.strip() for name, text in block.items()}


def rows(path: Path, *, cells: Mapping[str, Cell], writer: str) -> Iterator[Row]:
    """Make rows of a draft; raises `CorpusError` with file, line and what to mend."""
    for line, block in blocks(path):
        where = f"{path}:{line}: {block['id']}"
        cell = cells.get(block["id"][:-1])
        if cell is None:
            raise CorpusError(f"{where}: the plan has no such cell.")
        try:
            reply, spans = unmark(block["R"])
        except MarkError as error:
            raise CorpusError(f"{where}: {error}") from error
        for span in spans:
            taxonomy().label(span.label)  # raises for an unknown one
        yield Row(
            id=block["id"],
            language=cell.id[:2],
            group=cell.id,
            writer=writer,
            sector=cell.sector,
            channel=cell.channel,
            voice=cell.voice,
            moves=tuple(move for move in block["M"].replace(",", " ").split() if move != "-"),
            tags=_tags(cell, twin=block["id"].endswith("b")),
            customer=block["C"],
            reply=reply,
            spans=spans,
        )


def _tags(cell: Cell, *, twin: bool) -> tuple[str, ...]:
    tags = [cell.kind]
    if twin and cell.kind == "pair":
        tags.append("twin")
    if cell.noise:
        tags.append("noisy")
    if any(move.startswith("NT") for move in cell.moves):
        tags.append("neutral")
    return tuple(tags)


def merge(path: Path, *, folder: Path, writer: str) -> int:
    """Take a draft into a data folder; a row whose id is there already replaces it. Returns the rows taken in."""
    grid = folder / "grid.toml"
    ids = {block["id"][:-1] for _, block in blocks(path)}
    cells = {}
    for name in ids:
        language, _, number = name.partition("-")
        if not number.isdigit():
            raise CorpusError(f"{path}: {name!r} is no cell id. Cells are named like en-0042.")
        cells.update({cell.id: cell for cell in plan(grid, language=language, first=int(number), count=1)})
    parts = tomllib.loads(grid.read_text(encoding="utf-8"))["parts"]
    taken: dict[Path, dict[str, Row]] = {}
    count = 0
    for row in rows(path, cells=cells, writer=writer):
        place = folder / row.language / f"{parts[row.channel]}.jsonl"
        if place not in taken:
            taken[place] = {one.id: one for one in read_file(place)} if place.exists() else {}
        taken[place][row.id] = row
        count += 1
    for place, found in taken.items():
        write(place, found.values())
    return count
