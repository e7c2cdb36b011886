"""The meeting screen: everything a phone needs to hold a Sunday with nobody to ask."""

from msai.services.views.hold.due import DueToHold, LoanToHold, WhatIsDue
from msai.services.views.hold.sheet_to_hold import (
    HoldView,
    MemberToHold,
    PlaceToHold,
    find_sheet_to_hold,
    show_hold,
)

__all__ = [
    "DueToHold", "HoldView", "LoanToHold", "MemberToHold", "PlaceToHold", "WhatIsDue", "find_sheet_to_hold",
    "show_hold",
]
