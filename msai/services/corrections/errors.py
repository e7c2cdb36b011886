"""What a correction is refused for."""

from __future__ import annotations

from msai.services import ServiceError


class LineNotCorrectable(ServiceError):
    """The entry came from another paper, or counts only shares and units: it has no line to put right."""

    code = "line_not_correctable"


class NothingChanges(ServiceError):
    """The right line says what the wrong one said."""

    code = "nothing_changes"


class CorrectionWithoutReason(ServiceError):
    """The second person has to be told why."""

    code = "correction_without_reason"


class KindNotOffered(ServiceError):
    """A line of that kind cannot stand in the place of this one."""

    code = "kind_not_offered"


class NotWholeShares(ServiceError):
    """The group saves by shares, and the amount is not a number of them."""

    code = "correction_not_whole_shares"


class MemberNotThere(ServiceError):
    """She was not with the group on the day of the line."""

    code = "member_not_there"


class CorrectionOverdraws(ServiceError):
    """More would be taken back than there is: it was spent, paid out or used since."""

    code = "correction_overdraws"


class LoanCharged(ServiceError):
    """A loan that is taken back was never given; interest of it that stands in the book goes first."""

    code = "loan_charged"
