import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from recovery_nlp.errors import BundleError
from recovery_nlp.model.bundle import FORMAT, TRUSTED, load, load_estimator
from recovery_nlp.model.train import documents
from recovery_nlp.places import models_folder
from recovery_nlp.scoring import Scorer

BASE = models_folder() / "base"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BASE, tmp_path / "base"))


def change(folder: Path, **fields: object) -> None:
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    (folder / "meta.json").write_text(json.dumps({**meta, **fields}), encoding="utf-8")


def test_shipped_bundle_is_whole_and_small() -> None:
    bundle = load()
    assert bundle.id.startswith("base-")
    assert sum(path.stat().st_size for path in BASE.iterdir()) <= 15_000_000


def test_missing_bundle_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="no model bundle"):
        load(tmp_path)


def test_truncated_weights_are_refused(copy: Path) -> None:
    weights = copy / "en.npz"
    weights.write_bytes(weights.read_bytes()[:-100])
    with pytest.raises(BundleError, match="truncated or altered"):
        load(copy)


def test_altered_estimator_is_refused(copy: Path) -> None:
    path = copy / "en.skops"
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(BundleError, match="truncated or altered"):
        load_estimator(copy, "en")


def test_missing_weights_are_refused(copy: Path) -> None:
    (copy / "en.npz").unlink()
    with pytest.raises(BundleError, match="is missing"):
        load(copy)


def test_newer_format_is_refused_in_a_sentence(copy: Path) -> None:
    change(copy, format=FORMAT + 1)
    with pytest.raises(BundleError, match="newer than this version reads"):
        load(copy)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": "1"}', '{"format": 1}'])
def test_damaged_meta_is_refused(copy: Path, text: str) -> None:
    (copy / "meta.json").write_text(text, encoding="utf-8")
    with pytest.raises(BundleError, match="damaged"):
        load(copy)


def test_weights_that_meta_does_not_name_are_refused(copy: Path) -> None:
    change(copy, files={})
    with pytest.raises(BundleError, match="altered"):
        load(copy)


def test_another_prevalence_is_another_bundle(copy: Path) -> None:
    change(copy, prevalence=0.9)
    with pytest.raises(BundleError, match="not those that meta"):
        load(copy)


def test_other_labels_are_refused(copy: Path) -> None:
    change(copy, labels=["denial"])
    with pytest.raises(BundleError, match="other labels"):
        load(copy)


def test_other_features_are_refused(copy: Path) -> None:
    meta = json.loads((copy / "meta.json").read_text(encoding="utf-8"))
    meta["languages"]["en"]["features"] = "0"
    change(copy, languages=meta["languages"])
    with pytest.raises(BundleError, match="other features"):
        load(copy)


def test_estimator_and_scorer_agree_on_the_shipped_bundle(scorer: Scorer) -> None:
    texts = [
        "I'm sorry about the mix-up. A new one leaves today.",
        "Calm down, sir.",
        "As I told you, read the menu next time.",
    ]
    _, axes = load_estimator(BASE, "en").score_replies(documents([(text, "") for text in texts], code="en"))
    for text, row in zip(texts, axes, strict=True):
        verdict = scorer.score(text)
        assert np.allclose([verdict.defensive, verdict.last_word, verdict.sincere], row[1:], atol=1e-4)


def test_strange_types_are_not_trusted(copy: Path) -> None:
    import hashlib

    from skops.io import dump

    dump(shutil.which, copy / "en.skops")
    meta = json.loads((copy / "meta.json").read_text(encoding="utf-8"))
    meta["files"]["en.skops"] = hashlib.sha256((copy / "en.skops").read_bytes()).hexdigest()
    change(copy, files=meta["files"])
    with pytest.raises(BundleError, match="not trusted"):
        load_estimator(copy, "en")


def test_only_our_own_types_are_trusted() -> None:
    assert all(name.startswith("recovery_nlp.") for name in TRUSTED)


def test_corpus_of_the_bundle_is_the_corpus_in_data() -> None:
    from recovery_nlp.places import data_folder
    from recovery_nlp.report.bundles import corpus_digest

    assert load().meta["corpus"]["sha256"] == corpus_digest(data_folder()), "run `make train`"
