"""CatBoost's trees as the flat arrays of `crawler.extraction.body.trees`."""

import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


def arrays(model: Any, name: str) -> dict[str, NDArray[Any]]:
    """The forest's arrays under this name. Shallower trees get questions that are never answered yes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        described = json.loads(path.read_text())
    trees = described["oblivious_trees"]
    depth = max(len(tree["splits"] or ()) for tree in trees)
    feature = np.zeros((depth, len(trees)), dtype=np.int16)
    border = np.full((depth, len(trees)), np.inf, dtype=np.float32)
    leaf = np.zeros((len(trees), 1 << depth), dtype=np.float32)
    for place, tree in enumerate(trees):
        for bit, split in enumerate(tree["splits"] or ()):
            feature[bit, place] = split["float_feature_index"]
            border[bit, place] = split["border"]
        leaf[place, : len(tree["leaf_values"])] = tree["leaf_values"]
    scale, bias = described["scale_and_bias"]
    return {
        f"{name}_feature": feature,
        f"{name}_border": border,
        f"{name}_leaf": (leaf * scale).astype(np.float32),
        f"{name}_bias": np.array(bias[0] if isinstance(bias, list) else bias),
    }


def averaged(parts: Sequence[Mapping[str, NDArray[Any]]], name: str) -> dict[str, NDArray[Any]]:
    """One forest that says the mean of what these say: all their trees, each counting for its share."""
    depth = max(part[f"{name}_feature"].shape[0] for part in parts)
    share = np.float32(1 / len(parts))
    return {
        f"{name}_feature": np.concatenate([_deepened(p[f"{name}_feature"], depth, 0) for p in parts], axis=1),
        f"{name}_border": np.concatenate(
            [_deepened(p[f"{name}_border"], depth, np.inf) for p in parts], axis=1
        ),
        f"{name}_leaf": np.concatenate(
            [
                share * np.pad(leaf, ((0, 0), (0, (1 << depth) - leaf.shape[1])))
                for leaf in (part[f"{name}_leaf"] for part in parts)
            ]
        ),
        f"{name}_bias": np.mean([part[f"{name}_bias"] for part in parts], axis=0),
    }


def _deepened(questions: NDArray[Any], depth: int, fill: float) -> NDArray[Any]:
    """With questions that are never answered yes below the last."""
    return np.pad(questions, ((0, depth - len(questions)), (0, 0)), constant_values=fill)
