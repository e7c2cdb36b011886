"""Money and units of an investment fund that go to members, or from one of them to another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from ledgers.accounts import Holder
from ledgers.currencies import cash_step
from ledgers.entries import JournalEntry
from ledgers.errors import NotPositive, NoUnitsIssued, UnitsExceedHolding
from ledgers.money import Money
from ledgers.rules import investment
from ledgers.rules.tenders import FundLine, Tender
from ledgers.units import paid_in_part, redemption_value, units_for, units_worth
from msai.services.units.errors import MoreThanDue, MoreThanThereIs, NotAUnitHolder, SameHolder
from msai.services.units.plan import Part, Plan, here, member_of, require_cover, tender_of
from msai.services.units.standing import FundStanding
from msai.services.units.wanted import Distribute, MoveUnits, PayDue, PutBackDue, RedeemUnits


def plan_distribution(fund: FundStanding, wanted: Distribute, on: date) -> Plan:
    """Income to all holders by their units; what is more than income is capital passed on.

    Those who are here are paid at once where a tender is named, from a box in whole coins; the rest is due.

    Raises:
        NotPositive, NoUnitsIssued, NetAssetsNotPositive, MoreThanThereIs, UnknownTender, NegativeTender
    """
    _require_positive(wanted.amount_minor)
    if not fund.issued_e4:
        raise NoUnitsIssued(amount_minor=wanted.amount_minor)
    fund.require_running()
    most = fund.most_to_give_minor
    if wanted.amount_minor > most:
        raise MoreThanThereIs(most=_money(fund, most))
    income = min(wanted.amount_minor, fund.distributable_minor)
    capital = wanted.amount_minor - income
    out_of = tender_of(fund.group, wanted.tender) if wanted.tender else None
    given = {holder: investment.Distribution(amount, fund.held_e4, fund.fund).parts_minor()
             for holder, amount in (("income", income), ("capital", capital)) if amount}
    incomes, capitals = given.get("income", {}), given.get("capital", {})
    paid = _paid_at_once(fund, out_of, on, due={
        holder: incomes.get(holder, 0) + capitals.get(holder, 0) for holder in fund.held_e4})
    entries = tuple(_given(fund, on, income=income, capital=capital)) + tuple(_paid(fund, on, out_of, paid))
    require_cover(entries, fund.found)
    parts = (Part(holder, incomes.get(holder, 0), capitals.get(holder, 0), paid.get(holder, 0))
             for holder in fund.held_e4)
    return Plan(wanted, fund, entries, tuple(parts))


def _given(fund: FundStanding, on: date, *, income: int, capital: int) -> Iterable[JournalEntry]:
    if income:
        yield investment.distribution(on, investment.Distribution(income, fund.held_e4, fund.fund))
    if capital:
        yield investment.capital_passed_on(on, investment.CapitalPassedOn(
            capital, fund.held_e4, fund.of(3200), fund.fund))


def _paid_at_once(
    fund: FundStanding, out_of: Tender | None, on: date, *, due: Mapping[Holder, int],
) -> dict[Holder, int]:
    if out_of is None:
        return {}
    present, step = here(fund.group, on), cash_step(fund.group.currency)
    paid = {holder: out_of.payable(minor, step=step) for holder, minor in due.items() if holder in present}
    return {holder: minor for holder, minor in paid.items() if minor}


def _paid(
    fund: FundStanding, on: date, out_of: Tender | None, paid: Mapping[Holder, int],
) -> Iterable[JournalEntry]:
    if out_of is not None and paid:
        yield investment.distribution_paid(on, *(
            FundLine(holder, out_of, minor, fund=fund.fund) for holder, minor in paid.items()))


def plan_payment(fund: FundStanding, wanted: PayDue, on: date) -> Plan:
    """A member is paid what the fund owes her: 2100 / tender.

    Raises:
        NotPositive, UnknownMember, MoreThanDue, UnknownTender, NegativeTender
    """
    member = _with_due(fund, wanted.member, wanted.amount_minor)
    out_of = tender_of(fund.group, wanted.tender)
    entries = tuple(_paid(fund, on, out_of, {member: wanted.amount_minor}))
    require_cover(entries, fund.found)
    return Plan(wanted, fund, entries, (Part(member, paid_minor=wanted.amount_minor),))


def plan_put_back(fund: FundStanding, wanted: PutBackDue, on: date) -> Plan:
    """What a member leaves in the fund buys units at today's value: 2100 / 3200, 9200 / 9100.

    Raises:
        NotPositive, UnknownMember, MoreThanDue, NetAssetsNotPositive
    """
    member, amount = _with_due(fund, wanted.member, wanted.amount_minor), wanted.amount_minor
    units = units_for(amount, fund.value())
    line = investment.PutBack(member, amount, units, fund.fund)
    entry = investment.distribution_put_back(on, line)
    return Plan(wanted, fund, (entry,), (Part(member, capital_minor=-amount, units_e4=units),))


def _with_due(fund: FundStanding, number: int, amount_minor: int) -> Holder:
    _require_positive(amount_minor)
    member = member_of(fund.group, number)
    due = fund.of(2100).get(member, 0)
    if amount_minor > due:
        raise MoreThanDue(due=_money(fund, due))
    return member


def plan_redemption(fund: FundStanding, wanted: RedeemUnits, on: date) -> Plan:
    """A member gives units back at today's value: what coins can pay is paid, the rest is due to her.

    Raises:
        NotPositive, UnknownMember, NoUnitsIssued, UnitsExceedHolding, NetAssetsNotPositive, UnknownTender,
        NegativeTender
    """
    member = member_of(fund.group, wanted.member)
    units = _units_of(fund, member, wanted.amount_minor)
    pays = redemption_value(units, fund.value())
    out_of = tender_of(fund.group, wanted.tender) if wanted.tender else None
    now = out_of.payable(pays, step=cash_step(fund.group.currency)) if out_of else 0
    line = investment.Redemption(
        member, units, held_e4=fund.held_e4[member], paid_in_minor=fund.of(3200).get(member, 0),
        pay_minor=pays, tender=out_of if now == pays else None, fund=fund.fund)
    rest = {member: now} if now and now < pays else {}
    entries = (investment.units_redeemed(on, line), *_paid(fund, on, out_of, rest))
    require_cover(entries, fund.found)
    part = Part(member, capital_minor=pays, paid_minor=now, units_e4=-units)
    return Plan(wanted, fund, entries, (part,))


def plan_move(fund: FundStanding, wanted: MoveUnits, on: date) -> Plan:
    """Units pass from one member to another, with what was put in for them.

    Raises:
        NotPositive, UnknownMember, SameHolder, NotAUnitHolder, NoUnitsIssued, UnitsExceedHolding,
        NetAssetsNotPositive
    """
    giver, taker = (member_of(fund.group, number) for number in (wanted.member, wanted.taker))
    if giver == taker:
        raise SameHolder()
    if taker not in here(fund.group, on) and taker not in fund.held_e4:
        raise NotAUnitHolder(member=wanted.taker)
    units, paid_in = _units_of(fund, giver, wanted.amount_minor), fund.of(3200).get(giver, 0)
    held = fund.held_e4[giver]
    entry = investment.units_moved(on, investment.UnitsMoved(giver, taker, units, held, paid_in, fund.fund))
    capital = paid_in_part(paid_in, redeemed_e4=units, held_e4=held)
    return Plan(wanted, fund, (entry,), (Part(giver, capital_minor=-capital, units_e4=-units),
                                         Part(taker, capital_minor=capital, units_e4=units)))


def _units_of(fund: FundStanding, member: Holder, amount_minor: int | None) -> int:
    """The units that an amount is, or all she has; units worth exactly all she has are all of them."""
    held = fund.held_e4.get(member, 0)
    if not held:
        raise NoUnitsIssued(member=member.alias)
    if amount_minor is None:
        return held
    _require_positive(amount_minor)
    value: Fraction = fund.value()
    if amount_minor == redemption_value(held, value):
        return held
    units = units_worth(amount_minor, value)
    if units > held:
        raise UnitsExceedHolding(redeemed_e4=units, held_e4=held)
    return units


def _require_positive(amount_minor: int) -> None:
    if amount_minor <= 0:
        raise NotPositive(amount_minor=amount_minor)


def _money(fund: FundStanding, minor: int) -> Money:
    return Money(minor, fund.group.currency)
