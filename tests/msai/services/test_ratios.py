"""The ratios of a group, counted in its own book: RULE-07 rebuilt as a book, and bases that are missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid5

import pytest
from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from ledgers.accounts import SAVINGS, SOCIAL, Account, HolderKind
from ledgers.entries import EntryKind, JournalEntry, Posting, Source, SourceKind
from ledgers.journal import Stamp
from msai.db import Database
from msai.models.groups import Meeting, Member
from msai.permissions import SYSTEM_IMPORT, NotFound
from msai.services.groups import NewMember, add_members
from msai.services.holders import holder, member_holder
from msai.services.keys import journal_of
from msai.services.views.ratios.counting import count_group
from msai.services.views.ratios.show import RatioLine, show_ratios
from tests.msai.services.corrections.desk import as_member
from tests.msai.services.sundays import AT, GROUP, OPENED, SITI, TREASURER, open_savers
from tests.vectors.reading import vector

NOW = OPENED + timedelta(weeks=39)
AT_ANOTHER = uuid5(GROUP, "another group")
BOX = holder(GROUP, HolderKind.TENDER, "box")


def of(code: int, fund: str = SAVINGS, who: str = "") -> Account:
    """An account: of the box, of a member or loan by its name, or of nobody."""
    if 1010 <= code <= 1040:
        return Account(code, fund, BOX)
    named = {"": None, "member-3": member_holder(GROUP, SITI)}
    return Account(code, fund, named[who] if who in named else holder(GROUP, HolderKind.LOAN, who))


def post(session: Session, kind: EntryKind, weeks: int, *postings: tuple[Account, Account, int]) -> None:
    """Post an entry so many weeks after the group began."""
    day = OPENED + timedelta(weeks=weeks, days=-1 if weeks < 0 else 0)
    entry = JournalEntry(kind, day, tuple(Posting(*one) for one in postings))
    name = f"{kind}:{postings[0][0].key}:{weeks}"
    journal_of(session, GROUP).post(entry.with_source(Source(SourceKind.RECEIPT, uuid5(GROUP, name))),
                                    client_ref=name, stamp=Stamp(GROUP, AT))


def keep_book(session: Session) -> None:
    """The book of RULE-07: what was saved, lent, earned, given up and bought comes to the snapshot."""
    box, loans = of(1010), [of(1100, who=f"loan-{n}") for n in range(1, 13)]
    post(session, EntryKind.OPENING, -1, (of(1500), of(3400), 1_000))
    post(session, EntryKind.SAVINGS, 1, (box, of(3100, who="member-3"), 48_000))
    post(session, EntryKind.SOCIAL, 1, (of(1010, SOCIAL), of(3300, SOCIAL, "member-3"), 3_600))
    post(session, EntryKind.LOAN_ISSUED, 2, *((loan, box, 3_500) for loan in loans[:10]),
         (loans[10], box, 4_500), (loans[11], box, 500))
    post(session, EntryKind.INTEREST_DUE, 5, (box, of(4100, who="member-3"), 9_100))
    post(session, EntryKind.LOAN_WRITTEN_OFF, 6, (of(5400), loans[11], 500))
    post(session, EntryKind.PROPERTY, 7, (of(1500), box, 200))


def keep_people(session: Session) -> None:
    """22 at the beginning, three more later, one left; 21 came last time."""
    add_members(session, SYSTEM_IMPORT, GROUP, [
        NewMember(number=n, name=f"Member {n}", joined_on=OPENED if n <= 22 else OPENED + timedelta(weeks=3))
        for n in range(4, 26)])
    session.execute(update(Member).where(Member.book_id == GROUP, Member.number == 9)
                    .values(left_on=OPENED + timedelta(weeks=8)))
    session.execute(insert(Meeting).values(
        book_id=GROUP, meeting_id=GROUP, number=39, held_on=NOW, version=1, attendance="{}", present=21,
        on_roll=24, total_in_minor=0, total_out_minor=0, cash_difference_minor=0, witnessed="no",
        fund_totals="{}", last_hash=bytes(32), recorded_by=GROUP, closed_at=AT))


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A transaction in which the group of RULE-07 is 39 weeks old."""
    with database.write() as session:
        open_savers(session)
        yield session


def lines(session: Session) -> dict[str, RatioLine]:
    """The ratios by name."""
    return {line.name: line for line in show_ratios(session, TREASURER, GROUP, on=NOW, today=NOW).lines}


def test_rule_07_is_counted_in_the_book(session: Session) -> None:
    """The snapshot of the vector, but for what is late, which loans with terms tell."""
    keep_people(session)
    keep_book(session)
    given, expected = vector("RULE-07")
    found = count_group(session, GROUP, opened_on=OPENED, on=NOW).snapshot
    names = {"members_start": found.members_start, "members_now": found.members_now, "weeks": found.weeks,
             "attending": found.attending, "dropouts": found.left, "savings": found.savings,
             "loans_n": found.loans_count, "loans_value": found.loans_out, "write_off": found.written_off,
             "lf_cash": found.loan_fund_cash, "other_cash": found.other_funds,
             "prop_start": found.property_start, "prop_now": found.property_now, "debts": found.debts}

    assert {name: str(value) for name, value in names.items()} == {name: given[name] for name in names}
    assert lines(session)["profit"].amount_minor == int(expected["profit"])


def test_rule_07_ratios_come_out_as_agreed(session: Session) -> None:
    """Each to the figure of the vector, with its formula and its version."""
    keep_people(session)
    keep_book(session)
    _, expected = vector("RULE-07")
    found = lines(session)
    same = {"attendance": "attendance_percent", "dropout": "dropout_percent_commcare",
            "dropout_of_start": "ours_dropout_percent_of_start", "growth": "membership_growth_percent",
            "fund_utilisation": "loan_fund_utilisation_percent",
            "write_off": "ours_write_off_percent_of_loans_plus_writeoff"}

    assert {name: str(found[name].figure) for name in same} == {
        name: expected[key] for name, key in same.items()}
    assert found["average_loan"].amount_minor == 3_591
    assert (str(found["return_on_assets"].figure), found["return_on_assets"].version) == (
        "14.1", "return_on_assets/1")


def test_what_has_no_base_is_not_defined(session: Session) -> None:
    """A group without loans, stakes or a meeting: none of these is nought, and each says why."""
    found = lines(session)

    for name in ("attendance", "return_on_savings", "fund_utilisation", "portfolio_at_risk", "average_loan",
                 "invested_share", "cost_of_sending", "months_silent", "capital_returned", "jobs"):
        assert not found[name].is_defined, name
    assert [message.id for message in found["members"].coverage] == [
        "Whether members are women or men is not recorded."]


def test_money_in_enterprises_is_not_lost(session: Session) -> None:
    """A group that sent all it had still has it, at what it stands in the book, and the cost of sending."""
    fund, stake = "investment", holder(GROUP, HolderKind.STAKE, "stake-1")
    on_its_way = Account(1200, fund, holder(GROUP, HolderKind.REMITTANCE, "rem-1"))
    box = of(1010, fund)
    post(session, EntryKind.INVESTMENT, 1, (box, of(3200, fund, "member-3"), 10_000))
    post(session, EntryKind.CAPITAL_SENT, 2, (on_its_way, box, 9_800), (of(5100, fund), box, 200))
    post(session, EntryKind.CAPITAL_LANDED, 3, (Account(1300, fund, stake), on_its_way, 9_702),
         (of(5150, fund), on_its_way, 98))
    post(session, EntryKind.CAPITAL_BACK, 9, (box, Account(1300, fund, stake), 980))
    found = lines(session)

    assert (found["assets"].amount_minor, found["profit"].amount_minor) == (9_702, -298)
    rates = {"invested_share": "87.2", "cost_of_sending": "3.0", "capital_returned": "10.0"}
    assert {name: str(found[name].figure) for name in rates} == rates


def test_money_lent_between_funds_changes_no_total(session: Session) -> None:
    """The social fund lends to the savings fund: together they have what they had."""
    keep_book(session)
    before = lines(session)
    post(session, EntryKind.BETWEEN_FUNDS, 8, (of(3900, SOCIAL), of(1010, SOCIAL), 600),
         (of(1010), of(3900), 600))
    found = lines(session)

    assert found["profit"].amount_minor == before["profit"].amount_minor
    assert found["return_on_savings"].figure == before["return_on_savings"].figure


def test_ratios_are_the_groups_own(session: Session) -> None:
    """A member reads them; somebody of another group does not learn that there is such a group."""
    assert show_ratios(session, as_member(SITI), GROUP, on=None, today=NOW).lines
    with pytest.raises(NotFound):
        show_ratios(session, as_member(SITI), AT_ANOTHER, on=None, today=NOW)
