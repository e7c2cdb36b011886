"""Decisions about an investment fund in the words of the people they concern."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from ledgers.accounts import Holder
from ledgers.money import Money, decimal_text
from ledgers.units import UNIT
from msai.messages import N_, Message, counted
from msai.services.units.plan import Part, Plan, Valuation
from msai.services.units.wanted import (
    ActKind,
    Because,
    DealAtValuation,
    Distribute,
    MoveUnits,
    PayDue,
    PutBackDue,
    RedeemUnits,
    TurnSavings,
    Wanted,
)
from msai.services.views.corrections.words import GroupWords
from msai.services.views.labels import Text, fund_label

TITLES: Mapping[ActKind, str] = {
    ActKind.DISTRIBUTION: N_("Give money to the members"), ActKind.PAYMENT: N_("Pay out what is due"),
    ActKind.PUT_BACK: N_("Leave it in the fund"), ActKind.REDEMPTION: N_("Pay out a part"),
    ActKind.MOVE: N_("Pass a part on"), ActKind.DEALING: N_("Go by a valuation"),
    ActKind.BOOK_VALUE: N_("Go by the book again"), ActKind.RESTART: N_("Start the fund anew"),
    ActKind.SAVINGS: N_("Turn savings into investment"),
}
HELP: Mapping[ActKind, str] = {
    ActKind.DISTRIBUTION: N_(
        "Each member gets money by her part of the fund. What is more than the fund earned is the members' "
        "own money that goes back to them, and is called so."),
    ActKind.PAYMENT: N_("A member gets what the fund owes her, from a place where its money lies."),
    ActKind.PUT_BACK: N_("What the fund owes a member stays in it and makes her part larger."),
    ActKind.REDEMPTION: N_("A member gives her part of the fund back, whole or some of it, and gets money."),
    ActKind.MOVE: N_("A member gives, sells or leaves her part to another. The fund itself stays as it is."),
    ActKind.DEALING: N_(
        "Somebody who knows its worth valued the fund. For six months parts are bought and paid out by that "
        "paper; the book goes on at what things cost."),
    ActKind.BOOK_VALUE: N_("From today on, parts are bought and paid out by what the book says."),
    ActKind.RESTART: N_(
        "Nothing is left behind the parts of the fund. They end, with what was put in for them, and the next "
        "money that comes begins a new fund."),
    ActKind.SAVINGS: N_(
        "Savings that nobody borrowed move to the investment fund, with the money that is there."),
}
BECAUSE: Mapping[Because, str] = {
    Because.GIFT: N_("A gift"), Because.SALE: N_("A sale"), Because.INHERITANCE: N_("An inheritance"),
}


@dataclass(frozen=True, slots=True)
class PartSaid:
    """What a decision means for one member, sentence by sentence."""

    name: Text
    sentences: tuple[Message, ...]


def title_of(kind: ActKind) -> Message:
    """What a decision is called."""
    return Message(TITLES[kind])


def say_wanted(wanted: Wanted, words: GroupWords) -> tuple[tuple[Message, Text], ...]:
    """What is asked for, as labels with their values."""
    return tuple(_said(wanted, words))


def _said(wanted: Wanted, words: GroupWords) -> Iterator[tuple[Message, Text]]:
    yield Message(N_("Fund")), fund_label(wanted.fund)
    if isinstance(wanted, (PayDue, PutBackDue, RedeemUnits, MoveUnits)) or (
            isinstance(wanted, TurnSavings) and wanted.member is not None):
        yield Message(N_("Member")), words.member(wanted.member) or str(wanted.member)
    if isinstance(wanted, MoveUnits):
        yield Message(N_("To")), words.member(wanted.taker) or str(wanted.taker)
        yield Message(N_("Why it passes")), Message(BECAUSE[wanted.because])
    if isinstance(wanted, DealAtValuation):
        yield Message(N_("Valued at")), _amount(wanted.valued_minor, words)
        yield Message(N_("For the day")), Message(N_("%(day)s"), {"day": wanted.valued_on})
        yield Message(N_("Valued by")), wanted.valued_by
        yield Message(N_("Paper")), wanted.source
    yield from _how_much(wanted, words)


def _how_much(wanted: Wanted, words: GroupWords) -> Iterator[tuple[Message, Text]]:
    if isinstance(wanted, TurnSavings) and wanted.member is None:
        yield Message(N_("Of whom")), Message(N_("Of every member"))
    if isinstance(wanted, TurnSavings) and wanted.percent:
        yield Message(N_("How much")), Message(
            N_("%(percent)s percent of her savings"), {"percent": wanted.percent})
    elif isinstance(wanted, (Distribute, PayDue, PutBackDue, RedeemUnits, MoveUnits, TurnSavings)):
        minor = wanted.amount_minor
        yield Message(N_("How much")), Message(N_("All of it")) if minor is None else _amount(minor, words)
    if isinstance(wanted, (Distribute, PayDue, RedeemUnits, TurnSavings)):
        tender = wanted.tender
        yield Message(N_("Money from")), (
            words.tenders.get(tender, tender) if tender else Message(N_("Nowhere: it stays due")))


def _amount(minor: int, words: GroupWords) -> Message:
    return Message(N_("%(amount)s"), {"amount": Money(minor, words.facts.currency)})


def say_parts(plan: Plan, words: GroupWords) -> tuple[PartSaid, ...]:
    """What each member gets or gives, each sum in words."""
    return tuple(
        PartSaid(name_of(part.holder, words), tuple(_sentences(plan, part, words.facts.currency)))
        for part in plan.parts)


def name_of(holder: Holder, words: GroupWords) -> Text:
    """A member by the alias that accounts carry."""
    return words.naming.holder(holder.alias)


def _sentences(plan: Plan, part: Part, currency: str) -> Iterator[Message]:
    kind = plan.wanted.kind
    if part.saved_minor:
        yield _money(N_("%(amount)s of her savings become investment."), part.saved_minor, currency)
    if part.shares:
        yield counted("She gives up %(count)s share.", "She gives up %(count)s shares.", part.shares)
    if part.income_minor:
        yield _money(N_("She gets %(amount)s of what the fund earned."), part.income_minor, currency)
    if part.capital_minor:
        yield _of_capital(kind, part, currency)
    if part.units_e4:
        yield say_units(part.units_e4)
    if kind is ActKind.PAYMENT:
        yield _money(N_("She is paid %(amount)s."), part.paid_minor, currency)
        return
    given = part.income_minor + max(0, part.capital_minor)
    if kind in (ActKind.DISTRIBUTION, ActKind.REDEMPTION):
        yield from _when(part.paid_minor, left_minor=given - part.paid_minor, currency=currency)


def _of_capital(kind: ActKind, part: Part, currency: str) -> Message:
    amount = abs(part.capital_minor)
    if kind is ActKind.DISTRIBUTION:
        return _money(N_("She gets back %(amount)s of what she had put in."), amount, currency)
    if kind is ActKind.REDEMPTION:
        return _money(N_("She gets %(amount)s for her part."), amount, currency)
    if kind is ActKind.PUT_BACK:
        return _money(N_("She leaves %(amount)s in the fund."), amount, currency)
    if part.capital_minor < 0:
        return _money(N_("%(amount)s of what she had put in goes with it."), amount, currency)
    return _money(N_("%(amount)s counts as put in by her."), amount, currency)


def _when(paid_minor: int, *, left_minor: int, currency: str) -> Iterator[Message]:
    if paid_minor:
        yield _money(N_("%(amount)s is paid now."), paid_minor, currency)
    if left_minor:
        yield _money(N_("%(amount)s stays due to her."), left_minor, currency)


def say_units(units_e4: int) -> Message:
    """Units that come or go, exact."""
    word = N_("She gets %(units)s units.") if units_e4 > 0 else N_("She gives up %(units)s units.")
    return Message(word, {"units": units_text(abs(units_e4))})


def units_text(units_e4: int) -> str:
    """Units with their four decimals."""
    return decimal_text(Fraction(units_e4, UNIT), places=4)


def _money(text: str, minor: int, currency: str) -> Message:
    return Message(text, {"amount": Money(minor, currency)})


def say_together(plan: Plan, currency: str) -> tuple[Message, ...]:
    """What a decision comes to in all, and what it is called."""
    return tuple(_together(plan, currency))


def _together(plan: Plan, currency: str) -> Iterator[Message]:
    given, valued = plan.wanted.kind is ActKind.DISTRIBUTION, plan.valuation
    if given and plan.income_minor:
        yield _money(N_("%(amount)s is income: the fund earned it."), plan.income_minor, currency)
    if given and plan.capital_minor:
        yield _money(N_("%(amount)s is capital passed on: money that members had put in, not earnings."),
                     plan.capital_minor, currency)
    if valued is not None:
        yield say_difference(valued, currency)
    if plan.wanted.kind is ActKind.RESTART:
        fund = plan.standing
        yield Message(N_("All %(units)s units end, and %(amount)s that members had put in with them."), {
            "units": units_text(fund.issued_e4), "amount": Money(sum(fund.of(3200).values()), currency)})


def say_difference(valued: Valuation, currency: str) -> Message:
    """What a valuation adds to the book, or takes off it, and until when."""
    word = N_("The book said %(book)s on that day. Until %(until)s %(difference)s is added to it.")
    if valued.valued_minor < valued.book_minor:
        word = N_("The book said %(book)s on that day. Until %(until)s %(difference)s is taken off it.")
    return Message(word, {
        "book": Money(valued.book_minor, currency), "until": valued.until,
        "difference": Money(abs(valued.valued_minor - valued.book_minor), currency)})
