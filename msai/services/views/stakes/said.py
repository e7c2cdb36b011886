"""A decision about a stake or a backer in the words of the people it concerns, for either book.

What is asked for is said field by field; what would be posted, account by account.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from ledgers.accounts import CLAIMS_PREFIX, SHARES, Account, BookKind, Side, is_memo_fund
from ledgers.chart import CHARTS
from ledgers.money import Money
from msai.messages import N_, Message, counted
from msai.models.enterprises import Stake
from msai.models.stakes import StakeAct
from msai.permissions import NotFound
from msai.services.staking.acting import Plan
from msai.services.staking.terms import Terms
from msai.services.views.corrections.words import ChangeRow
from msai.services.views.facts import BookFacts, read_group
from msai.services.views.labels import Text, fund_label, instrument_label, tender_label
from msai.services.views.naming import Naming, naming_of
from msai.services.views.stakes.words import say_terms

_CONTRA = frozenset({9100, 9300, 9510})
TITLES: Mapping[str, str] = {
    "take_up": N_("Take up a stake"), "terms": N_("Change what was agreed"),
    "valuation": N_("Sign what it is worth"), "write_down": N_("Write it down"),
    "recovery": N_("Take a write-down back"), "write_off": N_("Give it up"),
    "revaluation": N_("Value it at the day's rate"),
    "revalue_tender": N_("Value an account at the day's rate"),
    "reinvestment": N_("Leave a return in the enterprise"),
    "exit": N_("Ask for the money back"), "declared": N_("Note what was declared"),
    "funder": N_("Name another funder"),
    "dividend": N_("Declare a dividend"), "interest": N_("Declare interest"),
    "revenue_share": N_("Declare a share of sales"),
    "crop_share": N_("Declare a share of a harvest"), "profit_share": N_("Close a batch that is shared"),
    "principal": N_("Let part of a loan go back"), "paid": N_("Pay what was declared"),
    "exit_answer": N_("Answer a group that wants its money back"),
}
_LABELS: Mapping[str, str] = {
    "stake": N_("Enterprise"), "backer": N_("For whom"), "instrument": N_("How the money stands"),
    "currency": N_("Its currency"), "fund": N_("Fund"), "holds_from": N_("Holds from"),
    "valued_on": N_("For the day"), "valued_by": N_("Valued by"), "method": N_("How"),
    "mid_rate": N_("Middle rate of the day"), "mid_source": N_("Where it was read"),
    "record_on": N_("For those who hold shares on"), "happened_on": N_("Day"), "declared_on": N_("Day"),
    "label": N_("Name"), "place": N_("Where the money is"), "amount_minor": N_("Amount"),
    "home_minor": N_("At home"), "claim_minor": N_("Of its claim at home"),
    "price_minor": N_("At the price of"),
    "sales_minor": N_("What was sold"), "crop": N_("Crop"), "result_minor": N_("Result of the batch"),
    "agreed": N_("Answer"), "tender": N_("Account"), "there_minor": N_("What stands on it"),
    "rated_on": N_("For the day"),
}
_OF_HOME = frozenset({"home_minor", "claim_minor", "price_minor", "there_minor", "due_home_minor"})
_FACTS: Mapping[str, str] = {
    "due_minor": N_("%(name)s gets %(amount)s."),
    "room_minor": N_("Retained and earned to date: %(amount)s."),
    "income_minor": N_("%(amount)s of it is income for the backer."),
    "principal_minor": N_("%(amount)s of it is the backer's own money going back."),
    "due_home_minor": N_("%(amount)s of it is the backer's own money going back."),
    "loss_minor": N_("%(amount)s is the part of the loss that the backer bears."),
    "claim_minor": N_("%(amount)s of its claim at home ends with it."),
    "price_minor": N_("%(amount)s is the price."),
    "host_minor": N_("That is %(amount)s in the group's money."),
}


@dataclass(frozen=True, slots=True)
class DeskWords:
    """What a book and everybody in it is called; `home` is the currency of the stake that is spoken of."""

    kind: BookKind
    book_id: UUID
    name: str
    currency: str
    home: str
    names: Mapping[str, Text] = field(default_factory=dict)
    started: date = date.min
    instrument: str = ""

    def holder(self, alias: str) -> Text:
        """Somebody by her alias."""
        return self.names.get(alias, alias)


def title_of(kind: str) -> Message:
    """What a decision is called."""
    return Message(TITLES[kind])


def group_words(session: Session, book_id: UUID, *, home: str) -> DeskWords:
    """What a group and its stakes are called."""
    facts: BookFacts = read_group(session, book_id)
    naming: Naming = naming_of(session, facts, with_people=False)
    return DeskWords(BookKind.GROUP, book_id, facts.name, facts.currency, home, naming.names)


def words_of_act(session: Session, book_id: UUID, act_id: UUID) -> DeskWords:
    """The same for a decision, with what the stake it is about has agreed and since when.

    Raises:
        NotFound: nothing of that id was asked for.
    """
    row = session.execute(
        select(StakeAct.wanted, Stake.claim_currency, Stake.opened_on, Stake.instrument)
        .outerjoin(Stake, and_(Stake.book_id == book_id, Stake.stake_id == StakeAct.about_id))
        .where(StakeAct.book_id == book_id, StakeAct.act_id == act_id)).one_or_none()
    if row is None:
        raise NotFound()
    words = group_words(session, book_id, home=row.claim_currency or json.loads(row.wanted)["currency"])
    return words if row.opened_on is None else replace(
        words, started=row.opened_on, instrument=row.instrument)


def say_wanted(wanted: Any, words: DeskWords) -> tuple[tuple[Message, Text], ...]:
    """What is asked for, as labels with their values."""
    return tuple(_said(wanted, words))


def _said(wanted: Any, words: DeskWords) -> Iterator[tuple[Message, Text]]:
    for one in fields(wanted):
        value = getattr(wanted, one.name)
        if isinstance(value, Terms):
            instrument = getattr(wanted, "instrument", words.instrument)
            started = words.started if words.started != date.min else None
            for sentence in say_terms(instrument, value, started=started, currency=words.home):
                yield Message(N_("Agreed")), sentence
        elif one.name in _LABELS and value is not None and value != "":
            yield Message(_LABELS[one.name]), _value(one.name, value, words)


def _value(name: str, value: Any, words: DeskWords) -> Text:
    if name.endswith("_minor"):
        return _money(value, words.home if name in _OF_HOME else words.currency)
    if isinstance(value, date):
        return Message(N_("%(day)s"), {"day": value})
    if name in ("stake", "backer", "place"):
        return words.holder(value)
    if name == "tender":
        return tender_label(1040, value, alone=False)
    if name == "agreed":
        return Message(N_("Yes, the money is given back") if value else N_("No"))
    special = {"instrument": instrument_label, "fund": fund_label}
    if name in special:
        return special[name](value)
    return str(value)


def say_facts(plan: Plan, words: DeskWords) -> tuple[Message, ...]:
    """The sums that a person has to see besides."""
    return tuple(_fact(name, value, words) for name, value in plan.facts
                 if name.partition(":")[0] in _FACTS and isinstance(value, int) and value)


def _fact(name: str, minor: int, words: DeskWords) -> Message:
    """One sum; what stands behind a colon is whose it is."""
    fact, _colon, alias = name.partition(":")
    amount = _amount(minor, words.home if fact in _OF_HOME else words.currency)
    return Message(_FACTS[fact], {"amount": amount, "name": words.holder(alias)} if alias else {
        "amount": amount})


def say_changes(changes: Mapping[Account, int], words: DeskWords) -> tuple[ChangeRow, ...]:
    """Accounts that change, money before shares and claims; changes are debit positive."""
    ordered = sorted(changes.items(), key=lambda item: (is_memo_fund(item[0].fund), item[0].key))
    naming = Naming(words.kind, words.names)
    return tuple(_change(account, minor, words, naming)
                 for account, minor in ordered if account.code not in _CONTRA)


def _change(account: Account, debit_minor: int, words: DeskWords, naming: Naming) -> ChangeRow:
    is_debit = CHARTS[words.kind].line(account.code).normal_side is Side.DEBIT
    change = debit_minor if is_debit else -debit_minor
    return ChangeRow(naming.of(account), _how_much(account, change, words.currency), change > 0)


def _how_much(account: Account, change: int, currency: str) -> Message:
    if account.fund == SHARES:
        return counted("%(count)s share more", "%(count)s shares more", change) if change > 0 else \
            counted("%(count)s share fewer", "%(count)s shares fewer", -change)
    of = account.fund.removeprefix(CLAIMS_PREFIX) if account.fund.startswith(CLAIMS_PREFIX) else currency
    return Message(N_("%(amount)s more") if change > 0 else N_("%(amount)s less"),
                   {"amount": Money(abs(change), of)})


def _money(minor: int, currency: str) -> Message:
    return Message(N_("%(amount)s"), {"amount": _amount(minor, currency)})


def _amount(minor: int, currency: str) -> Money:
    return Money(minor, currency)
