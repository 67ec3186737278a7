"""The reader: a MiniLM encoder with heads for tags, names, trees and meaning."""
import torch
from torch import nn
import torch.nn.functional as F

from wordpiece import SHAPES

DIM, HEADS, FFN, LAYERS, EPS = 384, 12, 1536, 6, 1e-12
ARC, REL, SEM, NER_HIDDEN = 384, 128, 128, 128
TAGGERS = ("upos", "xpos", "feats")


def norm(layer, x):
    """Layer normalisation in full precision, whatever the surroundings compute in."""
    return F.layer_norm(x.float(), (DIM,), layer.weight, layer.bias, EPS)


class Dropout(nn.Module):
    """Dropout to the nearest 1/256 from cheap random bytes."""

    def __init__(self, rate):
        super().__init__()
        self.limit = round(rate * 256)

    def forward(self, x):
        if not self.training or not self.limit:
            return x
        noise = torch.empty((x.numel() + 7) // 8, dtype=torch.int64).random_(-2 ** 63, None)
        keep = noise.view(torch.uint8)[:x.numel()].view(x.shape) >= self.limit
        return x * keep.to(x.dtype).mul_(256 / (256 - self.limit))


class Layer(nn.Module):
    """One post-norm transformer block."""

    def __init__(self, dropout):
        super().__init__()
        self.qkv, self.out = nn.Linear(DIM, 3 * DIM), nn.Linear(DIM, DIM)
        self.ffn1, self.ffn2 = nn.Linear(DIM, FFN), nn.Linear(FFN, DIM)
        self.ln1, self.ln2 = nn.LayerNorm(DIM, EPS), nn.LayerNorm(DIM, EPS)
        self.drop = Dropout(dropout)

    def forward(self, x, mask):
        b, n, _ = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, HEADS, DIM // HEADS).permute(2, 0, 3, 1, 4)
        score = (q @ k.transpose(-1, -2)).float() * (DIM // HEADS) ** -0.5 + mask
        a = score.softmax(-1).to(v.dtype) @ v  # quicker backwards than the fused kernel on short rows
        a = self.out(a.transpose(1, 2).reshape(b, n, DIM))
        x = norm(self.ln1, x + self.drop(a))
        return norm(self.ln2, x + self.drop(self.ffn2(F.gelu(self.ffn1(x)))))


class Encoder(nn.Module):
    """BERT without pooler; word shapes are added to its input."""

    def __init__(self, dropout=0.1, vocabulary=30522):
        super().__init__()
        self.word = nn.Embedding(vocabulary, DIM)
        self.word.weight.requires_grad_(False)
        self.pos = nn.Embedding(512, DIM)
        self.shape = nn.Embedding(SHAPES, DIM)
        nn.init.zeros_(self.shape.weight)
        self.ln = nn.LayerNorm(DIM, EPS)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.drop = Dropout(dropout)

    def forward(self, ids, shapes, mask):
        """ids, shapes [B,L]; mask [B,L], true where there is a piece."""
        x = self.word(ids) + self.pos(torch.arange(ids.shape[1])) + self.shape(shapes)
        x = self.drop(norm(self.ln, x))
        bias = torch.zeros(mask.shape).masked_fill_(~mask, -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def load_bert(self, tensors):
        """Take over the tensors of a BERT checkpoint."""
        get = lambda name: tensors[name].float()
        with torch.no_grad():
            self.word.weight.copy_(get("embeddings.word_embeddings.weight"))
            self.pos.weight.copy_(get("embeddings.position_embeddings.weight")
                                  + get("embeddings.token_type_embeddings.weight")[0])
            copy_layer(self.ln, tensors, "embeddings.LayerNorm")
            for i, layer in enumerate(self.layers):
                p = f"encoder.layer.{i}."
                for kind in ("weight", "bias"):
                    parts = [get(f"{p}attention.self.{n}.{kind}") for n in ("query", "key", "value")]
                    getattr(layer.qkv, kind).copy_(torch.cat(parts))
                copy_layer(layer.out, tensors, p + "attention.output.dense")
                copy_layer(layer.ln1, tensors, p + "attention.output.LayerNorm")
                copy_layer(layer.ffn1, tensors, p + "intermediate.dense")
                copy_layer(layer.ffn2, tensors, p + "output.dense")
                copy_layer(layer.ln2, tensors, p + "output.LayerNorm")


def copy_layer(layer, tensors, name):
    """Copy weight and bias of one BERT sub-layer."""
    layer.weight.copy_(tensors[name + ".weight"].float())
    layer.bias.copy_(tensors[name + ".bias"].float())


class Reader(nn.Module):
    """Encoder and heads. `labels` maps upos, xpos, feats, ner and deprel to their lists."""

    def __init__(self, labels, dropout=0.1, head_dropout=0.33):
        super().__init__()
        self.labels = labels
        self.encoder = Encoder(dropout)
        self.out_shape = nn.Embedding(SHAPES, DIM)
        nn.init.zeros_(self.out_shape.weight)
        self.upos, self.xpos, self.feats = (nn.Linear(DIM, len(labels[t])) for t in TAGGERS)
        self.ner1, self.ner2 = nn.Linear(DIM, NER_HIDDEN), nn.Linear(NER_HIDDEN, len(labels["ner"]))
        self.arc_dep, self.arc_head = nn.Linear(DIM, ARC), nn.Linear(DIM, ARC)
        self.rel_dep, self.rel_head = nn.Linear(DIM, REL), nn.Linear(DIM, REL)
        self.arc_w = nn.Parameter(torch.zeros(ARC + 1, ARC))
        self.rel_w = nn.Parameter(torch.zeros(len(labels["deprel"]), REL + 1, REL + 1))
        self.sem = nn.Linear(DIM, SEM, bias=False)
        self.drop, self.tag_drop = Dropout(head_dropout), Dropout(0.15)

    def encode(self, batch):
        """Word vectors [B,W,384] and the [CLS] vectors [B,1,384]."""
        top = self.encoder(batch["ids"], batch["shapes"], batch["mask"])
        index = batch["first"][:, :, None].expand(-1, -1, DIM)
        words = top.gather(1, index) + self.out_shape(batch["word_shapes"])
        return words, top[:, :1]

    def tag(self, words):
        """Scores of the word-by-word heads."""
        x = self.tag_drop(words)
        out = {t: getattr(self, t)(x).float() for t in TAGGERS}
        out["ner"] = self.ner2(self.tag_drop(F.gelu(self.ner1(x)))).float()
        return out

    def arcs(self, words, cls):
        """Scores [B,W,1+W] of every word's heads (0 is the root)."""
        heads = torch.cat([cls, words], 1)
        d = self.drop(F.leaky_relu(self.arc_dep(words), 0.1)).float()
        h = self.drop(F.leaky_relu(self.arc_head(heads), 0.1)).float()
        with torch.autocast("cpu", enabled=False):
            left = d @ self.arc_w[:-1] + self.arc_w[-1]
            return left @ h.transpose(1, 2)

    def relations(self, words, cls, heads):
        """Scores [B,W,R] of the relation between every word and its head `heads` [B,W]."""
        everything = torch.cat([cls, words], 1)
        d = self.drop(F.leaky_relu(self.rel_dep(words), 0.1)).float()
        h = self.drop(F.leaky_relu(self.rel_head(everything), 0.1)).float()
        h = h.gather(1, heads[:, :, None].expand(-1, -1, REL))
        return self.relation_scores(d, h)

    def relation_scores(self, d, h):
        """[d;1]^T W [h;1] for rows of dependents and their heads [...,128]."""
        shape, r = d.shape[:-1], len(self.rel_w)
        one = torch.ones(*shape, 1)
        d, h = torch.cat([d, one], -1).flatten(0, -2), torch.cat([h, one], -1).flatten(0, -2)
        weight = self.rel_w.permute(1, 0, 2).reshape(REL + 1, -1)
        left = (d @ weight).view(-1, r, REL + 1)
        with torch.autocast("cpu", enabled=False):
            return (left.float() @ h[:, :, None]).squeeze(-1).view(*shape, r)


def spans_mean(x, spans):
    """Means of x [B,W,D] over spans (row, start, end)."""
    return torch.stack([x[b, s:e].mean(0) for b, s, e in spans])
