"""What the people of an enterprise decide about those behind it, each with its plan."""

from __future__ import annotations

from msai.permissions import Action
from msai.services.backing import crops, declaring, funding, letters
from msai.services.backing.wanted import TYPES, BackingKind
from msai.services.enterprise_money.years.closed import require_open_day
from msai.services.staking.acting import Desk

ENTERPRISE_DESK = Desk(Action.BACKING_RECORD, TYPES, {
    BackingKind.FUNDER: funding.plan_funder,
    BackingKind.DIVIDEND: declaring.plan_dividend, BackingKind.INTEREST: declaring.plan_interest,
    BackingKind.REVENUE_SHARE: declaring.plan_revenue_share,
    BackingKind.CROP_SHARE: crops.plan_crop_share,
    BackingKind.PROFIT_SHARE: declaring.plan_profit_share, BackingKind.PRINCIPAL: declaring.plan_principal,
    BackingKind.PAID: declaring.plan_paid, BackingKind.EXIT_ANSWER: letters.plan_exit_answer,
}, guard=require_open_day)
