"""Measure a reader on the development sets: python evaluate.py --model DIR --data DIR [--weights FILE]."""
import argparse
import collections
import json
import pathlib
import random

import numpy as np
import torch

import decode
import names
import treebank
from wordpiece import WordPiece


class DevSets:
    """Gold trees of EWT and GUM dev, held-out UNER names, and spans for the meaning head."""

    def __init__(self, data, labels, pieces):
        data = pathlib.Path(data)
        self.trees, self.pieces, self.labels = treebank.load(data, "dev"), pieces, labels
        self.names = names.uner(data, False)
        self.gum_names = names.gum(data, self.trees["gum"], "dev")
        rng = random.Random(0)
        self.spans, self.texts, self.teacher = [], [], None
        for n, s in enumerate(self.trees["gum"]):
            for a, b in [(0, len(s.words))] + treebank.clause_spans(s, rng):
                if b - a >= 4:
                    self.spans.append((n, a, b))
                    self.texts.append(s.text(a, b))

    def scores(self, model, half=True):
        """All scores of a model, in percent."""
        model.eval()
        out = {}
        for bank, sentences in self.trees.items():
            read = decode.read(model, [s.words for s in sentences], self.pieces, half=half)
            out[bank] = tree_scores(sentences, read)
            if bank == "gum":
                out["sem"] = self.meaning(read)
                pairs = [(r["names"], self.gum_names[s.id][0]) for s, r in zip(sentences, read) if s.id in self.gum_names]
                out["gum_ner"] = name_scores(pairs)
        read = decode.read(model, [e["words"] for e in self.names], self.pieces, half=half)
        out["ner"] = name_scores([(r["names"], e["names"]) for r, e in zip(read, self.names)])
        return out

    def meaning(self, read):
        """Rank correlation of the student's and the teacher's cosines over random pairs of spans."""
        if self.teacher is None:
            return None
        mine = torch.stack([read[n]["sem"][a:b].mean(0) for n, a, b in self.spans])
        mine, theirs = torch.nn.functional.normalize(mine, dim=1), torch.stack(self.teacher)
        rng = np.random.default_rng(0)
        i, j = rng.integers(0, len(mine), (2, 40000))
        same = torch.tensor([self.spans[x][0] for x in i]) != torch.tensor([self.spans[x][0] for x in j])
        a, b = (mine[i] * mine[j]).sum(1)[same], (theirs[i] * theirs[j]).sum(1)[same]
        rank = lambda x: x.argsort().argsort().double()
        return {"spearman": round(100 * float(torch.corrcoef(torch.stack([rank(a), rank(b)]))[0, 1]), 2),
                "cosine_to_teacher": round(100 * float((mine * theirs).sum(1).mean()), 2)}


def tree_scores(sentences, read):
    """Tagging and attachment scores in percent, punctuation included."""
    hit, n = collections.Counter(), 0
    for s, r in zip(sentences, read):
        n += len(s.words)
        for i in range(len(s.words)):
            for t in ("upos", "xpos", "feats"):
                hit[t] += getattr(s, t)[i] == r[t][i]
            if s.heads[i] == r["heads"][i]:
                hit["uas"] += 1
                hit["las"] += s.deprel[i] == r["deprel"][i]
                hit["las_main"] += s.deprel[i].split(":")[0] == r["deprel"][i].split(":")[0]
    return {k: round(100 * hit[k] / n, 2) for k in ("upos", "xpos", "feats", "uas", "las", "las_main")}


def name_scores(pairs):
    """Exact-span F1 in percent over PER, ORG, LOC, and of spans whatever their type."""
    kinds = ("PER", "ORG", "LOC")
    right, found, gold, loose = (collections.Counter() for _ in range(4))
    for mine, theirs in pairs:
        mine, theirs = {x for x in mine if x[2] in kinds}, set(theirs)
        for x in mine:
            found[x[2]] += 1
            right[x[2]] += x in theirs
        for x in theirs:
            gold[x[2]] += 1
        loose["right"] += len({x[:2] for x in mine} & {x[:2] for x in theirs})
    f1 = lambda r, a, b: round(200 * r / max(1, a + b), 2)
    out = {k: f1(right[k], found[k], gold[k]) for k in kinds}
    r, a, b = (sum(c.values()) for c in (right, found, gold))
    out.update(f1=f1(r, a, b), precision=round(100 * r / max(1, a), 2), recall=round(100 * r / max(1, b), 2),
               untyped=f1(loose["right"], a, b), gold=b)
    return out


def line(s):
    """The scores in one line."""
    trees = " | ".join(f"{b} UPOS {s[b]['upos']} XPOS {s[b]['xpos']} FEATS {s[b]['feats']} UAS {s[b]['uas']} "
                       f"LAS {s[b]['las']} ({s[b]['las_main']})" for b in ("ewt", "gum"))
    n = s["ner"]
    return (f"{trees} | UNER F1 {n['f1']} (P {n['precision']} R {n['recall']} PER {n['PER']} ORG {n['ORG']} LOC {n['LOC']}, "
            f"untyped {n['untyped']}) | GUM names {s['gum_ner']['f1']} | sem {s['sem']}")


def main():
    import export
    from safetensors.torch import load_file
    p = argparse.ArgumentParser()
    here = pathlib.Path(__file__).resolve().parent
    p.add_argument("--model", required=True, help="folder with MiniLM's weights and vocabulary")
    p.add_argument("--data", required=True)
    p.add_argument("--weights", default=here.parent / "crates/parse/weights/reader.safetensors")
    p.add_argument("--checkpoint", help="score a checkpoint's average in f32 too")
    p.add_argument("--text", help="print the reading of a text file, one sentence of spaced words a line")
    args = p.parse_args()
    torch.set_num_threads(1)
    pieces = WordPiece(pathlib.Path(args.model) / "vocab.txt")
    model = export.load(args.weights)
    if args.text:
        show(model, pieces, [x.split() for x in open(args.text, encoding="utf-8") if x.strip()])
        return
    dev = DevSets(args.data, model.labels, pieces)
    from train import teacher_vectors
    cache = here / ".cache/teacher-dev.pt"
    import data as d
    teacher_all = here / ".cache/teacher.pt"
    vectors, _ = teacher_vectors(dev.texts, load_file(pathlib.Path(args.model) / "model.safetensors"), pieces,
                                 teacher_all if teacher_all.exists() else cache)
    dev.teacher = [vectors[d.teacher_key(t)] for t in dev.texts]
    print("quantised:", line(dev.scores(model, half=False)))
    if args.checkpoint:
        print("f32:", line(dev.scores(export.from_checkpoint(args.checkpoint), half=False)))
    print(json.dumps({"held-out UNER sentences": len(dev.names)}))


def show(model, pieces, sentences):
    """Print trees and names of sentences."""
    for words, r in zip(sentences, decode.read(model, sentences, pieces, half=False)):
        print(" ".join(f"{w}/{u}" for w, u in zip(words, r["upos"])))
        print("  names:", [(" ".join(words[a:b]), k) for a, b, k in r["names"]])
        print("  tree:", " ".join(f"{w}<-{words[h - 1] if h else 'ROOT'}:{d}"
                                  for w, h, d in zip(words, r["heads"], r["deprel"])))


if __name__ == "__main__":
    main()
