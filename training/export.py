"""Write the trained reader as int8 rows, read it back, and keep a numeric fixture beside it."""
import json
import os
import pathlib
import shutil

import torch
from safetensors import safe_open
from safetensors.torch import save_file

import decode
from model import LAYERS, Reader

FORMAT = "parallax-reader/1"
NAME = "reader.safetensors"
LINEAR = {"head.upos": "upos", "head.xpos": "xpos", "head.feats": "feats", "head.ner1": "ner1", "head.ner2": "ner2",
          "head.arc_dep": "arc_dep", "head.arc_head": "arc_head", "head.rel_dep": "rel_dep",
          "head.rel_head": "rel_head", "head.sem": "sem",
          **{f"layer.{i}.{n}": f"encoder.layers.{i}.{n}" for i in range(LAYERS) for n in ("qkv", "out", "ffn1", "ffn2")}}
NORMS = {"emb.ln": "encoder.ln", **{f"layer.{i}.{n}": f"encoder.layers.{i}.{n}" for i in range(LAYERS) for n in ("ln1", "ln2")}}
ROWS = {"emb.word": "encoder.word.weight", "emb.pos": "encoder.pos.weight"}
PLAIN = {"emb.shape": "encoder.shape.weight", "out.shape": "out_shape.weight", "head.arc_w": "arc_w"}
FIXTURE = ["The minister said on Tuesday that two ships had left Odesa without permission .".split(),
           "Reuters quoted Anna Kovács , a spokeswoman for the Harbour Office , as denying it .".split(),
           "\" We haven't seen the 27-page report , \" the U.S. envoy replied .".replace("haven't", "have n't").split()]


def quantise(matrix):
    """Symmetric int8 per row: values and scales."""
    scale = matrix.abs().amax(1).clamp(min=1e-8) / 127
    return (matrix / scale[:, None]).round().clamp(-127, 127).to(torch.int8), scale


def tensors(model):
    """All tensors of the file."""
    state, out = {k: v.detach().float() for k, v in model.state_dict().items()}, {}

    def rows(name, matrix):
        out[name], out[name + ".scale"] = quantise(matrix)

    for name, key in ROWS.items():
        rows(name, state[key])
    for name, key in LINEAR.items():
        rows(name, state[key + ".weight"])
        if key + ".bias" in state:
            out[name + ".bias"] = state[key + ".bias"]
    rows("head.rel_w", state["rel_w"].flatten(0, 1))
    for name, key in NORMS.items():
        out[name + ".g"], out[name + ".b"] = state[key + ".weight"], state[key + ".bias"]
    for name, key in PLAIN.items():
        out[name] = state[key]
    return {k: v.contiguous().clone() for k, v in out.items()}


def write(model, labels, trained, out, pieces):
    """Export weights and fixture, each put in place in one step."""
    out = pathlib.Path(out)
    metadata = {"format": FORMAT, "trained": json.dumps(trained, ensure_ascii=False),
                **{k: json.dumps(labels[k], ensure_ascii=False) for k in ("upos", "xpos", "feats", "ner", "deprel")}}
    new = out / (NAME + ".new")
    save_file(tensors(model), new, metadata)
    new.chmod(0o644)
    rows = ",\n".join(json.dumps(x, ensure_ascii=False) for x in fixture_of(load(new), pieces))
    os.replace(new, out / NAME)
    (out / "fixture.json.new").write_text(f"[\n{rows}\n]\n", encoding="utf-8")
    os.replace(out / "fixture.json.new", out / "fixture.json")


def load(path):
    """A reader with the dequantised weights of an exported file."""
    with safe_open(path, "pt") as file:
        meta, raw = file.metadata(), {k: file.get_tensor(k) for k in file.keys()}
    if meta["format"] != FORMAT:
        raise ValueError(f"{path}: format {meta['format']}, expected {FORMAT}")
    model = Reader({k: json.loads(meta[k]) for k in ("upos", "xpos", "feats", "ner", "deprel")})
    whole = lambda name: raw[name].float() * raw[name + ".scale"][:, None]
    state = {key: whole(name) for name, key in ROWS.items()}
    for name, key in LINEAR.items():
        state[key + ".weight"] = whole(name)
        if name + ".bias" in raw:
            state[key + ".bias"] = raw[name + ".bias"]
    state["rel_w"] = whole("head.rel_w").view(model.rel_w.shape)
    for name, key in NORMS.items():
        state[key + ".weight"], state[key + ".bias"] = raw[name + ".g"], raw[name + ".b"]
    for name, key in PLAIN.items():
        state[key] = raw[name]
    model.load_state_dict(state)
    return model.eval()


def from_checkpoint(path):
    """The averaged reader of a training checkpoint."""
    saved = torch.load(path, weights_only=False)
    model = Reader(saved["labels"])
    model.load_state_dict(saved["average"])
    return model.eval()


def fixture_of(model, pieces):
    """What the dequantised weights say, in f32, about three sentences of our own."""
    out, few = [], lambda v: [round(float(x), 5) for x in v[:8]]
    for words in FIXTURE:
        r = decode.read(model, [words], pieces, half=False)[0]
        out.append({"words": words, "pieces": [pieces.word(w) for w in words], "top": [few(v) for v in r["vectors"]],
                    "upos": r["upos"], "xpos": r["xpos"], "feats": r["feats"], "ner": r["ner"], "heads": r["heads"],
                    "deprel": r["deprel"], "sem": [few(v) for v in r["sem"]]})
    return out


def copy_vocabulary(path, out):
    """Put the WordPiece vocabulary beside the weights."""
    shutil.copyfile(path, out / "vocab.txt.new")
    os.replace(out / "vocab.txt.new", out / "vocab.txt")


def total(scores):
    """One number to compare runs by: both LAS, both UPOS and the names."""
    return sum(scores[b]["las"] + scores[b]["upos"] for b in ("ewt", "gum")) + 0.5 * scores["ner"]["f1"]


def better(scores, out):
    """Do these scores beat those of the exported file?"""
    path = pathlib.Path(out) / NAME
    if not path.exists():
        return True
    with safe_open(path, "pt") as file:
        stored = json.loads(file.metadata()["trained"]).get("scores")
    return stored is None or total(scores) > total(stored)
