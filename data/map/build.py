"""Turns countries-110m.json of world-atlas (TopoJSON) into countries.tsv: one line a country, ISO 3166-1 alpha-3 and an SVG path.

    npm pack world-atlas@2.0.2 && tar xf world-atlas-2.0.2.tgz
    python3 data/map/build.py package/countries-110m.json data/actors/countries.tsv > data/map/countries.tsv

Coordinates are tenths of a degree, x eastwards from 180° W, y southwards from 90° N, so the world is 3600 × 1800.
"""
import json
import sys

# Natural Earth shortens some names; "." where it draws what has no code of its own.
SHORT = {
    "Bosnia and Herz.": "BIH", "Central African Rep.": "CAF", "Dem. Rep. Congo": "COD", "Congo": "COG",
    "Dominican Rep.": "DOM", "Eq. Guinea": "GNQ", "Falkland Is.": "FLK", "Fr. S. Antarctic Lands": "ATF",
    "Solomon Is.": "SLB", "S. Sudan": "SSD", "W. Sahara": "ESH", "eSwatini": "SWZ", "Macedonia": "MKD",
    "Côte d'Ivoire": "CIV", "Czechia": "CZE", "Timor-Leste": "TLS", "Turkey": "TUR", "N. Cyprus": ".",
    "Somaliland": ".", "Kosovo": "XKX", "Palestine": "PSE", "United States of America": "USA",
}


def codes(path):
    known = {}
    for line in open(path, encoding="utf-8"):
        row = line.rstrip("\n").split("\t")
        if not line.startswith("#") and len(row) > 5:
            for name in [row[3], *row[5].split(";")]:
                known.setdefault(name, row[0])
    return known


def arcs_of(topology):
    (kx, ky), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((round((x * kx + tx + 180) * 10), round((90 - y * ky - ty) * 10)))
        yield points


def path(rings, arcs):
    out = []
    for ring in rings:
        points = []
        for i in ring:
            arc = arcs[i] if i >= 0 else arcs[~i][::-1]
            points += arc[1:] if points else arc
        kept = unwrapped([p for i, p in enumerate(points) if i == 0 or p != points[i - 1]])
        if len(kept) < 4:
            continue
        # What crosses 180° is drawn at both edges of the map, which cuts it off there.
        shifts = {-3600: min(x for x, _ in kept) < 0, 0: True, 3600: max(x for x, _ in kept) > 3600}
        for shift in (-s for s, needed in sorted(shifts.items()) if needed):
            out.append(ring_path([(x + shift, y) for x, y in kept]))
    return "".join(out)


def unwrapped(points):
    """The ring without jumps from one edge of the map to the other; around a pole it is closed along the map's edge."""
    kept, turn = points[:1], 0
    for (x0, _), (x1, y1) in zip(points, points[1:]):
        turn += 3600 if x1 - x0 < -1800 else -3600 if x1 - x0 > 1800 else 0
        kept.append((x1 + turn, y1))
    if turn:
        edge = 1800 if kept[0][1] > 900 else 0
        kept += [(kept[-1][0], edge), (kept[0][0], edge), kept[0]]
    return kept


def ring_path(points):
    (x, y), steps = points[0], []
    text = f"M{x} {y}l"
    for nx, ny in points[1:-1]:
        steps.append(f"{nx - x} {ny - y}")
        x, y = nx, ny
    return text + " ".join(steps) + "z"


def main():
    topology = json.load(open(sys.argv[1], encoding="utf-8"))
    known, arcs = codes(sys.argv[2]), list(arcs_of(topology))
    print("# ISO 3166-1 alpha-3 | SVG path in tenths of a degree; built by build.py, see ORIGIN.md")
    rows = []
    for shape in topology["objects"]["countries"]["geometries"]:
        name = shape["properties"]["name"]
        code = SHORT.get(name) or known.get(name)
        if not code:
            print("no code:", name, file=sys.stderr)
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        text = "".join(path(p, arcs) for p in polygons)
        if text:
            rows.append((code or ".", text))
    for row in sorted(rows):
        print("\t".join(row))


main()
