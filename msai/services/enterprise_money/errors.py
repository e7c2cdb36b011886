"""What is refused about the money of an enterprise, beside the rules of the books themselves."""

from msai.services import ServiceError


class MoneyDayAhead(ServiceError):
    """It is said of a day that has not come."""

    code = "money_day_ahead"


class MoneyDayBeforeBook(ServiceError):
    """The day lies before the first day of the enterprise's book."""

    code = "money_day_before_book"


class MoneyYearClosed(ServiceError):
    """The day lies in a year that was closed."""

    code = "money_year_closed"


class PlaceUnknown(ServiceError):
    """The enterprise keeps no money at a place of that name."""

    code = "money_place_unknown"


class PlaceKnown(ServiceError):
    """A place of that name is there already."""

    code = "money_place_known"


class PlaceTwice(ServiceError):
    """Money is moved from one place to another, not to the same."""

    code = "money_place_twice"


class PartyUnknown(ServiceError):
    """The enterprise knows nobody of that name, or it was not said who."""

    code = "money_party_unknown"


class PartyKnown(ServiceError):
    """Somebody of that name is known already."""

    code = "money_party_known"


class ActivityUnknown(ServiceError):
    """The enterprise has no such activity."""

    code = "money_activity_unknown"


class NoSuchCost(ServiceError):
    """The sort of cost is none of those that are offered."""

    code = "money_cost_unknown"


class FunderUnclear(ServiceError):
    """The enterprise has no such funder or lender outside the programme."""

    code = "money_funder_unclear"


class GiftUnclear(ServiceError):
    """What is given in kind is equipment or supplies."""

    code = "money_gift_unclear"


class MoreThanStands(ServiceError):
    """More is collected, paid, used or lost than stands there for it."""

    code = "money_more_than_stands"


class MoneyReasonMissing(ServiceError):
    """The second person reads why."""

    code = "money_without_reason"


class EquipmentUnknown(ServiceError):
    """There is no such equipment, or it is there no more."""

    code = "money_equipment_unknown"


class NothingWorn(ServiceError):
    """Everything that wears out has been written down to that day."""

    code = "money_nothing_worn"


class LifeOutOfRange(ServiceError):
    """Equipment lasts between one month and fifty years, and is worth no more at the end than it cost."""

    code = "money_life_out_of_range"


class CountedSince(ServiceError):
    """The same was counted on a later day."""

    code = "money_counted_since"


class CountUnclear(ServiceError):
    """It is not said what was counted, or at which sort of value."""

    code = "money_count_unclear"


class MethodHolds(ServiceError):
    """Within a year everything is counted at one sort of value."""

    code = "money_method_holds"


class YearNotOver(ServiceError):
    """A year is closed once it is over, and it ends with a month."""

    code = "money_year_not_over"


class YearNotCounted(ServiceError):
    """Before a year is closed, what is in store and what grows is counted in its last month."""

    code = "money_year_not_counted"


class NotCounted(ServiceError):
    """Before what was earned is shared out, what is in store and what grows is counted."""

    code = "money_not_counted"


class NothingToClose(ServiceError):
    """There was neither income nor cost in the year."""

    code = "money_nothing_to_close"


class NotTakenBackHere(ServiceError):
    """The entry belongs to a paper of its own, or is a closing or a correction itself."""

    code = "money_not_taken_back_here"


class TakenBackAlready(ServiceError):
    """It was taken back before."""

    code = "money_taken_back_already"


class LaterMoneyRests(ServiceError):
    """What came later rests on it: it was collected, paid, used or written down since."""

    code = "money_later_rests_on_it"


class ReceiptThere(ServiceError):
    """A receipt is kept with it already."""

    code = "money_receipt_there"


class NotInReport(ServiceError):
    """A monthly report cannot hold an act of this kind."""

    code = "money_not_in_report"
