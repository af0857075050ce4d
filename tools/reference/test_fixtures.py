"""Tests of the comparison that every program relies on. Run: python3 -m unittest discover tools/reference"""
import contextlib
import io
import json
import tempfile
import unittest
from pathlib import Path

import fixtures
from fixtures import Comparison, MissingOracle, Program, compare, oracle, text_of


def faults(new, old, allowed=1e-6, floor=1e-3):
    result = Comparison()
    compare(new, old, allowed, floor, result)
    return result.faults


class CompareTest(unittest.TestCase):
    def test_takes_deviations_within_the_tolerance(self):
        self.assertEqual(faults({"a": [1.0000001, "NaN"], "b": None}, {"a": [1.0, "NaN"], "b": None}), [])
        self.assertEqual(faults([1e-10], [0.0]), [])

    def test_refuses_what_differs(self):
        for new, old in (([1.00001], [1.0]), ([1e-8], [0.0]), ([1.0], [1.0, 2.0]), ({"a": 1}, {"b": 1}), (["Infinity"], [1e308]), ([float("nan")], [1.0]),
                         ([True], [1]), ([[1.0]], [1.0]), (["x"], ["y"])):
            self.assertTrue(faults(new, old), f"{new} for {old}")


class ProgramTest(unittest.TestCase):
    def setUp(self):
        self.root, self.was = tempfile.TemporaryDirectory(), fixtures.ROOT
        fixtures.ROOT = Path(self.root.name)
        self.program = Program("some.py")
        self.program.add("deep/one.json", lambda: {"rows": [lambda i=i: [i, i / 3] for i in range(20)]})
        self.fixture = self.program.fixtures[0]

    def tearDown(self):
        fixtures.ROOT = self.was
        self.root.cleanup()

    def check(self, sample=False):
        with contextlib.redirect_stdout(io.StringIO()) as out:
            return self.program.check(self.fixture, sample), out.getvalue()

    def write(self):
        with contextlib.redirect_stdout(io.StringIO()):
            self.program.write(self.fixture)

    def test_a_written_fixture_is_the_same_and_a_changed_number_is_not(self):
        self.assertIn("it is not there", self.check()[1])
        self.write()
        self.assertTrue(self.check()[0])
        self.assertTrue(self.check(sample=True)[0])
        contents = json.loads(self.fixture.path.read_text())
        self.assertEqual(contents["madeBy"]["program"], "some.py")
        contents["rows"][10][1] += 1e-8
        self.fixture.path.write_text(text_of(contents))
        self.assertFalse(self.check()[0])
        self.assertFalse(self.check(sample=True)[0])

    def test_a_row_that_is_missing_is_found_by_a_sample_too(self):
        self.write()
        contents = json.loads(self.fixture.path.read_text())
        contents["rows"].pop()
        self.fixture.path.write_text(text_of(contents))
        self.assertIn("committed 19 entries, here 20", self.check(sample=True)[1])

    def test_an_absent_library_is_named(self):
        with self.assertRaisesRegex(MissingOracle, "needs the Python module no_such_library"):
            oracle("no_such_library")


if __name__ == "__main__":
    unittest.main()
