"""Leaving a group: what a history recorded, the exit that two officers agree to, and what is due for long."""

from msai.services.leaving.asking import AnswerExit, AskExit, answer_exit, ask_exit, preview_exit
from msai.services.leaving.plan import Cause, ExitPlan, WantedExit
from msai.services.leaving.recorded import Leave, ShareSocialFund, close_fund, leave, share_social_fund

__all__ = [
    "AnswerExit",
    "AskExit",
    "Cause",
    "ExitPlan",
    "Leave",
    "ShareSocialFund",
    "WantedExit",
    "answer_exit",
    "ask_exit",
    "close_fund",
    "leave",
    "preview_exit",
    "share_social_fund",
]
