"""Technicians, customers and calls as rows of other programs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from dispatch_tui.core.model import (
    Call,
    CallType,
    Customer,
    ForeignId,
    Precision,
    Priority,
    ShiftRule,
    Site,
    Technician,
    Visit,
)
from tests.data.importing.reading_of import CONTEXT, reading, record_of

CALLS = "Job #,Customer,Phone,Address,City,Zip,Job Type,"


def test_a_technician_with_everything() -> None:
    parsed = reading(
        "technicians",
        "Code,Name,Mobile Phone,E-mail,Skills,Shift,Mon,Sat,Address,City,State,Zip,Style\n"
        't7,Ana Ruiz,614 555 0100,ana@example.com,"hvac, gas",8-17,9-12,7-11,'
        "1 Elm St,Columbus,OH,43214,Quick\n",
    )
    assert parsed.errors == parsed.warnings == ()
    tech = record_of(parsed, Technician)
    assert (tech.code, tech.phone, tech.skills, tech.tags) == (
        "T7",
        "+16145550100",
        ("GAS", "HVAC"),
        ("quick",),
    )
    assert tech.home is not None
    assert tech.home.precision is Precision.POSTCODE
    rules = {
        r.weekday: (r.start_minute, r.end_minute) for r in parsed.rows[0].records if isinstance(r, ShiftRule)
    }
    assert rules == {
        0: (540, 720),
        1: (480, 1020),
        2: (480, 1020),
        3: (480, 1020),
        4: (480, 1020),
        5: (420, 660),
    }


def test_a_technician_with_only_a_name_gets_the_usual_hours_and_warnings() -> None:
    parsed = reading("technicians", "Employee\nAna Ruiz\n")
    texts = " | ".join(str(warning) for warning in parsed.warnings)
    assert "without working hours" in texts
    assert "without a code" in texts
    assert "no skills" in texts
    rules = [r for r in parsed.rows[0].records if isinstance(r, ShiftRule)]
    assert len(rules) == 5
    given = dict(zip(parsed.rows[0].records, parsed.rows[0].given, strict=True))
    assert all(given[rule] == frozenset() for rule in rules)


def test_all_errors_of_a_file_and_of_a_row_are_collected() -> None:
    parsed = reading(
        "technicians",
        "Code,Name,Shift,Lat,Lon\nA,Ann,8-17,,\nA,Bob,late,91,0\nC,,8-17,,\n",
    )
    assert [error.line for error in parsed.errors] == [3, 4]
    text = parsed.errors[0].text
    assert "taken by row 2" in text
    assert "not a shift" in text
    assert "outside the map" in text
    assert [reject.line for reject in parsed.rejects] == [3, 4]


def test_inactive_technicians_and_phones_that_cannot_be() -> None:
    parsed = reading("technicians", "Name,Status,Phone\nAnn,Inactive,12\nBob,Active,614-555-0100\n")
    assert not record_of(parsed, Technician).active
    assert record_of(parsed, Technician).phone == "12"
    assert any("kept as typed" in str(warning) for warning in parsed.warnings)


def test_jobber_clients_one_row_per_property() -> None:
    head = (
        "J-ID,First Name,Last Name,Company Name,Main Phone #s,E-mails,Service Street 1,Service Street 2,"
        "Service City,Service State,Service Zip code,Billing Street 1,Billing City\n"
    )
    parsed = reading(
        "customers",
        head
        + "77,Ann,Lee,,614-555-0100,a@example.com,1 Elm St,Apt 2,Columbus,OH,43214,PO Box 9,Toledo\n"
        + "77,Ann,Lee,,614-555-0100,a@example.com,2 Oak St,,Dublin,OH,43017,PO Box 9,Toledo\n",
    )
    assert parsed.source == "jobber"
    assert record_of(parsed, Site).one_line == "1 Elm St Apt 2, Columbus, OH 43214"
    assert record_of(parsed, Site, 1).city == "Dublin"
    links = [record_of(parsed, ForeignId, row).foreign for row in (0, 1)]
    assert links == ["77", "77"]


def test_housecall_and_quickbooks_addresses() -> None:
    housecall = reading(
        "customers",
        'Display Name,Mobile Number,Service Address\nAnn Lee,6145550100,"1 Elm St, Columbus, OH 43214"\n',
    )
    assert record_of(housecall, Site).postcode == "43214"
    quickbooks = reading(
        "customers",
        "Customer,Phone,Bill address,Ship address\n"
        'Ann Lee,6145550100,"PO Box 1, Toledo, OH 43604","1 Elm St, Columbus, OH 43214"\nTOTAL,,,\n',
    )
    assert record_of(quickbooks, Site).city == "Columbus"
    assert quickbooks.skipped == {"totals lines": 1}


def test_a_customer_without_address_and_remarks_on_places() -> None:
    parsed = reading(
        "customers",
        "Name,E-mail,Address,State,Zip\nAnn,,,,\nBob,not mail,1 Elm St,KY,43214\nCy,,2 Elm St,,00001\n",
    )
    assert not [r for r in parsed.rows[0].records if isinstance(r, Site)]
    texts = " | ".join(str(warning) for warning in parsed.warnings)
    assert "43214 is in OH, not KY" in texts
    assert "not an e-mail" in texts
    assert "tables do not know" in texts
    assert record_of(parsed, Site, 2).place is None


def test_own_coordinates_go_before_the_postal_code() -> None:
    parsed = reading("customers", "Name,Address,Zip,Latitude,Longitude\nAnn,1 Elm St,43214,40.05,-83.01\n")
    place = record_of(parsed, Site).place
    assert (place.lat, place.precision) == (40.05, Precision.PIN)
    one = reading("customers", 'Name,Address,Coordinates\nAnn,1 Elm St,"40.05, -83.01"\n')
    assert record_of(one, Site).place == place


def test_a_planned_call() -> None:
    parsed = reading(
        "calls",
        CALLS
        + "Scheduled Start,Scheduled End,Arrival window,Assigned employees,Priority,Description,Created\n"
        + "88,Ann Lee,6145550100,1 Elm St,Columbus,43214,No heat,11/24/2026 2:30 PM,4:00 PM,2pm-4pm,"
        + '"Ana Ruiz, Bo Ek",Urgent,Cold,11/23/2026 9:00 AM\n',
    )
    assert parsed.errors == ()
    call = record_of(parsed, Call)
    assert (call.type_code, call.minutes, call.priority) == ("NOHEAT", 90, Priority.HIGH)
    assert call.due == date(2026, 11, 24)
    assert call.window is not None
    assert call.window.start == datetime(2026, 11, 24, 19, tzinfo=UTC)
    assert call.received_at == datetime(2026, 11, 23, 14, tzinfo=UTC)
    visit = record_of(parsed, Visit)
    assert (visit.technician_id, visit.start) == (1, datetime(2026, 11, 24, 19, 30, tzinfo=UTC))
    assert visit.call_id == call.id
    assert any("Ana Ruiz goes, not Bo Ek" in str(warning) for warning in parsed.warnings)
    assert parsed.rows[0].foreign == "88"


def test_date_words_make_samples_that_never_age() -> None:
    parsed = reading(
        "calls",
        CALLS + "Due,Start Time,Tech,Window Start,Window End\n"
        "1,Ann,,1 Elm St,,43214,LEAK,tomorrow,9:00,T2,8:00,10:00\n2,Bob,,2 Elm St,,43214,LEAK,+2,,,,\n",
    )
    assert record_of(parsed, Call).due == date(2026, 11, 25)
    assert record_of(parsed, Visit).start == datetime(2026, 11, 25, 14, tzinfo=UTC)
    assert record_of(parsed, Call, 1).due == date(2026, 11, 26)
    assert not [r for r in parsed.rows[1].records if isinstance(r, Visit)]


def test_unknown_types_are_refused_with_the_known_ones_or_made() -> None:
    text = CALLS + "\n1,Ann,,1 Elm St,,43214,Chimney sweep,\n2,Bob,,2 Elm St,,43214,chimney-sweep,\n"
    parsed = reading("calls", text)
    assert len(parsed.errors) == 2
    assert "NOHEAT" in parsed.errors[0].text
    made = reading("calls", text, create_types=True)
    assert made.errors == ()
    kind = record_of(made, CallType)
    assert (kind.code, kind.name, kind.skills) == ("CHIMNEYS", "Chimney sweep", ())
    assert record_of(made, Call, 1).type_code == kind.code
    assert not [r for r in made.rows[1].records if isinstance(r, CallType)]


@pytest.mark.parametrize(
    ("cell", "word"),
    [("T9", "not a technician"), ("Bo", "fits several"), ("nobody", "not a technician")],
)
def test_unknown_technicians_are_named_with_the_known_ones(cell: str, word: str) -> None:
    parsed = reading("calls", CALLS + f"Start,Tech\n1,Ann,,1 Elm,,43214,LEAK,today 9:00,{cell}\n")
    assert word in parsed.errors[0].text
    assert "T1 Ana Ruiz" in parsed.errors[0].text


def test_calls_over_are_skipped_and_counted_unless_asked_for() -> None:
    text = (
        CALLS + "Status\n1,Ann,,1 Elm St,,43214,LEAK,Completed\n2,Ann,,1 Elm St,,43214,LEAK,Cancelled\n"
        "3,Ann,,1 Elm St,,43214,LEAK,On hold\n4,Ann,,1 Elm St,,43214,LEAK,Scheduled\n"
    )
    parsed = reading("calls", text)
    assert parsed.skipped == {"completed calls": 1, "canceled calls": 1}
    assert record_of(parsed, Call).hold_reason
    kept = reading("calls", text, keep_ended=True)
    assert record_of(kept, Call).closed_at is not None
    assert record_of(kept, Call, 1).cancel_reason


@pytest.mark.parametrize(
    ("columns", "cells", "word"),
    [
        ("Minutes", "soon", "length"),
        ("Priority", "so-so", "priority"),
        ("Due", "someday", "date"),
        ("Created", "someday", "date"),
        ("Window Start,Window End", "13:00,", "both"),
        ("Window Start,Window End", "15:00,13:00", "before it begins"),
        ("Start,End", "today 9:00,yesterday 9:00", "within a day"),
    ],
)
def test_faulty_cells_are_said(columns: str, cells: str, word: str) -> None:
    parsed = reading("calls", f"Customer,Address,Type,{columns}\nAnn,1 Elm St,LEAK,{cells}\n")
    assert word in parsed.errors[0].text


def test_a_call_for_nobody_and_one_without_type() -> None:
    parsed = reading("calls", "Customer,Phone,Type,Address\n,,LEAK,1 Elm St\nAnn,,,1 Elm St\n")
    assert "nobody" in parsed.errors[0].text
    assert "no type" in parsed.errors[1].text


def test_a_technician_without_a_time_goes_to_the_tray_with_a_warning() -> None:
    parsed = reading("calls", CALLS + "Due,Tech\n1,Ann,,1 Elm St,,43214,LEAK,today,T1\n")
    assert not [r for r in parsed.rows[0].records if isinstance(r, Visit)]
    assert "goes to the tray" in str(parsed.warnings[0])


def test_dates_are_read_by_the_file_and_its_country() -> None:
    text = CALLS + "Due\n1,Ann,,1 Elm St,,43214,LEAK,03/04/2027\n"
    american = reading("calls", text)
    assert record_of(american, Call).due == date(2027, 3, 4)
    assert any("month first" in note for note in american.notes)
    british = reading("calls", text, replace(CONTEXT, region="GB"))
    assert record_of(british, Call).due == date(2027, 4, 3)


def test_a_customer_by_id_alone_is_left_to_the_store() -> None:
    parsed = reading("calls", "Client ID,Type,Due\nC-1,LEAK,today\n")
    assert parsed.errors == ()
    assert record_of(parsed, Customer).name == ""
    assert record_of(parsed, ForeignId).foreign == "C-1"
