"""What members pay in and take out."""

from textwrap import dedent

import pytest

from ledgers.errors import EmptyEntry, NotAMultipleOfStep, NotATender, NotPositive, TenderNeeded, WrongFund
from ledgers.rules import savings
from ledgers.rules.savings import HeldMoneyUse, InterestCredited, SavingsLine, SocialFundShared, SocialSplit
from ledgers.rules.tenders import FundLine, MemberLine, Tender
from tests.ledgers.rules.cast import AMINA, BANK, BOX, LORNA, SITI, SUNDAY, book


def test_savings_by_shares_count_the_shares_too() -> None:
    """At the share-out a member is paid by shares, so each must be counted when it is bought."""
    entry = savings.contribution(SUNDAY, SavingsLine(AMINA, BOX, 15000, shares=3))

    assert book(entry) == dedent("""\
        cash box/savings                  Dr   150.00 HKD
        members' savings: Amina/savings   Cr   150.00 HKD
        shares issued/shares              Cr        3 SHARE
        shares held: Amina/shares         Dr        3 SHARE""")


def test_savings_by_amount_have_no_shares() -> None:
    """Some groups save what each can; then the money itself is the measure."""
    entry = savings.contribution(SUNDAY, SavingsLine(AMINA, BANK, 12345))

    assert book(entry) == dedent("""\
        bank/savings                      Dr   123.45 HKD
        members' savings: Amina/savings   Cr   123.45 HKD""")


def test_the_savings_of_a_sunday_are_one_entry_whose_lines_keep_their_names() -> None:
    """A mistake in one member's line is put right alone, so each posting knows its line."""
    entry = savings.contribution(
        SUNDAY, SavingsLine(AMINA, BOX, 5000, "line-1", shares=1),
        SavingsLine(SITI, BOX, 10000, "line-2", shares=2),
    )

    assert [posting.line_ref for posting in entry.postings] == ["line-1", "line-1", "line-2", "line-2"]
    assert book(entry) == dedent("""\
        cash box/savings                  Dr   150.00 HKD
        members' savings: Amina/savings   Cr    50.00 HKD
        members' savings: Siti/savings    Cr   100.00 HKD
        shares issued/shares              Cr        3 SHARE
        shares held: Amina/shares         Dr        1 SHARE
        shares held: Siti/shares          Dr        2 SHARE""")


def test_a_line_of_nothing_is_no_entry() -> None:
    """An entry that moves nothing tells nobody anything."""
    with pytest.raises(EmptyEntry):
        savings.contribution(SUNDAY, SavingsLine(AMINA, BOX, 0))


def test_savings_are_never_less_than_nothing() -> None:
    """Money going out is a withdrawal, and is called so."""
    with pytest.raises(NotPositive):
        savings.contribution(SUNDAY, SavingsLine(AMINA, BOX, -100))


def test_money_lies_only_in_a_tender() -> None:
    """A member is not a box: what she holds for the group is money with a named officer."""
    with pytest.raises(NotATender):
        Tender(1010, AMINA)
    with pytest.raises(NotATender):
        Tender(1100, BOX.holder)


def test_a_withdrawal_gives_the_shares_back() -> None:
    """Shares taken out may not be paid again at the share-out."""
    saved = savings.contribution(SUNDAY, SavingsLine(AMINA, BOX, 25000, shares=5))
    taken = savings.withdrawal(SUNDAY, SavingsLine(AMINA, BOX, 10000, shares=2))

    assert book(saved, taken) == dedent("""\
        cash box/savings                  Dr   150.00 HKD
        members' savings: Amina/savings   Cr   150.00 HKD
        shares issued/shares              Cr        3 SHARE
        shares held: Amina/shares         Dr        3 SHARE""")


def test_the_social_contribution_is_shown_under_its_member() -> None:
    """The fund is the group's, but each may see what she has given."""
    entry = savings.social_contribution(SUNDAY, MemberLine(AMINA, BOX, 500), MemberLine(SITI, BOX, 500))

    assert book(entry) == dedent("""\
        cash box/social             Dr   10.00 HKD
        social fund: Amina/social   Cr    5.00 HKD
        social fund: Siti/social    Cr    5.00 HKD""")


def test_a_social_grant_is_a_cost_of_the_social_fund() -> None:
    """Help in an emergency is given, not lent."""
    entry = savings.social_grant(SUNDAY, MemberLine(SITI, BOX, 30000))

    assert book(entry) == dedent("""\
        cash box/social              Cr   300.00 HKD
        social grants: Siti/social   Dr   300.00 HKD""")


def test_odd_money_is_held_for_its_member() -> None:
    """Twenty dollars that make no whole share are hers, not the group's."""
    entry = savings.held_money(SUNDAY, FundLine(AMINA, BOX, 2000))

    assert book(entry) == dedent("""\
        cash box/savings                Dr   20.00 HKD
        due to members: Amina/savings   Cr   20.00 HKD""")


def test_held_money_becomes_savings_without_touching_the_box() -> None:
    """The coins are in the box since the Sunday they were brought."""
    held = savings.held_money(SUNDAY, FundLine(AMINA, BOX, 6000))
    used = savings.held_money_used(SUNDAY, HeldMoneyUse(AMINA, 5000, shares=1))

    assert book(held, used) == dedent("""\
        cash box/savings                  Dr   60.00 HKD
        due to members: Amina/savings     Cr   10.00 HKD
        members' savings: Amina/savings   Cr   50.00 HKD
        shares issued/shares              Cr       1 SHARE
        shares held: Amina/shares         Dr       1 SHARE""")


def test_held_money_used_for_another_fund_takes_its_coins_along() -> None:
    """Each fund is counted on its own, so the money must change bags with its purpose."""
    held = savings.held_money(SUNDAY, FundLine(AMINA, BOX, 6000))
    used = savings.held_money_used(
        SUNDAY,
        HeldMoneyUse(AMINA, 1000, for_fund="social", tender=BOX),
        HeldMoneyUse(AMINA, 5000, for_fund="investment", tender=BOX, units_e4=486_000),
    )

    assert book(held, used) == dedent("""\
        cash box/social                                 Dr     10.00 HKD
        social fund: Amina/social                       Cr     10.00 HKD
        cash box/investment                             Dr     50.00 HKD
        members' investment capital: Amina/investment   Cr     50.00 HKD
        units issued/units                              Cr   48.6000 UNIT
        units held: Amina/units                         Dr   48.6000 UNIT""")


def test_held_money_changes_fund_only_from_a_named_tender() -> None:
    """Without knowing where the coins lie, no bag could be counted right."""
    with pytest.raises(TenderNeeded):
        savings.held_money_used(SUNDAY, HeldMoneyUse(AMINA, 1000, for_fund="social"))


def test_held_money_cannot_be_used_for_a_fund_of_counts() -> None:
    """Nobody pays money into a fund that counts shares."""
    with pytest.raises(WrongFund):
        savings.held_money_used(SUNDAY, HeldMoneyUse(AMINA, 1000, for_fund="shares"))


def test_what_is_due_is_paid_out() -> None:
    """Held money, a share-out missed: whatever is hers she can take home."""
    held = savings.held_money(SUNDAY, FundLine(AMINA, BOX, 2000))
    paid = savings.payout(SUNDAY, FundLine(AMINA, BOX, 1500))

    assert book(held, paid) == dedent("""\
        cash box/savings                Dr   5.00 HKD
        due to members: Amina/savings   Cr   5.00 HKD""")


def test_interest_on_savings_stays_or_is_due() -> None:
    """Some groups add interest to the savings, others pay it out at the feast."""
    kept = savings.savings_interest(SUNDAY, {AMINA: 310, SITI: 0}, credited=InterestCredited.TO_SAVINGS)
    due = savings.savings_interest(SUNDAY, {LORNA: 250}, credited=InterestCredited.AS_DUE)

    assert book(kept, due) == dedent("""\
        due to members: Lorna/savings                 Cr   2.50 HKD
        members' savings: Amina/savings               Cr   3.10 HKD
        interest on members' savings: Lorna/savings   Dr   2.50 HKD
        interest on members' savings: Amina/savings   Dr   3.10 HKD""")


def test_a_social_fund_shared_equally_gives_each_the_same() -> None:
    """100.00 among three is 33.40, 33.30, 33.30 in ten-cent coins; ties go to the lower number."""
    given = SocialFundShared(10000, {LORNA: 4000, AMINA: 3000, SITI: 3000}, SocialSplit.EQUALLY, BOX, step=10)

    assert given.parts_minor() == {LORNA: 3340, AMINA: 3330, SITI: 3330}
    assert book(savings.social_fund_shared(SUNDAY, given)) == dedent("""\
        cash box/social             Cr   100.00 HKD
        social fund: Lorna/social   Dr    40.00 HKD
        social fund: Amina/social   Dr    30.00 HKD
        social fund: Siti/social    Dr    30.00 HKD""")


def test_a_social_fund_shared_by_paid_in_may_stay_due() -> None:
    """After a grant there is less than was paid in: 3400 bears the difference; leavers share nothing."""
    paid_in, leavers = {LORNA: 4000, AMINA: 2000}, {SITI: 1000}
    given = SocialFundShared(5000, paid_in, SocialSplit.BY_PAID_IN, leavers_minor=leavers)

    assert book(savings.social_fund_shared(SUNDAY, given)) == dedent("""\
        due to members: Lorna/social   Cr   33.33 HKD
        due to members: Amina/social   Cr   16.67 HKD
        social fund: Lorna/social      Dr   40.00 HKD
        social fund: Amina/social      Dr   20.00 HKD
        social fund: Siti/social       Dr   10.00 HKD
        retained surplus/social        Cr   20.00 HKD""")


def test_a_social_fund_is_shared_in_whole_coins() -> None:
    """What no coin can pay is named before the fund is shared."""
    with pytest.raises(NotAMultipleOfStep):
        SocialFundShared(10005, {LORNA: 1, AMINA: 1}, SocialSplit.EQUALLY, BOX, step=10).parts_minor()
