"""Trains the sentence splitter: logistic regression over the hashed features that the Rust code writes.

    cargo xtask splitter-data --data <gold data> --out <folder>
    python training/splitter.py <folder> crates/parse/weights/splitter.bin

Both treebanks' training parts teach it, their dev parts are measured on. Needs NumPy.
"""
import pathlib
import struct
import sys

import numpy as np

TABLE = 1 << 18
EPOCHS = 12
RATE = 0.03
BATCH = 256


def read(path, fields):
    """Answers [n] and features [n, fields - 1] of one part."""
    rows = np.fromfile(path, dtype="<u4").reshape(-1, fields)
    return rows[:, 0].astype(np.float32), rows[:, 1:].astype(np.int64)


def train(answers, features, seed=3):
    """AdaGrad with averaging over the last half of the epochs."""
    rng = np.random.default_rng(seed)
    w, g = np.zeros(TABLE, np.float32), np.full(TABLE, 1e-2, np.float32)
    bias, bias_g, mean, count = -1.0, 1e-2, np.zeros(TABLE, np.float64), 0
    for epoch in range(EPOCHS):
        order = rng.permutation(len(answers))
        for at in range(0, len(order), BATCH):
            index = order[at:at + BATCH]
            x = features[index]
            error = 1 / (1 + np.exp(-(w[x].sum(1) + bias))) - answers[index]
            used, inverse = np.unique(x, return_inverse=True)
            gradient = np.bincount(inverse.ravel(), np.repeat(error, x.shape[1]), len(used)).astype(np.float32)
            g[used] += gradient ** 2
            w[used] -= RATE * gradient / np.sqrt(g[used])
            step = float(error.sum())
            bias_g += step ** 2
            bias -= RATE * step / bias_g ** 0.5
        if epoch >= EPOCHS // 2:
            mean, count = mean + w, count + 1
    return (mean / count).astype(np.float32), bias


def quantise(w, bias):
    """int8 weights with one scale; what is clipped are a few very sure features."""
    scale = float(np.quantile(np.abs(w[w != 0]), 0.9995)) / 127
    return np.clip(np.round(w / scale), -127, 127).astype(np.int8), scale, bias


def f1(answers, features, weights, scale, bias):
    """F1 of the sentence ends inside paragraphs (the ends of paragraphs are always right and not counted)."""
    guess = weights[features].astype(np.int64).sum(1) * scale + bias > 0
    right = (guess & (answers > 0)).sum()
    return 200 * right / max(1, guess.sum() + answers.sum())


def main():
    """Train, measure, write."""
    folder, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    fields = int((folder / "fields").read_text())
    parts = [read(folder / f"{s}-train.bin", fields) for s in ("ewt", "gum")]
    answers, features = (np.concatenate(p) for p in zip(*parts))
    weights, scale, bias = quantise(*train(answers, features))
    for name in ("ewt", "gum"):
        print(name, "dev sentence ends F1", round(f1(*read(folder / f"{name}-dev.bin", fields), weights, scale, bias), 2))
    out.write_bytes(struct.pack("<ff", scale, bias) + weights.tobytes())


if __name__ == "__main__":
    main()
