"""Rules are read as they were stored, and said in whole sentences."""

import json
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from ledgers.money import Money
from msai.i18n.speech import translate
from msai.services.group_rules import RULES, GroupRules, RuleForm, RuleKind, RuleValue, read_rules, read_value
from msai.services.group_rules.meeting_days import (
    WEEKDAYS,
    MeetingDays,
    Rhythm,
    count_from,
    is_meeting_day,
    last_meeting_day,
    next_meeting_day,
    read_days,
    write_days,
)
from msai.services.group_rules.reading import write_value

LANGUAGES = ("en", "en_XA", "ar_XB")
AMOUNTS = st.integers(0, 10**9)
PERCENTS = st.decimals(0, 100, places=2).map(lambda percent: f"{percent:f}")
FROM = st.just(date(2026, 1, 4))
DAYS = st.builds(MeetingDays, st.sampled_from(Rhythm), st.sampled_from(WEEKDAYS), FROM).map(write_days)
RANGES = st.none() | st.tuples(st.integers(1, 9), st.integers(0, 9)).map(lambda ends: (ends[0], sum(ends)))
FINES = st.dictionaries(st.sampled_from(["late", "absent", "not_saved", "Ringing telephone"]), AMOUNTS)
VALUES: dict[RuleKind, st.SearchStrategy[Any]] = {
    RuleKind.AMOUNT: AMOUNTS, RuleKind.PERCENT: PERCENTS,
    RuleKind.FLAG: st.booleans(), RuleKind.RANGE: RANGES, RuleKind.DAYS: DAYS, RuleKind.FINES: FINES,
    RuleKind.MONTHS: st.lists(st.integers(1, 12), unique=True).map(tuple),
}


@st.composite
def settled(draw: st.DrawFn) -> tuple[RuleForm, RuleValue]:
    """Any rule with any value it can have."""
    form = draw(st.sampled_from(list(RULES.values())))
    if form.kind is RuleKind.CHOICE:
        return form, draw(st.sampled_from([choice.value for choice in form.choices]))
    if form.kind is RuleKind.COUNT:
        return form, draw(st.integers(form.least, min(form.most, 120)))
    return form, draw(VALUES[form.kind])


@given(settled(), st.sampled_from(LANGUAGES), st.sampled_from(["HKD", "KRW"]))
def test_every_value_of_every_rule_is_a_sentence(
    rule: tuple[RuleForm, RuleValue], language: str, currency: str,
) -> None:
    """In words that people use, and in languages that no one speaks; no place is left empty."""
    form, value = rule
    said = [translate(sentence, language) for sentence in form.sentences(value, currency)]

    assert said
    assert all(sentence.strip() and "%(" not in sentence for sentence in said)


@given(settled(), st.sampled_from(["HKD", "KRW"]))
def test_what_is_stored_is_read_again(rule: tuple[RuleForm, RuleValue], currency: str) -> None:
    """A rule comes out of its text as it went in."""
    form, value = rule

    assert read_value(form, write_value(form, value, currency), currency=currency) == value


def test_a_group_that_said_nothing_has_rules_all_the_same() -> None:
    """Defaults let every honest sheet pass."""
    assert read_rules({}, "HKD") == GroupRules()


def test_the_names_that_histories_use() -> None:
    """Rules recorded elsewhere keep their names and forms."""
    said = {"saving": "shares", "share_value": "50.00", "shares_per_meeting": [1, 5],
            "fines": {"late": "10.00"}, "social_contribution": "5.00", "loan_charge_percent_per_month": "1",
            "meets": "FREQ=WEEKLY;BYDAY=SU"}
    rules = read_rules({name: json.dumps(value) for name, value in said.items()}, "HKD")

    assert rules == GroupRules(
        share_value_minor=5000, shares_min=1, shares_max=5, social_contribution_minor=500,
        fines_minor={"late": 1000}, loan_charge_percent_per_month="1")


@pytest.mark.parametrize(("name", "value", "sentence"), [
    ("share_value", 5000, "Each share is HK$\u202f50.00."),
    ("shares_per_meeting", (1, 5), "A member may buy 1 to 5 shares at each meeting."),
    ("shares_per_meeting", (2, 2), "A member buys exactly 2 shares at each meeting."),
    ("meets", "FREQ=WEEKLY;BYDAY=SU", "The group meets every Sunday."),
    ("meets", "FREQ=YEARLY;BYMONTH=5", "The group meets by this rule of the calendar: FREQ=YEARLY;BYMONTH=5"),
    ("fines", {}, "There are no fines."),
    ("fines", {"Phone": 500}, "“Phone” costs HK$\u202f5.00."),
    ("lending", False, "The group does not lend."),
    ("loan_charge_percent_per_month", "0.00", "A loan costs nothing by the month."),
    ("loan_limit_multiple", 3, "A member may borrow 3 times what she saved."),
])
def test_how_a_rule_sounds(name: str, value: RuleValue, sentence: str) -> None:
    """As somebody would say it at the meeting."""
    assert translate(RULES[name].sentences(value, "HKD")[0], "en") == sentence


@pytest.mark.parametrize("form", RULES.values(), ids=list(RULES))
def test_a_default_is_a_sentence_too(form: RuleForm) -> None:
    """What was never said can be read out."""
    assert form.sentences(form.default, "HKD")


@given(st.sampled_from(Rhythm), st.sampled_from(WEEKDAYS), st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_a_rhythm_is_understood_again(rhythm: Rhythm, weekday: str, day: date) -> None:
    """What the form writes, the form reads; the last and the next day lie on the weekday around today."""
    text = count_from(write_days(MeetingDays(rhythm, weekday)), date(2019, 1, 6))
    days, last, following = read_days(text), last_meeting_day(text, day), next_meeting_day(text, day)

    assert days is not None
    assert (days.rhythm, days.weekday) == (rhythm, weekday)
    assert last is not None
    assert following is not None
    assert last <= day < following <= last + timedelta(days=35)
    assert {WEEKDAYS[last.weekday()], WEEKDAYS[following.weekday()]} == {weekday}
    assert is_meeting_day(text, day) == (last == day)


@given(
    st.sampled_from(Rhythm), st.sampled_from(WEEKDAYS),
    st.none() | st.dates(date(2020, 1, 1), date(2026, 1, 1)), st.dates(date(2019, 6, 1), date(2030, 12, 31)))
def test_a_rhythm_comes_on_the_days_of_its_rule(
    rhythm: Rhythm, weekday: str, counted_from: date | None, day: date,
) -> None:
    """The rhythms of the form are worked out; the calendar's own rule, walked day by day, says the same."""
    rule = write_days(MeetingDays(rhythm, weekday))
    if counted_from is None:
        rule = rule.replace(";INTERVAL=2", "")
    first = counted_from or day - timedelta(days=90 + (day - timedelta(days=90)).weekday())
    walked = rrulestr(rule, dtstart=datetime.combine(first, time()))
    last, following = (walked.before(noon(day)), walked.after(noon(day)))

    text = f"DTSTART:{counted_from:%Y%m%d}\n{rule}" if counted_from else rule
    assert last_meeting_day(text, day) == (last and last.date())
    assert next_meeting_day(text, day) == (following and following.date())


def noon(day: date) -> datetime:
    """The middle of a day, when its meeting counts as held."""
    return datetime.combine(day, time(12))


def test_every_second_week_is_counted_from_a_day() -> None:
    """Two groups that meet every second Sunday need not meet on the same one."""
    text = count_from("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", date(2026, 11, 25))

    assert [is_meeting_day(text, date(2026, 11, 29) + timedelta(weeks=week)) for week in range(4)] == [
        True, False, True, False]
    assert is_meeting_day("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", date(2026, 12, 6))


@pytest.mark.parametrize("text", ["", "FREQ=SECONDLY", "FREQ=WEEKLY;BYDAY=XX", "every Sunday"])
def test_what_is_no_rule_of_the_calendar(text: str) -> None:
    """A group that met every second of the day would keep the machine busy, too."""
    with pytest.raises(ValueError, match="meeting days"):
        read_rules({"meets": json.dumps(text)}, "HKD")


def test_amounts_are_said_in_the_groups_currency() -> None:
    """Won has no cents."""
    sentence = RULES["share_value"].sentences(10000, "KRW")[0]

    assert sentence.params == {"amount": Money(10000, "KRW")}
