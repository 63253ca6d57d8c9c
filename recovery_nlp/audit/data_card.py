"""The data card: who wrote the corpus and how, what is in it, how far two readings agree, what is missing."""

import json
import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from recovery_nlp.audit.agreement import agreements, read_readings
from recovery_nlp.audit.corpus import counts
from recovery_nlp.audit.diversity import SKELETON_SHARE, diversity, skeletons
from recovery_nlp.audit.probes import LIMITS, probe
from recovery_nlp.corpus.rows import Row, files, read
from recovery_nlp.labels import taxonomy

__all__ = ["data_card", "measure_real", "write_data_card"]

Table = dict[str, Any]  # Any: parsed JSON or TOML
_MOVE = re.compile(r"^[A-Z]{2}\d+$")


def write_data_card(folder: Path) -> Path:
    """Write `README.md` in a data folder, from the data and from `card.toml`."""
    path = folder / "README.md"
    path.write_text(data_card(folder), encoding="utf-8")
    return path


def data_card(folder: Path) -> str:
    """The card of a corpus, as Markdown; figures of real replies come from `real.json`, kept with the corpus."""
    words = tomllib.loads((folder / "card.toml").read_text(encoding="utf-8"))
    real = json.loads((folder / "real.json").read_text(encoding="utf-8"))
    languages = sorted({path.parent.name for path in files(folder)})
    lines = ["# Data card: the recovery_nlp corpus", "", words["what"].strip(), ""]
    for language in languages:
        rows = list(read(folder, languages=[language]))
        lines.extend(_counts(rows, language))
        lines.extend(_moves(rows, folder))
        lines.extend(_agreement(rows, folder, language))
        lines.extend(_rereadings(folder / language / "rereadings.jsonl"))
        lines.extend(_probes(rows, real.get(language, {})))
        lines.extend(_diversity(rows, real.get(language, {})))
    lines.extend(f"## {name}\n\n{text.strip()}\n" for name, text in words["sections"].items())
    return "\n".join(lines).rstrip() + "\n"


def measure_real(rows: Sequence[Row]) -> Table:
    """Probes and diversity of real replies, figures alone, to be kept where the replies themselves may not be."""
    return {
        "n": len(rows),
        "probes": {name: [round(value, 3) for value in (one.value, one.low, one.high)] for name, one in probe(rows)},
        "diversity": {name: round(value, 3) for name, value in diversity([row.reply for row in rows]).items()},
    }


def _counts(rows: Sequence[Row], language: str) -> Iterator[str]:
    yield f"## Counts, {language}"
    yield ""
    yield "| what | rows or spans | share |"
    yield "|---|---|---|"
    for name, count, share in counts(rows, title=language):
        yield f"| {name.strip()} | {count} | {share} |"
    yield ""
    yield "Flagged by channel: " + "; ".join(
        f"{channel} {sum(row.verdicts['flagged'] for row in group)} of {len(group)}"
        for channel, group in _by_channel(rows)
    )
    yield ""


def _by_channel(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.channel, []).append(row)
    return sorted(found.items())


def _moves(rows: Sequence[Row], folder: Path) -> Iterator[str]:
    grid = tomllib.loads((folder / "grid.toml").read_text(encoding="utf-8"))["moves"]
    wanted = {*grid["public"], *grid["spoken"], *grid["recovery"]["ids"], *grid["neutral"]["ids"]}
    made = Counter(move for row in rows for move in row.moves if _MOVE.match(move))
    missing = sorted(wanted - set(made))
    least = ", ".join(f"{move} {count}" for move, count in sorted(made.items(), key=lambda one: one[1])[:8])
    yield f"Moves of the catalogue: {len(wanted & set(made))} of {len(wanted)}; missing: {', '.join(missing) or 'none'}."
    yield f"Fewest rows: {least}."
    yield ""


def _agreement(rows: Sequence[Row], folder: Path, language: str) -> Iterator[str]:
    readings = list(read_readings(folder, language=language))
    opaque = list(read_readings(folder, language=language, name="readings-opaque"))
    if not readings:
        return
    settled = sum(bool(reading.settled_by) for reading in readings)
    yield f"### Two readings, {language}"
    yield ""
    yield f"{len(readings)} replies were read twice; {settled} in which a cue differed went to a third reader."
    yield "Alpha is Krippendorff's, for presence in a reply (nominal). Token F1 counts words inside spans."
    yield f"The last two columns are the check under opaque ids, {len(opaque)} replies: quote those."
    yield ""
    yield "| label | writer | second reader | alpha | token F1 | alpha, opaque | token F1, opaque |"
    yield "|---|---|---|---|---|---|---|"
    for one, blind in zip(agreements(rows, readings), agreements(rows, opaque), strict=True):
        figures = " | ".join(_or_blank(value) for value in (one.alpha, one.token_f1, blind.alpha, blind.token_f1))
        yield f"| {one.what} | {one.writer} | {one.second} | {figures} |"
    yield ""


def _rereadings(path: Path) -> Iterator[str]:
    """What became of the rows whose labels a model doubted most."""
    if not path.exists():
        return
    found = [json.loads(line) for line in path.read_text(encoding="utf-8").rstrip("\n").split("\n")]
    changed = [one for one in found if one["before"] != one["after"]]
    turned = [one for one in changed if _verdict(one["before"]) != _verdict(one["after"])]
    yield f"The {len(found)} rows whose labels `cleanlab` doubted most (`recovery-nlp corpus doubts`) were read once more:"
    yield f"{len(changed)} changed a cue, {len(turned)} of them whether they are flagged (`rereadings.jsonl`)."
    yield ""


def _verdict(spans: Sequence[Table]) -> bool:
    return taxonomy().verdicts({span["label"] for span in spans})["flagged"]


def _or_blank(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.2f}"


def _probes(rows: Sequence[Row], real: Table) -> Iterator[str]:
    yield "### Leakage probes"
    yield ""
    yield "AUROC of `flagged` from the surface alone, scenario groups held out (0.5 is nothing leaked)."
    yield ""
    yield "| probe | corpus | limit | real replies |"
    yield "|---|---|---|---|"
    for name, figure in probe(rows):
        other = real.get("probes", {}).get(name)
        beside = f"{other[0]:.3f} [{other[1]:.3f}, {other[2]:.3f}]" if other else ""
        yield f"| {name} | {figure} | {LIMITS[name]:.2f} | {beside} |"
    yield ""


def _diversity(rows: Sequence[Row], real: Table) -> Iterator[str]:
    texts = [row.reply for row in rows]
    yield "### Diversity"
    yield ""
    yield "| measure | corpus | real replies |"
    yield "|---|---|---|"
    for name, value in diversity(texts).items():
        other = real.get("diversity", {}).get(name)
        yield f"| {name} | {_short(value)} | {_short(other) if other is not None else ''} |"
    found = skeletons(texts)
    shown = "; ".join(f"“{gram}” {share:.1%}" for gram, share in found) or "none"
    yield ""
    yield f"Runs of six words in more than {SKELETON_SHARE:.0%} of replies: {shown}."
    yield ""


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 10 else f"{value:.3f}"
