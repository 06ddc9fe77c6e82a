"""A model as bytes: numpy arrays without pickle, and its description as JSON. Reading runs nothing of the file."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import numpy as np

from feedback.learning.model import Model

FORMAT = 2
_WITHOUT_CURVE = 1  # is still read
MOST_BYTES = 200 << 20  # unpacked
_MOST_LABELS = 1000
_ARRAYS = {
    "vocabulary": np.uint64, "rarity": np.float32, "weights": np.float32, "bias": np.float32,
    "inward": np.float16, "inner": np.float32, "outward": np.float32, "outer": np.float32,
    "slopes": np.float32, "offsets": np.float32, "curve": np.float32,
}  # fmt: skip


class BadModel(ValueError):
    """Bytes that are no model of ours; the text says what is wrong."""


def to_bytes(model: Model) -> bytes:
    head = {
        "format": FORMAT,
        "labels": list(model.labels),
        "blocks": list(model.blocks),
        "about": model.about,
    }
    arrays: dict[str, Any] = {name: getattr(model, name) for name in _ARRAYS}
    arrays["weights"] = model.weights.astype(np.float16)
    target = io.BytesIO()
    text = json.dumps(head, ensure_ascii=False, sort_keys=True).encode()
    np.savez_compressed(target, head=np.frombuffer(text, dtype=np.uint8), **arrays)
    return target.getvalue()


def from_bytes(data: bytes) -> Model:
    """The model. Raises BadModel for anything else, also for one whose parts do not fit together."""
    try:
        _checked_size(data)
        with np.load(io.BytesIO(data), allow_pickle=False) as stored:
            head = json.loads(bytes(stored["head"].astype(np.uint8)).decode())
            known = [name for name in _ARRAYS if name != "curve" or head["format"] != _WITHOUT_CURVE]
            arrays = {name: stored[name].astype(_ARRAYS[name]) for name in known}
        model = Model(
            labels=tuple(str(label) for label in head["labels"]),
            blocks=_pair(head["blocks"]),
            about=dict(head["about"]),
            **arrays,
        )
    except BadModel:
        raise
    except (
        ValueError,
        KeyError,
        TypeError,
        OSError,
        EOFError,
        zipfile.BadZipFile,
        UnicodeDecodeError,
    ) as error:
        raise BadModel(f"not a model: {error}") from error
    if head["format"] not in (_WITHOUT_CURVE, FORMAT):
        raise BadModel(f"format {head['format']}, and {FORMAT} is read")
    _checked(model, curve=0 if head["format"] == _WITHOUT_CURVE else 2)
    return model


def _pair(values: Any) -> tuple[float, float]:
    first, second = values
    return float(first), float(second)


def _checked_size(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if sum(part.file_size for part in package.infolist()) > MOST_BYTES:
            raise BadModel("larger than a model can be")


def _checked(model: Model, curve: int) -> None:
    pieces, labels, units = len(model.vocabulary), len(model.labels), len(model.inner)
    shapes = {
        "rarity": (pieces,), "weights": (pieces, labels), "bias": (labels,), "slopes": (2 * labels, labels),
        "offsets": (labels,), "vocabulary": (pieces,), "inward": (pieces, units), "inner": (units,),
        "outward": (units, labels), "outer": (labels,), "curve": (curve,),
    }  # fmt: skip
    if not pieces or not 2 <= labels <= _MOST_LABELS or len(set(model.labels)) != labels:
        raise BadModel("it has no pieces, or too few or too many labels")
    for name, shape in shapes.items():
        array = getattr(model, name)
        if array.shape != shape or not np.isfinite(array.astype(np.float64)).all():
            raise BadModel(f"{name} does not fit")
    if not (np.diff(model.vocabulary.astype(np.int64)) > 0).all():
        raise BadModel("the vocabulary is not in order")
