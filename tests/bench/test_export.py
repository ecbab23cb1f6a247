"""Several forests as one that says their mean."""

import numpy as np

from bench.train.export import averaged
from crawler.extraction.body.trees import Forest


def forest(depth: int, border: float, leaves: list[float], bias: float) -> dict[str, np.ndarray]:
    return {
        "f_feature": np.zeros((depth, 1), dtype=np.int16),
        "f_border": np.full((depth, 1), border, dtype=np.float32),
        "f_leaf": np.array([leaves], dtype=np.float32),
        "f_bias": np.array(bias),
    }


def margin(arrays: dict[str, np.ndarray], value: float) -> float:
    chance = float(Forest.load(arrays, "f").probability(np.array([[value]], dtype=np.float32))[0])
    return float(np.log(chance) - np.log1p(-chance))


def test_the_mean_of_forests_of_different_depth() -> None:
    shallow, deep = forest(1, 0.5, [-1.0, 2.0], 0.2), forest(2, 0.1, [0.4, 9.0, 9.0, -0.6], -0.4)
    both = averaged([shallow, deep], "f")
    for value in (0.0, 0.3, 1.0):
        expected = (margin(shallow, value) + margin(deep, value)) / 2
        assert abs(margin(both, value) - expected) < 1e-5
