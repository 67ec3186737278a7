"""Universal Dependencies files: sentences, label lists, clause spans, lemmas."""
import collections
import pathlib
import random

NEWSY = ("news", "interview", "speech")


class Sentence:
    """One sentence: parallel lists over its words; heads count from 1, 0 is the root."""

    def __init__(self, sent_id, doc):
        self.id, self.doc = sent_id, doc
        self.words, self.lemmas, self.upos, self.xpos, self.feats = [], [], [], [], []
        self.heads, self.deprel, self.space = [], [], []

    def text(self, start=0, end=None):
        """The raw text of a range of words."""
        end = len(self.words) if end is None else end
        parts = [w + (" " if s else "") for w, s in zip(self.words[start:end], self.space[start:end])]
        return "".join(parts).strip()


def read(path):
    """All sentences of a CoNLL-U file, without multiword ranges and empty nodes."""
    out, sentence, doc, sent_id, joined_to, joined_space = [], None, "", "", 0, True
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# newdoc id"):
            doc = line.split("=", 1)[1].strip()
        elif line.startswith("# sent_id"):
            sent_id = line.split("=", 1)[1].strip()
            sentence, joined_to = Sentence(sent_id, doc), 0
        elif not line:
            if sentence is not None and sentence.words:
                out.append(sentence)
            sentence = None
        elif line[0].isdigit():
            c = line.split("\t")
            space = "SpaceAfter=No" not in c[9]
            if "-" in c[0]:
                joined_to, joined_space = int(c[0].split("-")[1]), space
                continue
            if "." in c[0]:
                continue
            n = int(c[0])
            if n <= joined_to:
                space = joined_space if n == joined_to else False
            sentence.words.append(c[1])
            sentence.lemmas.append(c[2])
            sentence.upos.append(c[3])
            sentence.xpos.append(c[4])
            sentence.feats.append(c[5])
            sentence.heads.append(int(c[6]))
            sentence.deprel.append(c[7])
            sentence.space.append(space)
    return out


def load(data, part):
    """{'ewt': sentences, 'gum': sentences} of a part (train or dev)."""
    return {n: read(pathlib.Path(data) / f"treebank/{n}/en_{n}-ud-{part}.conllu") for n in ("ewt", "gum")}


def genre(sentence):
    """The genre in a GUM document's name, else ''."""
    return sentence.doc.split("_")[1] if sentence.doc.startswith("GUM_") else ""


def label_lists(sentences):
    """Sorted labels of each tagger and of the relations; rare feature strings are left out."""
    count = {k: collections.Counter() for k in ("upos", "xpos", "feats", "deprel")}
    for s in sentences:
        for k in count:
            count[k].update(getattr(s, k))
    labels = {k: sorted(c) for k, c in count.items()}
    labels["feats"] = sorted({f for f, n in count["feats"].items() if n >= 3} | {"_"})
    return labels


def subtree_range(sentence, head):
    """First and last+1 word of the subtree under word `head` (from 0); None if it has gaps."""
    inside = {head}
    grew = True
    while grew:
        grew = False
        for i, h in enumerate(sentence.heads):
            if h - 1 in inside and i not in inside:
                inside.add(i)
                grew = True
    start, end = min(inside), max(inside) + 1
    return (start, end) if end - start == len(inside) else None


def clause_spans(sentence, rng: random.Random, most=2):
    """Up to `most` random verb-headed subtrees of four words or more, never the whole sentence."""
    verbs = [i for i, u in enumerate(sentence.upos) if u == "VERB" and sentence.heads[i] != 0]
    rng.shuffle(verbs)
    out = []
    for v in verbs:
        span = subtree_range(sentence, v)
        if span and span[1] - span[0] >= 4:
            out.append(span)
            if len(out) == most:
                break
    return out


SAME_FORM = {"ADP", "AUX", "DET", "PRON", "VERB"}  # classes whose lemma is listed even if it equals the form


def write_lemmas(sentences, path):
    """The lemma lexicon: form, UPOS, most frequent lemma; what a trivial rule gives is left out."""
    count = collections.defaultdict(collections.Counter)
    for s in sentences:
        for word, upos, lemma in zip(s.words, s.upos, s.lemmas):
            if upos not in ("PUNCT", "SYM", "X") and lemma != "_" and not any(c.isspace() for c in word + lemma):
                count[word.lower(), upos][lemma] += 1
    lines = []
    for (form, upos), lemmas in sorted(count.items()):
        lemma = lemmas.most_common(1)[0][0]
        if upos == "PROPN":
            if lemma.lower() == form:
                continue
        elif lemma == form and not (upos in SAME_FORM or upos == "NOUN" and form.endswith("s")
                                    or upos in ("ADJ", "ADV") and form.endswith(("er", "est"))):
            continue
        lines.append(f"{form}\t{upos}\t{lemma}\n")
    path.write_text("".join(lines), encoding="utf-8")
    return len(lines)
