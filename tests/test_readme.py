"""What the README shows is what happens."""

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


def test_package_example_runs() -> None:
    text = (ROOT / "recovery_nlp" / "README.md").read_text(encoding="utf-8")
    block = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    assert block
    exec(block[1], {})  # noqa: S102  our own README
