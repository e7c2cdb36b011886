"""Where the money of three members is: a joiner between two remittances, and one who leaves (TRACE-01).

Lorna and Amina put in 600.00 and 400.00 at 1.00 a unit.  500.00 are sent; 10.00 of them are a fee and 5.00
the exchange margin, which the two bear 6 to 4, so that 485.00 of the farm and 985.00 in all stand behind
1,000 units.  Siti puts in 197.00 for 200 units.  600.00 more are sent, with a fee of 6.00 on top and a margin
of 6.00: all three bear them, 6 to 4 to 2, and 594.00 arrive.  The farm declares 2,250.00 pesos, 300.00 at the
day's rate; 292.50 arrive after a fee of 5.00, and 60.00 are given to the members.

Then a unit is worth 1.16875.  Amina gives 240 units back for 280.50 and hands her other 160, worth 187.00,
to Siti.  The farm is written down by 100.00 and the bank takes 1.00.  Whose is what?  Each has what her own
money bought (588.00, 392.00, 99.00 of the farm); what is more or less than that came to her or left her
because others joined and left.  One cent stands between two accounts and two values: 960 units do not divide
1,021.00.

With nobody joining or leaving it is OWN-07, whose pesos and dividend are split by what each put in.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from textwrap import dedent
from uuid import UUID, uuid5

import pytest
from sqlalchemy.orm import Session

from ledgers.balances import balances
from ledgers.entries import SourceKind
from ledgers.money import Money
from ledgers.rules.stakes import Arrival
from msai.approvals import Decision
from msai.db import Database
from msai.permissions import SYSTEM_IMPORT, Actor, Relation, Standing, Target
from msai.services import enterprises, income, remittances, stakes
from msai.services.groups import NewMember, add_members
from msai.services.postings import Paper
from msai.services.units import AnswerUnitAct, answer_unit_act
from msai.services.units.wanted import Because, Distribute, MoveUnits, RedeemUnits
from msai.services.views.trace.backers import show_backers_trace
from msai.services.views.trace.group import GroupTraceView, show_group_trace
from msai.services.views.trace.member import show_member_trace
from tests.msai.services.sundays import AMINA, AT, FIRST, GROUP, LORNA, SECOND, SITI, TREASURER, decimal
from tests.msai.services.sundays import open_savers as open_group
from tests.msai.services.units.desk import TODAY, ask, box, decide, earn, invest, seen
from tests.vectors.reading import cents, vector

pytestmark = pytest.mark.one_kind

FARM = UUID(int=0xFA)
ROSA = Actor(UUID(int=0x19), "Rosa", standings={GROUP: Standing(frozenset({Relation.SECOND_OFFICER}))})
MANAGER = Actor(
    UUID(int=0x20), "Benjie", standings={FARM: Standing(frozenset({Relation.ENTERPRISE_MANAGER}))})
NAMES = {"Lorna": LORNA, "Amina": AMINA, "Siti": SITI}


def open_farm(session: Session) -> None:
    """The group takes up a stake in a farm at home."""
    enterprises.open_enterprise(session, SYSTEM_IMPORT, enterprises.OpenEnterprise(
        book_id=FARM, alias="farm", name="Rice Centre", country="PH", currency="PHP", activities=["palay"],
        opened_on=FIRST, at=AT))
    stake = stakes.open_stake(session, SYSTEM_IMPORT, stakes.OpenStake(
        book_id=GROUP, alias="stake-1", enterprise_id=FARM, enterprise_name="Rice Centre",
        instrument="equity", claim_currency="PHP", opened_on=FIRST))
    enterprises.add_backer(session, SYSTEM_IMPORT, enterprises.AddBacker(
        book_id=FARM, alias="stake-1", instrument="equity", since=FIRST, group_id=GROUP, stake_id=stake.id))


def send(session: Session, alias: str, said: dict[str, str], days: tuple[date, date]) -> None:
    """Money leaves the box and arrives in full; the fee is on top or inside."""
    on_top = "fee_on_top" in said
    remittances.send_capital(session, SYSTEM_IMPORT, remittances.SendCapital(
        book_id=GROUP, alias=alias, stake="stake-1", purpose="capital", sent_on=days[0],
        amount_minor=cents(said["amount"]), fee_minor=cents(said["fee_on_top" if on_top else "deducted_fee"]),
        fee_on_top=on_top, tender=box(session), applied_rate=None, mid_rate=said["mid_rate"],
        mid_source="central bank", mid_date=days[0], approved_as="imported", at=AT))
    remittances.land_capital(session, SYSTEM_IMPORT, remittances.LandCapital(
        book_id=GROUP, alias=alias, landed_on=days[1], received_minor=cents(said["landed"]),
        receiving_fee_minor=0, confirmed_as="imported", at=AT), stake="stake-1")


def paper(kind: SourceKind, step: str) -> Paper:
    """What an entry is made from."""
    return Paper(kind, uuid5(GROUP, step), AT)


def bring_home(session: Session, said: dict[str, str]) -> None:
    """The farm declares a dividend, and it arrives."""
    home = Money(cents(said["home"]), "PHP")
    income.declare(session, SYSTEM_IMPORT, income.Declare(
        enterprise_id=FARM, backer="stake-1", on=date(2026, 1, 26), amount=home, group_id=GROUP, host="HKD",
        paper=paper(SourceKind.DIVIDEND, "declared"), mid_rate=said["mid_rate"]))
    carried = income.clear_declared(session, GROUP, "stake-1", home_minor=home.minor)
    arrival = Arrival(box(session), cents(said["received"]), cents(said["fee"]))
    income.land_home(session, SYSTEM_IMPORT, income.LandHome(
        book_id=GROUP, stake="stake-1", landed_on=date(2026, 1, 27), arrival=arrival, carried_minor=carried,
        paper=paper(SourceKind.REMITTANCE, "home")))


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """One transaction in which all of it happened."""
    given, _ = vector("TRACE-01")
    with database.write() as session:
        open_group(session)
        open_farm(session)
        invest(session, {NAMES[name]: amount for name, amount in given["founders"].items()}, FIRST)
        send(session, "remittance-1", given["first_sending"], (date(2026, 1, 12), date(2026, 1, 13)))
        invest(session, {SITI: given["joiner"]["Siti"]}, SECOND)
        send(session, "remittance-2", given["second_sending"], (date(2026, 1, 19), date(2026, 1, 20)))
        bring_home(session, given["dividend"])
        decide(session, Distribute(amount_minor=cents(given["distribution"]), tender="box"))
        leave(session, given["leaver"]["Amina"])
        stakes.write_down(session, SYSTEM_IMPORT, stakes.ChangeOfWorth(
            book_id=GROUP, stake="stake-1", on=TODAY, amount_minor=cents(given["write_down"]),
            paper=paper(SourceKind.STAKE, "down")))
        earn(session, -cents(given["bank_charge"]))
        yield session


def leave(session: Session, said: dict[str, str]) -> None:
    """Amina is paid for some of her units and hands the others on; Rosa answers, for it is Amina's own."""
    paid = RedeemUnits(member=AMINA, amount_minor=cents(said["gives_back"]), tender="box")
    moved = MoveUnits(member=AMINA, taker=SITI, because=Because.GIFT)
    acts: tuple[RedeemUnits | MoveUnits, ...] = (paid, moved)
    for at, wanted in enumerate(acts, start=2):
        act_id = ask(session, wanted, at=AT + at)
        answer_unit_act(session, ROSA, AnswerUnitAct(
            book_id=GROUP, act_id=act_id, decision=Decision.APPROVE, on=TODAY, at=AT + at,
            seen_digest=seen(session, act_id)))


def printed(view: GroupTraceView) -> str:
    """Members down the side, places across, values and accounts behind them."""
    rows = [(str(row.name), [*row.cells, row.value_minor, row.account_minor]) for row in view.rows]
    places = [column.total_minor for column in view.columns]
    return "\n".join(f"{name:<6}" + "".join(f"{decimal(minor):>10}" for minor in cells) for name, cells in [
        *rows, ("Total", [*places, view.value_minor, view.accounts_minor])])


def test_every_member_and_every_place(session: Session) -> None:
    """Box, farm at cost, written down; value and account. Rows and columns add up."""
    view = show_group_trace(session, TREASURER, GROUP, on=TODAY)

    assert printed(view) == dedent("""\
        Lorna      26.25    674.38    -62.50    638.13    638.12
        Amina       0.00      0.00      0.00      0.00      0.00
        Siti       15.75    404.62    -37.50    382.87    382.88
        Total      42.00   1079.00   -100.00   1021.00   1021.00""")


def test_what_each_ones_money_bought_and_what_passed_between_them(session: Session) -> None:
    """Amina's 392.00 of the farm are the others' now; pesos by the units of today."""
    stake, = show_group_trace(session, TREASURER, GROUP, on=TODAY).stakes

    assert [(row.name, decimal(row.bought_minor), decimal(row.passed_minor), decimal(row.claim_minor))
            for row in stake.rows] == [
        ("Lorna", "588.00", "86.38", "4906.25"), ("Amina", "392.00", "-392.00", "0.00"),
        ("Siti", "99.00", "305.62", "2943.75")]


def test_the_day_before_siti_came(session: Session) -> None:
    """The same book as of an earlier day: two members, and the cost of the first sending between them."""
    view = show_group_trace(session, TREASURER, GROUP, on=date(2026, 1, 17))

    assert printed(view) == dedent("""\
        Lorna     300.00    291.00    591.00    591.00
        Amina     200.00    194.00    394.00    394.00
        Total     500.00    485.00    985.00    985.00""")


def test_siti_reads_the_story_of_her_money(session: Session) -> None:
    """Each stop with its amount, and a sum that leads from what she put in to what is still there."""
    siti = next(row.holder for row in show_group_trace(session, TREASURER, GROUP, on=TODAY).rows
                if row.name == "Siti")
    view = show_member_trace(session, TREASURER, Target(GROUP, siti), on=TODAY)

    assert [(stop.kind.value, decimal(stop.amount.minor), stop.amount.currency) for stop in view.stops] == [
        ("saved", "197.00", "HKD"), ("sent", "101.00", "HKD"), ("arrived", "742.50", "PHP"),
        ("at_work", "2943.75", "PHP"), ("earned", "50.00", "HKD"), ("back", "10.00", "HKD")]
    assert sum(row.amount_minor for row in view.sums) == view.value_minor == 38_287
    assert sum(row.amount_minor for row in view.places) == view.value_minor
    assert [decimal(row.amount_minor) for row in view.sums] == [
        "197.00", "187.00", "-1.00", "-1.00", "50.00", "-0.83", "-0.42", "-37.50", "-0.37", "-10.00", "-0.01"]


def test_the_farm_reads_the_other_end_of_it(session: Session) -> None:
    """Both landings arrived and are still there, and of the dividend nothing was sent from its own book."""
    way, = show_backers_trace(session, MANAGER, FARM, on=TODAY).ways

    assert [decimal(line.amount_minor) for line in way.lines] == ["3395.00", "4455.00", "2250.00"]
    assert (decimal(way.there_minor), decimal(way.owed_minor)) == ("7850.00", "2250.00")


def test_own_07_the_simplest_one(database: Database) -> None:
    """Everything is sent, one dividend is given out: pesos and dividend by what each put in."""
    given, expected = vector("OWN-07")
    with database.write() as session:
        open_group(session)
        add_members(session, SYSTEM_IMPORT, GROUP, [NewMember(number=4, name="Dewi", joined_on=FIRST)])
        open_farm(session)
        invest(session, dict(enumerate(given["contributions"].values(), start=1)), FIRST,
               attendance=dict.fromkeys("1234", "present"))
        send(session, "remittance-1", _all_of_it(given, expected), (date(2026, 1, 12), date(2026, 1, 13)))
        earn(session, cents(expected["dividend_hkd"]))
        decide(session, Distribute(amount_minor=cents(expected["dividend_hkd"])))
        view = show_group_trace(session, TREASURER, GROUP, on=TODAY)
        due = balances(session, GROUP, codes=[2100])

    assert [decimal(row.claim_minor) for row in view.stakes[0].rows] == list(expected["capital_php"].values())
    assert [row.passed_minor for row in view.stakes[0].rows] == [0, 0, 0, 0]
    assert sorted(decimal(-minor) for minor in due.values()) == sorted(
        expected["dividend_hkd_by_member"].values())


def _all_of_it(given: dict[str, str], expected: dict[str, str]) -> dict[str, str]:
    """The one sending, as people wrote it down."""
    return {"amount": expected["sent_hkd"], "deducted_fee": given["sending_fee"],
            "mid_rate": given["rate_php_per_hkd"], "landed": expected["php_landed"]}
