"""What is damaged, cut off or somebody else's is refused by line and code, and nothing of it is kept."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from msai.db import Database
from msai.imports.history_file import read_history
from msai.permissions import ANONYMOUS, SYSTEM_IMPORT, SignInRequired
from msai.services.history import HistoryRefused, ImportHistory, import_history
from tests.msai.imports.recorded import IMPORTED_AT, as_file, fresh, heads, read_in, recorded, rows

Event = dict[str, Any]
KOREA = [json.loads(line) for line in recorded("korea").splitlines()]
LINES = recorded("korea").splitlines(keepends=True)
MEETING = next(number for number, event in enumerate(KOREA) if event["event"] == "meeting")
MONTH = next(number for number, event in enumerate(KOREA) if event["event"] == "monthly_report")
HOME = next(number for number, event in enumerate(KOREA) if event["event"] == "remittance_home")
SENT = next(number for number, event in enumerate(KOREA) if event["event"] == "remittance_sent")


@pytest.fixture(scope="module")
def empty() -> Iterator[Database]:
    """One empty database for all refusals: none of them leaves anything behind."""
    with fresh() as database:
        yield database


def refused(database: Database, content: bytes) -> tuple[int, str]:
    """The line and the code a file is refused with; the database is as empty as it was."""
    before = rows(database)
    with pytest.raises(HistoryRefused) as found:
        read_in(database, content)
    assert rows(database) == before
    return found.value.line, found.value.code


def changed(at: int, change: Callable[[Event], Any]) -> bytes:
    """The recorded history with one event changed."""
    events = json.loads(json.dumps(KOREA))
    change(events[at])
    return as_file(events)


def without(name: str) -> Callable[[Event], Any]:
    """An event that lost a field."""
    return lambda event: event.pop(name)


def saying(**fields: Any) -> Callable[[Event], None]:
    """An event that says something else."""
    return lambda event: event.update(fields)


def saying_of_a_line(**fields: Any) -> Callable[[Event], None]:
    """A sheet whose first line says something else."""
    return lambda event: event["lines"][0].update(fields)


def out_of_order() -> list[bytes]:
    """All that is dated, with the first day after the second."""
    dated = LINES[MEETING:]
    day = KOREA[MEETING]["date"]
    first = [line for line in dated if json.loads(line).get("date") == day]
    return [dated[len(first)], *first, *dated[len(first) + 1:]]


FILES = {
    "empty": (b"", (1, "empty_file")),
    "blank": (b"\n\n \n", (1, "empty_file")),
    "a workbook": (b"PK\x03\x04\x14\x00\x06\x00", (1, "not_json")),
    "a photo": (b"\xff\xd8\xff\xe0\x00\x10JFIF", (1, "not_utf8")),
    "a list": (b"[1, 2]\n", (1, "not_an_event")),
    "another programme's": (b'{"type": "meeting"}\n', (1, "not_an_event")),
    "one that begins in the middle": (b"".join(LINES[1:]), (1, "not_a_history")),
    "cut in the middle of a line": (b"".join(LINES[:20]) + LINES[20][:-9], (21, "not_json")),
    "cut in the middle of a letter": (LINES[0][:-4] + "é".encode()[:1], (1, "not_utf8")),
    "a line of rubbish": (b"".join(LINES[:5]) + b"\x00\x00\n" + b"".join(LINES[5:]), (6, "not_json")),
    "half a letter of two": (b"".join(LINES[:1]) + b'{"event": "member\\ud800"}\n', (2, "not_unicode")),
    "a line twice": (b"".join(LINES[:30]) + LINES[29], (31, "event_twice")),
    "two Sundays in the wrong order": (
        b"".join([*LINES[:MEETING], *out_of_order()]), (MEETING + 2, "out_of_order")),
    "a key twice": (LINES[0] + b'{"event": "member", "event": "stake"}\n', (2, "not_json")),
    "not a number": (LINES[0] + b'{"event": "member", "number": NaN}\n', (2, "not_json")),
    "very deep": (LINES[0] + b'{"event": ' + b"[" * 100_000 + b"\n", (2, "not_json")),
    "a byte order mark": (b"\xef\xbb\xbf" + b"".join(LINES), (1, "not_json")),
}

CHANGES = {
    "an event nobody knows": (MEETING, saying(event="party"), "unknown_event"),
    "a currency nobody knows": (0, saying(currency="XYZ"), "unknown_currency"),
    "a country that is none": (0, saying(country="Korea"), "unknown_country"),
    "a tender of no kind": (0, saying(tenders=[{"key": "box", "kind": "shoe"}]), "unknown_tender_kind"),
    "rules with a word for an amount": (0, saying(rules={"share_value": "much"}), "not_an_amount"),
    "a name with a control character": (1, saying(name="Sri\u0007"), "bad_text"),
    "a name with nothing in it": (1, saying(name=" "), "missing_field"),
    "a member without a number": (1, without("number"), "missing_field"),
    "a member number in words": (1, saying(number="one"), "wrong_value"),
    "a day that is none": (1, saying(joined="2025-02-30"), "not_a_date"),
    "a sheet without lines": (MEETING, without("lines"), "missing_field"),
    "a sheet with a wrong id": (MEETING, saying(id="7"), "not_an_id"),
    "a sheet with an amount too precise": (MEETING, saying_of_a_line(amount="50.001"), "too_many_decimals"),
    "a sheet of a stranger": (MEETING, saying_of_a_line(member=99), "sheet_refused"),
    "a sheet into another group's box": (MEETING, saying_of_a_line(tender="vault"), "sheet_refused"),
    "a sheet with another opening": (MEETING, saying(opening={"box/savings": "1"}), "sheet_refused"),
    "a sheet before the group was": (MEETING, saying(date="1999-01-03"), "sheet_refused"),
    "a sheet whose count differs": (MEETING, saying(cash_counted="1"), "sheet_refused"),
    "more than the fund has": (SENT, saying(amount="99999999"), "negative_tender"),
    "a stake nobody holds": (SENT, saying(stake="stake-99"), "not_found"),
    "a tender nobody has": (SENT, saying(tender="vault"), "unknown_reference"),
    "an amount with a comma": (SENT, saying(amount="1,000"), "not_an_amount"),
    "an amount below zero": (SENT, saying(amount="-1"), "not_an_amount"),
    "an amount in Arabic digits": (SENT, saying(amount="٢٥"), "not_an_amount"),
    "a Buddhist year": (len(KOREA) - 1, saying(date="2568-12-28"), "date_unlikely"),
    "a Nepali year": (1, saying(joined="2081-09-21"), "date_unlikely"),
    "a year of the Republic": (0, saying(opened="0114-01-05"), "date_unlikely"),
    "a share that costs less than nothing": (0, saying(rules={"share_value": "-5"}), "not_positive"),
    "money that landed before it was sent": (HOME, saying(landed="2025-07-01"), "landed_before_sent"),
    "a rate longer than any": (SENT, saying(mid_rate="9" * 41), "not_a_rate"),
    "a rate of nothing": (SENT, saying(mid_rate="0"), "not_a_rate"),
    "an enterprise nobody opened": (MONTH, saying(enterprise="enterprise-99"), "unknown_reference"),
    "a month that is none": (MONTH, saying(month="2025-13"), "not_a_month"),
    "a line about another group": (MEETING, saying(group="group-2"), "other_group"),
    "a second group": (MEETING, lambda event: event.update(KOREA[0], key="group-2"), "other_group"),
    "two tenders of one name": (0, saying(tenders=[{"key": "box", "kind": "cash"}] * 2), "tender_twice"),
    "wages that are a number": (MONTH, saying(wages=7), "wrong_value"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_history_is_refused(empty: Database, name: str) -> None:
    """A stick was pulled out too early, or the wrong file was picked."""
    content, answer = FILES[name]

    assert refused(empty, content) == answer


@pytest.mark.parametrize("name", CHANGES)
def test_a_history_with_one_wrong_line_is_refused_whole(empty: Database, name: str) -> None:
    """The line is named, and nothing before it stays."""
    at, change, code = CHANGES[name]

    assert refused(empty, changed(at, change)) == (at + 1, code)


def test_what_was_imported_and_says_something_else_is_a_conflict() -> None:
    """The past was edited in the file: the book is right, and the line is named."""
    with fresh() as database:
        read_in(database, b"".join(LINES[:45]))
        before = heads(database), rows(database)

        places = (1, MEETING, 40)
        answers = [refused(database, changed(at, saying(difference_reason="Rain."))) for at in places]

        assert answers == [(at + 1, "changed_line") for at in places]
        assert (heads(database), rows(database)) == before


def test_only_the_installation_imports(empty: Database) -> None:
    """A history overrules everybody; no person may bring one in through a page."""
    with empty.write() as session, pytest.raises(SignInRequired):
        import_history(session, ANONYMOUS, ImportHistory(SYSTEM_IMPORT.user_id, "KRW", {}, (), 1))


class TakenBack(Exception):
    """Raised to undo an import that went well."""


@pytest.mark.parametrize("seed", range(40))
def test_whatever_a_line_says_is_imported_or_refused_by_name(empty: Database, seed: int) -> None:
    """No word, number or list in any place stops the programme with anything but a code."""
    before = rows(empty)

    assert outcome(empty, damaged(random.Random(seed))).isidentifier()
    assert rows(empty) == before


def outcome(database: Database, content: bytes) -> str:
    """How an import ends: the code it is refused with, or the word `imported`; nothing stays."""
    try:
        history = read_history(content)
        with database.write() as session:
            import_history(session, SYSTEM_IMPORT, ImportHistory(
                history.group_id, history.currency, history.enterprise_ids, history.events, IMPORTED_AT))
            raise TakenBack
    except HistoryRefused as found:
        return found.code
    except TakenBack:
        return "imported"


STRANGE = [
    None, True, "", "x" * 300, "\u0000", "\ud800", "\u202e", -1, 0, 10**30, 1.5, [], {}, [[]], {"a": None},
    "1e3", "-0", "0", "999999999999999999", "2025-02-29", "0000-00-00", "9999-12-31", "box", "member-1",
]


def damaged(chance: random.Random) -> bytes:
    """The first events of a history, a few values of one of them changed into something strange."""
    events = json.loads(json.dumps(KOREA[:SENT + 3]))
    chosen = chance.choice(sorted({event["event"] for event in events}))
    _spoil(chance.choice([event for event in events if event["event"] == chosen]), chance)
    return "".join(json.dumps(event) + "\n" for event in events).encode()


def _spoil(place: Any, chance: random.Random) -> None:
    keys = list(place) if isinstance(place, dict) else list(range(len(place)))
    key = chance.choice([name for name in keys if name != "event"])
    if place[key] and isinstance(place[key], dict | list) and chance.random() < 0.8:
        _spoil(place[key], chance)
    else:
        place[key] = chance.choice(STRANGE)
