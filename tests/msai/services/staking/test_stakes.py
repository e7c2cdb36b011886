"""What two officers decide about a stake, in the group's book and the enterprise's."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from ledgers import tables as t
from ledgers.accounts import HolderKind
from ledgers.books import add_holders
from ledgers.entries import EntryKind, JournalEntry, Source, SourceKind
from ledgers.errors import (
    ClaimExceeded,
    LedgerError,
    RecoveryExceedsAllowance,
    UnknownCurrency,
    WriteDownExceedsCost,
)
from ledgers.journal import Stamp
from ledgers.money import Money
from ledgers.rules.housekeeping import donation
from ledgers.rules.movements import record_claim
from ledgers.rules.tenders import Tender, TenderLine
from msai.approvals import Decision, OwnRequest, ShownDiffers
from msai.db import Database
from msai.models.enterprises import Backer, Stake
from msai.models.governance import Approval
from msai.models.stakes import ExitOffer, OwedHome, ReturnNotice, StakeAct
from msai.permissions import NotPermitted
from msai.services.backing.backers import read_backers
from msai.services.backing.wanted import AnswerExit, DeclareInterest
from msai.services.holders import holder
from msai.services.keys import journal_of
from msai.services.remitting.errors import RateDayAhead, RateFarOff, RateUpsideDown
from msai.services.remitting.rates import rate_of_day
from msai.services.staking import errors
from msai.services.staking.acting import AnswerAct, AskAct, answer_act, ask_act
from msai.services.staking.desk import GROUP_DESK
from msai.services.staking.held import read_held
from msai.services.staking.terms import Terms
from msai.services.staking.valued import list_valuations
from msai.services.staking.wanted import (
    AskExit,
    ChangeTerms,
    NoteDeclared,
    Recover,
    Reinvest,
    Revalue,
    RevalueTender,
    TakeUp,
    Value,
    WriteDown,
    WriteOff,
)
from msai.services.two_officers import asked_row
from tests.msai.services.staking.desk import (
    FARM,
    MANAGERS,
    OFFICERS,
    REASON,
    ROSA,
    TODAY,
    are_sound,
    begin,
    book,
    deliver,
    owner_puts_in,
    rate_all,
    send,
    take_up,
)
from tests.msai.services.sundays import AT, GROUP

pytestmark = pytest.mark.one_kind
NEXT_YEAR = date(2027, 2, 1)


def with_money(database: Database, instrument: str = "equity", terms: Terms | None = None) -> str:
    """A stake of 1,000.00 dollars that landed as 7,000.00 pesos."""
    begin(database)
    stake = take_up(database, instrument, terms or Terms())
    with database.write() as session:
        send(session, "r-1", stake, amount="1000.00", landed="7000.00", rate="7")
    return stake


def test_a_stake_is_known_to_its_enterprise(database: Database) -> None:
    """Its backer has the group's name, the terms, and those that follow hold from their day on."""
    stake = with_money(database, "loan", Terms(interest_percent=Fraction(6), lock_in_months=12))
    OFFICERS.decide(database, ChangeTerms(stake=stake, terms=Terms(interest_percent=Fraction(4)),
                                          holds_from=NEXT_YEAR))

    with database.read() as session:
        now, later = (read_backers(session, FARM, terms_on=day).get(stake) for day in (TODAY, NEXT_YEAR))
        assert (now.label, now.lent_minor, now.shares) == ("Sunday Savers", 700_000, 0)
        assert (now.terms.interest_percent, now.terms.lock_in_months) == (Fraction(6), 12)
        assert later.terms == Terms(interest_percent=Fraction(4))


def test_nobody_decides_alone(database: Database) -> None:
    """Who asked cannot answer, a no changes nothing, and a book that moved is noticed."""
    stake = with_money(database)
    down = WriteDown(stake=stake, amount_minor=10_000)
    with database.write() as session:
        act_id = OFFICERS.ask(session, down)
        lorna = type(OFFICERS)(GROUP, GROUP_DESK, OFFICERS.asks, OFFICERS.asks)
        with pytest.raises(OwnRequest):
            lorna.answer(session, act_id)
    with database.write() as session, pytest.raises(NotPermitted):
        ask_act(session, ROSA.in_book(GROUP, ROSA.standings[FARM]), GROUP_DESK, command=AskAct(
            book_id=GROUP, act_id=GROUP, wanted=down, reason=REASON, on=TODAY, at=AT))
    with database.write() as session:
        OFFICERS.answer(session, act_id, decision=Decision.REFUSE)
        other = OFFICERS.ask(session, WriteOff(stake=stake), at=AT + 1)
    OFFICERS.decide(database, WriteDown(stake=stake, amount_minor=40_000), at=AT + 2)
    with database.write() as session, pytest.raises(ShownDiffers):
        answer_as_first_shown(session, other)

    with database.read() as session:
        assert book(session, GROUP, (1390, 5600)) == {f"1390 {stake}": "-400.00", "5600 -": "400.00"}


def answer_as_first_shown(session: Session, act_id: UUID) -> None:
    """Amina's screen still shows what it showed before the book moved."""
    row = asked_row(session, StakeAct, GROUP, act_id=act_id)
    shown = session.scalar(select(Approval.shown_digest).where(
        Approval.book_id == GROUP, Approval.approval_id == row.approval_id))
    answer_act(session, OFFICERS.answers, GROUP_DESK, command=AnswerAct(
        book_id=GROUP, act_id=act_id, decision=Decision.APPROVE, seen_digest=bytes(shown or b""), on=TODAY,
        at=AT + 3))


def test_written_down_recovered_and_given_up(database: Database) -> None:
    """A part goes in the proportion of its claim, allowance first; with all of it the stake ends."""
    stake = with_money(database)
    for number, wanted in enumerate((
            WriteDown(stake=stake, amount_minor=30_000), Recover(stake=stake, amount_minor=10_000),
            WriteOff(stake=stake, claim_minor=350_000))):
        OFFICERS.decide(database, wanted, at=AT + number)
    with database.read() as session:
        assert book(session, GROUP, (1300, 1390, 5600, 9500)) == {
            f"1300 {stake}": "500.00", f"1390 {stake}": "-100.00", "5600 -": "600.00",
            f"9500 {stake}": "3500.00"}
    OFFICERS.decide(database, WriteOff(stake=stake), at=AT + 3)

    with database.write() as session:
        assert book(session, GROUP, (1300, 1390, 5600, 9500)) == {"5600 -": "1000.00"}
        with pytest.raises(errors.StakeEnded):
            OFFICERS.plan(session, WriteDown(stake=stake, amount_minor=1))
        assert are_sound(session)


def test_a_valuation_is_no_entry(database: Database) -> None:
    """A signed memo says who valued it, when and how; the book has as many entries as before."""
    stake = with_money(database)
    entries = select(func.count()).select_from(t.entry).where(t.entry.c.book_id == GROUP)
    with database.read() as session:
        before = session.scalar(entries)
    OFFICERS.decide(database, Value(
        stake=stake, valued_on=TODAY, home_minor=900_000, mid_rate="7.5", mid_source="Central bank",
        valued_by="Ana Cruz", method="Counted and priced"))

    with database.read() as session:
        [valued] = list_valuations(session, GROUP)
        assert (valued.home_minor, valued.host_minor, valued.valued_by) == (900_000, 120_000, "Ana Cruz")
        assert session.scalar(entries) == before


@pytest.mark.parametrize("agreed", [True, False])
def test_both_sides_agree_on_an_exit(database: Database, agreed: bool) -> None:
    """The group asks for half of it at a price; what the enterprise agrees to is owed, and nothing posted."""
    stake = with_money(database)
    offer = OFFICERS.decide(database, AskExit(stake=stake, claim_minor=350_000, price_minor=400_000))
    MANAGERS.decide(database, AnswerExit(offer_id=str(offer), agreed=agreed))

    with database.write() as session:
        owed = session.execute(select(OwedHome.kind, OwedHome.amount_minor, OwedHome.claim_minor).where(
            OwedHome.book_id == FARM)).all()
        assert [tuple(row) for row in owed] == ([("capital", 400_000, 350_000)] if agreed else [])
        assert session.scalars(select(ExitOffer.state).where(ExitOffer.book_id == GROUP)).one() == (
            "agreed" if agreed else "refused")
        assert book(session, GROUP, (1300,)) == {f"1300 {stake}": "1000.00"}
        with pytest.raises(errors.OfferAnswered):
            MANAGERS.plan(session, AnswerExit(offer_id=str(offer), agreed=True))


def test_a_return_is_left_in_the_enterprise(database: Database) -> None:
    """1310 / 1400 with the group, 2400 / 2200 with the farm, and nothing of it is owed any more."""
    stake = with_money(database, "loan")
    with database.write() as session:
        owner_puts_in(session, "5000.00")
    MANAGERS.decide(database, DeclareInterest(backer=stake, amount_minor=14_000))
    rate_all(database, "7.00")
    with database.read() as session:
        return_id = session.scalars(select(OwedHome.obligation_id).where(OwedHome.book_id == FARM)).one()
    OFFICERS.decide(database, Reinvest(stake=stake, return_id=str(return_id)))

    with database.read() as session:
        assert book(session, GROUP, (1310, 1400, 4400, 9500)) == {
            f"1310 {stake}": "1020.00", f"4400 {stake}": "-20.00", f"9500 {stake}": "7140.00"}
        assert book(session, FARM, (2200, 2400)) == {f"2200 {stake}": "-7140.00"}
        assert session.scalars(select(OwedHome.open_minor).where(OwedHome.book_id == FARM)).one() == 0
        assert are_sound(session)


def test_a_rate_is_asked_about_and_kept(database: Database) -> None:
    """One turned around, and one a fifth off the last, is questioned; what is taken is known as the day's."""
    stake, lent = with_money(database), take_up(database, "loan")
    with database.write() as session:
        send(session, "r-2", lent, amount="100.00", landed="700.00", rate="7")
    valued = Value(stake=stake, valued_on=TODAY, home_minor=900_000, mid_rate="7.5", mid_source="BSP",
                   valued_by="Ana Cruz", method="Counted")
    with database.write() as session:
        for rate, question in (("0.14", RateUpsideDown), ("9", RateFarOff)):
            with pytest.raises(question):
                OFFICERS.ask(session, replace(valued, mid_rate=rate))
        with pytest.raises(RateDayAhead):
            OFFICERS.ask(session, Revalue(stake=lent, mid_rate="7.2", mid_source="BSP", rated_on=NEXT_YEAR))
        OFFICERS.ask(session, replace(valued, mid_rate="9", stake=lent), is_sure=True)
    OFFICERS.decide(database, valued)

    with database.read() as session:
        assert rate_of_day(session, GROUP, currency="PHP", on=TODAY) == "7.5"


def test_an_account_in_another_currency_follows_the_rate(database: Database) -> None:
    """1040 / 4500 by what stands there at the rate of the day, parted among its funds; nothing else moves."""
    begin(database)
    dollars = Tender(1040, holder(GROUP, HolderKind.TENDER, "dollars"))
    with database.write() as session:
        add_holders(session, GROUP, [dollars.holder])
        for fund, minor in (("investment", 60_000), ("social", 20_000)):
            journal_of(session, GROUP).post(
                donation(TODAY, TenderLine(dollars, minor, fund)).with_source(
                    Source(SourceKind.RECEIPT, dollars.holder.id)),
                client_ref=f"test:{fund}", stamp=Stamp(GROUP, AT))
    there = RevalueTender(tender="dollars", currency="USD", there_minor=10_001, mid_rate="0.125",
                          mid_source="Bank")
    OFFICERS.decide(database, there)

    with database.write() as session:
        assert book(session, GROUP, (1040, 4500)) == {"1040 dollars": "200.02", "4500 -": "-0.02"}
        for wrong, refusal in (
                (replace(there, currency="HKD"), UnknownCurrency), (there, errors.NothingLeftToDecide),
                (replace(there, tender="box"), errors.NothingLeftToDecide)):
            with pytest.raises(refusal):
                OFFICERS.plan(session, wrong)
        assert are_sound(session)


REFUSED: list[tuple[Any, type[LedgerError]]] = [
    (TakeUp(instrument="equity", currency="PHP"), errors.EnterpriseUnnamed),
    (TakeUp(enterprise_id=str(FARM), instrument="equity", currency="THB"), errors.NotItsCurrency),
    (TakeUp(enterprise_name="Mill", instrument="equity", currency="XYZ"), UnknownCurrency),
    (TakeUp(enterprise_name="Mill", instrument="grant", currency="PHP"), errors.InstrumentOther),
    (TakeUp(enterprise_name="Mill", instrument="loan", currency="PHP",
            terms=Terms(interest_percent=Fraction(101))), errors.PercentOutOfRange),
    (TakeUp(enterprise_name="Mill", instrument="revenue_share", currency="PHP",
            terms=Terms(cap_multiple=Fraction(1))), errors.CapWithoutGain),
    (Value(stake="", valued_on=NEXT_YEAR, home_minor=1), errors.StakeDayAhead),
    (Value(stake="", valued_on=TODAY, home_minor=1), errors.ValuationWithoutName),
    (WriteDown(stake="", amount_minor=100_001), WriteDownExceedsCost),
    (Recover(stake="", amount_minor=1), RecoveryExceedsAllowance),
    (WriteOff(stake="", claim_minor=700_001), ClaimExceeded),
    (Revalue(stake="", mid_rate="7.5", mid_source="BSP"), errors.NothingLeftToDecide),
    (AskExit(stake="", price_minor=1), errors.LockInNotOver),
    (NoteDeclared(stake="", home_minor=1, declared_on=TODAY, mid_rate="7", mid_source="BSP"),
     errors.InGestation),
    (Reinvest(stake="", return_id="none"), errors.ReturnNotOpen),
]


def test_what_is_refused(database: Database) -> None:
    """Each with a reason of its own; shares never follow the rate, and what was agreed on time holds."""
    stake = with_money(database, "equity", Terms(gestation_months=6, lock_in_months=12))
    with database.write() as session:
        for wanted, refusal in REFUSED:
            said = {one.name: getattr(wanted, one.name) for one in fields(wanted)}
            meant = type(wanted)(**said | ({"stake": stake} if "stake" in said else {}))
            with pytest.raises(LedgerError) as refused:
                OFFICERS.plan(session, meant)
            assert refused.type is refusal, wanted
        with pytest.raises(errors.StakeReasonMissing):
            ask_act(session, OFFICERS.asks, GROUP_DESK, command=AskAct(
                book_id=GROUP, act_id=GROUP, wanted=WriteOff(stake=stake), reason=" ", on=TODAY, at=AT))


def test_an_enterprise_by_name_alone(database: Database) -> None:
    """Nobody is told; the group notes what was declared, and an exit is agreed when its officers say so."""
    begin(database)
    OFFICERS.decide(database, TakeUp(enterprise_name="Hill Mill", instrument="loan", currency="IDR"))
    with database.write() as session:
        [stake] = session.scalars(select(Stake.alias).where(Stake.book_id == GROUP))
    OFFICERS.decide(database, NoteDeclared(
        stake=stake, home_minor=200_000_000, declared_on=TODAY, mid_rate="2000", mid_source="Bank"))

    with database.write() as session:
        assert book(session, GROUP, (1400, 4400)) == {f"1400 {stake}": "1000.00", f"4400 {stake}": "-1000.00"}
        assert session.scalar(select(func.count()).select_from(Backer).where(Backer.book_id == FARM)) == 0
        session.execute(update(Stake).where(Stake.book_id == GROUP).values(ended_on=TODAY))
        with pytest.raises(errors.StakeEnded):
            OFFICERS.plan(session, AskExit(stake=stake, price_minor=1))
    assert deliver(database).delivered == 0


def test_a_share_of_sales_of_an_enterprise_without_a_book(database: Database) -> None:
    """Of 7,000.00 lent till 1.5 times: of each payment two thirds are principal, and nothing past the cap."""
    begin(database)
    OFFICERS.decide(database, TakeUp(enterprise_name="Hill Mill", instrument="revenue_share", currency="PHP",
                                     terms=Terms(percent=Fraction(5), cap_multiple=Fraction(3, 2))))
    with database.write() as session:
        [stake] = session.scalars(select(Stake.alias).where(Stake.book_id == GROUP))
        landed_without_a_book(session, stake)
    declared = NoteDeclared(stake=stake, home_minor=600_000, declared_on=TODAY, mid_rate="7",
                            mid_source="Bank")
    OFFICERS.decide(database, declared)

    with database.write() as session:
        assert book(session, GROUP, (1400, 4400)) == {f"1400 {stake}": "285.71", f"4400 {stake}": "-285.71"}
        assert session.scalars(select(ReturnNotice.home_minor).where(
            ReturnNotice.book_id == GROUP, ReturnNotice.kind == "principal")).all() == [400_000]
        with pytest.raises(errors.MoreThanOwed):
            OFFICERS.plan(session, declared)
        last = OFFICERS.plan(session, replace(declared, home_minor=450_000))
        assert last.facts == (("due_home_minor", 300_000),)
    OFFICERS.decide(database, replace(declared, home_minor=450_000), at=AT + 1)
    with database.write() as session, pytest.raises(errors.CapReached):
        OFFICERS.plan(session, replace(declared, home_minor=1))


def landed_without_a_book(session: Session, stake: str) -> None:
    """1,000.00 dollars landed as 7,000.00 pesos where nobody keeps a book."""
    held = read_held(session, GROUP, stake)
    remittance = holder(GROUP, HolderKind.REMITTANCE, "r-1")
    add_holders(session, GROUP, [remittance])
    entry = JournalEntry(EntryKind.CAPITAL_LANDED, TODAY, record_claim(
        held.stake.holder, Money(700_000, "PHP")))
    journal_of(session, GROUP).post(entry.with_source(Source(SourceKind.REMITTANCE, remittance.id)),
                                    client_ref="test:landed", stamp=Stamp(GROUP, AT))
