"""What was typed into the form of a decision about a stake or a backer, read into the value it asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

from ledgers.errors import LedgerError
from ledgers.money import parse_amount
from msai.errors.sentences import message_of
from msai.messages import Message
from msai.schemas.problems import MissingField
from msai.schemas.text import clean_line
from msai.services.backing import wanted as of_enterprise
from msai.services.backing.wanted import BackingKind
from msai.services.remitting.rates import read_rate
from msai.services.staking import wanted as of_group
from msai.services.staking.terms import Terms
from msai.services.staking.wanted import ActKind

T = TypeVar("T")
LONGEST = 200
ALL = "all"
NO_CROPS: tuple[tuple[str, Fraction], ...] = ()


class Typed:
    """The fields of a form, read one by one; what cannot be read is kept as an error of its field."""

    def __init__(self, form: Mapping[str, str], *, currency: str, home: str) -> None:
        self._form = form
        self._currency, self._home = currency, home
        self.errors: dict[str, Message] = {}

    def text(self, name: str) -> str:
        """A line of text; nothing typed is nothing said."""
        return self._read(name, "", lambda typed: clean_line(typed.replace("\r\n", " "), longest=LONGEST))

    def amount(self, name: str = "amount") -> int:
        """An amount in the book's money; nothing typed is an error."""
        return self._read(name, 0, lambda typed: parse_amount(_there(name, typed), self._currency).minor)

    def home(self, name: str) -> int:
        """An amount in home money; nothing typed is an error."""
        return self._read(name, 0, lambda typed: parse_amount(_there(name, typed), self._home).minor)

    def some_home(self, name: str) -> int | None:
        """Home money, or None for all of it."""
        return None if self._form.get("how") == ALL else self.home(name)

    def day(self, name: str) -> date:
        """A day."""
        return self._read(name, date.min, _day(name))

    def choice(self, name: str) -> str:
        """Something chosen."""
        return self._read(name, "", lambda typed: _there(name, typed))

    def rate(self, name: str = "mid_rate") -> str:
        """A rate in machine form; nothing typed is an error."""
        return self._read(name, "1", lambda typed: read_rate(_there(name, typed)))

    def number(self, name: str) -> Fraction | None:
        """A number above nought, or None where nothing was typed."""
        nothing: Fraction | None = None
        return self._read(name, nothing, lambda typed: Fraction(read_rate(typed)) if typed else None)

    def months(self, name: str) -> int:
        """A number of months, nothing typed is none."""
        return self._read(name, 0, lambda typed: _whole(name, typed) if typed else 0)

    def has(self, name: str) -> bool:
        """Whether something was typed or ticked."""
        return bool(self._form.get(name, "").strip())

    def terms(self) -> Terms:
        """What was agreed."""
        return Terms(
            percent=self.number("percent"), interest_percent=self.number("interest_percent"),
            cap_multiple=self.number("cap_multiple"), gestation_months=self.months("gestation_months"),
            lock_in_months=self.months("lock_in_months"), per_crop=self._read("per_crop", NO_CROPS, _crops),
            share_price_minor=self.home("share_price") if self.has("share_price") else None)

    def _read(self, name: str, otherwise: T, read: Callable[[str], T]) -> T:
        try:
            return read(self._form.get(name, "").strip())
        except LedgerError as problem:
            self.errors[name] = message_of(problem.code, problem.params)
        return otherwise


def _there(name: str, typed: str) -> str:
    if not typed:
        raise MissingField(field=name)
    return typed


def _whole(name: str, typed: str) -> int:
    if not typed.isdecimal() or len(typed) > 3:
        raise MissingField(field=name)
    return int(typed)


def _day(name: str) -> Callable[[str], date]:
    def read(typed: str) -> date:
        try:
            return date.fromisoformat(typed)
        except ValueError:
            raise MissingField(field=name) from None
    return read


def _crops(typed: str) -> tuple[tuple[str, Fraction], ...]:
    """Crops with their percents, as in `rice 10, maize 5`."""
    found = []
    for part in (one.strip() for one in clean_line(typed, longest=LONGEST).split(",") if one.strip()):
        crop, _space, percent = part.rpartition(" ")
        found.append((_there("per_crop", crop.strip()), Fraction(read_rate(percent))))
    return tuple(sorted(found))


def read_of_group(typed: Typed, kind: ActKind, stake: str) -> Any:
    """What a group's form asks for; the errors of `typed` say what could not be read."""
    if kind is ActKind.TAKE_UP:
        return of_group.TakeUp(
            enterprise_id=typed.text("enterprise") or None, enterprise_name=typed.text("enterprise_name"),
            instrument=typed.choice("instrument"), currency=typed.choice("currency"),
            fund=typed.text("fund") or "investment", terms=typed.terms())
    return _OF_GROUP[kind](typed, stake)


_OF_GROUP: Mapping[ActKind, Callable[[Typed, str], Any]] = {
    ActKind.TERMS: lambda typed, stake: of_group.ChangeTerms(
        stake=stake, terms=typed.terms(), holds_from=typed.day("holds_from")),
    ActKind.VALUATION: lambda typed, stake: of_group.Value(
        stake=stake, valued_on=typed.day("valued_on"), home_minor=typed.home("home"),
        mid_rate=typed.rate() if typed.has("mid_rate") else None, mid_source=typed.text("mid_source"),
        valued_by=typed.text("valued_by"), method=typed.text("method")),
    ActKind.WRITE_DOWN: lambda typed, stake: of_group.WriteDown(stake=stake, amount_minor=typed.amount()),
    ActKind.RECOVERY: lambda typed, stake: of_group.Recover(stake=stake, amount_minor=typed.amount()),
    ActKind.WRITE_OFF: lambda typed, stake: of_group.WriteOff(
        stake=stake, claim_minor=typed.some_home("claim")),
    ActKind.REVALUATION: lambda typed, stake: of_group.Revalue(
        stake=stake, mid_rate=typed.rate(), mid_source=typed.text("mid_source"),
        rated_on=typed.day("rated_on")),
    ActKind.REVALUE_TENDER: lambda typed, tender: of_group.RevalueTender(
        tender=tender, currency=typed.choice("currency"), there_minor=typed.home("there"),
        mid_rate=typed.rate(), mid_source=typed.text("mid_source"), rated_on=typed.day("rated_on")),
    ActKind.REINVESTMENT: lambda typed, stake: of_group.Reinvest(
        stake=stake, return_id=typed.choice("return_id")),
    ActKind.EXIT: lambda typed, stake: of_group.AskExit(
        stake=stake, claim_minor=typed.some_home("claim"), price_minor=typed.home("price")),
    ActKind.DECLARED: lambda typed, stake: of_group.NoteDeclared(
        stake=stake, home_minor=typed.home("home"), declared_on=typed.day("declared_on"),
        mid_rate=typed.rate(), mid_source=typed.text("mid_source")),
}


def read_of_enterprise(typed: Typed, kind: BackingKind, about: str) -> Any:
    """What an enterprise's form asks for; `about` is the offer that is answered."""
    return _OF_ENTERPRISE[kind](typed, about)


def _result(typed: Typed) -> int:
    return -typed.amount("result") if typed.has("is_loss") else typed.amount("result")


_OF_ENTERPRISE: Mapping[BackingKind, Callable[[Typed, str], Any]] = {
    BackingKind.FUNDER: lambda typed, _about: of_enterprise.NameFunder(
        label=typed.choice("label"), instrument=typed.choice("instrument")),
    BackingKind.DIVIDEND: lambda typed, _about: of_enterprise.DeclareDividend(
        amount_minor=typed.amount(), record_on=typed.day("record_on")),
    BackingKind.INTEREST: lambda typed, _about: of_enterprise.DeclareInterest(
        backer=typed.choice("backer"), amount_minor=typed.amount()),
    BackingKind.PRINCIPAL: lambda typed, _about: of_enterprise.RepayPrincipal(
        backer=typed.choice("backer"), amount_minor=None if typed.text("how") == ALL else typed.amount()),
    BackingKind.REVENUE_SHARE: lambda typed, _about: of_enterprise.DeclareRevenueShare(
        backer=typed.choice("backer"), sales_minor=typed.amount("sales")),
    BackingKind.CROP_SHARE: lambda typed, _about: of_enterprise.DeclareCropShare(
        crop=typed.choice("crop"), sales_minor=typed.amount("sales")),
    BackingKind.PROFIT_SHARE: lambda typed, _about: of_enterprise.DeclareProfitShare(
        backer=typed.choice("backer"), result_minor=_result(typed),
        principal_back=typed.has("principal_back")),
    BackingKind.PAID: lambda typed, _about: of_enterprise.PayReturn(
        backer=typed.choice("backer"), amount_minor=typed.amount(), place=typed.choice("place")),
    BackingKind.EXIT_ANSWER: lambda typed, about: of_enterprise.AnswerExit(
        offer_id=about, agreed=typed.choice("agreed") == "yes"),
}
