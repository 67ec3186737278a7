"""From scores to predictions: Chu-Liu-Edmonds with one root, constrained Viterbi for names."""
import numpy as np
import torch

import data


def viterbi(scores, labels):
    """The best label sequence in which I-X follows only B-X or I-X; scores [n,labels]."""
    n, k = scores.shape
    allowed = np.zeros((k, k), bool)  # from, to
    for j, label in enumerate(labels):
        for i, before in enumerate(labels):
            allowed[i, j] = not label.startswith("I-") or before in (label, "B-" + label[2:])
    start = np.array([not x.startswith("I-") for x in labels])
    best = np.where(start, scores[0], -1e9)
    back = []
    for t in range(1, n):
        ways = np.where(allowed, best[:, None], -1e9)
        back.append(ways.argmax(0))
        best = ways.max(0) + scores[t]
    path = [int(best.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return path[::-1]


def spans(path, labels):
    """Name spans (start, end, type) of a label sequence."""
    out = []
    for i, label in enumerate(labels[j] for j in path):
        if label.startswith("B-"):
            out.append([i, i + 1, label[2:]])
        elif label.startswith("I-"):
            out[-1][1] = i + 1
    return [tuple(s) for s in out]


def _cycle(heads):
    """A set of words on a cycle, or None; heads[0] is unused."""
    state = [0] * len(heads)
    for first in range(1, len(heads)):
        trail, i = [], first
        while i and not state[i]:
            state[i] = 1
            trail.append(i)
            i = heads[i]
        if i and state[i] == 1:
            return trail[trail.index(i):]
        for j in trail:
            state[j] = 2
    return None


def _arborescence(score):
    """Best heads for nodes 1.. of score[dep, head] (log scores; node 0 is the root)."""
    n = len(score)
    score = score.copy()
    np.fill_diagonal(score, -np.inf)
    heads = score.argmax(1)
    heads[0] = 0
    cycle = _cycle(heads.tolist())
    if cycle is None:
        return heads
    inside = np.zeros(n, bool)
    inside[cycle] = True
    rest = np.flatnonzero(~inside)
    small = np.full((len(rest) + 1, len(rest) + 1), -np.inf)
    small[:-1, :-1] = score[np.ix_(rest, rest)]
    small[:-1, -1] = score[np.ix_(rest, cycle)].max(1)
    via = score[np.ix_(rest, cycle)].argmax(1)
    gain = score[np.ix_(cycle, rest)] - score[cycle, heads[cycle]][:, None]
    small[-1, :-1] = gain.max(0)
    enter = gain.argmax(0)
    solved = _arborescence(small)
    out = heads.copy()
    for k, node in enumerate(rest):
        if node:
            h = solved[k]
            out[node] = cycle[via[k]] if h == len(rest) else rest[h]
    broken = cycle[enter[solved[-1]]]
    out[broken] = rest[solved[-1]]
    return out


def tree(arcs):
    """Heads (0 = root) of the best tree with one root; arcs [n,1+n] are scores of heads."""
    n = len(arcs)
    arcs = arcs - np.logaddexp.reduce(arcs, axis=1, keepdims=True)
    score = np.full((n + 1, n + 1), -np.inf)
    score[1:] = arcs
    heads = _arborescence(score)
    if (heads[1:] == 0).sum() == 1:
        return heads[1:]
    best, found = -np.inf, None
    for root in np.argsort(-arcs[:, 0])[:10]:
        trial = score.copy()
        trial[1:, 0] = -1e9
        trial[root + 1, 0] = score[root + 1, 0]
        heads = _arborescence(trial)
        total = trial[np.arange(1, n + 1), heads[1:]].sum()
        if total > best:
            best, found = total, heads[1:]
    return found


@torch.no_grad()
def read(model, sentences, pieces, size=6000, half=True):
    """Predictions for lists of words: dicts of upos, xpos, feats, heads, deprel, names, vectors, sem."""
    order = sorted(range(len(sentences)), key=lambda i: len(sentences[i]))
    out, batch, longest = [None] * len(sentences), [], 0
    for i in order + [None]:
        length = sum(len(pieces.word(w)) for w in sentences[i]) + 2 if i is not None else 0
        if batch and (i is None or max(longest, length) * (len(batch) + 1) > size):
            _read_batch(model, sentences, batch, pieces, out, half)
            batch, longest = [], 0
        batch.append(i)
        longest = max(longest, length)
    return out


def _read_batch(model, sentences, rows, pieces, out, half):
    batch = data.inputs([sentences[i] for i in rows], pieces)
    labels = model.labels
    root = labels["deprel"].index("root")
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
        words, cls = model.encode(batch)
        tags, arcs, sem = model.tag(words), model.arcs(words, cls), model.sem(words).float()
        lengths = batch["words"].sum(1).tolist()
        heads = torch.zeros_like(batch["first"])
        for r, n in enumerate(lengths):
            heads[r, :n] = torch.from_numpy(tree(arcs[r, :n, :n + 1].double().numpy()).astype("int64"))
        relations = model.relations(words, cls, heads).float()
    relations[..., root] = torch.where(heads == 0, torch.inf, -torch.inf)
    for r, (i, n) in enumerate(zip(rows, lengths)):
        found = {t: [labels[t][j] for j in tags[t][r, :n].argmax(-1).tolist()] for t in ("upos", "xpos", "feats")}
        found["heads"] = heads[r, :n].tolist()
        found["deprel"] = [labels["deprel"][j] for j in relations[r, :n].argmax(-1).tolist()]
        path = viterbi(tags["ner"][r, :n].numpy(), labels["ner"])
        found["ner"], found["names"] = [labels["ner"][j] for j in path], spans(path, labels["ner"])
        found["vectors"], found["sem"] = words[r, :n].float(), sem[r, :n]
        out[i] = found
