"""What the people of an enterprise record and decide about those behind it, each with its plan."""

from __future__ import annotations

from msai.permissions import Action
from msai.services.backing import crops, declaring, funding, letters
from msai.services.backing.wanted import TYPES, BackingKind
from msai.services.staking.acting import Desk

ENTERPRISE_DESK = Desk(Action.BACKING_RECORD, TYPES, {
    BackingKind.FUNDER: funding.plan_funder, BackingKind.FUNDING: funding.plan_funding,
    BackingKind.GRANT_USED: funding.plan_grant_used, BackingKind.GRANT_RETURNED: funding.plan_grant_returned,
    BackingKind.OWNER_IN: funding.plan_owner_in, BackingKind.OWNER_OUT: funding.plan_owner_out,
    BackingKind.DIVIDEND: declaring.plan_dividend, BackingKind.INTEREST: declaring.plan_interest,
    BackingKind.REVENUE_SHARE: declaring.plan_revenue_share,
    BackingKind.CROP_SHARE: crops.plan_crop_share,
    BackingKind.PROFIT_SHARE: declaring.plan_profit_share, BackingKind.PRINCIPAL: declaring.plan_principal,
    BackingKind.PAID: declaring.plan_paid, BackingKind.EXIT_ANSWER: letters.plan_exit_answer,
})
