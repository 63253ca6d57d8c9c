"""What holds for the project as a whole: sizes, public names, cards, READMEs."""

import importlib
import pkgutil
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

import recovery_nlp
from recovery_nlp.places import models_folder
from recovery_nlp.report.card import card

ROOT = Path(__file__).parent.parent
MODULES = sorted(ROOT.glob("recovery_nlp/**/*.py"))
NAMES = [one.name for one in pkgutil.walk_packages(recovery_nlp.__path__, "recovery_nlp.")]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_module_is_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 250


@pytest.mark.parametrize("name", NAMES)
def test_public_names_are_listed(name: str) -> None:
    module = importlib.import_module(name)
    public = getattr(module, "__all__", None)
    assert module.__doc__
    if not hasattr(module, "__path__"):
        assert public is not None
    assert all(hasattr(module, one) for one in public or [])


@pytest.mark.parametrize("name", NAMES)
def test_no_module_is_a_drawer(name: str) -> None:
    assert not {"utils", "helpers", "common", "misc", "manager"} & set(name.split("."))


def test_top_level_is_what_the_owner_fixed() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split(
        "\n"
    )
    if not any(tracked):
        pytest.skip("not a git checkout")
    top = {line.split("/")[0] for line in tracked if line and not line.startswith(".")}
    owner = {"recovery_nlp", "data", "models", "notebooks", "app.py", "tests", "pyproject.toml"}
    convention = {
        "README.md",
        "LICENSE",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "Makefile",
        "requirements.txt",
        "requirements-dev.txt",
    }
    assert top <= owner | convention


def test_model_card_is_what_its_files_say() -> None:
    folder = models_folder() / "base"
    assert (folder / "README.md").read_text(encoding="utf-8") == card(folder)


def test_card_is_of_this_model() -> None:
    assert "an earlier model" not in (models_folder() / "base" / "README.md").read_text(encoding="utf-8"), (
        "run `make evaluate`"
    )


def test_every_dependency_earns_its_line() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    text = (ROOT / "recovery_nlp" / "README.md").read_text(encoding="utf-8")
    for requirement in project["dependencies"]:
        assert f"`{re.split('[<>=]', requirement)[0]}`" in text


def test_no_registry_is_named() -> None:
    for path in (ROOT / "requirements.txt", ROOT / "requirements-dev.txt", ROOT / "pyproject.toml"):
        assert not re.search(r"https?://|index-url", path.read_text(encoding="utf-8"))


def test_readme_commands_are_make_targets() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"make ([a-z]+)", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert named <= targets
    assert {"score", "test"} <= named
