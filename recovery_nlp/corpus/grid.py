"""Plan before prose: draw the cells of the scenario grid that writers fill."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

__all__ = ["Cell", "plan"]

SPOKEN_SHARE = 0.4  # of flagged cells; MOVES: rude ones live at counters, on phones and in chats
MOVE_COUNTS = ((1, 60), (2, 25), (3, 15))  # moves in one flagged row, with weights
NEUTRAL = 0.45  # of clean cells with moves: look dangerous, are not
GROVELLING = 0.045  # of cells: an apology so overdone that it solves nothing


@dataclass(frozen=True, slots=True)
class Cell:
    """One square of the grid: who says what to whom, and which moves the reply makes."""

    id: str
    kind: str
    moves: tuple[str, ...]
    sector: str
    channel: str
    words: tuple[int, int]
    voice: str
    failure: str
    fault: str
    mood: str
    heat: str
    place: str
    person: str
    says: str
    holds: str
    noise: str


def plan(path: Path, *, language: str, first: int, count: int) -> Iterator[Cell]:
    """Draw `count` cells, numbered from `first`; the same numbers always give the same cells."""
    grid = tomllib.loads(path.read_text(encoding="utf-8"))
    for number in range(first, first + count):
        yield _draw(grid, language, number)


def _draw(grid: dict[str, Any], language: str, number: int) -> Cell:  # Any: parsed TOML
    random = Random(f"{grid['seed']}-{language}-{number}")
    focus: dict[str, Any] = next((one for one in grid["focus"] if one["first"] <= number <= one["last"]), {})
    shares: dict[str, int] = focus.get("shares", grid["shares"])
    kind = random.choices(list(shares), list(shares.values()))[0]
    side = "spoken" if random.random() < focus.get("spoken", SPOKEN_SHARE) else "public"
    channel, low, high, _ = random.choices(grid["channels"][side], [c[3] for c in grid["channels"][side]])[0]
    axes = grid["axes"]
    holds = "" if kind == "clean" else random.choice(focus.get("holds", axes["company_looks"]))
    moves = _moves(random, grid, side=side, kind=kind, focus=focus)
    if kind == "clean" and random.random() < 0.3:
        holds, moves = random.choice(axes["hollow"]), ()
    if random.random() < GROVELLING:
        holds = f"{holds} + grovelling".strip(" +")
    target = random.randint(low, high)
    return Cell(
        id=f"{language}-{number:04d}",
        kind=kind,
        moves=moves,
        sector=random.choice(grid["sectors"][side]),
        channel=channel,
        words=(max(3, round(target * 0.85)), round(target * 1.15) + 1),
        voice=random.choice(grid["voices"][side]),
        failure=random.choice(axes["failure"]),
        fault=random.choice(axes["fault"]),
        mood=random.choice(axes["mood"]),
        heat=random.choice(focus.get("heat", axes["heat"])),
        place=random.choice(axes["place"]),
        person=random.choice(axes["person"]),
        says=random.choice(axes["says"]),
        holds=holds,
        noise=random.choice(axes["noise"]) if random.random() < axes["noise_share"] else "",
    )


def _moves(random: Random, grid: dict[str, Any], *, side: str, kind: str, focus: dict[str, Any]) -> tuple[str, ...]:
    if kind == "clean":
        if random.random() < focus.get("neutral", NEUTRAL):
            return (random.choice(grid["moves"]["neutral"]["ids"]),)
        return tuple(random.sample(grid["moves"]["recovery"]["ids"], 3))
    table: dict[str, int] = focus.get("moves", grid["moves"][side])
    counts, weights = zip(*MOVE_COUNTS, strict=True)
    wanted = 1 if kind == "context" else random.choices(counts, weights)[0]
    chosen: list[str] = []
    while len(chosen) < wanted:
        move = random.choices(list(table), list(table.values()))[0]
        if move not in chosen:
            chosen.append(move)
    return tuple(chosen)
