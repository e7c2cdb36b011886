"""Every event that the bookkeeping rules name has a rule and a test, and every kind of entry is made."""

import ast
from importlib import import_module
from pathlib import Path

import pytest

import ledgers.rules
from ledgers.entries import EntryKind

ROWS = {
    "savings contribution": ("savings", "savings_by_shares_count", "savings_by_amount"),
    "social contribution": ("savings", "the_social_contribution"),
    "fine or fee: paid at once, raised, paid later, waived": (
        "dues", "a_fine_paid_at_once", "a_fee_is_kept", "what_is_raised", "what_was_raised", "a_fine_let_go",
    ),
    "investment contribution": ("investment", "money_put_in", "a_second_investment_fund", "money_too_small"),
    "savings turned into investment": ("investment", "savings_that_become_investment"),
    "loan issued": ("lending", "a_loan_is_owed"),
    "loan interest due": ("dues", "interest_due_is_raised"),
    "loan interest taken at issue": ("lending", "interest_taken_at_issue"),
    "loan repaid": ("lending", "a_repayment_pays_interest_first", "a_repayment_lowers", "nobody_repays_more"),
    "loan written off": ("lending", "a_loan_given_up", "a_loan_kept_back"),
    "loan recovered": ("lending", "money_for_a_loan_given_up", "money_for_a_debt_kept_back"),
    "social grant": ("savings", "a_social_grant"),
    "social loan": ("lending", "a_social_loan"),
    "social fund shared": ("savings", "a_social_fund_shared_equally", "a_social_fund_shared_by_paid_in"),
    "withdrawal of savings": ("savings", "a_withdrawal"),
    "expense": ("housekeeping", "an_expense"),
    "paid from own pocket, repaid": ("housekeeping", "who_pays_from_her_own_pocket"),
    "odd or early money held, used": (
        "savings", "odd_money_is_held", "held_money_becomes_savings", "held_money_used_for_another_fund",
    ),
    "due paid out": ("savings", "what_is_due_is_paid_out"),
    "between tenders": ("housekeeping", "money_carried_to_the_bank"),
    "between funds": ("housekeeping", "a_fund_that_lends", "members_may_make_a_loan_between_funds_permanent"),
    "cash short, over, rounding": ("housekeeping", "cash_short", "cash_over", "rounding_to_coins"),
    "bank interest, charge": ("housekeeping", "the_bank_pays_and_takes"),
    "donation": ("housekeeping", "a_donation"),
    "borrowing and its interest": ("housekeeping", "a_group_borrows"),
    "property, depreciation": ("housekeeping", "property_wears_out"),
    "other investment and back": (
        "housekeeping", "another_investment_comes_back", "another_investment_sold_in_part",
    ),
    "interest on savings": ("savings", "interest_on_savings"),
    "tax withheld": ("housekeeping", "tax_is_taken"),
    "dividend reinvested in the stake": ("stakes", "income_left_in_the_enterprise"),
    "opening of a running group": (
        "periods", "a_running_group_opens", "a_forgotten_balance", "a_rest_nobody_can_explain",
    ),
    "capital sent": ("remittance", "a_fee_on_top", "a_fee_deducted", "capital_may_be_sent_in_legs"),
    "landed, net": (
        "remittance", "the_stake_costs_what_landed", "fees_taken_on_the_way", "a_stake_costs_at_most",
        "of_several_landings_the_last", "a_loan_to_an_enterprise_lands",
    ),
    "landed without a mid rate": ("remittance", "without_a_mid_rate", "of_several_landings_without"),
    "returned": ("remittance", "a_transfer_that_comes_back_short", "a_transfer_that_comes_back_with_more"),
    "lost": ("remittance", "a_transfer_lost"),
    "income declared": ("stakes", "income_declared_is_owed"),
    "sent home, landed": ("remittance", "money_sent_home", "money_recorded_when_it_landed"),
    "principal or capital back, exit": (
        "stakes", "a_stake_sold_whole", "a_part_comes_back", "what_arrives_beyond", "principal_on_its_way",
    ),
    "revaluation": ("stakes", "claims_on_money_follow", "capital_stays_at_cost"),
    "write-down, recovery, write-off": (
        "stakes", "a_stake_worth_less", "a_stake_recovers", "a_stake_given_up", "income_that_will_not_come",
    ),
    "distribution of income": (
        "investment", "income_is_split", "income_may_be_paid", "a_part_waiting", "a_part_put_back",
    ),
    "capital passed on": ("investment", "capital_passed_on"),
    "units redeemed, moved": ("investment", "units_redeemed_above", "units_redeemed_below", "units_move"),
    "units cancelled": ("investment", "all_units_of_a_fund"),
    "close of a fund": ("periods", "closing_a_fund", "an_account_on_its_other_side"),
    "share-out": (
        "share_out", "a_share_worth_more", "a_share_worth_less", "debts_are_set_off", "cash_off_the_step",
        "the_share_of_an_absent_member", "a_share_may_be_carried_on",
    ),
    "member's exit": (
        "share_out", "who_leaves_at_face_value", "who_leaves_at_current_value", "who_leaves_below",
        "a_debt_in_another_fund", "a_debt_above_her_claims",
    ),
    "correction": (
        "periods", "a_wrong_line", "a_fine_of_a_closed_cycle", "savings_of_a_cycle_shared_out",
    ),
    "enterprise: capital landed": ("enterprise", "capital_lands_net", "a_loan_lands"),
    "enterprise: sale, collected, bad debt": ("enterprise", "a_sale_is_paid", "a_buyer_pays"),
    "enterprise: cost, paid": ("enterprise", "a_cost_is_paid", "only_a_cost", "a_monthly_report"),
    "enterprise: wages in kind": ("enterprise", "wages_in_kind"),
    "enterprise: equipment, depreciation": ("farm", "equipment_is_owned", "equipment_that_is_sold"),
    "enterprise: owner in, out, own use": ("enterprise", "the_owner_puts_in"),
    "enterprise: advance, used": ("enterprise", "an_advance_is_a_cost"),
    "enterprise: animals lost": ("farm", "what_grew_is_counted"),
    "enterprise: cash short, over": ("enterprise", "counted_cash"),
    "enterprise: dividend declared": ("enterprise", "a_dividend_is_split"),
    "enterprise: interest, revenue or profit share": ("enterprise", "interest_and_backers_shares"),
    "enterprise: return paid, reinvested": ("enterprise", "what_was_declared"),
    "enterprise: grant, used, returned": ("farm", "a_grant_is_income"),
    "enterprise: grant in kind": ("farm", "a_grant_in_kind"),
    "enterprise: loan principal, loss borne": ("enterprise", "principal_is_repaid"),
    "profit share: loss of the backer": ("stakes", "a_profit_share"),
    "enterprise: capital bought back": ("enterprise", "capital_bought_back"),
    "enterprise: stock or crops counted": ("farm", "what_grew_is_counted"),
    "enterprise: opening": ("periods", "an_enterprise_opens"),
    "enterprise: year close": ("periods", "the_year_of_an_enterprise"),
}


@pytest.mark.parametrize("row", ROWS)
def test_every_event_has_its_tests(row: str) -> None:
    """A row of the rules that nobody tests is a row that somebody will break."""
    module, *starts = ROWS[row]
    tests = [name.removeprefix("test_") for name in vars(import_module(f"tests.ledgers.rules.test_{module}"))]
    missing = [start for start in starts if not any(name.startswith(start) for name in tests)]

    assert starts
    assert missing == []


def test_every_kind_of_entry_is_made_by_a_rule() -> None:
    """A kind without a rule would be made by hand somewhere, in its own way."""
    [folder] = ledgers.rules.__path__
    trees = [ast.parse(path.read_text()) for path in Path(folder).glob("*.py")]
    names = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    made = {name.attr for name in names if isinstance(name.value, ast.Name) and name.value.id == "EntryKind"}

    assert {kind.name for kind in EntryKind} - made == set()
