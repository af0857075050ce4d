"""Runs every program of this folder: makes all fixtures again, or compares them with the committed ones.

    python3 tools/reference/regenerate.py                     writes all fixtures
    python3 tools/reference/regenerate.py --only Normal       writes the fixtures of this name, whatever program makes them
    python3 tools/reference/regenerate.py --check             compares all of them
    python3 tools/reference/regenerate.py --check --sample    compares a sample in less than a minute

A program whose oracle is absent is skipped with a line that says so. Exits with 1 if a fixture differs.
"""
import importlib
import sys
from pathlib import Path

from fixtures import MissingOracle, options

HERE = Path(__file__).resolve().parent


def main():
    arguments = options("regenerate.py").parse_args()
    chosen = wrong = 0
    skipped = []
    for file in sorted(HERE.glob("*.py")):
        if "\nprogram = Program(" not in file.read_text():
            continue
        try:
            program = importlib.import_module(file.stem).program
            if arguments.sample and not program.in_sample:
                skipped.append(f"{file.name} takes too long for a sample")
                continue
            a, b = program.run(arguments)
            chosen, wrong = chosen + a, wrong + b
        except MissingOracle as missing:
            skipped.append(f"{file.name} {missing}")
    for reason in skipped:
        print(f"SKIPPED {reason}")
    if not chosen:
        sys.exit(f"regenerate.py: no fixture was chosen{' by --only ' + ' '.join(arguments.only) if arguments.only else ''}")
    verb = f"checked, {wrong} differ" if arguments.check else "written"
    print(f"{chosen} fixtures {verb}, {len(skipped)} programs skipped")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
