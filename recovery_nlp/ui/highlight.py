"""Draw a reply with its cues marked: escaped text, a colour and a word for each mark."""

from collections.abc import Sequence
from html import escape

from recovery_nlp.labels import taxonomy
from recovery_nlp.records import Evidence

__all__ = ["STYLE", "marked", "shown"]

# Contrast of every text colour on its ground is over 7 : 1 (WCAG 2.2 AAA), in either theme.
STYLE = """
<style>
.heard { white-space: pre-wrap; overflow-wrap: anywhere; line-height: 2.1; font-size: 1.05rem; unicode-bidi: isolate; }
.heard mark { border-radius: .3em; padding: .1em .3em; }
.heard mark small { font-size: .72em; font-weight: 700; margin-left: .45em; padding: .05em .4em; }
.heard mark small { border-radius: .3em; background: #fff; white-space: nowrap; }
.heard .D { background: #ffd9d6; color: #5c0a05; } .heard .D small { color: #8a1008; }
.heard .L { background: #f3d9ff; color: #3f0a5c; } .heard .L small { color: #5f0f8a; }
.heard .R { background: #d3f2d8; color: #0b3d17; } .heard .R small { color: #0e5a20; }
.heard .A { background: #fff0c2; color: #4a3500; } .heard .A small { color: #5c4200; }
</style>
"""
_ORDER = "DLAR"  # what a coach would raise first is drawn where two overlap


def shown(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The evidence that is drawn: marks cannot overlap in HTML, so harm goes before recovery, sure before unsure."""
    labels = taxonomy().labels
    chosen: list[Evidence] = []
    for one in sorted(evidence, key=lambda one: (_ORDER.index(labels[one.label].family), -one.probability)):
        if all(one.end <= other.start or one.start >= other.end for other in chosen):
            chosen.append(one)
    return tuple(sorted(chosen, key=lambda one: one.start))


def marked(text: str, evidence: Sequence[Evidence]) -> str:
    """The reply as safe HTML, its words marked; the reason is the title of each mark.

    >>> marked("<b>", [])
    '<div class="heard" dir="auto">&lt;b&gt;</div>'
    """
    labels = taxonomy().labels
    pieces, position = [], 0
    for one in shown(evidence):
        label = labels[one.label]
        pieces.append(escape(text[position : one.start]))
        pieces.append(
            f'<mark class="{label.family}" title="{escape(label.reason)}">{escape(text[one.start : one.end])}'
            f"<small>{escape(label.title)}</small></mark>"
        )
        position = one.end
    pieces.append(escape(text[position:]))
    return f'<div class="heard" dir="auto">{"".join(pieces)}</div>'
