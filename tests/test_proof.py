"""Every long proof, at a hundredth of its size."""

import importlib
from pathlib import Path

import pytest

PROOFS = sorted(path.stem for path in (Path(__file__).parent / "proof").glob("[a-z]*.py"))


@pytest.mark.slow
@pytest.mark.parametrize("name", PROOFS)
def test_proof_holds_in_small(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    importlib.import_module(f"tests.proof.{name}").main(scale=0.01)
    assert "FAILS" not in capsys.readouterr().out
