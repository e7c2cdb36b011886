"""Each event of a history as the use case it is.

A handler turns the checked event into a command and calls the use case that the screens
call.  An event whose money lands on a later day answers the landing that then follows.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from ledgers.entries import SourceKind
from ledgers.money import amount_from_decimal, rate_from_decimal
from ledgers.rules.savings import SocialSplit
from ledgers.rules.stakes import Arrival
from msai.services import enterprises, groups, income, leaving, meetings, remittances, stakes
from msai.services.documents import Paperwork, keep_document
from msai.services.history.books import IMPORTED, HistoryBooks, Landing, SheetNotPosted
from msai.services.sheets import CloseMeeting, HeldSheet
from msai.services.stakes import LENT

if TYPE_CHECKING:
    from msai.services.history.importing import HistoryEvent


def _group(books: HistoryBooks, event: HistoryEvent) -> None:
    said = event.data
    groups.open_group(books.session, books.actor, groups.OpenGroup(
        book_id=books.group_id, alias=said["key"], name=said["name"], country=said["country"],
        currency=said["currency"], opened_on=said["opened"],
        rules={name: json.dumps(value) for name, value in said["rules"].items()},
        tenders=[(tender["key"], tender["kind"]) for tender in said["tenders"]], at=books.at))
    books.introduce(event)


def _member(books: HistoryBooks, event: HistoryEvent) -> None:
    said = event.data
    member = groups.NewMember(
        number=said["number"], name=said["name"], joined_on=said["joined"], sex=said["sex"])
    groups.add_members(books.session, books.actor, books.group_id, [member])


def _enterprise(books: HistoryBooks, event: HistoryEvent) -> None:
    said = event.data
    enterprises.open_enterprise(books.session, books.actor, enterprises.OpenEnterprise(
        book_id=books.enterprise(said["key"]), alias=said["key"], name=said["name"], country=said["country"],
        currency=said["currency"], activities=said["activities"], opened_on=books.opened_on, at=books.at))
    books.introduce(event)


def _stake(books: HistoryBooks, event: HistoryEvent) -> None:
    said = event.data
    enterprise, currency = books.enterprise(said["enterprise"]), books.home_of(said["enterprise"])
    who = stakes.open_stake(books.session, books.actor, stakes.OpenStake(
        book_id=books.group_id, alias=said["key"], enterprise_id=enterprise,
        enterprise_name=books.names[said["enterprise"]], instrument=said["instrument"],
        claim_currency=currency, opened_on=said["opened"]))
    enterprises.add_backer(books.session, books.actor, enterprises.AddBacker(
        book_id=enterprise, alias=said["key"], instrument=said["instrument"], since=said["opened"],
        group_id=books.group_id, stake_id=who.id))
    books.introduce(event)


def _meeting(books: HistoryBooks, event: HistoryEvent) -> None:
    assert event.sheet is not None
    answer = meetings.close_meeting(books.session, books.actor, CloseMeeting(
        book_id=books.group_id, sheet=event.sheet, body=event.text.encode("utf-8"), received_at=books.at))
    if isinstance(answer, HeldSheet):
        reason = answer.reasons[0]
        raise SheetNotPosted(path=reason.path, reason=reason.code, **dict(reason.params))


def _month(books: HistoryBooks, event: HistoryEvent) -> None:
    said = event.data

    def home(text: str) -> int:
        return books.home_money(said["enterprise"], text).minor

    enterprises.record_month(books.session, books.actor, enterprises.RecordMonth(
        book_id=books.enterprise(said["enterprise"]), report_id=said["id"], identity=event.identity,
        month=said["month"], reported_on=said["date"], activity=said["activity"],
        sales_minor=home(said["sold"]["amount"]), inputs_minor=home(said["inputs"]),
        wages_minor=sum(home(paid["amount"]) for paid in said["wages"].values()),
        other_minor=home(said["other_costs"]), body=event.raw, at=books.at))


def _sent(books: HistoryBooks, event: HistoryEvent) -> None:
    said = event.data
    remittances.send_capital(books.session, books.actor, remittances.SendCapital(
        book_id=books.group_id, alias=said["key"], stake=said["stake"], purpose=said["purpose"],
        sent_on=said["date"], amount_minor=books.minor(said["amount"]), fee_minor=books.minor(said["fee"]),
        fee_on_top=said["fee_on_top"], tender=books.tender(said["tender"]), applied_rate=said["applied_rate"],
        mid_rate=said["mid_rate"], mid_source=said["mid_source"], mid_date=said["mid_date"],
        approved_as=IMPORTED, at=books.at))
    books.introduce(event)


def _landed(books: HistoryBooks, event: HistoryEvent) -> None:
    said = event.data
    stake = books.stake_of(said["key"])
    currency = books.home_of(books.enterprise_of(stake))
    remittances.land_capital(books.session, books.actor, remittances.LandCapital(
        book_id=books.group_id, alias=said["key"], landed_on=said["date"],
        received_minor=amount_from_decimal(said["received"], currency),
        receiving_fee_minor=amount_from_decimal(said["receiving_fee"], currency),
        confirmed_as=IMPORTED, at=books.at), stake=stake)


def _returned(books: HistoryBooks, event: HistoryEvent) -> None:
    said = event.data
    arrival = Arrival(books.tender(said["tender"]), books.minor(said["amount"]), books.minor(said["fee"]))
    remittances.end_transit(books.session, books.actor, remittances.ReturnUnsent(
        book_id=books.group_id, alias=said["key"], on=said["date"], arrival=arrival, at=books.at))


def _lost(books: HistoryBooks, event: HistoryEvent) -> None:
    remittances.end_transit(books.session, books.actor, remittances.ReturnUnsent(
        book_id=books.group_id, alias=event.data["key"], on=event.data["date"], arrival=None, at=books.at))


def _declared(books: HistoryBooks, event: HistoryEvent) -> None:
    said, enterprise = event.data, books.enterprise_of(event.data["stake"])
    is_stake = said["stake"] in books.stakes
    keep_document(books.session, books.actor, Paperwork(
        books.enterprise(enterprise), event.id, "return_declared", event.identity, said["date"], event.raw,
        books.at))
    income.declare(books.session, books.actor, income.Declare(
        enterprise_id=books.enterprise(enterprise), backer=said["stake"], on=said["date"],
        amount=books.home_money(enterprise, said["amount"]), paper=books.paper(event, SourceKind.DIVIDEND),
        group_id=books.group_id if is_stake else None, host=books.currency, mid_rate=said["mid_rate"],
        lent=is_stake and books.stakes[said["stake"]]["instrument"] in LENT))


def _home(books: HistoryBooks, event: HistoryEvent) -> Landing | None:
    said, enterprise = event.data, books.enterprise_of(event.data["stake"])
    amount = books.home_money(enterprise, said["amount"])
    keep_document(books.session, books.actor, Paperwork(
        books.enterprise(enterprise), event.id, "sent_home", event.identity, said["sent"], event.raw,
        books.at))
    income.send_home(books.session, books.actor, income.SendHome(
        enterprise_id=books.enterprise(enterprise), backer=said["stake"], sent_on=said["sent"], amount=amount,
        paper=books.paper(event, SourceKind.REMITTANCE)))
    landing = _landing_home(books, event)
    if landing is None:
        return None
    carried = income.clear_declared(
        books.session, books.group_id, said["stake"], home_minor=amount.minor)
    return landing.carrying(carried)


def _landing_home(books: HistoryBooks, event: HistoryEvent) -> Landing | None:
    said = event.data
    if said["landed"] is None or said["stake"] not in books.stakes:
        return None
    arrival = Arrival(books.tender(said["tender"]), books.minor(said["received"]), books.minor(said["fee"]))
    return Landing(said["landed"], books.paper(event, SourceKind.REMITTANCE), said["stake"], arrival)


def _capital_returned(books: HistoryBooks, event: HistoryEvent) -> Landing | None:
    said, enterprise = event.data, books.enterprise_of(event.data["stake"])
    lent = books.stake(said["stake"])["instrument"] in LENT
    enterprises.give_capital_back(books.session, books.actor, enterprises.CapitalOut(
        book_id=books.enterprise(enterprise), backer=said["stake"], sent_on=said["sent"],
        price=books.home_money(enterprise, said["amount"]), claim=books.home_money(enterprise, said["claim"]),
        paper=books.paper(event, SourceKind.REMITTANCE),
        lent=lent))
    return _landing_capital(books, event)


def _landing_capital(books: HistoryBooks, event: HistoryEvent) -> Landing | None:
    landing = _landing_home(books, event)
    if landing is None:
        return None
    said, enterprise = event.data, books.enterprise_of(event.data["stake"])
    return landing.of_capital(
        price=books.home_money(enterprise, said["amount"]), claim=books.home_money(enterprise, said["claim"]),
        mid_rate=rate_from_decimal(said["mid_rate"]) if said["mid_rate"] else None)


def _distribution(books: HistoryBooks, event: HistoryEvent) -> None:
    said = event.data
    keep_document(books.session, books.actor, Paperwork(
        books.group_id, event.id, "distribution", event.identity, said["date"], event.raw, books.at))
    income.distribute(books.session, books.actor, income.Distribute(
        book_id=books.group_id, on=said["date"], amount_minor=books.minor(said["amount"]),
        paid_from=books.tender(said["tender"]) if said["pay"] else None,
        paper=books.paper(event, SourceKind.DISTRIBUTION)))


def _worth(books: HistoryBooks, event: HistoryEvent) -> stakes.ChangeOfWorth:
    return stakes.ChangeOfWorth(
        book_id=books.group_id, stake=event.data["stake"], on=event.data["date"],
        amount_minor=books.minor(event.data["amount"]), paper=books.paper(event, SourceKind.STAKE))


def _written_down(books: HistoryBooks, event: HistoryEvent) -> None:
    stakes.write_down(books.session, books.actor, _worth(books, event))


def _recovered(books: HistoryBooks, event: HistoryEvent) -> None:
    stakes.recover(books.session, books.actor, _worth(books, event))


def _written_off(books: HistoryBooks, event: HistoryEvent) -> None:
    stakes.write_off(
        books.session, books.actor, books.group_id, stake=event.data["stake"], on=event.data["date"],
        paper=books.paper(event, SourceKind.STAKE))


def _left(books: HistoryBooks, event: HistoryEvent) -> None:
    said = event.data
    leaving.leave(books.session, books.actor, leaving.Leave(
        book_id=books.group_id, number=said["number"], on=said["date"],
        paid_by=books.tender(said["tender"]) if said["pay"] else None,
        paper=books.paper(event, SourceKind.MEMBER)))


def _fund_closed(books: HistoryBooks, event: HistoryEvent) -> None:
    leaving.close_fund(
        books.session, books.actor, books.group_id, fund=event.data["fund"], on=event.data["date"],
        paper=books.paper(event, SourceKind.CYCLE))


def _social_shared(books: HistoryBooks, event: HistoryEvent) -> None:
    said = event.data
    leaving.share_social_fund(books.session, books.actor, leaving.ShareSocialFund(
        book_id=books.group_id, on=said["date"], amount_minor=books.minor(said["amount"]),
        split=SocialSplit.EQUALLY if said["by"] == "equal" else SocialSplit.BY_PAID_IN,
        paid_from=books.tender(said["tender"]) if said["pay"] else None,
        paper=books.paper(event, SourceKind.CYCLE)))


def _year_closed(books: HistoryBooks, event: HistoryEvent) -> None:
    enterprises.close_year(
        books.session, books.actor, books.enterprise(event.data["enterprise"]), on=event.data["date"],
        paper=books.paper(event, SourceKind.CYCLE))


def _capital_in(books: HistoryBooks, event: HistoryEvent, backer: str) -> None:
    said = event.data
    enterprises.receive_capital_in(books.session, books.actor, enterprises.CapitalIn(
        book_id=books.enterprise(said["enterprise"]), backer=backer, received_on=said["date"],
        amount=books.home_money(said["enterprise"], said["amount"]),
        paper=books.paper(event, SourceKind.STAKE)))


def _owner_paid_in(books: HistoryBooks, event: HistoryEvent) -> None:
    _capital_in(books, event, "owner")


def _backer_capital(books: HistoryBooks, event: HistoryEvent) -> None:
    said = event.data
    if said["key"] not in books.backers:
        enterprises.add_backer(books.session, books.actor, enterprises.AddBacker(
            book_id=books.enterprise(said["enterprise"]), alias=said["key"], instrument="equity",
            since=said["date"]))
    books.introduce(event)
    _capital_in(books, event, said["key"])


HANDLERS: dict[str, Callable[[HistoryBooks, HistoryEvent], Landing | None]] = {
    "group": _group,
    "member": _member,
    "enterprise": _enterprise,
    "stake": _stake,
    "meeting": _meeting,
    "monthly_report": _month,
    "remittance_sent": _sent,
    "remittance_landed": _landed,
    "remittance_returned": _returned,
    "remittance_lost": _lost,
    "dividend_declared": _declared,
    "remittance_home": _home,
    "capital_returned": _capital_returned,
    "distribution": _distribution,
    "stake_written_down": _written_down,
    "stake_recovered": _recovered,
    "stake_written_off": _written_off,
    "member_left": _left,
    "fund_closed": _fund_closed,
    "social_shared": _social_shared,
    "year_closed": _year_closed,
    "owner_paid_in": _owner_paid_in,
    "backer_capital": _backer_capital,
}

LANDINGS: dict[str, Callable[[HistoryBooks, HistoryEvent], Landing | None]] = {
    "remittance_home": _landing_home,
    "capital_returned": _landing_capital,
}
