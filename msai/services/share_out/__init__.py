"""The end of a cycle: what has to be settled, what is decided, who gets what, what becomes of the rest."""

from msai.services.share_out.again import Again, check_share_out
from msai.services.share_out.closing import (
    AnswerShareOut,
    AskShareOut,
    answer_share_out,
    ask_share_out,
    preview_share_out,
)
from msai.services.share_out.decisions import (
    Basis,
    Decisions,
    KeptBack,
    Recovered,
    SocialEnd,
    Way,
    WayKind,
    read_way,
)
from msai.services.share_out.plan import Part, Plan, Stays, StaysBecause, Step, make_plan

__all__ = [
    "Again",
    "AnswerShareOut",
    "AskShareOut",
    "Basis",
    "Decisions",
    "KeptBack",
    "Part",
    "Plan",
    "Recovered",
    "SocialEnd",
    "Stays",
    "StaysBecause",
    "Step",
    "Way",
    "WayKind",
    "answer_share_out",
    "ask_share_out",
    "check_share_out",
    "make_plan",
    "preview_share_out",
    "read_way",
]
