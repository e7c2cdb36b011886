"""What is refused about monthly reports, beside what their parts refuse."""

from msai.services import ServiceError


class MonthReported(ServiceError):
    """There is a report of this month already; it is taken back before another is sent."""

    code = "month_reported"


class ReportMonthAhead(ServiceError):
    """The month has not begun."""

    code = "report_month_ahead"


class ReportBeforeEnterprise(ServiceError):
    """The enterprise was not there yet in this month."""

    code = "report_before_enterprise"


class ReportSaysNothing(ServiceError):
    """Not one box was filled in: that is no report."""

    code = "report_says_nothing"


class ReportTooLong(ServiceError):
    """More lines or words than anybody fills in for a month."""

    code = "report_too_long"


class ReportLineTwice(ServiceError):
    """Two lines of a report have one name."""

    code = "report_line_twice"


class ReportDayOutside(ServiceError):
    """What happened in another month belongs into the report of that month."""

    code = "report_day_outside"


class AmountNotOfEvent(ServiceError):
    """No money moves when a thing like this happens."""

    code = "amount_not_of_event"


class EnteredForMissing(ServiceError):
    """Who types a paper form in says whose it is."""

    code = "entered_for_missing"


class PlaceMissing(ServiceError):
    """Money moved, and it was not said where it lies."""

    code = "report_place_missing"


class MonthDraftMoved(ServiceError):
    """Somebody saved another version of it in between; nothing was overwritten."""

    code = "month_draft_moved"


class ReportTakenBack(ServiceError):
    """The report was taken back."""

    code = "report_taken_back"


class ReportReasonMissing(ServiceError):
    """The second person and the backers read why a report is taken back."""

    code = "report_reason_missing"


class NotAVoiceNote(ServiceError):
    """The file is no sound that a phone records."""

    code = "not_a_voice_note"


class VoiceNoteTooLong(ServiceError):
    """The spoken note is larger than one may be."""

    code = "voice_note_too_long"


class NotAPicture(ServiceError):
    """The file is no picture."""

    code = "not_a_picture"


class ReportFilesFull(ServiceError):
    """A report holds as many pictures as it may."""

    code = "report_files_full"


class ReceiptLineUnknown(ServiceError):
    """The report has no such amount, or it is there with a receipt already."""

    code = "receipt_line_unknown"
