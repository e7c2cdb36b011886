"""What can be wrong with the form of a request, before any rule of the books is asked.

Each problem has a class and code of its own and names its place (`lines.3.amount`), so that
a phone can lead the finger to the cell and a sentence can say what to write there.
"""

from collections.abc import Sequence

from ledgers.errors import LedgerError
from msai.services import ServiceError


class UnreadableSheet(ServiceError):
    """A request that cannot be read; `problems` are all that was found, each with its `path` in params."""

    code = "unreadable_sheet"

    def __init__(self, problems: Sequence[LedgerError]) -> None:
        """Keep every problem; the first one is what a program is answered."""
        super().__init__(path=problems[0].params["path"])
        self.problems = tuple(problems)


class UnknownField(ServiceError):
    """A field nobody declared: a misspelt one would be lost money."""

    code = "unknown_field"


class MissingField(ServiceError):
    """A field without which the request says too little."""

    code = "missing_field"


class NotAnObject(ServiceError):
    """A list or a text where fields with names belong."""

    code = "not_an_object"


class NotAList(ServiceError):
    """Something else where a list belongs."""

    code = "not_a_list"


class NotADate(ServiceError):
    """A day that the calendar does not have, or not written as 2026-11-22."""

    code = "not_a_date"


class NotAWholeNumber(ServiceError):
    """A number that cannot be counted with: a fraction, a text, or out of range."""

    code = "not_a_whole_number"


class UnknownKind(ServiceError):
    """A line of a kind that sheets do not have."""

    code = "unknown_kind"


class UnknownAttendance(ServiceError):
    """A way of attending that sheets do not have."""

    code = "unknown_attendance"


class UnknownAnswer(ServiceError):
    """A witness agrees or disputes; there is no third word."""

    code = "unknown_answer"


class NotYesOrNo(ServiceError):
    """Something else where true or false belongs."""

    code = "not_yes_or_no"


class TooMany(ServiceError):
    """More of one thing than any meeting has."""

    code = "too_many"


class PartsDiffer(ServiceError):
    """Principal and interest of a repayment are not its amount."""

    code = "parts_differ"


class BadText(ServiceError):
    """Text with signs that nobody sees or that turn the line around."""

    code = "bad_text"


class TextTooLong(ServiceError):
    """More text than there is room for."""

    code = "text_too_long"


class NotText(ServiceError):
    """A number or a list where words belong."""

    code = "not_text"
