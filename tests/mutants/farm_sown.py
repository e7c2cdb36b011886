"""Faults in what is reckoned of a farm, its month and its money, each with the question that finds it.

Only the module with the fault and the questions are imported anew, so that everything else is what it was.
"""

from __future__ import annotations

from tests.mutants.sown import Mutant

PROBES = "tests.mutants.farm_probes"
STOCK, UNITS = "msai.measures.production.stock", "msai.measures.production.units"
REPORTING, MONEY = "msai.services.reporting", "msai.services.enterprise_money"


def fault(name: str, module: str, before: str, after: str, probe: str) -> Mutant:
    """One fault and its question."""
    return Mutant(name, module, before, after, (PROBES, f"probe_{probe}"))


FARM_MUTANTS = (
    fault("what was lost is still there", STOCK, "_E.SEED_KEPT, _E.SPOILED, _E.LOST,",
          "_E.SEED_KEPT, _E.SPOILED,", "what_went_is_gone"),
    fault("a period begins a day late", STOCK, "and move.on < since]", "and move.on <= since]",
          "what_went_is_gone"),
    fault("what comes later is there today", STOCK, "        if there < 0:",
          "        if there < 0 and day == max(by_day):", "no_evening_is_below_nothing"),
    fault("a count is explained by what came later", STOCK,
          "(move for move in moves if move.on <= newest.on)", "moves", "a_count_is_of_its_evening"),
    fault("a unit of nothing", UNITS, "if self.factor <= 0:", "if self.factor < 0:",
          "a_unit_of_nothing_is_none"),
    fault("the newest factor held always", "msai.services.farming.units_here", "if one.holds_from <= on]",
          "if one.holds_from]", "a_factor_holds_from_its_day"),
    fault("what was taken back counts", "msai.services.farming.reading",
          "if event.stands and event.product == product", "if event.product == product",
          "what_was_taken_back_counts_no_more"),
    fault("all months have 31 days", "msai.services.workforce.work",
          "return 24 * monthrange(month.year, month.month)[1]", "return 24 * 31", "a_month_has_its_hours"),
    fault("hours of nobody", "msai.services.workforce.work", "if line.hours_e4 and not line.people:",
          "if line.hours_e4 and line.people < 0:", "a_month_has_its_hours"),
    fault("two people are a crowd", "msai.measures.people", "cell == 0 or cell >= SMALLEST_CELL",
          "cell == 0 or cell >= SMALLEST_CELL - 1", "one_or_two_people_are_known"),
    fault("money works before it came", "msai.measures.parts", "day = min(max(move.on, start), end)",
          "day = start", "a_part_is_money_times_days"),
    fault("a certificate is asked about a day early", "msai.services.land.certificates",
          "one.days_left <= ALERT_DAYS)", "one.days_left <= ALERT_DAYS + 1)", "a_certificate_is_asked_about"),
    fault("what was eaten was given away", f"{REPORTING}.lines", '"eaten": EventKind.OWN_USE',
          '"eaten": EventKind.GIVEN', "each_box_is_what_it_says"),
    fault("nothing left is nothing said", f"{REPORTING}.lines",
          "(not quantity and kind is not EventKind.COUNTED)", "not quantity", "each_box_is_what_it_says"),
    fault("the owner pays for what she eats", f"{REPORTING}.lines",
          "if one.kind is EventKind.SOLD:\n        wanted",
          "if one.kind in (EventKind.SOLD, EventKind.OWN_USE):\n        wanted",
          "money_beside_an_event_is_of_its_kind"),
    fault("a loss is paid for", f"{REPORTING}.lines", "elif one.kind not in PAID_FOR:", "elif not PAID_FOR:",
          "money_beside_an_event_is_of_its_kind"),
    fault("every cost is an input", f"{REPORTING}.lines", "if one.code == INPUTS]", "if one.code]",
          "the_paper_names_inputs_apart"),
    fault("nought is nothing said", f"{REPORTING}.said", "getattr(batch, name) is not None for",
          "getattr(batch, name) for", "nought_is_something_said"),
    fault("a month ends ahead", f"{REPORTING}.sending", "return min(today,", "return max(today,",
          "a_month_is_of_its_last_day"),
    fault("silence begins a day early", f"{REPORTING}.reading", "return last < today - timedelta",
          "return last <= today - timedelta", "silence_is_more_than_45_days"),
    fault("what is eaten costs money", f"{REPORTING}.trying", "EventKind.OWN_USE, EventKind.GIVEN})",
          "EventKind.GIVEN})", "what_the_owner_eats_is_not_paid"),
    fault("a year begins anew each month", f"{MONEY}.calendar", "months_later(closed_until, 12), 1",
          "months_later(closed_until, 12), 2", "years_are_twelve_months"),
    fault("a month counts before its end", f"{MONEY}.calendar", "else whole - 1)", "else whole)",
          "years_are_twelve_months"),
    fault("a mill wears for ever", f"{MONEY}.holdings",
          "lived = min(months_between(self.bought_on, until), self.months)",
          "lived = months_between(self.bought_on, until)", "a_mill_is_worn_once"),
    fault("money comes from nowhere", f"{MONEY}.book", "sums.get(posting.credit, 0) - posting.amount_minor",
          "sums.get(posting.credit, 0)", "a_book_after_an_act"),
    fault("more is collected than is owed", f"{MONEY}.book", "if amount_minor > there:",
          "if amount_minor > 2 * there:", "a_book_after_an_act"),
    fault("tomorrow is today", f"{MONEY}.book", "        if day > today:", "        if day > day:",
          "a_book_after_an_act"),
    fault("the last day of a year is open", f"{MONEY}.years.closed", "and day <= closed_until:",
          "and day < closed_until:", "the_last_day_of_a_year_is_closed_too"),
)
