"""A running group starts from its paper only when it adds up and both its officers agreed to it."""

from datetime import date
from typing import Any

import pytest

from ledgers.balances import balances, money_balances
from ledgers.errors import LedgerError
from msai.approvals import Decision, State
from msai.messages import Message
from msai.permissions import SYSTEM_IMPORT, Actor, NotFound, NotPermitted
from msai.services import verification
from msai.services.loans.standing import list_standings
from msai.services.onboarding.opening import (
    AnswerOpening,
    answer_opening,
    confirm_opening,
    find_opening,
    read_opening,
    save_opening,
    seen_digest,
)
from msai.services.onboarding.opening_view import BETWEEN_LABELS, show_opening
from tests.msai.cast import HOUR, NOW
from tests.msai.onboarding.conftest import Desk
from tests.msai.onboarding.twelve import DRAFT, PAPER

OWED = {"between-0-borrower": "social", "between-0-lender": "savings", "between-0-amount": "60",
        "place-box/social": "300", "place-box/savings": "1390"}
"""The box was one; sixty of the savings went into the social fund's bag for a hospital bill."""
TERMS = {"loan-0-basis": "declining", "loan-0-percent": "2", "loan-0-lent": "1000"}
"""A thousand lent on 2 August for six months; 300 of it came back."""


@pytest.fixture
def paper(desk: Desk) -> Desk:
    """The group is open, its paper typed in by Tess."""
    desk.open()
    save_opening(desk.session, desk.tess, DRAFT, changes=PAPER, at=NOW)
    return desk


def change(desk: Desk, **changes: str) -> None:
    """Type over some fields."""
    typed = {name.replace("__", "-"): text for name, text in changes.items()}
    save_opening(desk.session, desk.tess, DRAFT, changes=typed, at=NOW)


def answer(desk: Desk, actor: Actor, **changes: Any) -> State:
    """The second officer's word on what stands there now."""
    found = read_opening(desk.session, actor, DRAFT, at=NOW)
    assert found.waiting is not None
    plain = {"book_id": DRAFT, "approval_id": found.waiting.approval_id, "seen_digest": seen_digest(found),
             "decision": Decision.APPROVE, "at": NOW}
    return answer_opening(desk.session, actor, AnswerOpening(**{**plain, **changes}))


def code_of(act: Any) -> str:
    """The code by which something is refused."""
    with pytest.raises(LedgerError) as refused:
        act()
    return refused.value.code


def test_the_paper_adds_up_fund_by_fund(paper: Desk) -> None:
    """What the fund has, and whose it is."""
    found = read_opening(paper.session, paper.tess, DRAFT, at=NOW).paper

    assert found.problems == {}
    assert [(one.fund, one.has_minor, one.belongs_minor, one.rest_minor) for one in found.sums] == [
        ("savings", 6150_00, 6150_00, 0), ("social", 240_00, 240_00, 0), ("investment", 2400_00, 2400_00, 0)]


def test_two_officers_bring_it_into_the_book(paper: Desk) -> None:
    """The whole book, so that nothing else moved."""
    lourdes, fatima = paper.officers()
    confirm_opening(paper.session, lourdes, DRAFT, at=NOW)

    assert answer(paper, fatima) is State.APPROVED
    found = money_balances(balances(paper.session, DRAFT))
    members = {f"{code}|{fund}|member-{n}": -minor for n in range(1, 13) for code, fund, minor in (
        (3100, "savings", 500_00), (3300, "social", 20_00), (3200, "investment", 200_00))}
    assert found == members | {
        "1010|savings|box": 1450_00, "1020|savings|bank": 4000_00, "1010|social|box": 240_00,
        "1020|investment|bank": 900_00, "1100|savings|loan-1": 700_00, "1300|investment|stake-1": 1500_00,
        "2100|savings|member-3": -50_00, "3400|savings|None": -100_00}


def test_what_it_counts_beside_money_is_there_too(paper: Desk) -> None:
    """Shares, parts of the investment fund, the claim at home; and the book verifies."""
    lourdes, fatima = paper.officers()
    confirm_opening(paper.session, lourdes, DRAFT, at=NOW)
    answer(paper, fatima)
    found = {account.key: minor for account, minor in balances(paper.session, DRAFT).items()}

    assert (found["9400|shares|member-1"], found["9200|units|member-1"]) == (10, 200_0000)
    assert found["9500|claims.PHP|stake-1"] == 11000_00
    checks = verification.VerifyBooks(book_ids=(DRAFT,))
    assert verification.verify_books(paper.session, SYSTEM_IMPORT, checks) == []


def test_what_funds_owe_each_other_stands_on_both(paper: Desk) -> None:
    """Each fund adds up, the second officer reads it, and the debt is in the book until a sheet pays it."""
    change(paper, **{name.replace("-", "__"): text for name, text in OWED.items()})
    lourdes, fatima = paper.officers()
    confirm_opening(paper.session, lourdes, DRAFT, at=NOW)
    view = show_opening(paper.session, fatima, DRAFT, at=NOW)

    assert [(row.fund, row.has_minor, row.belongs_minor) for row in view.sums][:2] == [
        ("savings", 6150_00, 6150_00), ("social", 300_00, 300_00)]
    assert [one.amount_minor for one in view.brought if one.label in BETWEEN_LABELS.values()] == [60_00] * 2
    assert [line.label.id for line in view.agreed if isinstance(line.label, Message)] == ["Social fund"]
    assert answer(paper, fatima) is State.APPROVED
    found = money_balances(balances(paper.session, DRAFT, codes=[3900]))
    assert found == {"3900|savings|None": 60_00, "3900|social|None": -60_00}


def test_a_loan_with_terms_comes_with_its_lateness(paper: Desk) -> None:
    """Two of six parts were due, 333.34 together; 300 came back, and October's charge is still to come."""
    change(paper, **{name.replace("-", "__"): text for name, text in TERMS.items()})
    lourdes, fatima = paper.officers()
    confirm_opening(paper.session, lourdes, DRAFT, at=NOW)
    answer(paper, fatima)
    (standing,) = list_standings(paper.session, DRAFT, on=date(2026, 11, 2))
    (before,) = list_standings(paper.session, DRAFT, on=date(2026, 10, 25))

    assert (before.due_principal_minor, before.due_interest_minor, before.days_past_due) == (33_34, 0, 23)
    assert (standing.due_principal_minor, standing.due_interest_minor) == (200_01, 14_00)
    assert (before.is_at_risk, standing.is_at_risk) == (False, True)


def test_the_facilitator_alone_posts_nothing(paper: Desk) -> None:
    """She may write the paper, and that is all."""
    with pytest.raises(NotPermitted):
        confirm_opening(paper.session, paper.tess, DRAFT, at=NOW)


def test_nobody_approves_what_she_confirmed(paper: Desk) -> None:
    """One officer is not two."""
    lourdes, _ = paper.officers()
    confirm_opening(paper.session, lourdes, DRAFT, at=NOW)

    assert code_of(lambda: answer(paper, lourdes)) == "own_request"


def test_a_confirmed_paper_waits_unchanged_and_can_be_sent_back(paper: Desk) -> None:
    """The second officer finds a mistake, and the paper can be mended again."""
    lourdes, fatima = paper.officers()
    confirm_opening(paper.session, lourdes, DRAFT, at=NOW)
    assert code_of(lambda: change(paper, due__3="60")) == "opening_waits"
    assert code_of(lambda: confirm_opening(paper.session, fatima, DRAFT, at=NOW)) == "opening_waits"

    assert answer(paper, fatima, decision=Decision.REFUSE) is State.REFUSED
    change(paper, due__3="60")
    assert read_opening(paper.session, fatima, DRAFT, at=NOW).typed["due-3"] == "60"


def test_what_she_saw_has_to_be_what_stands_there(paper: Desk) -> None:
    """Another screen, another paper."""
    lourdes, fatima = paper.officers()
    confirm_opening(paper.session, lourdes, DRAFT, at=NOW)

    assert code_of(lambda: answer(paper, fatima, seen_digest=bytes(32))) == "shown_differs"


def test_after_three_days_it_has_to_be_confirmed_anew(paper: Desk) -> None:
    """Nobody remembers what she agreed to."""
    lourdes, fatima = paper.officers()
    confirm_opening(paper.session, lourdes, DRAFT, at=NOW)
    late = NOW + 73 * HOUR
    found = read_opening(paper.session, fatima, DRAFT, at=NOW)
    assert found.waiting is not None
    late_word = AnswerOpening(
        book_id=DRAFT, approval_id=found.waiting.approval_id, seen_digest=seen_digest(found),
        decision=Decision.APPROVE, at=late)

    assert code_of(lambda: answer_opening(paper.session, fatima, late_word)) == "approval_expired"
    assert confirm_opening(paper.session, lourdes, DRAFT, at=late) != found.waiting.approval_id


def test_a_posted_paper_is_over(paper: Desk) -> None:
    """What was wrong with it is put right in the book."""
    lourdes, fatima = paper.officers()
    confirm_opening(paper.session, lourdes, DRAFT, at=NOW)
    answer(paper, fatima)

    assert code_of(lambda: change(paper, due__3="60")) == "opening_posted"
    assert code_of(lambda: confirm_opening(paper.session, lourdes, DRAFT, at=NOW)) == "opening_posted"


@pytest.mark.one_kind
@pytest.mark.parametrize(("changes", "field", "code"), [
    ({"savings-1": "499"}, "savings-1", "shares_differ"),
    ({"shares-1": "", "savings-1": "499"}, "savings-1", "savings_not_whole_shares"),
    ({"shares-1": "1.5"}, "shares-1", "count_not_plausible"),
    ({"place-box/savings": "-5"}, "place-box/savings", "amount_below_nought"),
    ({"place-box/savings": "1,450"}, "place-box/savings", "ambiguous_amount"),
    ({"units-1": "many"}, "units-1", "count_not_plausible"),
    ({"loan-0-member": "99"}, "loan-0-member", "loan_of_nobody"),
    ({"loan-0-principal": ""}, "loan-0-principal", "answer_missing"),
    ({"loan-0-issued_on": "2026-10-19"}, "loan-0-issued_on", "day_not_plausible"),
    ({"loan-0-months": "121"}, "loan-0-months", "count_not_plausible"),
    ({"stake-0-enterprise": ""}, "stake-0-enterprise", "answer_missing"),
    ({"stake-0-instrument": "hope"}, "stake-0-instrument", "unknown_instrument"),
    ({"stake-0-currency": "XXX"}, "stake-0-currency", "unknown_home_currency"),
    ({"debt-0-amount": "100"}, "debt-0-who", "answer_missing"),
    ({"between-0-amount": "60"}, "between-0-borrower", "unknown_fund"),
    ({**OWED, "between-0-lender": "social"}, "between-0-borrower", "unknown_fund"),
    ({**OWED, "between-0-amount": ""}, "between-0-amount", "answer_missing"),
    ({**TERMS, "loan-0-lent": ""}, "loan-0-lent", "answer_missing"),
    ({**TERMS, "loan-0-lent": "699"}, "loan-0-lent", "lent_less_than_left"),
    ({**TERMS, "loan-0-months": ""}, "loan-0-months", "answer_missing"),
    ({**TERMS, "loan-0-percent": "two"}, "loan-0-percent", "rule_not_a_count"),
    ({"rest_to_surplus": "1"}, "decision", "answer_missing"),
])  # fmt: skip
def test_what_cannot_be_understood_is_told_by_its_field(
    paper: Desk, changes: dict[str, str], field: str, code: str,
) -> None:
    """And confirms nothing."""
    save_opening(paper.session, paper.tess, DRAFT, changes=changes, at=NOW)
    lourdes, _ = paper.officers()

    assert read_opening(paper.session, lourdes, DRAFT, at=NOW).paper.problems[field].code == code
    assert code_of(lambda: confirm_opening(paper.session, lourdes, DRAFT, at=NOW)) == "opening_unclear"


def test_a_paper_that_does_not_add_up_is_not_confirmed(paper: Desk) -> None:
    """Ten dollars that nobody can explain are said, not hidden."""
    change(paper, surplus__savings="90")
    lourdes, _ = paper.officers()
    found = read_opening(paper.session, lourdes, DRAFT, at=NOW).paper

    assert found.rests_minor == {"savings": 10_00}
    assert code_of(lambda: confirm_opening(paper.session, lourdes, DRAFT, at=NOW)) == "opening_not_balanced"


def test_a_rest_goes_to_the_surplus_by_a_named_decision(paper: Desk) -> None:
    """The words stand with the entry."""
    change(paper, surplus__savings="90", rest_to_surplus="1", decision="Found at the year's count.")
    lourdes, fatima = paper.officers()
    confirm_opening(paper.session, lourdes, DRAFT, at=NOW)
    answer(paper, fatima)

    assert money_balances(balances(paper.session, DRAFT))["3400|savings|None"] == -100_00


def test_an_empty_paper_is_no_paper(desk: Desk) -> None:
    """Such a group is a new one."""
    desk.open()
    lourdes, _ = desk.officers()

    assert code_of(lambda: confirm_opening(desk.session, lourdes, DRAFT, at=NOW)) == "opening_empty"


def test_a_new_group_has_no_paper(desk: Desk) -> None:
    """It starts with nothing, and nobody has to confirm that."""
    desk.open(kind="new")

    assert find_opening(desk.session, desk.tess, DRAFT, at=NOW) is None


def test_rows_that_say_nothing_do_not_pile_up(paper: Desk) -> None:
    """A list always says something; two empty loans below the one that was written are enough."""
    empty = {f"loan-{row}-{part}": said for row in range(1, 5) for part, said in (
        ("fund", "savings"), ("basis", "flat"), ("principal", " "))}
    save_opening(paper.session, paper.tess, DRAFT, changes=empty, at=NOW)
    shown = show_opening(paper.session, paper.tess, DRAFT, at=NOW, sentence={})

    assert [len(rows) for rows in (shown.loans, shown.stakes, shown.debts, shown.between)] == [3, 2, 1, 1]


def test_fields_the_form_does_not_have_are_not_kept(paper: Desk) -> None:
    """A request that somebody made up adds nothing."""
    made_up = {"shares-99": "1", "place-moon/savings": "5", "loan-99-member": "1", "anything": "x",
               "surplus-moon": "1", "loan-0-colour": "red"}
    found = save_opening(paper.session, paper.tess, DRAFT, changes=made_up, at=NOW)

    assert set(found.typed) & set(made_up) == set()


def test_a_stranger_finds_no_paper(paper: Desk, stranger: Actor) -> None:
    """It answers like a group that does not exist."""
    with pytest.raises(NotFound):
        read_opening(paper.session, stranger, DRAFT, at=NOW)
