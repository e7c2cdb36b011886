"""What can be wrong with lines about people and their work; each error names its field in `path`."""

from __future__ import annotations

from msai.services import ServiceError


class HoursOfNobody(ServiceError):
    """Hours were worked, and nobody worked them."""

    code = "hours_of_nobody"


class MoreHoursThanMonth(ServiceError):
    """So many people cannot work so many hours in a month, not even by day and night."""

    code = "more_hours_than_month"


class CountNegative(ServiceError):
    """A number of people, hours or money below nought."""

    code = "count_negative"


class LineSaysNothing(ServiceError):
    """Neither people nor hours nor money."""

    code = "line_says_nothing"


class MonthAhead(ServiceError):
    """The month has not begun."""

    code = "work_month_ahead"


class RecordDayAhead(ServiceError):
    """The day has not come yet."""

    code = "record_day_ahead"


class NotAMonth(ServiceError):
    """A month is named by its first day."""

    code = "not_a_month"


class FullTimeOutOfRange(ServiceError):
    """Full-time work is some hours a month, and no more than a month has."""

    code = "full_time_out_of_range"


class SuppliersTooFew(ServiceError):
    """More women among the suppliers than suppliers, or smallholders without a number."""

    code = "suppliers_too_few"


class TopicOfOtherKind(ServiceError):
    """A complaint about a wound, or an injury about wages."""

    code = "topic_of_other_kind"


class MoreSettledThanOpen(ServiceError):
    """More are settled than there were, or before they came up."""

    code = "more_settled_than_open"


class ReasonMissing(ServiceError):
    """Nobody takes a line back without saying why."""

    code = "take_back_reason_missing"


class LinesDiffer(ServiceError):
    """The same report or form came again and says something else."""

    code = "lines_differ"


class TakenBackAlready(ServiceError):
    """The line was taken back before."""

    code = "line_taken_back_already"


class LineOfReport(ServiceError):
    """The line stands in a monthly report and is put right with it."""

    code = "line_of_report"
