"""WordPiece as BERT uncased does it, word by word, and the shape of a word.

The Rust engine repeats both exactly; keep them in step.
"""
import unicodedata

PAD, UNK, CLS, SEP, MASK = "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"
LONGEST_WORD = 100
SHAPES = 12


def shape(word):
    """The class (0-11) of a word's outer form; 0 is kept for [CLS] and [SEP]."""
    letters = [c for c in word if c.isalpha()]
    digits = any(c.isnumeric() for c in word)
    others = [c for c in word if not c.isalpha() and not c.isnumeric()]
    if not letters:
        if not digits:
            return 9
        return 7 if others else 6
    if digits:
        return 8
    upper = sum(c.isupper() for c in letters)
    lower = sum(c.islower() for c in letters)
    if "." in others and upper >= 1 and lower == 0:
        return 10
    if upper == 0:
        return 1
    if len(letters) == 1 and upper == 1:
        return 3
    if upper == len(letters):
        return 4
    if upper == 1 and word[0].isupper():
        return 2
    return 5


def _is_punctuation(c):
    o = ord(c)
    if 33 <= o <= 47 or 58 <= o <= 64 or 91 <= o <= 96 or 123 <= o <= 126:
        return True
    return unicodedata.category(c).startswith("P")


def _is_cjk(c):
    o = ord(c)
    return (0x4E00 <= o <= 0x9FFF or 0x3400 <= o <= 0x4DBF or 0x20000 <= o <= 0x2A6DF
            or 0x2A700 <= o <= 0x2B73F or 0x2B740 <= o <= 0x2B81F or 0x2B820 <= o <= 0x2CEAF
            or 0xF900 <= o <= 0xFAFF or 0x2F800 <= o <= 0x2FA1F)


def basic_tokens(word):
    """Lower-case, strip accents, split at white space and around punctuation."""
    clean = []
    for c in word:
        if c in "\t\n\r" or unicodedata.category(c) == "Zs":
            clean.append(" ")
        elif ord(c) in (0, 0xFFFD) or unicodedata.category(c).startswith("C"):
            continue
        elif _is_cjk(c):
            clean.append(f" {c} ")
        else:
            clean.append(c)
    text = unicodedata.normalize("NFD", "".join(clean).lower())
    out, current = [], ""
    for c in text:
        if unicodedata.category(c) == "Mn":
            continue
        if c == " " or _is_punctuation(c):
            if current:
                out.append(current)
            current = ""
            if c != " ":
                out.append(c)
        else:
            current += c
    if current:
        out.append(current)
    return out


class WordPiece:
    """Greedy longest-match-first pieces over a vocabulary file (one piece a line)."""

    def __init__(self, vocab_path):
        with open(vocab_path, encoding="utf-8") as file:
            self.ids = {line.rstrip("\n"): i for i, line in enumerate(file)}
        self.unk, self.cls, self.sep = self.ids[UNK], self.ids[CLS], self.ids[SEP]
        self.pad, self.mask = self.ids[PAD], self.ids[MASK]
        self._memory = {}

    def word(self, word):
        """The piece ids of one word: never empty."""
        found = self._memory.get(word)
        if found is None:
            found = self._memory[word] = self._pieces(word)
        return found

    def text(self, text):
        """The piece ids of raw text, without [CLS] and [SEP]."""
        return [i for w in text.split() for i in self.word(w)]

    def _pieces(self, word):
        if len(word) > LONGEST_WORD:
            return [self.unk]
        out = []
        for token in basic_tokens(word):
            out.extend(self._match(token))
        return out or [self.unk]

    def _match(self, token):
        out, start = [], 0
        while start < len(token):
            prefix = "##" if start else ""
            for end in range(len(token), start, -1):
                piece = self.ids.get(prefix + token[start:end])
                if piece is not None:
                    break
            else:
                return [self.unk]
            out.append(piece)
            start = end
        return out
