"""Train the reader: python train.py --model DIR --data DIR --out DIR [--epochs N]."""
import argparse
import copy
import datetime
import os
import pathlib
import random
import time

import torch
import torch.nn.functional as F
from safetensors.torch import load_file

import data
import evaluate
import export
import treebank
from model import Encoder, Reader, TAGGERS, spans_mean
from wordpiece import WordPiece

HERE = pathlib.Path(__file__).resolve().parent
PAIRS = 5  # weight of the pairwise part of the meaning loss
WEIGHT = {"arc": 1, "rel": 1, "ner": 1, "upos": 0.5, "xpos": 0.5, "feats": 0.5, "sem": 1}


def teacher_vectors(texts, bert, pieces, cache):
    """Unit vectors of the original sentence encoder projected to 128 dimensions, per text key; and the projection."""
    keys = [data.teacher_key(t) for t in texts]
    if cache.exists():
        stored = torch.load(cache)
        if set(keys) <= set(stored["keys"]):
            return dict(zip(stored["keys"], stored["vectors"])), stored["projection"]
    full = original_vectors(texts, bert, pieces)
    _, _, v = torch.linalg.svd(full.T @ full)
    projection = v[:128].T.contiguous()
    vectors = F.normalize(full @ projection, dim=1)
    cache.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"keys": keys, "vectors": vectors, "projection": projection}, cache)
    return dict(zip(keys, vectors)), projection


@torch.no_grad()
def original_vectors(texts, bert, pieces, size=4096):
    """Normalised mean-pooled vectors [N,384] of the untouched encoder."""
    encoder = Encoder()
    encoder.load_bert(bert)
    encoder.eval()
    ids = [[pieces.cls] + pieces.text(t)[:254] + [pieces.sep] for t in texts]
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    out, start = torch.empty(len(ids), 384), 0
    while start < len(order):
        end = start + 1
        while end < len(order) and len(ids[order[end]]) * (end + 1 - start) <= size:
            end += 1
        rows = order[start:end]
        length = max(len(ids[i]) for i in rows)
        batch = torch.full((len(rows), length), pieces.pad)
        mask = torch.zeros(len(rows), length, dtype=torch.bool)
        for r, i in enumerate(rows):
            batch[r, :len(ids[i])], mask[r, :len(ids[i])] = torch.tensor(ids[i]), True
        with torch.autocast("cpu", dtype=torch.bfloat16):
            top = encoder(batch, torch.zeros_like(batch), mask)
        weight = mask[:, :, None].float()
        out[rows] = F.normalize((top * weight).sum(1) / weight.sum(1), dim=1)
        start = end
    return out


def losses(reader, batch, bits):
    """The masked losses of one batch."""
    words, cls = reader.encode(batch)
    tags, out = reader.tag(words), {}
    for t in TAGGERS:
        if (batch[t] >= 0).any():
            out[t] = F.cross_entropy(tags[t].flatten(0, 1), batch[t].flatten(), ignore_index=data.IGNORE)
    allowed = batch["ner"][:, :, None] & bits != 0
    weight = batch["ner_weight"] * batch["words"] * ~allowed.all(-1)
    if weight.any():
        score = tags["ner"].logsumexp(-1) - tags["ner"].masked_fill(~allowed, -1e9).logsumexp(-1)
        out["ner"] = (score * weight).sum() / weight.sum().clamp(min=1)
    treed = (batch["heads"] >= 0).any(1)
    if treed.any():
        words_t, cls_t, heads = words[treed], cls[treed], batch["heads"][treed]
        arcs = reader.arcs(words_t, cls_t)
        arcs = arcs.masked_fill(~F.pad(batch["words"][treed], (1, 0), value=True)[:, None, :], -1e9)
        out["arc"] = F.cross_entropy(arcs.flatten(0, 1), heads.flatten(), ignore_index=data.IGNORE)
        relations = reader.relations(words_t, cls_t, heads.clamp(min=0))
        gold = batch["deprel"][treed].flatten()
        out["rel"] = F.cross_entropy(relations.flatten(0, 1), gold, ignore_index=data.IGNORE)
    if batch["sem_targets"] is not None:
        mean = spans_mean(reader.sem(words).float(), batch["sem_spans"])
        out["sem"] = meaning_loss(F.normalize(mean, dim=1), batch["sem_targets"])
    return out


def meaning_loss(mine, theirs):
    """1 - cosine to the teacher, and the squared errors of the cosines between the batch's own spans."""
    with torch.autocast("cpu", enabled=False):
        pairs = (mine @ mine.T - theirs @ theirs.T).square().mean()
    return (1 - (mine * theirs).sum(1)).mean() + PAIRS * pairs


class Average:
    """An exponential moving average of the trained weights."""

    def __init__(self, reader, decay=0.999, every=4):
        self.model, self.decay, self.every, self.step = copy.deepcopy(reader).eval(), decay, every, 0
        self.pairs = [(a, b) for a, b in zip(self.model.parameters(), reader.parameters()) if b.requires_grad]

    @torch.no_grad()
    def update(self):
        self.step += 1
        if self.step % self.every:
            return
        decay = min(self.decay, (1 + self.step) / (10 + self.step)) ** self.every
        torch._foreach_lerp_([a for a, _ in self.pairs], [b for _, b in self.pairs], 1 - decay)


def optimiser(reader, args):
    """AdamW with a slower encoder; no decay on vectors."""
    groups = {}
    for name, p in reader.named_parameters():
        if p.requires_grad:
            slow = name.startswith("encoder.") and "shape" not in name
            groups.setdefault((slow, p.dim() > 1), []).append(p)
    return torch.optim.AdamW([{"params": ps, "lr": args.encoder_rate if slow else args.head_rate,
                               "weight_decay": 0.01 if matrix else 0.0} for (slow, matrix), ps in groups.items()],
                             betas=(0.9, 0.98), eps=1e-8, fused=True)


def arguments():
    p = argparse.ArgumentParser()
    p.add_argument("--model", required=True, help="folder with MiniLM's model.safetensors and vocab.txt")
    p.add_argument("--data", required=True, help="folder of the gold data")
    p.add_argument("--out", default=HERE.parent / "crates/parse/weights", help="folder for the exported weights")
    p.add_argument("--cache", default=HERE / ".cache")
    p.add_argument("--epochs", type=int, default=10)
    p.add_argument("--seed", type=int, default=7)
    p.add_argument("--threads", type=int, default=1)
    p.add_argument("--encoder-rate", type=float, default=1.5e-4)
    p.add_argument("--head-rate", type=float, default=1e-3)
    p.add_argument("--dropout", type=float, default=0.1)
    p.add_argument("--size", type=int, default=800, help="pieces a batch")
    p.add_argument("--steps", type=int, help="stop after so many steps and print times (a trial)")
    p.add_argument("--resume", action="store_true", help="go on from the last checkpoint")
    p.add_argument("--keep", action="store_true", help="export only if the scores beat the stored ones")
    return p.parse_args()


def main():
    args = arguments()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    model_dir, out, cache = map(pathlib.Path, (args.model, args.out, args.cache))
    pieces, bert = WordPiece(model_dir / "vocab.txt"), load_file(model_dir / "model.safetensors")
    examples, labels, sentences = data.load(args.data, random.Random(args.seed))
    dev = evaluate.DevSets(args.data, labels, pieces)
    texts = sorted({t for e in examples for *_, t in e.get("texts", ())} | set(dev.texts))
    teacher, _ = teacher_vectors(texts, bert, pieces, cache / "teacher.pt")
    dev.teacher = [teacher[data.teacher_key(t)] for t in dev.texts]
    feeder = data.Feeder(examples, pieces, args.seed, args.size, teacher)
    reader = Reader(labels, args.dropout)
    reader.encoder.load_bert(bert)
    average, optim = Average(reader), optimiser(reader, args)
    out.mkdir(parents=True, exist_ok=True)
    treebank.write_lemmas(sentences, out / "lemmas.tsv")
    export.copy_vocabulary(model_dir / "vocab.txt", out)
    bits = 1 << torch.arange(len(labels["ner"]))
    total, step, epoch, checkpoint = None, 0, 0, cache / "checkpoint.pt"
    if args.resume and checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=False)
        reader.load_state_dict(saved["reader"])
        average.model.load_state_dict(saved["average"])
        optim.load_state_dict(saved["optim"])
        step, epoch, average.step = saved["step"], saved["epoch"], saved["step"]
        feeder.rng.seed(args.seed * 1000 + epoch)
    start = time.time()
    while epoch < args.epochs:
        batches, sums, counts, tick = feeder.epoch(), {}, {}, time.time()
        total = total or step + len(batches) * (args.epochs - epoch)
        for n, rows in enumerate(batches):
            rate = min(step / (0.05 * total), max(0.0, (total - step) / (0.95 * total)))
            for group in optim.param_groups:
                group.setdefault("full", group["lr"])
                group["lr"] = group["full"] * rate
            batch = feeder.tensors(rows)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                parts = losses(reader, batch, bits)
            loss = sum(WEIGHT[k] * v for k, v in parts.items())
            optim.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_([p for p in reader.parameters() if p.requires_grad], 5.0)
            optim.step()
            average.update()
            step += 1
            for k, v in parts.items():
                sums[k], counts[k] = sums.get(k, 0) + float(v.detach()), counts.get(k, 0) + 1
            if n % 100 == 99 or args.steps:
                shown = " ".join(f"{k} {sums[k] / counts[k]:.3f}" for k in sorted(sums))
                pace = (time.time() - tick) / (n + 1)
                print(f"epoch {epoch + 1} step {n + 1}/{len(batches)} {pace:.3f} s/step {shown}", flush=True)
                if not args.steps:
                    sums, counts = {}, {}
            if args.steps and step >= args.steps:
                return
        epoch += 1
        torch.save({"reader": reader.state_dict(), "average": average.model.state_dict(), "optim": optim.state_dict(),
                    "step": step, "epoch": epoch, "total": total, "labels": labels}, str(checkpoint) + ".new")
        os.replace(str(checkpoint) + ".new", checkpoint)
        finish_epoch(average.model, labels, dev, args, epoch, out, pieces, time.time() - start)


def finish_epoch(model, labels, dev, args, epoch, out, pieces, seconds):
    """Measure the average and export it."""
    scores = dev.scores(model)
    print(f"== epoch {epoch} after {seconds / 60:.1f} min: {evaluate.line(scores)}", flush=True)
    if args.keep and not export.better(scores, out):
        print("not exported: the stored weights score higher", flush=True)
        return
    trained = {"date": f"{datetime.date.today()}", "epochs": epoch, "of": args.epochs, "seed": args.seed,
               "data": ["UD English EWT train", "UD English GUM train (permissive genres)", "WikiGold", "CrossNER politics",
                        "re3d", "GUM entities", "UNER English EWT dev (part)", "made-up sentences (GeoNames places)"],
               "scores": scores}
    export.write(model, labels, trained, out, pieces)


if __name__ == "__main__":
    main()
