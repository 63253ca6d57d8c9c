"""The bundle: a model on disk, refused in one sentence where it is missing, altered or too new."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from importlib.metadata import version
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED

import numpy as np

from recovery_nlp.errors import BundleError
from recovery_nlp.features.counts import count_names
from recovery_nlp.labels import AXES, taxonomy
from recovery_nlp.lang import packs
from recovery_nlp.model.linear import LinearModel
from recovery_nlp.model.verdicts import POOLED
from recovery_nlp.places import models_folder

__all__ = ["FORMAT", "TRUSTED", "Bundle", "feature_digest", "load", "load_estimator", "save"]

FORMAT = 1
TRUSTED = (
    "recovery_nlp.features.transformer.SentenceFeatures",
    "recovery_nlp.model.estimator.CueClassifier",
    "recovery_nlp.model.estimator.RecoveryModel",
)
_AGAIN = "Run `make train`, or reinstall the package, to get a whole one."


@dataclass(frozen=True, slots=True)
class Bundle:
    """A loaded bundle: its identity, its models by language, and what `meta.json` says."""

    id: str
    models: Mapping[str, LinearModel]
    meta: Mapping[str, Any]  # Any: parsed JSON
    folder: Path


def load(folder: Path | None = None) -> Bundle:
    """Load a bundle for scoring; raises `BundleError` that says what is wrong with it."""
    folder = folder or models_folder() / "base"
    meta = _meta(folder)
    for name in {f"{code}.npz" for code in meta["languages"]} | set(meta["files"]):
        _verify(folder / name, meta["files"].get(name, ""))
    if tuple(meta["labels"]) != taxonomy().names or tuple(meta["axes"]) != AXES:
        raise BundleError(f"The bundle in {folder} knows other labels than this version. {_AGAIN}")
    models = {}
    for code, entry in meta["languages"].items():
        if entry["features"] != feature_digest(code):
            raise BundleError(f"The bundle in {folder} was trained with other features for {code!r}. {_AGAIN}")
        with np.load(folder / f"{code}.npz", allow_pickle=False) as arrays:
            models[code] = _unpack({field.name: arrays[field.name] for field in fields(LinearModel)})
        if models[code].intercept.shape != (len(taxonomy().names) + len(POOLED),):
            raise BundleError(f"The bundle in {folder} was made by another version. {_AGAIN}")
    if _identity(models, meta["prevalence"]) != meta["parameters"]:
        raise BundleError(f"The parameters in {folder} are not those that meta.json states. {_AGAIN}")
    return Bundle(meta["id"], models, meta, folder)


def load_estimator(folder: Path, code: str) -> Any:  # Any: skops is untyped
    """Load the scikit-learn estimator of one language, trusting only our own three types."""
    from skops.io import get_untrusted_types
    from skops.io import load as load_skops

    meta = _meta(folder)
    path = folder / f"{code}.skops"
    if path.name not in meta["files"]:
        raise BundleError(f"The bundle in {folder} has no {code!r} model. It has: {', '.join(meta['languages'])}.")
    _verify(path, meta["files"][path.name])
    strange = set(get_untrusted_types(file=path)) - set(TRUSTED)
    if strange:
        raise BundleError(f"{path} holds types that are not trusted: {', '.join(sorted(strange))}. Do not use it.")
    return load_skops(path, trusted=list(TRUSTED))


def save(
    folder: Path, models: Mapping[str, LinearModel], estimators: Mapping[str, object], meta: dict[str, Any]
) -> Bundle:
    """Write a bundle; `meta` brings the corpus, seed and scores, the rest is filled in here."""
    from skops.io import dump

    folder.mkdir(parents=True, exist_ok=True)
    for code, model in models.items():
        np.savez_compressed(folder / f"{code}.npz", **_pack(model))
        dump(estimators[code], folder / f"{code}.skops", compression=ZIP_DEFLATED)
    digest = _identity(models, meta["prevalence"])
    names = sorted(f"{code}{suffix}" for code in models for suffix in (".npz", ".skops"))
    full = {
        "format": FORMAT,
        "id": f"{folder.name}-{digest[:8]}",
        "parameters": digest,
        "versions": {name: version(name) for name in ("recovery-nlp", "numpy", "scikit-learn", "skops", "spacy")},
        "labels": list(taxonomy().names),
        "axes": list(AXES),
        "files": {name: _digest(folder / name) for name in names},
        **meta,
    }
    (folder / "meta.json").write_text(json.dumps(full, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return Bundle(str(full["id"]), models, full, folder)


def _identity(models: Mapping[str, LinearModel], prevalence: float) -> str:
    """A hash of all parameters and of what they are calibrated to."""
    parts = [f"{code} {models[code].digest}" for code in sorted(models)]
    return hashlib.sha256("\n".join([*parts, str(prevalence)]).encode()).hexdigest()


def _pack(model: LinearModel) -> dict[str, Any]:
    """The arrays as stored: weights in half precision, which they already have."""
    arrays = {field.name: getattr(model, field.name) for field in fields(model)}
    return {**arrays, "coef": model.coef.astype(np.float16), "vocabulary": model.vocabulary.astype(np.int32)}


def _unpack(arrays: dict[str, Any]) -> LinearModel:
    wide = {"coef": arrays["coef"].astype(np.float32), "vocabulary": arrays["vocabulary"].astype(np.int64)}
    return LinearModel(**{**arrays, **wide})


def feature_digest(code: str) -> str:
    """A hash of what the features of a language depend on: its pack and the names of its counts."""
    pack = packs()[code]
    parts = [
        *count_names(code),
        str(pack.reach),
        *sorted(pack.negations),
        *sorted(pack.ends),
        *sorted(pack.abbreviations),
    ]
    for label, patterns in sorted(pack.cues.items()):
        parts.extend([label, *patterns])
    for name, words in sorted(pack.words.items()):
        parts.extend([name, *sorted(words)])
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _meta(folder: Path) -> dict[str, Any]:
    path = folder / "meta.json"
    if not path.is_file():
        raise BundleError(f"There is no model bundle in {folder} (no meta.json). {_AGAIN}")
    try:
        meta = json.loads(path.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise BundleError(f"{path} cannot be read; the bundle is damaged. {_AGAIN}") from error
    if not isinstance(meta, dict) or not isinstance(meta.get("format"), int):
        raise BundleError(f"{path} states no format number; the bundle is damaged. {_AGAIN}")
    if meta["format"] > FORMAT:
        raise BundleError(
            f"The bundle in {folder} has format {meta['format']}, newer than this version reads ({FORMAT}). Upgrade recovery-nlp."
        )
    missing = [
        key for key in ("id", "files", "languages", "labels", "axes", "parameters", "prevalence") if key not in meta
    ]
    if missing:
        raise BundleError(f"{path} lacks {', '.join(missing)}; the bundle is damaged. {_AGAIN}")
    return meta


def _verify(path: Path, digest: str) -> None:
    if not path.is_file():
        raise BundleError(f"The bundle's file {path} is missing. {_AGAIN}")
    if _digest(path) != digest:
        raise BundleError(f"The bundle's file {path} is truncated or altered (its hash differs). {_AGAIN}")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
