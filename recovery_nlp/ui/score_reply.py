"""The page *Score a reply*: paste a reply, see the verdict, the very words, and why."""

import streamlit as st

from recovery_nlp.labels import taxonomy
from recovery_nlp.model.points import POINTS
from recovery_nlp.records import Verdict
from recovery_nlp.scoring import Scorer
from recovery_nlp.ui.highlight import STYLE, marked

__all__ = ["EXAMPLES", "page"]

# Ours, one a kind: what a trainer is likely to try first.
EXAMPLES = {
    "Apology with a “but”": (
        "The lamp came with a cracked foot.",
        "I do apologise for the crack, but our lamps leave the workshop in one piece, you would have to ask the courier.",
    ),
    "The last word": (
        "I asked for the small one.",
        "There you go, a small one. Normally we'd charge you for that, so you're lucky today.",
    ),
    "A good recovery": (
        "My soup was cold.",
        "I'm sorry your soup came cold, that was our slip. A hot one is on its way, and the coffee is on us.",
    ),
}


@st.cache_resource(show_spinner="Loading the model …")
def _scorer(point: str) -> Scorer:
    return Scorer.load(point=point)


def page() -> None:
    """Draw the page."""
    st.title("Score a reply")
    st.caption("Paste what staff wrote. The text stays on this machine.")
    for column, (name, (customer, reply)) in zip(st.columns(len(EXAMPLES)), EXAMPLES.items(), strict=True):
        if column.button(name, key=f"score_example_{name}", width="stretch"):
            st.session_state["score_customer"] = customer
            st.session_state["score_reply"] = reply
    left, right = st.columns([2, 3])
    customer = left.text_area("The customer wrote (optional)", key="score_customer", height=150)
    reply = right.text_area("Staff replied", key="score_reply", height=150)
    choice, button = st.columns([3, 1], vertical_alignment="bottom")
    point = choice.radio("Sensitivity", list(POINTS), index=1, key="score_point", horizontal=True)
    button.button("Score", key="score_go", type="primary", width="stretch")
    if not reply.strip():
        st.info("Paste a reply above, or take one of the three examples.")
        return
    _draw(reply, _scorer(point).score(reply, customer=customer))


def _draw(reply: str, verdict: Verdict) -> None:
    if verdict.flagged is None:
        st.warning(f"Not scored: {verdict.reason}.")
        return
    doubt = " The model is unsure here: read it yourself." if verdict.unsure else ""
    if verdict.flagged:
        names = {"defensive": "defensive", "last_word": "has the last word"}
        st.error(f"**Flagged: {' and '.join(names[axis] for axis in verdict.verdicts)}** · {_risk(verdict)}.{doubt}")
    elif "sincere" in verdict.verdicts:
        st.success(f"**Sincere**: an apology or ownership, and help · {_risk(verdict)}.{doubt}")
    else:
        st.info(f"**Not flagged** · {_risk(verdict)}.{doubt}")
    st.html(STYLE + marked(reply, verdict.evidence))
    if verdict.evidence:
        st.subheader("Why")
    labels = taxonomy().labels
    for one in sorted(verdict.evidence, key=lambda one: ("DLAR".index(labels[one.label].family), -one.probability)):
        label = labels[one.label]
        with st.container(border=True):
            st.markdown(f"**{label.title.capitalize()}** · {one.probability:.0%}")
            st.text(f"“{reply[one.start : one.end]}”")
            st.caption(f"{label.reason} {label.why}".strip())


def _risk(verdict: Verdict) -> str:
    """The risk in words; a probability is never shown as certain."""
    risk = verdict.risk or 0.0
    if risk > 0.99:
        return "risk over 99 %"
    return "risk under 1 %" if risk < 0.01 else f"risk {risk:.0%}"
