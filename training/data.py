"""Training examples and batches."""
import hashlib
import pathlib
import random

import torch

import names
import news_names
import treebank
from wordpiece import shape

IGNORE = -100
WEAK = 0.3  # weight of names taught only by absence
LONGEST = 200
NAME_COPIES = {"wikigold": 1, "crossner": 1, "re3d": 1, "uner": 3}
MADE_UP = 1200  # made-up news sentences an epoch


def load(data, rng):
    """Training examples, the labels, and the treebank sentences they came from."""
    trees = treebank.load(data, "train")
    sentences = trees["ewt"] + trees["gum"]
    labels = treebank.label_lists(sentences)
    labels["ner"] = names.LABELS
    gum_names = names.gum(pathlib.Path(data), trees["gum"], "train")
    examples = [from_tree(s, labels, gum_names.get(s.id), rng) for s in sentences]
    for e in names.load(data):
        e["texts"] = [(0, len(e["words"]), detokenise(e["words"]))]
        e["copies"] = NAME_COPIES[e["source"]]
        examples.append(e)
    return examples, labels, sentences


def from_tree(s, labels, named=None, rng=None):
    """An example of a treebank sentence; `named` holds its name spans and masks, if annotated."""
    index = {k: {x: i for i, x in enumerate(labels[k])} for k in ("upos", "xpos", "feats", "deprel")}
    e = {"words": s.words, "heads": s.heads, "source": "tree", "copies": 1, "names": []}
    for k in index:
        e[k] = [index[k].get(x, IGNORE) for x in getattr(s, k)]
    if named:
        e["names"], e["ner"] = named
        e["copies"] = 2 if treebank.genre(s) in treebank.NEWSY else 1
    else:
        e["ner"], e["weak"] = names.weak_outside(s), True
    if rng is not None:
        spans = [(0, len(s.words))] + treebank.clause_spans(s, rng)
        e["texts"] = [(a, b, s.text(a, b)) for a, b in spans]
    return e


def detokenise(words):
    """Words joined as running text, about as a writer would."""
    out = ""
    for w in words:
        tight = w in (".", ",", ";", ":", "!", "?", ")", "]", "'s", "’s", "n't", "%", "”", "’")
        out += w if tight or not out or out[-1] in "([“" else " " + w
    return out


def teacher_key(text):
    return hashlib.sha1(text.encode()).hexdigest()


class Feeder:
    """Turns examples into batches of about `size` pieces; augments names and capitals."""

    def __init__(self, examples, pieces, seed, size=800, teacher=None):
        self.examples, self.pieces, self.size, self.teacher = examples, pieces, size, teacher
        self.rng = random.Random(seed)
        pool = {}
        for e in examples:
            if not e.get("weak"):
                for s, t, kind in e["names"]:
                    if kind != "MISC":
                        pool.setdefault(kind, []).append(tuple(e["words"][s:t]))
        self.names = news_names.Names({k: sorted(set(v)) for k, v in pool.items()}, self.rng)

    def epoch(self):
        """Batches of one pass, sorted by length inside and shuffled."""
        items = [self.vary(e) for e in self.examples for _ in range(e["copies"])]
        for _ in range(MADE_UP):
            words, spans = self.names.sentence()
            items.append(self.vary(names.example(words, spans, names.O, "made-up"), swap=False))
        self.rng.shuffle(items)
        sized = [(sum(len(self.pieces.word(w)) for w in e["words"]) + 2, e) for e in items]
        sized = sorted((x for x in sized if x[0] <= LONGEST), key=lambda x: x[0])
        batches, batch = [], []
        for n, e in sized:
            if batch and n * (len(batch) + 1) > self.size:
                batches.append(batch)
                batch = []
            batch.append(e)
        batches.append(batch)
        self.rng.shuffle(batches)
        return batches

    def vary(self, e, swap=True):
        """A changed copy of an example: other names, split hyphens, capitals, hidden words."""
        rng, e = self.rng, dict(e)
        tree = "heads" in e
        if swap and e["names"] and rng.random() < (0.3 if tree else 0.45):
            self.swap(e, tree)
        if not tree and rng.random() < 0.5:
            split_hyphens(e)
        r = rng.random()
        if r < 0.03:
            e["words"] = [w.upper() for w in e["words"]]
        elif r < 0.05:
            e["words"] = [w[:1].upper() + w[1:] if len(w) > 3 or i == 0 else w for i, w in enumerate(e["words"])]
        if tree:
            e["hidden"] = {i for i in range(len(e["words"])) if rng.random() < 0.03}
        return e

    def swap(self, e, tree):
        """Put other names of the same type in; in a tree only ones of the same length."""
        words, mask, spans = list(e["words"]), list(e["ner"]), []
        shift = 0
        for s, t, kind in sorted(e["names"]):
            s, t = s + shift, t + shift
            new = None
            if kind != "MISC" and self.rng.random() < 0.7:
                new = self.names.draw(kind)
                if tree and len(new) != t - s or e["words"][s - shift:t - shift][0].islower():
                    new = None
            if new:
                words[s:t] = new
                mask[s:t] = names.masks(len(new), [(0, len(new), kind)], names.O)
                shift += len(new) - (t - s)
                t = s + len(new)
            spans.append((s, t, kind))
        if words != e["words"]:
            e["words"], e["ner"], e["names"] = words, mask, spans
            e.pop("texts", None)

    def tensors(self, batch):
        """The tensors of one batch."""
        out = inputs([e["words"] for e in batch], self.pieces, [e.get("hidden") for e in batch])
        b, w = out["first"].shape
        full = lambda value, dtype=torch.long: torch.full((b, w), value, dtype=dtype)
        for k in ("upos", "xpos", "feats", "deprel"):
            out[k] = full(IGNORE)
        out["heads"], out["ner"], out["ner_weight"] = full(IGNORE), full(names.ANY), torch.ones(b, w)
        spans, targets = [], []
        for i, e in enumerate(batch):
            n = len(e["words"])
            if "heads" in e:
                for k in ("upos", "xpos", "feats", "deprel", "heads"):
                    out[k][i, :n] = torch.tensor(e[k])
            out["ner"][i, :n] = torch.tensor(e["ner"])
            if e.get("weak"):
                out["ner_weight"][i] = WEAK
            for s, t, text in e.get("texts", ()):
                spans.append((i, s, t))
                targets.append(self.teacher[teacher_key(text)])
        out["sem_spans"] = spans
        out["sem_targets"] = torch.stack(targets) if targets else None
        return out


def split_hyphens(e):
    """Split inner hyphens as the treebanks do."""
    words, mask = [], []
    for w, m in zip(e["words"], e["ner"]):
        parts = w.split("-")
        if len(parts) == 1 or not all(parts) or not all(p[0].isalnum() for p in parts):
            words.append(w)
            mask.append(m)
            continue
        rest = m
        for k in (1, 3, 5, 7):
            if m == 1 << k:
                rest = 1 << k + 1
        for i, p in enumerate(parts):
            words += ["-", p] if i else [p]
            mask += [rest, rest] if i else [m]
    if len(words) != len(e["words"]):
        e["words"], e["ner"], e["names"] = words, mask, []
        if "texts" in e:
            e["texts"] = [(0, len(words), e["texts"][0][2])]


def inputs(sentences, pieces, hidden=None):
    """Model inputs for lists of words; `hidden` names words to show as [MASK]."""
    rows = []
    for n, words in enumerate(sentences):
        ids, shapes, first = [pieces.cls], [0], []
        for i, word in enumerate(words):
            first.append(len(ids))
            own = pieces.word(word)
            ids += [pieces.mask] * len(own) if hidden and hidden[n] and i in hidden[n] else own
            shapes += [shape(word)] * len(own)
        rows.append((ids + [pieces.sep], shapes + [0], first, [shape(w) for w in words]))
    b, length, width = len(rows), max(len(r[0]) for r in rows), max(len(r[2]) for r in rows)
    out = {"ids": torch.full((b, length), pieces.pad), "shapes": torch.zeros(b, length, dtype=torch.long),
           "mask": torch.zeros(b, length, dtype=torch.bool), "first": torch.zeros(b, width, dtype=torch.long),
           "word_shapes": torch.zeros(b, width, dtype=torch.long), "words": torch.zeros(b, width, dtype=torch.bool)}
    for i, (ids, shapes, first, word_shapes) in enumerate(rows):
        n, m = len(ids), len(first)
        out["ids"][i, :n], out["shapes"][i, :n], out["mask"][i, :n] = torch.tensor(ids), torch.tensor(shapes), True
        out["first"][i, :m], out["word_shapes"][i, :m] = torch.tensor(first), torch.tensor(word_shapes)
        out["words"][i, :m] = True
    return out
