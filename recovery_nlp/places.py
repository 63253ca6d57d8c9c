"""Where the shipped files lie: beside the package in a wheel, in the repository otherwise."""

from pathlib import Path

__all__ = ["app_file", "data_folder", "models_folder"]

_PACKAGE = Path(__file__).parent
_ROOT = _PACKAGE.parent


def _shipped(in_wheel: str, in_repository: str) -> Path:
    packed = _PACKAGE / in_wheel
    return packed if packed.exists() else _ROOT / in_repository


def models_folder() -> Path:
    """The folder that holds the shipped bundle."""
    return _shipped("models", "models")


def app_file() -> Path:
    """The Streamlit entry script."""
    return _shipped("app.py", "app.py")


def data_folder() -> Path:
    """The corpus; only in the repository."""
    return _ROOT / "data"
