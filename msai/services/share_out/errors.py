"""What stands in the way of a share-out; each refusal has a code, and a sentence elsewhere."""

from __future__ import annotations

from typing import ClassVar

from msai.services import ServiceError


class NotReady(ServiceError):
    """Something has to be settled before the cycle can be closed."""

    code: ClassVar[str] = "share_out_not_ready"


class NoOpenCycle(ServiceError):
    """There is no open cycle that could be closed."""

    code: ClassVar[str] = "no_open_cycle"


class EndsTooEarly(ServiceError):
    """Something is dated after the day on which the cycle is to end."""

    code: ClassVar[str] = "cycle_ends_too_early"


class EndsInTheFuture(ServiceError):
    """Nobody shares out today what is only there tomorrow."""

    code: ClassVar[str] = "cycle_ends_in_the_future"


class KeptBackTooMuch(ServiceError):
    """More is kept back by decision than there is."""

    code: ClassVar[str] = "kept_back_too_much"


class KeptBackUnclear(ServiceError):
    """An amount kept back has no reason, or a reason no amount."""

    code: ClassVar[str] = "kept_back_unclear"


class UnknownWay(ServiceError):
    """What a member has is paid from a place that the group does not have."""

    code: ClassVar[str] = "share_out_way_unknown"


class StepUnclear(ServiceError):
    """The smallest coin has to be an amount above nothing."""

    code: ClassVar[str] = "cash_step_unclear"


class NothingKeptBack(ServiceError):
    """There is no such debt to give up, or nothing came in that could be shared."""

    code: ClassVar[str] = "nothing_kept_back"


class GivingUpWithoutReason(ServiceError):
    """A debt is given up for a reason that the group can read."""

    code: ClassVar[str] = "giving_up_without_reason"
