"""CatBoost's trees as the flat arrays of `crawler.extraction.roles.model`."""

import json
import tempfile
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
