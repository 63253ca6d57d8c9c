"""Shared by all tests: the shipped scorer, the repository's folders, `--approve` for golden files."""

from pathlib import Path

import pytest

from recovery_nlp.scoring import Scorer

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--approve", action="store_true", help="rewrite golden files instead of comparing")


@pytest.fixture(scope="session")
def scorer() -> Scorer:
    return Scorer.load()


@pytest.fixture
def golden(request: pytest.FixtureRequest):
    """Compare a text with `tests/golden/<name>`, or rewrite it with --approve."""

    def compare(name: str, text: str) -> None:
        path = ROOT / "tests" / "golden" / name
        if request.config.getoption("--approve"):
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture
def shared() -> Path:
    if not SHARED.exists():
        pytest.skip("../shared is not here")
    return SHARED
