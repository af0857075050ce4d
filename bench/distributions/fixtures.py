import json
from pathlib import Path


def fixtures(folder):
    """The fixtures of a folder of packages/core/test/fixtures by family, in alphabetical order (fixtures.mjs is the same)."""
    path = Path(__file__).resolve().parents[2] / "packages/core/test/fixtures" / folder
    return {file.stem: json.loads(file.read_text()) for file in sorted(path.glob("*.json"))}
