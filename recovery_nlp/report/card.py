"""The model card: what the bundle is for, what it is worth, and what it is not for, made from its own files."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from recovery_nlp.labels import AXES, taxonomy

__all__ = ["card", "write_card"]

Lines = Iterator[str]
Table = dict[str, Any]  # Any: parsed JSON

_INTENDED = """\
**For** coaching and sampling: it points a trainer, an analyst or a supervisor at replies worth
reading, with the words that made it look. A person decides.

**Not for** pay, discipline, ranking or dismissal. One flag says little about one reply and
nothing about a person; see the precision below. Not for judging whether staff were *right*:
a true sentence can be defensive. Not for customers' words, and not for languages it was not
trained on (such replies are reported as not scored)."""

_LIMITS = """\
- It learned from replies that language models wrote under our codebook (`data/README.md`), and is
  checked on real ones from app stores, review sites and public threads. Chats, phone calls and
  counters are in the corpus but in no real test set yet.
- The labels of the real replies were made by language models too, two readings settled into one.
  Their agreement overstates what two people would reach.
- Irony, private history between two people, and what was said outside the text cannot be heard.
- Probabilities hold at the stated share of flagged replies. Where yours differs, say so with
  `--prevalence`."""


def write_card(folder: Path) -> Path:
    """Write `README.md` beside the bundle, from its `meta.json` and `evaluation.json`."""
    path = folder / "README.md"
    path.write_text(card(folder), encoding="utf-8")
    return path


def card(folder: Path) -> str:
    """The card of a bundle, as Markdown."""
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    kept = folder / "evaluation.json"
    figures = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    return "\n".join([*_head(meta), *_points(meta), *_held_out(meta), *_evaluation(meta, figures), *_tail(meta)]) + "\n"


def _head(meta: Table) -> Lines:
    yield f"# Model card: {meta['id']}"
    yield ""
    yield _INTENDED
    yield ""
    yield f"Languages: {', '.join(meta['languages'])}. Corpus: {meta['corpus']['rows']:,} replies"
    yield f"(sha256 {meta['corpus']['sha256'][:12]}…). Seed {meta['seed']}. Made by `make train` with"
    yield ", ".join(f"{name} {number}" for name, number in meta["versions"].items()) + "."
    yield ""


def _points(meta: Table) -> Lines:
    yield "## Operating points"
    yield ""
    yield f"Precision and recall at {meta['prevalence']:.0%} flagged replies, on our corpus with scenario groups held"
    yield "out. The thresholds were chosen on the same scores for a stated precision."
    yield ""
    yield "| language | point | verdict | threshold | precision | recall |"
    yield "|---|---|---|---|---|---|"
    for code, entry in meta["languages"].items():
        for name, axes in entry["points"].items():
            for axis, point in axes.items():
                yield f"| {code} | {name} | {axis} | {point['threshold']:.3f} | {point['precision']:.2f} | {point['recall']:.2f} |"
        yield ""
        yield f"`unsure` ({code}): within {meta['unsure']} log odds of the threshold, {entry['unsure_share']:.0%} of replies."
    yield ""


def _held_out(meta: Table) -> Lines:
    yield "## Held-out groups of our corpus"
    yield ""
    yield "| language | verdict | n | positive | AUROC | average precision | calibration error |"
    yield "|---|---|---|---|---|---|---|"
    for code, entry in meta["languages"].items():
        for axis, one in entry["scores"].items():
            auroc, precision = _interval(one["auroc"]), _interval(one["average_precision"])
            yield f"| {code} | {axis} | {one['n']} | {one['positive']} | {auroc} | {precision} | {one['calibration_error']:.3f} |"
    yield ""


def _interval(three: list[float]) -> str:
    return f"{three[0]:.3f} [{three[1]:.3f}, {three[2]:.3f}]"


def _evaluation(meta: Table, figures: Table) -> Lines:
    yield "## Against baselines, and on real replies"
    yield ""
    if not figures:
        yield "Not measured yet: `recovery-nlp evaluate --write` beside `../shared`."
        yield ""
        return
    stale = "" if figures["model"] == meta["id"] else f" They are of {figures['model']}, an earlier model."
    yield f"Made by `recovery-nlp evaluate --write`; intervals are 95 % bootstraps over scenario groups.{stale}"
    yield "F1 is at the balanced point for us, and for each baseline at its best threshold on the corpus."
    for axis in AXES:
        yield ""
        yield f"### {axis}"
        yield ""
        yield "| replies | system | n | positive | AUROC | average precision | F1 |"
        yield "|---|---|---|---|---|---|---|"
        for line in figures["lines"]:
            if line["what"] == axis:
                cells = [_figure(line[key]) for key in ("auroc", "average_precision", "f1")]
                yield f"| {line['replies']} | {line['system']} | {line['n']} | {line['positive']} | {' | '.join(cells)} |"
    yield ""
    yield "### Cues, by presence in a reply"
    yield ""
    yield "| cue | " + " | ".join(sets := list(dict.fromkeys(line["replies"] for line in figures["lines"]))) + " |"
    yield "|---|" + "---|" * len(sets)
    for label in taxonomy().names:
        found = {line["replies"]: line for line in figures["lines"] if line["what"] == label}
        yield f"| {label} | " + " | ".join(_label(found.get(name)) for name in sets) + " |"
    yield ""


def _figure(figure: Table | None) -> str:
    return _interval([figure["value"], figure["low"], figure["high"]]) if figure else ""


def _label(line: Table | None) -> str:
    if not line or not line["positive"]:
        return "none there"
    return f"F1 {_figure(line['f1'])}, {line['positive']} of {line['n']}"


def _tail(meta: Table) -> Lines:
    yield "## Limits"
    yield ""
    yield _LIMITS
    yield ""
    yield "Labels, rules and why each costs the customer: `recovery-nlp labels`."
    yield f"Bundle format {meta['format']}; parameters sha256 {meta['parameters'][:16]}…"
