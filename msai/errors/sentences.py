"""For each code that can be refused: the status for a program, and the sentence for a person.

This is the one place where both are decided. Some rules of the books can only be broken by a fault of the
programme, never by what somebody typed; they share one sentence.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus as Http
from typing import Any

from ledgers.errors import LedgerError
from ledgers.money import Money
from msai.errors import (
    corrections,
    dues,
    enterprise,
    leaving,
    loans,
    meeting_day,
    onboarding,
    reconciliation,
    remittances,
    rules,
    share_out,
    stakes,
    units,
)
from msai.errors.sheets import UNREADABLE
from msai.messages import N_, Message, Value


@dataclass(frozen=True)
class Sentence:
    """How one code is answered."""

    status: Http
    text: str


TITLES: Mapping[int, str] = {
    400: N_("This could not be read"),
    401: N_("Please sign in"),
    403: N_("This is not yours to do"),
    404: N_("There is nothing here"),
    405: N_("This cannot be done here"),
    409: N_("This does not fit what is recorded"),
    413: N_("This is too large"),
    415: N_("This could not be read"),
    422: N_("Something has to be put right"),
    429: N_("A moment, please"),
    500: N_("Something went wrong on our side"),
    503: N_("A moment, please"),
    507: N_("There is no room left"),
}

HTTP_TEXTS: Mapping[int, str] = {
    400: N_("The ledger could not read what was sent. Go back, open the page again and try once more."),
    404: N_("This page does not exist, or it belongs to a group you are not part of."),
    405: N_("This address does not take that kind of request. Go back and use the buttons on the page."),
    413: N_("What was sent is too large. Send less at once, or a smaller file."),
    415: N_("The interface for programs reads JSON only. Send the request as application/json."),
    422: N_("A part of the request was not understood. Look at it again and send it once more."),
    429: N_("There were too many tries. Wait a little and try again."),
    500: N_("Nothing was changed. Try again; if it happens again, tell the people who run this ledger."),
    503: N_("Many people are here at this moment. Wait a little and try again."),
    507: N_("The ledger has no room left to write, and nothing was changed. Keep what you have written, "
            "and tell the people who run this ledger."),
}

_FAULT = Sentence(
    Http.UNPROCESSABLE_ENTITY,
    N_("The books refused this entry, and nothing was changed. Tell the people who run this ledger."),
)


def _mend(text: str) -> Sentence:
    return Sentence(Http.UNPROCESSABLE_ENTITY, text)


def _conflict(text: str) -> Sentence:
    return Sentence(Http.CONFLICT, text)


def _forbidden(text: str) -> Sentence:
    return Sentence(Http.FORBIDDEN, text)


BOOKS: Mapping[str, Sentence] = {
    "ledger_error": _FAULT,
    "currency_mismatch": _mend(
        N_("These amounts are in different currencies. Enter them one currency at a time.")
    ),
    "unknown_currency": _mend(N_("This currency is not known. Use its three letters, such as HKD or PHP.")),
    "nothing_to_split_by": _mend(N_("Nobody has a part in this amount yet, so it cannot be divided.")),
    "negative_weight": _FAULT,
    "not_a_multiple_of_step": _mend(N_("This amount cannot be paid in coins. Say what happens to the rest.")),
    "not_an_amount": _mend(N_("This is not an amount of money. Write digits only, such as 1250.50.")),
    "not_a_rate": _mend(N_("This is not an exchange rate. Write a number above zero, such as 7.15.")),
    "ambiguous_amount": _mend(
        N_("“%(text)s” can be read in two ways. Leave out the separator of thousands, or write two decimals.")
    ),
    "too_many_decimals": _mend(
        N_("%(currency)s has at most %(allowed)s decimals. Write the amount without the smaller part.")
    ),
    "amount_out_of_range": _mend(
        N_("This amount is larger than any book can hold. Look at the digits again.")
    ),
    "not_positive": _mend(N_("The amount has to be above zero. Enter it again, or leave the line out.")),
    "unknown_account": _mend(N_("This book has no such account. Choose one from the list.")),
    "fund_mismatch": _FAULT,
    "same_account": _mend(N_("Money cannot move from a place to the same place. Choose two different ones.")),
    "holder_mismatch": _FAULT,
    "empty_entry": _mend(N_("There is nothing to record yet. Enter at least one line.")),
    "idempotency_conflict": _conflict(
        N_("This was recorded before with other content. Open the one recorded and correct it there.")
    ),
    "cycle_closed": _mend(
        N_("This day belongs to a cycle that was shared out. Choose a day of the open cycle.")
    ),
    "negative_tender": _mend(
        N_("There is not enough money in this place. Choose another, or a smaller amount.")
    ),
    "net_assets_not_positive": _mend(
        N_("The investment fund has nothing behind its parts now. Two officers have to start it anew first.")
    ),
    "no_units_issued": _mend(N_("Nobody has a part of this investment fund yet.")),
    "units_exceed_holding": _mend(N_("The member has a smaller part than this. Enter at most what she has.")),
    "no_share_out": _mend(N_("The fund owes more than it has, so there is nothing to share out.")),
    "unknown_book": Sentence(Http.NOT_FOUND, HTTP_TEXTS[404]),
    "unknown_posting": Sentence(Http.NOT_FOUND, N_("The line to be corrected is not in this book.")),
    "already_reversed": _conflict(
        N_("This line was corrected before. Correct the correction, if it was wrong.")
    ),
    "schema_behind": Sentence(
        Http.SERVICE_UNAVAILABLE,
        N_("The ledger is being brought up to date. Nothing was changed; try again in a few minutes."),
    ),
    "not_a_tender": _mend(N_("Money cannot lie there. Choose the cash box, a bank account or a wallet.")),
    "tender_needed": _mend(N_("Say where the money lies: the cash box, a bank account or a wallet.")),
    "wrong_fund": _mend(N_("This cannot happen in that fund. Choose another fund.")),
    "repayment_exceeds_debt": _mend(
        N_("This is more than is owed. Enter the rest as money held for the member.")
    ),
    "borne_by_income": _mend(
        N_("A loan that is given up is a cost or comes from what was kept back. Choose one.")
    ),
    "rate_not_positive": _mend(N_("An exchange rate is a number above zero. Enter it again.")),
    "fee_exceeds_transit": _mend(N_("The fee is larger than what is still on its way. Look at it again.")),
    "not_revalued": _mend(N_("This stays at what it cost; only money owed follows the exchange rate.")),
    "write_down_exceeds_cost": _mend(
        N_("This is more than the stake is worth in the book. Enter a smaller sum.")
    ),
    "recovery_exceeds_allowance": _mend(N_("A stake comes back to its cost at most. Enter a smaller sum.")),
    "claim_exceeded": _mend(N_("This is more than the enterprise still owes. Enter a smaller sum.")),
    "opening_not_balanced": _mend(N_("The opening balances leave a rest. Decide where it belongs first.")),
    "between_funds_not_zero": _FAULT,
    "checkpoint_unreadable": _mend(
        N_("This file holds no checkpoints. Choose the file that the ledger wrote.")
    ),
    "not_a_cost": _mend(N_("This is not a kind of cost. Choose one from the list.")),
}

MEETINGS: Mapping[str, Sentence] = {
    "unknown_tender": _mend(
        N_("The group has no such cash box, account or wallet. Choose one from its list.")
    ),
    "unknown_member": _mend(N_("No member of the group has this number. Choose her from the list.")),
    "unknown_loan": _mend(N_("The group has no such loan. Choose one from the list.")),
    "tender_missing": _mend(N_("Say where this money lies: the cash box, a bank account or a wallet.")),
    "member_missing": _mend(N_("Say whose line this is.")),
    "unknown_fund": _mend(N_("The group has no fund called %(fund)s. Choose one from its list.")),
    "outside_cycle": _mend(N_("%(date)s is not in the open cycle of the group. Choose a day within it.")),
    "in_the_future": _mend(N_("%(date)s has not come yet. Choose the day of the meeting.")),
    "second_sheet": _mend(
        N_("There is a sheet for %(date)s already: meeting %(number)s. Open that one, or choose another day.")
    ),
    "before_last_meeting": _mend(
        N_("The last meeting was on %(last)s, so a sheet for %(date)s is too late. Correct that meeting.")
    ),
    "earlier_sheet_missing": _mend(
        N_("This is meeting %(number)s, but meeting %(expected)s is not in yet. Send that sheet first.")
    ),
    "number_taken": _mend(N_("Meeting %(number)s is recorded already. Give this sheet the next number.")),
    "member_not_joined": _mend(
        N_("Member %(member)s joined on %(joined)s, after this day. Take her lines out.")
    ),
    "member_left": _mend(N_("Member %(member)s left on %(left)s. Take her lines out, or correct that day.")),
    "opening_differs": _mend(
        N_("%(said)s lay in %(tender)s for %(fund)s on the sheet, but %(book)s in the book. Count it again.")
    ),
    "not_whole_shares": _mend(
        N_("%(amount)s is not a number of whole shares of %(share)s. Enter whole shares.")
    ),
    "shares_over_limit": _mend(
        N_("%(shares)s shares are more than the %(limit)s the group allows in a meeting. Enter fewer.")
    ),
    "below_minimum": _mend(
        N_("%(amount)s is less than the agreed minimum of %(minimum)s. Enter more, or nothing.")
    ),
    "loan_known": _mend(N_("There is a loan %(loan)s already. Give this one a name of its own.")),
    "loan_of_another": _mend(
        N_("Loan %(loan)s is not that of member %(member)s. Choose her own loan, or the member who borrowed.")
    ),
    "payment_exceeds_dues": _mend(
        N_("This pays %(over)s more than was charged to %(who)s. Enter the rest as money held for her.")
    ),
    "payout_exceeds_due": _mend(
        N_("This is %(over)s more than is due to %(who)s. Pay out at most what is hers.")
    ),
    "withdrawal_exceeds_savings": _mend(
        N_("This is %(over)s more than %(who)s has saved. Pay out at most what is hers.")
    ),
    "shares_exceed_holding": _mend(
        N_("This is %(over)s shares more than %(who)s has. Enter at most what she has.")
    ),
    "shares_not_used": _mend(N_("This group saves by amount. Leave the shares out.")),
    "same_fund": _mend(N_("A fund cannot lend to itself. Choose two different funds.")),
    "count_below_zero": _mend(N_("The count is below zero. Count the box again and enter what is in it.")),
    "attendance_missing": _mend(N_("Member %(member)s was not called. Say whether she came.")),
    "count_missing": _mend(N_("The cash was not counted yet. Count the box and enter what is in it.")),
    "difference_differs": _mend(
        N_("The sheet says %(said)s, but it is %(found)s. Count again, or enter that one.")
    ),
    "reason_missing": _mend(N_("The count is %(difference)s. Say why before closing.")),
    "unknown_reference": _mend(
        N_("This names something the history did not introduce before. Look at the line.")
    ),
    "sheet_refused": _mend(N_("A sheet of this history breaks a rule of the books. Look at that meeting.")),
    "ambiguous_book": _conflict(N_("Several books have this name. Use the id of the one you mean.")),
    "rate_missing": _mend(
        N_("Enter the middle rate of that day; without it this income has no amount here.")
    ),
    "nothing_declared": _mend(
        N_("More came home than the enterprise declared. Record what it declared first.")
    ),
    "not_in_transit": _mend(N_("Nothing of this transfer is on its way any more. Look at what has landed.")),
    "name_of_another": _mend(
        N_("Another member is called that. Add something that tells the two apart.")),
    "name_missing": _mend(N_("A name needs at least one letter.")),
    "name_too_long": _mend(N_("This name is too long. Write at most %(longest)s letters.")),
    "name_has_hidden_characters": _mend(
        N_("This name holds characters that nobody can see. Type it again instead of copying it.")
    ),
    "name_mixes_scripts": _mend(
        N_("One word of this name mixes two alphabets. Type it again in one of them.")
    ),
    "internal": Sentence(Http.INTERNAL_SERVER_ERROR, HTTP_TEXTS[500]),
    "no_room": Sentence(Http.INSUFFICIENT_STORAGE, HTTP_TEXTS[507]),
    "meeting_conflict": _conflict(
        N_("This meeting was closed with other lines. Open the one recorded and correct it there.")
    ),
}

PEOPLE: Mapping[str, Sentence] = {
    "service_error": _FAULT,
    "sign_in_required": Sentence(
        Http.UNAUTHORIZED, N_("Sign in first; what you entered stays on this device.")
    ),
    "not_permitted": _forbidden(N_("This is the work of another person in the group. Ask her to do it.")),
    "not_found": Sentence(Http.NOT_FOUND, HTTP_TEXTS[404]),
    "foreign_request": _forbidden(
        N_("This request did not come from this site. Open the page here and try again.")
    ),
    "form_too_old": _forbidden(
        N_("This form was open for too long. Open the page again and send it once more.")
    ),
    "not_json": Sentence(Http.UNSUPPORTED_MEDIA_TYPE, HTTP_TEXTS[415]),
    "wrong_sign_in": _mend(
        N_("The phone number or e-mail and the password do not belong together. Try again.")
    ),
    "goal_not_an_amount": Sentence(
        Http.UNPROCESSABLE_ENTITY, N_("A goal is an amount above nothing. Type how much it shall be.")
    ),
    "goal_day_past": Sentence(
        Http.UNPROCESSABLE_ENTITY, N_("Choose a day that is still to come, or leave the day empty.")
    ),
    "goal_words_too_long": Sentence(
        Http.UNPROCESSABLE_ENTITY, N_("Say it in fewer words: at most %(longest)s letters.")
    ),
    "period_upside_down": Sentence(
        Http.UNPROCESSABLE_ENTITY,
        N_("The first day of a period cannot come after its last. Change one of the two days."),
    ),
    "wait_before_trying": Sentence(
        Http.TOO_MANY_REQUESTS,
        N_("There were too many tries. Wait %(retry_after)s seconds and try again."),
    ),
    "busy": Sentence(
        Http.SERVICE_UNAVAILABLE, N_("Many people are signing in. Wait a few seconds and try again.")
    ),
    "password_too_short": _mend(
        N_("The password needs at least %(shortest)s characters. Choose a longer one.")
    ),
    "password_too_common": _mend(
        N_("Others would guess this password first. Choose one that is not a known word, a row of keys or "
           "your own name.")
    ),
    "password_too_long": _mend(
        N_("The password may have at most %(longest)s characters. Choose a shorter one.")
    ),
    "not_an_identifier": _mend(
        N_("Enter a phone number that begins with + and the country, or an e-mail address.")
    ),
    "identifier_taken": _conflict(
        N_("Somebody signs in with this phone number or e-mail already. Use another.")
    ),
    "unreadable": Sentence(Http.INTERNAL_SERVER_ERROR, HTTP_TEXTS[500]),
    "key_destroyed": _conflict(N_("This person's data was erased on request. Nothing can be added for her.")),
    "already_requested": _conflict(N_("This waits for the second person's answer already.")),
    "own_request": _forbidden(N_("You asked for this yourself. Another officer has to approve it.")),
    "approval_decided": _conflict(N_("This was answered before. Look at the answer, or ask again.")),
    "approval_expired": _conflict(N_("The approval is more than three days old. Ask for it again.")),
    "shown_differs": _conflict(
        N_("Something changed since this was shown. Look at it again before you approve it.")
    ),
    "approval_missing": _forbidden(N_("A second officer has to approve this first.")),
    "approval_used": _conflict(N_("This approval was used before. Ask for a new one.")),
}

SHEETS: Mapping[str, Sentence] = {code: _mend(text) for code, text in UNREADABLE.items()}

MEETING_DAY: Mapping[str, Sentence] = {
    **{code: _mend(text) for code, text in meeting_day.TO_MEND.items()},
    **{code: _conflict(text) for code, text in meeting_day.CONFLICTS.items()},
    **{code: Sentence(Http.REQUEST_ENTITY_TOO_LARGE, text) for code, text in meeting_day.TOO_LARGE.items()},
}

CORRECTIONS: Mapping[str, Sentence] = {
    **{code: _mend(text) for part in (
        reconciliation, units, remittances, share_out, corrections, loans, dues, enterprise)
       for code, text in part.TO_MEND.items()},
    **{code: _conflict(text) for part in (reconciliation, share_out, corrections, loans, dues, enterprise)
       for code, text in part.CONFLICTS.items()},
    **{code: _forbidden(text) for part in (corrections, loans, dues)
       for code, text in part.FORBIDDEN.items()},
}

RULES: Mapping[str, Sentence] = {code: _mend(text) for code, text in rules.TO_MEND.items()}

ONBOARDING: Mapping[str, Sentence] = {
    **{code: _mend(text) for code, text in onboarding.TO_MEND.items()},
    **{code: _conflict(text) for code, text in onboarding.CONFLICTS.items()},
    **{code: _forbidden(text) for code, text in onboarding.FORBIDDEN.items()},
    **{code: Sentence(Http.NOT_FOUND, text) for code, text in onboarding.NOT_FOUND.items()},
}

LEAVING: Mapping[str, Sentence] = {
    **{code: _mend(text) for code, text in leaving.TO_MEND.items()},
    **{code: _conflict(text) for code, text in leaving.CONFLICTS.items()},
    **{code: _forbidden(text) for code, text in leaving.FORBIDDEN.items()},
}

STAKES: Mapping[str, Sentence] = {
    **{code: _mend(text) for code, text in stakes.TO_MEND.items()},
    **{code: _conflict(text) for code, text in stakes.CONFLICTS.items()},
}

SENTENCES: Mapping[str, Sentence] = {
    **BOOKS, **MEETINGS, **SHEETS, **MEETING_DAY, **RULES, **ONBOARDING, **CORRECTIONS, **LEAVING, **STAKES,
    **PEOPLE,
}

_PLACE = re.compile(r"%\((\w+)\)s")


def message_of(code: str, facts: Mapping[str, Any]) -> Message:
    """The sentence of a code with its facts, translated when it is shown; a fact nobody gave is "…"."""
    text = SENTENCES.get(code, SENTENCES[LedgerError.code]).text
    told = {**facts, **{name: _apart(facts[name]) for name in _DIFFERENCES.get(code, ()) if name in facts}}
    return Message(text, {name: _value(told.get(name, "…")) for name in _PLACE.findall(text)})


# Facts that say how far a count is from what was expected: read as more or less, never by a sign.
_DIFFERENCES: Mapping[str, tuple[str, ...]] = {
    "reason_missing": ("difference",), "difference_differs": ("said", "found"),
}


def _apart(difference: Any) -> Any:
    if not isinstance(difference, Money):
        return difference
    if not difference.minor:
        return Message(N_("no difference"))
    less, more = N_("%(amount)s less than expected"), N_("%(amount)s more than expected")
    amount = Money(abs(difference.minor), difference.currency)
    return Message(less if difference.minor < 0 else more, {"amount": amount})


def _value(fact: Any) -> Value:
    return fact if isinstance(fact, (str, int, date, Money, Message)) else str(fact)
