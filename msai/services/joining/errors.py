"""What a late entry is refused for."""

from __future__ import annotations

from msai.services import ServiceError


class LateEntryNothing(ServiceError):
    """By the rule of the group there is nothing to pay."""

    code = "late_entry_nothing"


class LateEntryCount(ServiceError):
    """She buys a whole number of shares, one at least."""

    code = "late_entry_count"


class LateEntryDiffers(ServiceError):
    """She pays all of it at once, no more and no less."""

    code = "late_entry_differs"


class LateEntryGone(ServiceError):
    """She left before she paid it; nobody pays for joining a group that she is not in."""

    code = "late_entry_gone"


class LateEntrySettled(ServiceError):
    """It was paid or given up before."""

    code = "late_entry_settled"


class JoinedOnNoSuchDay(ServiceError):
    """Nobody joins or comes back tomorrow, or before the group began, or before she left."""

    code = "joined_on_no_such_day"


class NobodyComesBack(ServiceError):
    """Her statement says that she died."""

    code = "nobody_comes_back"
