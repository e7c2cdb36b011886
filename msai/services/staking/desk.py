"""The decisions of a group about its stakes, each with its plan."""

from __future__ import annotations

from msai.permissions import Action
from msai.services.staking import coming_back, taking_up, worth
from msai.services.staking.acting import Desk
from msai.services.staking.rated import question_rate, rated
from msai.services.staking.wanted import TYPES, ActKind

GROUP_DESK = Desk(Action.STAKE_DECIDE, TYPES, {
    ActKind.TAKE_UP: taking_up.plan_taking_up, ActKind.TERMS: taking_up.plan_terms,
    ActKind.VALUATION: rated(taking_up.plan_valuation), ActKind.WRITE_DOWN: worth.plan_write_down,
    ActKind.RECOVERY: worth.plan_recovery, ActKind.WRITE_OFF: worth.plan_write_off,
    ActKind.REVALUATION: rated(worth.plan_revaluation), ActKind.REINVESTMENT: coming_back.plan_reinvestment,
    ActKind.EXIT: coming_back.plan_exit, ActKind.DECLARED: rated(coming_back.plan_declared),
    ActKind.REVALUE_TENDER: rated(worth.plan_tender_revaluation),
}, {
    ActKind.VALUATION: question_rate, ActKind.REVALUATION: question_rate, ActKind.DECLARED: question_rate,
    ActKind.REVALUE_TENDER: question_rate,
})
