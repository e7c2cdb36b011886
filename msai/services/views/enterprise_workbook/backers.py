"""Who put money in on the last day, and what was declared, paid and is owed to them in the period."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from fractions import Fraction

from ledgers.currencies import exponent
from msai.exports.enterprise.book import Line, Sheet, Spot, Sum, Tie
from msai.measures.parts import parts_shown
from msai.messages import N_, Message
from msai.services.backing.backers import capital_days_of, read_backers
from msai.services.views.enterprise_workbook.reading import FarmReading
from msai.services.views.enterprise_workbook.tables import AMOUNT, COUNT, DAY, PERCENT, head, table_of
from msai.services.views.labels import instrument_label

OWED = 2400
HEADS = (
    head(N_("Who")), head(N_("How")), head(N_("Since"), DAY), head(N_("Capital"), AMOUNT, adds=True),
    head(N_("Lent"), AMOUNT, adds=True), head(N_("Grants not used yet"), AMOUNT, adds=True),
    head(N_("Shares"), COUNT, adds=True), head(N_("Owed before"), AMOUNT, adds=True),
    head(N_("Declared"), AMOUNT, adds=True), head(N_("Sent or given up"), AMOUNT, adds=True),
    head(N_("Still owed"), AMOUNT, adds=True, made_of=((1, 7), (1, 8), (-1, 9))),
    head(N_("Part of all money by days"), PERCENT, adds=True))


def backers_sheet(farm: FarmReading) -> tuple[Sheet, tuple[Tie, ...]]:
    """Everybody behind the enterprise; totals are what the book has on their accounts."""
    backers = read_backers(farm.session, farm.book_id, on=farm.period.until)
    owed = _owed(farm)
    worked = capital_days_of(farm.session, farm.book_id, since=farm.since, until=farm.day + timedelta(days=1))
    there = [one for one in backers.all if one.funding_minor or one.shares or one.ended_on is None
             or any(owed[one.alias])]
    parts = parts_shown(Fraction(100), {one.alias: worked.get(one.alias, 0) for one in there}, places=2)
    naming = farm.reading.naming
    lines = [Line((
        naming.holder(one.alias), instrument_label(one.instrument), one.since, one.capital_minor,
        one.lent_minor, one.grant_minor, one.shares, *owed[one.alias],
        owed[one.alias][0] + owed[one.alias][1] - owed[one.alias][2], parts.get(one.alias)))
        for one in there]
    table = table_of(("backers", None), HEADS, lines, total=True, note=Message(N_(
        "The part of all money is what each put in, weighed by the days it worked in these days.")))
    sheet = Sheet(Message(N_("Backers")), (28, 20, 13, 16, 16, 16, 11, 15, 15, 15, 15, 13), (table,))
    return sheet, tuple(_ties(farm)) if lines else ()


def _owed(farm: FarmReading) -> dict[str, tuple[int, int, int]]:
    """By backer: owed before the period, declared in it, and what ended it, in minor units."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for account, minor in farm.opening.items():
        if account.code == OWED:
            sums[account.alias][0] -= minor
    for line in farm.lines:
        if line.account.code == OWED:
            sums[line.account.alias][1 if line.amount_minor < 0 else 2] += abs(line.amount_minor)
    return defaultdict(lambda: (0, 0, 0), {alias: (found[0], found[1], found[2])
                                           for alias, found in sums.items()})


def _ties(farm: FarmReading) -> list[Tie]:
    places = exponent(farm.facts.currency)

    def less(*codes: int) -> tuple[tuple[int, Sum], ...]:
        return tuple((-1, Sum("Balances", "closing", {"code": code})) for code in codes)

    return [
        Tie(Message(N_("Capital of the backers in the book")), Spot("backers", -1, 3), less(3100, 3150),
            places),
        Tie(Message(N_("Lent by the backers in the book")), Spot("backers", -1, 4), less(2200), places),
        Tie(Message(N_("Grants of the backers in the book")), Spot("backers", -1, 5), less(2300), places),
        Tie(Message(N_("Owed to the backers in the book")), Spot("backers", -1, 10), less(OWED), places)]
