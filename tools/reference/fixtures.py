"""What every program of this folder shares: writing fixtures, making them again, and comparing them with the committed ones.

A program lists its fixtures, each with a path and a function that makes its contents:

    program = Program(__file__, oracles=("scipy",), relative=1e-9)
    program.add("packages/math/test/fixtures/quantiles.json", make)
    if __name__ == "__main__":
        program.main()

`make` returns a dict, or bytes for a file that is not JSON. A list in the dict may hold functions without arguments instead of
values. Each of them makes one row, so that `--sample` can make a few rows only. The options are those of `options` below.
"""
import argparse
import importlib
import json
import math
import platform
import struct
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAMPLED_ROWS = 3
# What Debian calls a module, where the name is another than python3-MODULE.
DEBIAN = {"sklearn": "python3-sklearn", "safetensors": "no package: pip install safetensors==0.8", "hmmlearn": "no package: pip install hmmlearn==0.3.3"}


class MissingOracle(SystemExit):
    """The library that a program compares with is absent."""


def oracle(module):
    """Imports a library that a program needs, or ends the program with a message that names the library."""
    try:
        return importlib.import_module(module)
    except ImportError:
        name = module.split(".")[0]
        raise MissingOracle(f"needs the Python module {module} (Debian: {DEBIAN.get(name, 'python3-' + name)}), which {sys.executable} does not have") from None


def f32(x):
    """The nearest float32 number: what a tensor holds."""
    return struct.unpack("f", struct.pack("f", x))[0]


def number(x):
    """A float, or the name of a value that JSON cannot hold."""
    x = float(x)
    return x if math.isfinite(x) else "NaN" if math.isnan(x) else "Infinity" if x > 0 else "-Infinity"


@dataclass
class Comparison:
    """How many values were compared, the largest relative deviation, and messages about what differs by more than is allowed."""

    values: int = 0
    largest: float = 0.0
    at: str = ""
    faults: list = field(default_factory=list)


def compare(new, old, allowed, floor, result, at=""):
    """Compares values of any nesting. A deviation is relative to the larger of the committed number and `floor`."""
    if isinstance(new, bool) or isinstance(old, bool) or new is None or old is None or isinstance(new, str) or isinstance(old, str):
        result.values += 1
        if new != old or type(new) is not type(old):
            result.faults.append(f"{at}: committed {old!r}, here {new!r}")
    elif isinstance(new, dict) and isinstance(old, dict):
        if new.keys() != old.keys():
            result.faults.append(f"{at}: committed keys {sorted(old)}, here {sorted(new)}")
        for key in new.keys() & old.keys():
            compare(new[key], old[key], allowed, floor, result, f"{at}/{key}")
    elif isinstance(new, (list, tuple)) and isinstance(old, (list, tuple)):
        if len(new) != len(old):
            result.faults.append(f"{at}: committed {len(old)} entries, here {len(new)}")
        for i, (a, b) in enumerate(zip(new, old)):
            compare(a, b, allowed, floor, result, f"{at}[{i}]")
    elif isinstance(new, (int, float)) and isinstance(old, (int, float)):
        result.values += 1
        deviation = 0.0 if new == old else abs(new - old) / max(abs(old), floor)
        if deviation > result.largest:
            result.largest, result.at = deviation, at
        if not deviation <= allowed:
            result.faults.append(f"{at}: committed {old!r}, here {new!r}, deviation {deviation:.1e} of {allowed:.0e} allowed")
    else:
        result.faults.append(f"{at}: committed {type(old).__name__}, here {type(new).__name__}")


def evaluated(value):
    """Calls the functions that make rows."""
    if callable(value):
        return evaluated(value())
    if isinstance(value, dict):
        return {key: evaluated(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [evaluated(entry) for entry in value]
    return value


def text_of(contents):
    """JSON with one line per key, and one line per entry of a list of rows."""

    def lines(value):
        dense = json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
        if isinstance(value, list) and value and isinstance(value[0], (dict, list)):
            return "[\n" + ",\n".join(json.dumps(row, separators=(",", ":"), ensure_ascii=False, allow_nan=False) for row in value) + "\n]"
        return dense

    return "{" + ",\n".join(f"{json.dumps(key)}:{lines(value)}" for key, value in contents.items()) + "}\n"


@dataclass(frozen=True)
class Fixture:
    """A file, the function that makes its contents, and the relative deviation that a check allows."""

    path: Path
    make: object
    relative: float
    floor: float

    @property
    def name(self):
        return self.path.stem


class Program:
    """A program of this folder with its fixtures."""

    def __init__(self, file, oracles=(), relative=1e-9, floor=1e-6, in_sample=True):
        """`relative` and `floor` are the tolerance of `compare`. `in_sample` is False for a program that takes long."""
        self.name = Path(file).name
        self.oracles, self.relative, self.floor, self.in_sample = oracles, relative, floor, in_sample
        self.fixtures = []

    def add(self, path, make, relative=None, floor=None):
        """Adds a fixture. `path` starts at the root of the repository."""
        self.fixtures.append(Fixture(ROOT / path, make, relative or self.relative, floor or self.floor))

    def made_by(self):
        """The program, and the versions of Python and of the oracles."""
        versions = {module: oracle(module).__version__ for module in self.oracles}
        return {"program": self.name, "python": platform.python_version(), **versions}

    def write(self, fixture):
        contents = fixture.make()
        fixture.path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(contents, bytes):
            fixture.path.write_bytes(contents)
        else:
            fixture.path.write_text(text_of({"madeBy": self.made_by(), **evaluated(contents)}), encoding="utf-8")
        print(f"{self.name}: wrote {fixture.path.relative_to(ROOT)}")

    def check(self, fixture, sample):
        """Makes a fixture again and compares it with the committed one. Returns whether they agree, and prints a line."""
        start, result = time.monotonic(), Comparison()
        where = fixture.path.relative_to(ROOT)
        try:
            committed = fixture.path.read_bytes()
        except FileNotFoundError:
            print(f"FAILED {where}: it is not there. Write it with: python3 tools/reference/{self.name} --only {fixture.name}")
            return False
        contents = fixture.make()
        note = ""
        if isinstance(contents, bytes):
            result.values = len(contents)
            if contents != committed:
                result.faults.append("the bytes differ")
        else:
            old = json.loads(committed)
            made = old.pop("madeBy", {})
            if made.get("program") != self.name:
                result.faults.append(f"madeBy/program: committed {made.get('program')!r}, here {self.name!r}")
            here = self.made_by()
            others = [f"{key} {made.get(key)}, here {here[key]}" for key in here if key != "program" and made.get(key) != here[key]]
            note = f" (made with {'; '.join(others)})" if others else ""
            contents = self.some_rows(contents, old) if sample else contents
            compare(evaluated(contents), old, fixture.relative, fixture.floor, result)
        took = time.monotonic() - start
        if result.faults:
            print(f"FAILED {where}: {len(result.faults)} differences{note}")
            print("\n".join(f"  {fault}" for fault in result.faults[:10]))
        else:
            where_largest = f" at {result.at}" if result.largest else ""
            print(f"same   {where}: {result.values} values, largest deviation {result.largest:.1e} of {fixture.relative:.0e}{where_largest}, {took:.1f} s{note}")
        return not result.faults

    @staticmethod
    def some_rows(contents, old):
        """Keeps a few of the rows that are made one by one, here and in the committed contents `old`."""
        out = {}
        for key, rows in contents.items():
            if isinstance(rows, list) and rows and callable(rows[0]):
                if len(rows) != len(old.get(key, [])):
                    # The rows cannot be matched: compare() says how many there are.
                    out[key] = rows
                    continue
                picked = sorted({len(rows) * (2 * i + 1) // (2 * SAMPLED_ROWS) for i in range(SAMPLED_ROWS)})
                out[key], old[key] = [rows[i] for i in picked], [old[key][i] for i in picked]
            else:
                out[key] = rows
        return out

    def run(self, arguments):
        """Writes or checks the fixtures that the options choose. Returns how many fixtures were chosen, and how many differ."""
        chosen = [fixture for fixture in self.fixtures if not arguments.only or fixture.name in arguments.only]
        wrong = 0
        for fixture in chosen:
            if arguments.check:
                wrong += not self.check(fixture, arguments.sample)
            else:
                self.write(fixture)
        return len(chosen), wrong

    def main(self):
        arguments = options(self.name).parse_args()
        chosen, wrong = self.run(arguments)
        if not chosen:
            names = ", ".join(fixture.name for fixture in self.fixtures)
            sys.exit(f"{self.name} --only: expected names of fixtures ({names}), got {' '.join(arguments.only)}")
        sys.exit(1 if wrong else 0)


def options(name):
    parser = argparse.ArgumentParser(prog=name)
    parser.add_argument("--only", nargs="+", metavar="NAME", help="only the fixtures of these names (a file name without .json)")
    parser.add_argument("--check", action="store_true", help="write nothing: make the fixtures again and compare with the committed ones")
    parser.add_argument("--sample", action="store_true", help=f"with --check: compare {SAMPLED_ROWS} rows of each fixture whose rows are made one by one")
    return parser
