"""What a group settled about leaving, as an exit on one day needs it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from sqlalchemy.orm import Session

from ledgers.currencies import cash_step
from msai.messages import Message
from msai.services.group_rules import RULES, RuleValue
from msai.services.group_rules.changing import read_rule_book


@dataclass(frozen=True, slots=True)
class LeavingRules:
    """What a leaver gets on one day: `policy` is face or current value, `percent` what the group keeps of it.

    `cash_step_minor` is the smallest coin that is paid out, `sentences` say the rule to people.
    """

    policy: str
    percent: Fraction
    cash_step_minor: int
    sentences: tuple[Message, ...] = ()


def read_leaving_rules(session: Session, book_id: UUID, on: date) -> LeavingRules:
    """The rules about leaving on a day, in one statement.

    Raises:
        NotFound: the book is not a group's.
    """
    book = read_rule_book(session, book_id)
    said: dict[str, RuleValue] = {
        name: book.value_on(RULES[name], on) for name in ("leaver", "leaver_percent", "cash_step")}
    percent, step = said["leaver_percent"], said["cash_step"]
    return LeavingRules(
        str(said["leaver"]), Fraction(percent) if isinstance(percent, str) else Fraction(0),
        step if isinstance(step, int) and step else cash_step(book.currency),
        tuple(sentence for name in ("leaver", "leaver_percent")
              for sentence in RULES[name].sentences(said[name], book.currency)))
