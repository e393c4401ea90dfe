"""Bytes, separators, headers: what other programs write around their rows."""

from __future__ import annotations

import csv
import io
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.importing import rejects_csv
from data.importing.columns import guess_source, match_columns, plain
from data.importing.decoding import decode
from data.importing.rejects import guarded
from dispatch_tui.core.errors import Refused, Usage
from dispatch_tui.core.model import Customer, Site
from tests.data.importing.reading_of import reading, record_of

ROWS = "Name,Phone,Address,City,Zip\nZoë Ümlaut,614-555-0123,1 Elm St,Columbus,43214\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (ROWS.encode(), "UTF-8"),
        (ROWS.encode("utf-8-sig"), "byte order mark"),
        (ROWS.encode("cp1252"), "Windows-1252"),
    ],
)
def test_encodings_give_the_same_customer(data: bytes, encoding: str) -> None:
    parsed = reading("customers", data)
    assert record_of(parsed, Customer).name == "Zoë Ümlaut"
    assert encoding in parsed.notes[0]


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (ROWS.encode("utf-16"), "UTF-16"),
        (ROWS.encode("utf-16-le"), "UTF-16"),
        (b"PK\x03\x04rest", "spreadsheet"),
        (b"\x7fELF" + b"abc" * 30 + b"\0", "not a text file"),
        (b"", "empty"),
        (b"\n\n , ,\n", "empty"),
        (b"!CUST\tNAME\nCUST\tBob\n", "IIF"),
    ],
)
def test_what_is_no_table_is_refused_in_words(data: bytes, word: str) -> None:
    with pytest.raises(Refused, match=word):
        reading("customers", data)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_separators(delimiter: str) -> None:
    parsed = reading("customers", ROWS.replace(",", delimiter))
    assert record_of(parsed, Site).one_line == "1 Elm St, Columbus, 43214"


def test_a_semicolon_file_may_hold_commas_and_say_sep() -> None:
    text = 'sep=;\r\nName;Phone;Address\r\nAnn;6145550123;"1 Elm St, Columbus, OH 43214"\r\n'
    parsed = reading("customers", text)
    assert record_of(parsed, Site).city == "Columbus"
    assert parsed.rows[0].line == 3


def test_a_title_above_the_header_blank_lines_and_totals_are_skipped_and_counted() -> None:
    text = f"My Shop LLC\nCustomer list as of today\n\n{ROWS}\n,,,,\nTotal,1,,,\n"
    parsed = reading("customers", text)
    assert len(parsed.rows) == 1
    assert parsed.errors == ()
    assert parsed.skipped["totals lines"] == 1
    assert parsed.skipped["lines above the header"] == 2
    assert parsed.skipped["blank lines"] >= 2


def test_a_customer_named_total_is_no_totals_line() -> None:
    parsed = reading("customers", "Name,Phone,Address\nTotal Wine,614-555-0100,1 Elm St\n")
    assert record_of(parsed, Customer).name == "Total Wine"


def test_ragged_rows() -> None:
    parsed = reading("customers", "Name,Phone,City\nAnn\nBob,6145550100,Columbus,extra\n")
    assert [row.line for row in parsed.rows] == [2]
    assert parsed.errors[0].line == 3
    assert "4 cells" in parsed.errors[0].text
    with pytest.raises(Refused, match="1 error"):
        parsed.command()


def test_line_numbers_count_lines_inside_cells() -> None:
    parsed = reading("customers", 'Name,Notes\n"Ann","a\nb\nc"\nBob,x\n,y\n')
    assert [row.line for row in parsed.rows] == [2, 5]
    assert [error.line for error in parsed.errors] == [6]


def test_missing_columns_are_named_with_those_seen() -> None:
    with pytest.raises(Refused, match=r"no column for name.*Wer, Wo.*--map"):
        reading("customers", "Wer,Wo\nAnn,Ulm\n")
    parsed = reading("customers", "Wer,Wo\nAnn,Ulm\n", mapping={"name": "wer"})
    assert record_of(parsed, Customer).name == "Ann"
    assert "columns not used: Wo" in parsed.notes


def test_wrong_mappings_are_refused() -> None:
    with pytest.raises(Refused, match="not a field"):
        reading("customers", ROWS, mapping={"nam": "Name"})
    with pytest.raises(Refused, match="has no column"):
        reading("customers", ROWS, mapping={"name": "Nom"})
    with pytest.raises(Usage, match="parrots"):
        reading("parrots", ROWS)


@pytest.mark.parametrize(
    ("header", "program"),
    [
        ("J-ID,First Name,Last Name,Main Phone #s", "jobber"),
        ("Display Name,Mobile Number,Service Address", "housecall"),
        ("Customer,Bill address,Ship address", "quickbooks"),
        ("Job Number,Business Unit", "servicetitan"),
        ("Name,Phone", "csv"),
    ],
)
def test_programs_are_told_by_their_columns(header: str, program: str) -> None:
    assert guess_source(header.split(",")) == program


def test_a_column_serves_one_field() -> None:
    columns = match_columns("customers", ("Name", "Phone", "Mobile Number", "Home Number"), {})
    assert columns.at["phone"] == 1
    assert columns.at["phone2"] == 3
    assert columns.unused == ("Mobile Number",)


def test_rejected_rows_are_written_with_reasons_and_guarded() -> None:
    text = 'Name,Phone,Notes\n,+16145550100,"=HYPERLINK(""x"")"\n'
    out = rejects_csv(reading("customers", text))
    rows = list(csv.reader(io.StringIO(out.decode("utf-8-sig"))))
    assert rows[0] == ["Name", "Phone", "Notes", "Reason"]
    assert rows[1] == ["", "'+16145550100", '\'=HYPERLINK("x")', "row 2: no name"]
    corrected = out.decode("utf-8-sig").replace("\n,", "\nAnn,", 1)
    again = reading("customers", corrected)
    assert record_of(again, Customer).phone == "+16145550100"
    assert record_of(again, Customer).note == '=HYPERLINK("x")'


def test_a_huge_cell_is_cut_and_said_or_refused() -> None:
    parsed = reading("customers", f"Name,Notes\nAnn,{'x' * 90_000}\n")
    assert len(record_of(parsed, Customer).note) == 1000
    assert "90000 characters" in parsed.warnings[0].text
    with pytest.raises(Refused, match="row 2 cannot be read"):
        reading("customers", f"Name,Notes\nAnn,{'x' * 200_000}\n")


def test_control_characters_never_get_in() -> None:
    parsed = reading("customers", "Name,Notes\n\x1b[31mAnn\x07\u202e,a\x1b]0;t\x07b\n")
    assert record_of(parsed, Customer).name == "Ann"
    assert record_of(parsed, Customer).note == "ab"


cells = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=40)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(cells, cells, cells), max_size=6), st.sampled_from(",;\t|"))
def test_any_quoted_csv_is_read_or_refused_in_words(rows: list[tuple[str, str, str]], delimiter: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerow(("Name", "Phone", "Notes"))
    writer.writerows(rows)
    try:
        parsed = reading("customers", out.getvalue())
    except Refused:
        return
    kept = len(parsed.rows) + len(parsed.errors)
    assert kept + sum(parsed.skipped.values()) >= len([row for row in rows if any(c.strip() for c in row)])
    for row in parsed.rows:
        for record in row.records:
            if isinstance(record, Customer):
                assert "\x1b" not in record.name + record.note
                assert record.name == record.name.strip()


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_words(data: bytes) -> None:
    for what in ("technicians", "customers", "calls"):
        with suppress(Refused):
            reading(what, data)


@given(st.binary(max_size=200))
def test_decoding_never_raises_anything_else(data: bytes) -> None:
    try:
        text, _ = decode(data)
    except Refused:
        return
    assert "\0" not in text


@given(st.text(max_size=60))
def test_guarded_cells_start_no_formula(cell: str) -> None:
    assert not guarded(cell).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.text(max_size=30))
def test_plain_names_are_fixed_points(name: str) -> None:
    assert plain(plain(name)) == plain(name)
