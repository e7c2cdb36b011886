"""What is refused about activities, units, batches and their events."""

from __future__ import annotations

from msai.services import ServiceError


class ActivityKnown(ServiceError):
    """The enterprise has something of that name already."""

    code = "activity_known"


class ActivityUnnamed(ServiceError):
    """An activity has a name."""

    code = "activity_unnamed"


class UnitUnknown(ServiceError):
    """Neither the catalogue nor the enterprise knows the unit."""

    code = "unit_unknown"


class UnitWithoutFactor(ServiceError):
    """The unit varies, and the enterprise has not said what it held on that day."""

    code = "unit_without_factor"


class UnitIsFixed(ServiceError):
    """Law or definition says what the unit holds."""

    code = "unit_is_fixed"


class FarmDayAhead(ServiceError):
    """The day has not come yet."""

    code = "farm_day_ahead"


class BeforeBatch(ServiceError):
    """The day is before the batch was opened."""

    code = "before_batch"


class BatchUnknown(ServiceError):
    """A line names a batch that is not this enterprise's."""

    code = "batch_unknown"


class BatchClosed(ServiceError):
    """The batch is closed; nothing happens to it any more."""

    code = "batch_closed"


class BatchNotEmpty(ServiceError):
    """Something of the batch is left by what was recorded."""

    code = "batch_not_empty"


class CountToExplain(ServiceError):
    """A count differs from what was recorded, and nobody has said why."""

    code = "count_to_explain"


class ClosedBeforeEvents(ServiceError):
    """Something happened to the batch after the day on which it would close."""

    code = "closed_before_events"


class EventNotOfProduct(ServiceError):
    """This cannot happen to that: hens are not harvested, rice does not die."""

    code = "event_not_of_product"


class QuantityMissing(ServiceError):
    """Something of nothing is no event."""

    code = "quantity_missing"


class WordsMissing(ServiceError):
    """What nobody can say for sure, and what is taken back, is said why."""

    code = "farm_words_missing"


class MoreDeathsThanAnimals(ServiceError):
    """More would have died than were there."""

    code = "more_deaths_than_animals"


class MoreThanThere(ServiceError):
    """More would go than was there on that day."""

    code = "more_than_there"


class MoveIntoItself(ServiceError):
    """Something would go from a batch to the same batch."""

    code = "move_into_itself"


class MoveOtherKind(ServiceError):
    """The other batch keeps no count of that: hens do not become goats."""

    code = "move_other_kind"


class BatchNameTaken(ServiceError):
    """An open batch of the activity has that name."""

    code = "batch_name_taken"


class FactorFarOff(ServiceError):
    """A unit would hold far more or less here than is usual, and nobody said that it is meant."""

    code = "factor_far_off"


class FactorAbsurd(ServiceError):
    """No unit that people use holds so much, or so little."""

    code = "factor_absurd"


class AreaMissing(ServiceError):
    """A batch would stand on an area of nothing."""

    code = "area_missing"


class EventTakenBack(ServiceError):
    """The event was taken back before."""

    code = "event_taken_back"


class PlanEndsBefore(ServiceError):
    """The batch would end before it began."""

    code = "plan_ends_before"
