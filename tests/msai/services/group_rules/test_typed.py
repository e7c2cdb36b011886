"""What people type about a rule becomes its value, or a sentence at the field that says what to do."""

import pytest
from hypothesis import assume, given

from msai.services.group_rules import RULES, RuleForm, RuleValue, check_value, read_typed
from msai.services.group_rules.filling import field_names, fill_rule
from msai.services.group_rules.typed import RuleMissing
from msai.services.views.rules.fields import draw_rule
from tests.msai.services.group_rules.test_reading import settled


@given(settled())
def test_what_the_fields_show_is_what_they_say(rule: tuple[RuleForm, RuleValue]) -> None:
    """A form that is opened and sent back untouched changes nothing; nought is an empty field."""
    form, value = rule
    assume(value or form.least == 0)
    read = read_typed(form, fill_rule(form, value, "HKD"), "HKD")

    assert read.problems == {}
    assert fill_rule(form, read.value, "HKD") == fill_rule(form, value, "HKD")


@pytest.mark.parametrize(("name", "typed", "value"), [
    ("share_value", {"share_value": "50"}, 5000),
    ("share_value", {"share_value": "٥٠.٠٠"}, 5000),
    ("minimum", {"minimum": ""}, 0),
    ("shares_per_meeting", {"shares_per_meeting-least": "", "shares_per_meeting-most": "5"}, (1, 5)),
    ("shares_per_meeting", {"shares_per_meeting-least": "๑", "shares_per_meeting-most": "๕"}, (1, 5)),
    ("shares_per_meeting", {}, None),
    ("lending", {"lending": "no"}, False),
    ("saving", {"saving": "amount"}, "amount"),
    ("meets", {"meets-rhythm": "last", "meets-weekday": "SA"}, "FREQ=MONTHLY;BYDAY=-1SA"),
    ("fines", {"fines-late": "10", "fines-name-0": "Ringing telephone", "fines-own-0": "2.50"},
     {"late": 1000, "Ringing telephone": 250}),
    ("loan_charge_percent_per_month", {"loan_charge_percent_per_month": "1,5"}, "1.5"),
])
def test_how_people_write(name: str, typed: dict[str, str], value: RuleValue) -> None:
    """With or without decimals, in their own digits, with fields left empty."""
    read = read_typed(RULES[name], typed, "HKD")

    assert (read.value, read.problems) == (value, {})


@pytest.mark.parametrize(("name", "typed", "field", "code"), [
    ("share_value", {}, "share_value", "rule_missing"),
    ("share_value", {"share_value": "0"}, "share_value", "rule_out_of_bounds"),
    ("share_value", {"share_value": "50.0055"}, "share_value", "too_many_decimals"),
    ("share_value", {"share_value": "fifty"}, "share_value", "not_an_amount"),
    ("minimum", {"minimum": "99999999999.00"}, "minimum", "rule_out_of_bounds"),
    ("shares_per_meeting", {"shares_per_meeting-least": "2"}, "shares_per_meeting-most", "rule_missing"),
    ("shares_per_meeting", {"shares_per_meeting-least": "5", "shares_per_meeting-most": "2"},
     "shares_per_meeting-most", "range_reversed"),
    ("shares_per_meeting", {"shares_per_meeting-least": "x", "shares_per_meeting-most": "2"},
     "shares_per_meeting-least", "rule_not_a_count"),
    ("shares_per_meeting", {"shares_per_meeting-least": "0", "shares_per_meeting-most": "2"},
     "shares_per_meeting-most", "rule_out_of_bounds"),
    ("saving", {"saving": "gold"}, "saving", "rule_not_chosen"),
    ("lending", {}, "lending", "rule_not_chosen"),
    ("meets", {"meets-rhythm": "daily", "meets-weekday": "SU"}, "meets-rhythm", "rule_not_chosen"),
    ("fines", {"fines-own-1": "5"}, "fines-name-1", "fine_name_unclear"),
    ("fines", {"fines-name-0": "late", "fines-own-0": "5"}, "fines-name-0", "fine_name_unclear"),
    ("fines", {"fines-name-0": "te\u202elephone", "fines-own-0": "5"}, "fines-name-0",
     "name_has_hidden_characters"),
    ("fines", {"fines-name-0": "a" * 41, "fines-own-0": "5"}, "fines", "fine_name_unclear"),
    ("loan_charge_percent_per_month", {"loan_charge_percent_per_month": "101"},
     "loan_charge_percent_per_month", "rule_out_of_bounds"),
    ("loan_longest_months", {"loan_longest_months": "121"}, "loan_longest_months", "rule_out_of_bounds"),
])
def test_what_cannot_be_understood(name: str, typed: dict[str, str], field: str, code: str) -> None:
    """Each slip has its own sentence, at the field where it was made."""
    read = read_typed(RULES[name], typed, "HKD")

    assert {place: problem.code for place, problem in read.problems.items()} == {field: code}
    assert read.value is None


def test_won_has_no_cents() -> None:
    """The same words mean another amount in another currency."""
    assert read_typed(RULES["share_value"], {"share_value": "50.5"}, "KRW").problems["share_value"].code == (
        "too_many_decimals")


@pytest.mark.parametrize("form", RULES.values(), ids=list(RULES))
def test_each_rule_that_is_asked_can_be_answered(form: RuleForm) -> None:
    """It has answers to choose from, or fields to fill in; never both, never none."""
    drawn = draw_rule(form, form.default, "HKD")
    names = [field.name for field in drawn.fields] or [form.name]

    assert bool(drawn.fields) != bool(form.choices)
    assert set(names) == set(field_names(form))


def test_a_value_from_elsewhere_is_looked_at_too() -> None:
    """A command of a program meets the same bounds as a form."""
    with pytest.raises(RuleMissing):
        check_value(RULES["share_value"], None, "HKD")
