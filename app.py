"""The pages of recovery_nlp; run with `recovery-nlp app`."""

import streamlit as st

from recovery_nlp.ui import score_reply

st.set_page_config(page_title="recovery_nlp", page_icon="👂", layout="wide")
st.navigation([st.Page(score_reply.page, title="Score a reply", url_path="score")]).run()
