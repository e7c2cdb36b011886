"""What the wizard asks, what country and custom propose, and the rules a group begins with."""

from datetime import date

import pytest

from msai.services.group_rules import RULES, RuleGroup, read_rules
from msai.services.onboarding.countries import get_country
from msai.services.onboarding.first_rules import read_first_rules, rule_field_names
from msai.services.views.rules.starting import ask_first_rules
from tests.msai.onboarding.twelve import TYPED

HK, OPENS_ON = get_country("HK"), date(2026, 10, 18)


def test_every_rule_is_settled_and_said() -> None:
    """What was not asked begins with its default, in its plain sentence; what means nothing is left out."""
    found = read_first_rules(TYPED, HK)
    rules = read_rules(found.stored(OPENS_ON), "HKD")
    said = {group: [one.id for one in sentences] for group, _, sentences in found.sections}

    assert found.problems == {}
    assert set(found.values) == set(RULES) - {"minimum", "usual", "entry_fee", "loan_settled_early"}
    assert (rules.share_value_minor, rules.shares_min, rules.shares_max, rules.fines_minor) == (
        50_00, 1, 5, {"late": 10_00})
    assert said[RuleGroup.SAVING][1] == "Each share is %(amount)s."
    assert said[RuleGroup.WITNESS] == [
        "Any member who came may witness a meeting, except the one who records it."]


def test_the_country_proposes_the_day_and_the_group_may_choose_another() -> None:
    """Fridays in Saudi Arabia; every second week counts from the first meeting day after the opening."""
    friday = read_first_rules(TYPED, get_country("SA")).values["meets"]
    typed = {**TYPED, "meets-rhythm": "every_second_week", "meets-weekday": "SA"}
    stored = read_first_rules(typed, get_country("SA")).stored(OPENS_ON)

    assert friday == "FREQ=WEEKLY;BYDAY=FR"
    assert read_rules(stored, "SAR").meets == "DTSTART:20261024T000000\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=SA"


def test_what_does_not_apply_is_not_read() -> None:
    """Somebody typed a price before she chose to save by amount, and a charge before lending was off."""
    found = read_first_rules({**TYPED, "saving": "amount", "share_value": "?", "lending": "no",
                              "loan_charge_percent_per_month": "?"}, HK)

    assert found.problems == {}
    assert {"share_value", "odd_amounts", "loan_charge_percent_per_month"}.isdisjoint(found.values)


@pytest.mark.parametrize(("changes", "field", "code"), [
    ({"saving": ""}, "saving", "rule_not_chosen"),
    ({"saving": "hope"}, "saving", "rule_not_chosen"),
    ({"share_value": ""}, "share_value", "rule_missing"),
    ({"share_value": "1,234"}, "share_value", "ambiguous_amount"),
    ({"share_value": "-5"}, "share_value", "rule_out_of_bounds"),
    ({"shares_per_meeting-most": "0"}, "shares_per_meeting-most", "range_reversed"),
    ({"shares_per_meeting-least": "9"}, "shares_per_meeting-most", "range_reversed"),
    ({"fines-late": "1.234"}, "fines-late", "ambiguous_amount"),
    ({"late_joiner": "entry_fee"}, "entry_fee", "rule_missing"),
    ({"loan_grace_days": "many"}, "loan_grace_days", "rule_not_a_count"),
])  # fmt: skip
def test_what_is_wrong_is_told_by_its_field(changes: dict[str, str], field: str, code: str) -> None:
    """The same checks as on the page of the rules, and the part it stands in is open."""
    typed = {**TYPED, **changes}

    assert read_first_rules(typed, HK).problems[field].code == code


def test_the_page_asks_for_every_rule_once() -> None:
    """A few first, the others folded under their headings; a rule of loans only where the group lends."""
    page = ask_first_rules({}, HK, errors={})
    others = [asked for part in page.proposed for asked in part.rules]
    drawn = [asked.rule.form.name for asked in (*page.asked, *others)]
    lending = next(part for part in page.proposed if part.group is RuleGroup.LENDING)
    early = next(asked for asked in lending.rules if asked.rule.form.name == "loan_settled_early")

    assert sorted(drawn) == sorted(RULES)
    assert {field.name for asked in (*page.asked, *others) for field in asked.rule.fields} <= set(
        rule_field_names())
    assert lending.conditions == ("lending-yes",)
    assert early.conditions == ("lending-yes", "loan_charge_basis-flat")
