"""A member's part, what stays, and how a share was worked out, in the words of those it concerns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from ledgers.currencies import exponent
from ledgers.money import Money, decimal_text, round_half_up
from msai.messages import N_, Message, counted
from msai.services.share_out import Basis, Part, Plan, SocialEnd, Stays, StaysBecause

BASES: Mapping[Basis, str] = {
    Basis.SHARES: N_("By shares"), Basis.SAVINGS: N_("By savings"),
    Basis.SAVINGS_DAYS: N_("By savings and days"),
}
BASES_SAID: Mapping[Basis, str] = {
    Basis.SHARES: N_("Each share gets the same."),
    Basis.SAVINGS: N_("Each part of the savings gets the same."),
    Basis.SAVINGS_DAYS: N_("Savings count for each day with the group; the last day does not count."),
}
SOCIAL_SAID: Mapping[SocialEnd, str] = {
    SocialEnd.KEPT: N_("The social fund stays with the group."),
    SocialEnd.EQUALLY: N_("The social fund is shared equally."),
    SocialEnd.BY_PAID_IN: N_("The social fund is shared by what each member gave."),
}
_STAYS: Mapping[StaysBecause, str] = {
    StaysBecause.ROUNDING: N_("Too little for one more coin each"),
    StaysBecause.OWED: N_("Debts that are still to be paid"),
    StaysBecause.OTHER: N_("What the group owns besides money"),
}


def say_part(
    part: Part, plan: Plan, *, places: Mapping[str, Message], currency: str,
) -> tuple[Message, ...]:
    """A member's part in plain sentences, spoken to her."""
    return tuple(_sentences(part, plan, places, currency))


def _sentences(
    part: Part, plan: Plan, places: Mapping[str, Message], currency: str,
) -> Iterator[Message]:
    yield Message(N_("You saved %(amount)s."), {"amount": Money(part.savings_minor, currency)})
    yield _worth(part, plan.decided.basis, currency)
    yield from _debts(part, currency)
    yield from _taken(part, places, currency)
    yield from _social(part, currency)


def _worth(part: Part, basis: Basis, currency: str) -> Message:
    worth = Money(part.entitlement_minor, currency)
    if basis is Basis.SHARES:
        return counted(
            "Your %(count)s share is worth %(worth)s in whole coins.",
            "Your %(count)s shares are worth %(worth)s in whole coins.", part.weight, worth=worth)
    return Message(N_("Your part of what is shared out is %(worth)s in whole coins."), {"worth": worth})


def _debts(part: Part, currency: str) -> Iterator[Message]:
    owed, taken = Money(part.owed_minor, currency), Money(part.set_off_minor, currency)
    if part.owed_minor and not part.still_owed_minor:
        yield Message(N_("What you owed, %(owed)s, is taken off and paid."), {"owed": owed})
    elif part.set_off_minor:
        yield Message(N_("Of the %(owed)s that you owe, %(taken)s are taken off. You still owe %(left)s."), {
            "owed": owed, "taken": taken, "left": Money(part.still_owed_minor, currency)})
    elif part.owed_minor:
        yield Message(N_("The %(owed)s that you owe are not taken off. You still owe them."), {"owed": owed})


def _taken(part: Part, places: Mapping[str, Message], currency: str) -> Iterator[Message]:
    for payment in part.payments:
        yield Message(N_("You are paid %(amount)s. Place: %(place)s."), {
            "amount": Money(payment.minor, currency), "place": places.get(payment.tender, payment.tender)})
    if part.carried_minor:
        yield Message(N_("%(amount)s are carried on as your savings in the next cycle."),
                      {"amount": Money(part.carried_minor, currency)})
    if part.carried_minor and part.shares_after:
        yield counted("They are %(count)s share of it.", "They are %(count)s shares of it.",
                      part.shares_after)
    if part.due_minor:
        yield Message(N_("%(amount)s are kept for you until you take them."),
                      {"amount": Money(part.due_minor, currency)})


def _social(part: Part, currency: str) -> Iterator[Message]:
    amount = Money(part.social.minor, currency)
    if part.social.minor and part.social.tender:
        yield Message(N_("From the social fund you are paid %(amount)s."), {"amount": amount})
    elif part.social.minor:
        yield Message(N_("From the social fund %(amount)s are kept for you."), {"amount": amount})


def say_stays(stays: Stays) -> Message | str:
    """Why something stays with the group; a reason of the group's own is its own words."""
    return stays.reason if stays.because is StaysBecause.DECIDED else Message(_STAYS[stays.because])


def say_formula(plan: Plan, currency: str) -> tuple[Message, ...]:
    """How the value of a share was found, with its amounts: what is there, what is taken off, by how many."""
    total = plan.value * plan.weight
    pot, taken = round_half_up(total), round_half_up(total - plan.cash_minor)
    there = Message(N_("There are %(cash)s to be paid out."), {"cash": Money(plan.cash_minor, currency)})
    debts = Message(
        N_("Debts of %(debts)s are taken off from the members' own parts, so %(pot)s are shared out."),
        {"debts": Money(taken, currency), "pot": Money(pot, currency)})
    return (there, *((debts,) if taken else ()), _divided(plan, Money(pot, currency)))


def _divided(plan: Plan, pot: Money) -> Message:
    value = value_text(plan, pot.currency)
    if plan.decided.basis is Basis.SHARES:
        return counted("%(pot)s for %(count)s share is %(value)s.",
                       "%(pot)s divided by %(count)s shares is %(value)s a share.", plan.weight,
                       pot=pot, value=value)
    return Message(
        N_("Each member's part is her savings (or savings and days) times %(value)s."), {"value": value})


def value_text(plan: Plan, currency: str) -> str:
    """The value of a share in whole money, exact as a fraction and rounded; by savings, the bare factor."""
    unit = 10 ** exponent(currency) if plan.decided.basis is Basis.SHARES else 1
    exact = plan.value / unit
    places = 4 if plan.decided.basis is Basis.SHARES else 8
    rounded = decimal_text(exact, places=places)
    return rounded if Fraction(rounded) == exact else f"{rounded} ({exact})"
