"""What the README shows is what happens."""

import json
import re
import shlex
from pathlib import Path

from typer.testing import CliRunner

from recovery_nlp.cli.main import app

ROOT = Path(__file__).parent.parent


def test_capture_is_true() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"```console\n\$ recovery-nlp (explain .*?)\n(.*?)```", text, re.DOTALL)
    assert block
    shown = CliRunner().invoke(app, shlex.split(block[1]), env={"COLUMNS": "100"}).output
    assert [line.rstrip() for line in shown.strip().split("\n")] == [
        line.rstrip() for line in block[2].strip().split("\n")
    ]


def test_package_examples_run() -> None:
    text = (ROOT / "recovery_nlp" / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert len(blocks) == 2
    for block in blocks:
        exec(block, {})  # noqa: S102  our own README


def test_headline_is_true() -> None:
    lines = json.loads((ROOT / "models" / "base" / "evaluation.json").read_text(encoding="utf-8"))["lines"]
    flagged = {
        line["system"]: line for line in lines if line["what"] == "flagged" and line["replies"].startswith("real")
    }
    text = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    ours = flagged["recovery_nlp"]["auroc"]
    assert f"On {flagged['recovery_nlp']['n']} real English replies" in text
    assert f"AUROC {ours['value']:.2f} [{ours['low']:.2f}, {ours['high']:.2f}]" in text
    for system in ("cue patterns alone", "VADER", "word TF-IDF + LR"):
        assert f"{flagged[system]['auroc']['value']:.2f} ({system})" in text
