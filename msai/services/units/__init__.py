"""Decisions about an investment fund: income given out, units given back or passed on, and their value.

Each is asked for by one officer and answered by another, who sees exactly what will be posted.
"""

from msai.services.units.asking import (
    AnswerUnitAct,
    AskUnitAct,
    answer_unit_act,
    ask_unit_act,
    get_unit_act,
    plan_unit_act,
    preview_unit_act,
    wanted_of,
)
from msai.services.units.plan import Part, Plan
from msai.services.units.standing import FundStanding, read_fund
from msai.services.units.wanted import ActKind, Wanted

__all__ = [
    "ActKind", "AnswerUnitAct", "AskUnitAct", "FundStanding", "Part", "Plan", "Wanted", "answer_unit_act",
    "ask_unit_act", "get_unit_act", "plan_unit_act", "preview_unit_act", "read_fund", "wanted_of",
]
