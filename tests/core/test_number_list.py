"""Lists of NCT numbers as people keep them."""

from __future__ import annotations

import pytest

from monitor.core.number_list import read_numbers

A, B = "NCT00000001", "NCT00000002"


@pytest.mark.parametrize(
    "text",
    [
        f"{A}\n{B}\n",
        f"\n  {A.lower()}  # a note, with a comma\r\n\r\n{B}",
        f"NCT Number\n{A}\n{B}\n",
        f"# what we watch\n{A}\n{B}\n{A}\n",
        f'NCT Number,Study Title\n{A},"One, and\nmore lines"\n{B},Two\n',
        f"Rank;Title;NCT\n1;Follow-up of {B};{A}\n2;Two;{B}\n",
        f"{A}\tOne\n{B}\tTwo\n",
        f"{A}, {B}\n{B}\n",
        f'"NCT Number"\n"{A}"\n"{B}"\n',
        f"sep=;\r\nNCT Number;Title\r\n{A};One\r\n{B};Two\r\n",
        f'NCT Number,Study Title,Locations\n{A},One,"{"Site, Town|" * 20_000}"\n{B},Two,\n',
    ],
)
def test_a_list_is_read_however_it_is_written(text):
    """One a line or several, with notes; CSV with a heading or without, with line breaks in its cells and very long ones."""
    assert read_numbers(text) == read_numbers(f"{A}\n{B}")
    assert read_numbers(text).numbers == (A, B)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (f"{A}\nNCT123\n", 'line 2: "NCT123" is no NCT number'),
        (f"NCT123\n{A}\n", 'line 1: "NCT123" is no NCT number'),
        (f'NCT Number,Title\n{A},"two\nlines"\nNCT12,Two\n', 'line 4: "NCT12" is no NCT number'),
        (f"NCT Number,Title\n{A},One\n,Two\n", 'line 3: "" is no NCT number'),
        (f'NCT Number,Title\n{A},"two\nlines"\nNCT12,"two\nlines"\n', 'line 4: "NCT12" is no NCT number'),
        (f"sep=;\nNCT Number;Title\n{A};One\nNCT12;Two\n", 'line 4: "NCT12" is no NCT number'),
        (f"{A}, {A}\nNCT12,\n", 'line 2: "NCT12" is no NCT number'),
        (f",NCT Number,Other IDs\n0,{A},{B}\n1,NCT12,{B}\n", 'line 3: "NCT12" is no NCT number'),
    ],
)
def test_a_line_that_names_no_trial_is_a_fault(text, fault):
    """By its number; the others are taken."""
    found = read_numbers(text)
    assert found.numbers == (A,)
    assert [line for line in found.faults if line.startswith(fault)]
    assert len(found.faults) == 1


@pytest.mark.parametrize("text", ["", "\n\n", "Title,Status\nOne,Recruiting\n", 'a,"' + "x" * 200_000])
def test_what_has_no_number_is_empty(text):
    """A table without a column of numbers, a cell without an end, and nothing at all raise nothing."""
    assert read_numbers(text).numbers == ()


def test_lines_are_counted_as_an_editor_counts_them():
    """A letter that only some take for the end of a line, as in a title from a word processor, is none."""
    found = read_numbers(f"NCT Number,Title\n{A},one\u2028two\x0cthree\nNCT7,x\n")
    assert found.faults[0].startswith("line 3:")
