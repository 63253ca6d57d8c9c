"""`explain` one reply, and `labels`, what there is to hear."""

import json
from typing import Annotated

import typer

from recovery_nlp.cli.speak import highlighted, plain, verdict_line

__all__ = ["explain", "labels"]


def explain(
    text: Annotated[str, typer.Argument(help="The reply; - reads it from standard input.")],
    *,
    customer: Annotated[str, typer.Option(help="What the customer wrote before it.")] = "",
    language: Annotated[str, typer.Option(help="Force a language, for example en.")] = "",
    point: Annotated[str, typer.Option(help="strict, balanced or sensitive.")] = "balanced",
    as_json: Annotated[bool, typer.Option("--json", help="Print the output row as JSON.")] = False,
) -> None:
    """Score one reply: the verdict, the very words, and why."""
    import sys

    from rich.console import Console

    from recovery_nlp.batch.rows import full
    from recovery_nlp.labels import taxonomy
    from recovery_nlp.records import Reply, Turn
    from recovery_nlp.scoring import Scorer

    text = sys.stdin.read() if text == "-" else text
    before = (Turn("customer", "customer", "", customer),) if customer else ()
    reply = Reply("explained", text, before=before)
    ((_, verdict),) = Scorer.load(point=point, language=language).stream([reply])
    if as_json:
        typer.echo(json.dumps(full(reply, verdict), ensure_ascii=False, indent=1))
        return
    out = Console(highlight=False)
    out.print(verdict_line(verdict))
    out.print()
    out.print(highlighted(text, verdict))
    out.print()
    for one in verdict.evidence:
        label = taxonomy().labels[one.label]
        out.print(f"{label.title} ({one.probability:.2f}): “{plain(text[one.start : one.end])}”", markup=False)
        out.print(f"  {label.reason}", markup=False, style="dim")


def labels(*, as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False) -> None:
    """List the cues: what each means, and what it does not mark."""
    from dataclasses import asdict

    from rich.console import Console

    from recovery_nlp.labels import taxonomy

    known = taxonomy().labels
    if as_json:
        typer.echo(json.dumps({name: asdict(known[name]) for name in known}, ensure_ascii=False, indent=1))
        return
    out = Console(highlight=False)
    families = {"D": "Defensive", "L": "Last word", "R": "Recovery", "A": "Advisory"}
    for family, title in families.items():
        rule = {"D": "defensive", "L": "last_word", "R": "sincere"}.get(family)
        out.print(f"\n{title}" + (f" ({rule}: {taxonomy().rules[rule]})" if rule else ""), style="bold")
        for name in taxonomy().family(family):
            out.print(f"  {name}: {known[name].meaning}", markup=False)
            out.print(f"    yes: “{known[name].yes[0]}”   no: “{known[name].no[0]}”", markup=False, style="dim")
