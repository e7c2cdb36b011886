"""What an exit, or a decision about money that is due for long, is refused for."""

from __future__ import annotations

from msai.services import ServiceError


class AlreadyLeft(ServiceError):
    """She is not with the group any more; nobody leaves twice."""

    code = "already_left"


class NotLeft(ServiceError):
    """She is with the group, so she cannot come back to it."""

    code = "not_left"


class OwnExit(ServiceError):
    """Nobody settles her own leaving, neither by asking nor by approving."""

    code = "own_exit"


class OfficeFirst(ServiceError):
    """She holds an office of the group; somebody else takes it before she leaves."""

    code = "office_first"


class PayeeMissing(ServiceError):
    """A member died, and nobody is named to whom her money is paid."""

    code = "payee_missing"


class PayeeTooLong(ServiceError):
    """A name or a relation is longer than the form holds."""

    code = "payee_too_long"


class ExitNotOnThatDay(ServiceError):
    """The day lies in the future, or before she joined."""

    code = "exit_not_on_that_day"


class ExitBeforeLastDay(ServiceError):
    """She came to a meeting, saved, borrowed or paid after that day: `last` is the last such day."""

    code = "exit_before_last_day"


class DueExceeded(ServiceError):
    """More would be settled than is due to her."""

    code = "due_exceeded"


class DueNotOldEnough(ServiceError):
    """Money becomes the group's only when nobody fetched it for twelve months."""

    code = "due_not_old_enough"


class DueWithoutReason(ServiceError):
    """The group has to be told what was decided, and why."""

    code = "due_without_reason"


class DuePlaceMissing(ServiceError):
    """Money that is paid, or changes fund, is taken from some place."""

    code = "due_place_missing"


class DueTakenBack(ServiceError):
    """Only a decision that was posted can be taken back, and only once."""

    code = "due_taken_back"


class OwnDue(ServiceError):
    """An officer neither asks for nor agrees to what becomes of money due to herself."""

    code = "own_due"
