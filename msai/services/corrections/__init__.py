"""Putting a line of the book right: what it is, what it becomes, who agrees, and the entry that says so."""

from msai.services.corrections.asking import (
    AnswerCorrection,
    AskCorrection,
    answer_correction,
    ask_correction,
    preview_correction,
)
from msai.services.corrections.plan import Cash, Plan, Wanted

__all__ = [
    "AnswerCorrection",
    "AskCorrection",
    "Cash",
    "Plan",
    "Wanted",
    "answer_correction",
    "ask_correction",
    "preview_correction",
]
