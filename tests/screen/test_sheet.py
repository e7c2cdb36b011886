"""The sheet that the phone reckons: expected cash, what is sent, what closing waits for, where to look."""

from typing import Any
from uuid import UUID

import pytest

from msai.schemas.meetings import read_sheet
from msai.services.sheets import Attendance, LineKind, Sheet
from tests.screen.conftest import Modules, Plain

pytestmark = pytest.mark.browser

MEETING = UUID("019bf506-7600-7a75-97d1-21868c2896b7")
MODEL: dict[str, Any] = {
    "who": "Lorna", "number": Plain(5), "held_on": "2026-01-25", "places": Plain(2), "by_shares": True,
    "share": "5000", "usual": {"savings": "1", "social": "500"}, "fines": {"late": "1000", "absent": "2000"},
    "tenders": [{"key": "box", "label": "Cash box"}, {"key": "bank", "label": "Bank"}],
    "funds": [{"key": "savings", "label": "Savings"}, {"key": "social", "label": "Social fund"}],
    "box": "box", "opening": {"box/savings": "30000", "box/social": "3000", "bank/savings": "100000"},
    "members": [{"number": Plain(number), "name": f"Member {number}", "initials": "M", "tint": Plain(1)}
                for number in (1, 2, 3)],
    "last_number": Plain(7), "received": {}, "takes_odd": False, "late_words": "Paid back late",
    "loans": [{"alias": "loan-1", "member": Plain(2), "fund": "savings", "left": "30000", "month": "0",
               "due": "10000", "interest": "300", "late": "515"}],
    "dues": [], "approved": [],
    "denominations": [{"face": "100", "hue": "red"}, {"face": "50", "hue": "green"},
                      {"face": "0.50", "hue": "coin"}],
}
WRITTEN = {
    "roll.1": "present", "roll.2": "late", "roll.3": "absent", "name.8": "Nita Gurung", "roll.8": "present",
    "savings.1": "2", "savings.2": "1", "social.1": "500", "payer.1": "2", "invest.2": "1500",
    "back.loan-1": "10000", "interest.loan-1": "300", "tender.2": "bank",
    "line.b.kind": "expense", "line.b.amount": "1250", "line.b.words": "Room",
    "line.c.kind": "transfer", "line.c.amount": "2000",
    "line.d.kind": "between_funds", "line.d.amount": "700",
    "line.e.kind": "loan", "line.e.amount": "4000", "line.e.member": "1", "line.e.months": "3",
    "count.100": "2", "count.50": "4", "count.0.50": "1", "reason": " a coin ", "news": "Piglets\n\nRain",
    "decisions": "Meet at ten", "witness": "2",
}


def cells(**changed: str | None) -> dict[str, Any]:
    """What was written, and what a test writes over it; a key's dots are double underscores here."""
    values: dict[str, str | None] = {**WRITTEN}
    values |= {key.replace("__", "."): value for key, value in changed.items()}
    return {key: {"v": value, "t": Plain(1), "w": "Lorna"} for key, value in values.items() if value}


def sent(modules: Modules, **changed: str | None) -> Sheet:
    """The sheet as the server reads what the phone sends."""
    body = modules.call("sheet", "request", MODEL, cells(**changed))
    return read_sheet(body, currency="HKD", meeting_id=MEETING)


def test_the_server_reads_what_the_phone_sends(modules: Modules) -> None:
    """Every part of a busy Sunday arrives as it was meant."""
    sheet = sent(modules)
    said = {(line.kind, line.member): line for line in sheet.lines}

    assert sheet.attendance[2] is Attendance.LATE
    assert (said[LineKind.SAVINGS, 1].shares, said[LineKind.SAVINGS, 1].payer) == (2, 2)
    assert said[LineKind.FINE, 3].tender is None
    assert said[LineKind.FINE, 2].tender == "bank"
    assert said[LineKind.REPAYMENT, 2].principal_minor == 10000
    assert said[LineKind.LOAN, 1].months == 3
    assert [(one.number, one.name) for one in sheet.newcomers] == [(8, "Nita Gurung")]
    assert (sheet.cash_counted_minor, sheet.difference_reason) == (40050, "a coin")
    assert sheet.notes == ("Piglets", "Rain")
    assert sheet.pieces == {10000: 2, 5000: 4, 50: 1}
    assert sheet.witness is not None
    assert sheet.witness.member == 2


def test_expected_cash_by_purse_and_fund(modules: Modules) -> None:
    """Added up by hand, line by line."""
    found = modules.call("sheet", "expected", MODEL, cells())

    assert found == {
        "box/savings": 30000 + 10000 + 10300 - 1250 - 2000 - 700 - 4000, "box/social": 3000 + 500 + 700,
        "bank/savings": 100000 + 5000 + 1000 + 2000, "bank/investment": 1500}


@pytest.mark.parametrize(("changed", "waiting"), [
    ({}, None), ({"reason": None}, "reason"), ({"roll__1": None}, "roll"), ({"savings__3": "?x"}, "amounts"),
    ({"count__100": None, "count__50": None, "count__0__50": None}, "count"),
])
def test_what_closing_waits_for(modules: Modules, changed: dict[str, Any], waiting: str | None) -> None:
    """One thing at a time, and nothing where all is said."""
    assert modules.call("sheet", "waitsFor", MODEL, cells(**changed)) == waiting


@pytest.mark.parametrize(("apart", "kind"), [
    (5000, "share"), (-10000, "share"), (50, "piece"), (900, "swapped")])
def test_where_to_look(modules: Modules, apart: int, kind: str) -> None:
    """A share, a note, two digits exchanged: 12.50 and 21.50 are nine apart."""
    model = {**MODEL, "share": "5000" if apart != -10000 else "10000"}

    assert modules.call("hints", "hintOf", apart, model, cells())["kind"] == kind


@pytest.mark.parametrize(("typed", "cell"), [
    ("50", "5000"), ("१२.५०", "1250"), ("1,234", "?1,234"), (" ", None), ("-5", "?-5"), ("x", "?x")])
def test_what_is_typed_becomes_a_cell(modules: Modules, typed: str, cell: str | None) -> None:
    """Native digits are understood; what is not clear is kept as it was typed."""
    assert modules.call("sheet", "amountCell", typed, MODEL) == cell


def test_two_phones_are_merged_cell_by_cell(modules: Modules) -> None:
    """What one changed is taken; what both changed stands twice, and nothing is dropped."""
    base, mine, theirs = (
        {key: {"v": value, "t": Plain(1), "w": who} for key, value in values.items()} for who, values in (
            ("both", {"a": "1", "b": "1", "c": "1"}), ("mine", {"a": "2", "b": "1", "c": "3", "d": "4"}),
            ("theirs", {"a": "1", "b": "5", "c": "6"})))
    merged = modules.call("cells", "merged", base, mine, theirs)

    assert {key: cell["v"] for key, cell in merged.items()} == {"a": "2", "b": "5", "c": "3", "d": "4"}
    assert merged["c"]["o"]["v"] == "6"
    assert [key for key, cell in merged.items() if "o" in cell] == ["c"]


def test_a_newcomer_is_taken_off_with_all_that_names_her(modules: Modules) -> None:
    """Her roll, her money, who paid for her and for whom she paid; the others keep their numbers."""
    hers = cells(name__9="Dil Maya", roll__9="present", savings__9="1", payer__1="8", due__8__entry="100",
                 sure__savings__8="30")
    gone = modules.call("joining", "withoutNewcomer", hers, Plain(8))

    assert gone == dict.fromkeys(["name.8", "roll.8", "payer.1", "due.8.entry", "sure.savings.8"])
    left = {key: cell for key, cell in hers.items() if key not in gone}
    assert [one["number"] for one in modules.call("sheet", "members", MODEL, left)] == [1, 2, 3, 9]
    assert modules.call("joining", "nextNumber", MODEL, left) == 10


@pytest.mark.parametrize(("name", "number"), [("nita  GURUNG", 8), ("Member 2", 2), ("Nita", None)])
def test_a_name_that_is_taken_is_pointed_out(modules: Modules, name: str, number: int | None) -> None:
    """Whatever its capitals and blanks: two passbooks of one name are mixed up in a hurry."""
    found = modules.call("joining", "namesake", MODEL, cells(), name)

    assert (found and found["number"]) == number


def test_a_reason_leads_to_what_was_written(modules: Modules) -> None:
    """Wherever it stands on the sheet: a newcomer's name, a note, a piece that was counted."""
    places = modules.call("closing", "placesOf", MODEL, cells(note="Thanks"))
    sent = modules.call("sheet", "lines", MODEL, cells())
    asked = ["new_members.0.name", "notes.1", "notes.2", "decisions.0", "cash_count.0.50", "represented_by.3",
             "lines.0.amount", "opening.box/savings"]
    found = modules.run("closing", "cellOf", [[path, sent, places] for path in asked])

    assert found == ["name.8", "news", "note", "decisions", "count.0.50", "roll.3", "social.1", "lying"]


DUES = {**MODEL, "dues": [
    {"member": Plain(1), "fund": "savings", "label": "Savings fund", "amount": "1500"},
    {"member": Plain(3), "fund": "social", "label": "Social fund", "amount": "200"}]}


def test_one_tap_writes_what_is_due(modules: Modules) -> None:
    """For those who are here; what was typed by hand is left as it is."""
    hers = {"back.loan-1": "10000", "interest.loan-1": "300"}
    asked = [([1, 2, 3], {}), ([2], {}), ([3], {}),
             ([1, 2, 3], {"interest.loan-1": "1", "due.1.savings": "9"})]
    found = modules.run("due", "payingDue", [
        [DUES, {key: {"v": value} for key, value in typed.items()}, [Plain(one) for one in who]]
        for who, typed in asked])

    assert found == [
        {**hers, "due.1.savings": "1500", "due.3.social": "200"}, hers, {"due.3.social": "200"},
        {"due.3.social": "200"}]


def test_dues_and_a_late_charge_reach_the_server(modules: Modules) -> None:
    """The dues of each fund; the charge paid now, or owed, or not at all."""
    written = cells(due__1__savings="1200", due__3__social="200")
    for late, tender in (("paid", "box"), ("owed", None)):
        body = modules.call("sheet", "request", DUES, {**written, "late.loan-1": {"v": late}})
        lines = read_sheet(body, currency="HKD", meeting_id=MEETING).lines
        said = {(line.kind, line.member): line for line in lines}
        paid = [(said[LineKind.FINE_PAID, who].amount_minor, said[LineKind.FINE_PAID, who].in_fund)
                for who in (1, 3)]
        assert paid == [(1200, "savings"), (200, "social")]
        fee = said[LineKind.FEE, 2]
        assert (fee.amount_minor, fee.tender, fee.words) == (515, tender, "Paid back late")
    assert LineKind.FEE not in {line.kind for line in sent(modules).lines}


def test_an_approved_loan_and_a_late_entry_reach_the_server(modules: Modules) -> None:
    """One tap each: under the name it was asked for, from the chosen purse; all that is to be paid."""
    model = {**MODEL, "approved": [
        {"alias": "loan-r4", "member": Plain(3), "fund": "social", "amount": "25000"}],
        "dues": [{"member": Plain(1), "entry": True, "label": "for joining late", "amount": "365000"}]}
    written = cells(give__x="1") | {key: {"v": value} for key, value in {
        "give.loan-r4": "1", "give_tender.loan-r4": "bank", "due.1.entry": "365000"}.items()}
    lines = read_sheet(modules.call("sheet", "request", model, written), currency="HKD",
                       meeting_id=MEETING).lines
    [given] = [line for line in lines if line.loan == "loan-r4"]
    [entry] = [line for line in lines if line.kind is LineKind.LATE_ENTRY]

    assert (given.member, given.amount_minor, given.in_fund, given.tender) == (3, 25000, "social", "bank")
    assert (entry.member, entry.amount_minor) == (1, 365000)
    expected = modules.call("sheet", "expected", model, written)
    assert expected["bank/social"] == -25000
    assert modules.call("due", "payingDue", model, {}, [Plain(1)]) == {"due.1.entry": "365000"}


def test_what_is_over_whole_shares_is_said(modules: Modules) -> None:
    """Two shares and 7.50: where the rules of the group take it."""
    model = {**MODEL, "takes_odd": True}
    body = modules.call("sheet", "request", model, cells(odd__1="750"))
    [line] = [one for one in read_sheet(body, currency="HKD", meeting_id=MEETING).lines
              if one.kind is LineKind.SAVINGS and one.member == 1]

    assert (line.shares, line.amount_minor) == (2, 10750)
    assert modules.call("sheet", "amountOf", MODEL, cells(odd__1="750"), "savings", 1) == 10000


def test_a_social_loan_is_paid_back_to_its_fund(modules: Modules) -> None:
    """Not into the savings."""
    model = {**MODEL, "loans": [{**MODEL["loans"][0], "fund": "social"}]}
    body = modules.call("sheet", "request", model, cells())
    lines = read_sheet(body, currency="HKD", meeting_id=MEETING).lines

    assert [line.in_fund for line in lines if line.kind is LineKind.REPAYMENT] == ["social"]


def test_same_for_all_leaves_what_was_typed(modules: Modules) -> None:
    """By hand wins; what was filled in before is filled in anew."""
    written = {"savings.1": {"v": "3"}, "savings.2": {"v": "1", "f": Plain(1)}}
    found = modules.call("cells", "filling", written, ["savings.1", "savings.2", "savings.3"], "2")

    assert found == {"savings.2": "2", "savings.3": "2"}
