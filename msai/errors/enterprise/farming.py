"""What is said where something about batches, units or what happened on the farm is refused."""

from collections.abc import Mapping

from msai.messages import N_

TO_MEND: Mapping[str, str] = {
    "activity_unnamed": N_("Enter a name, such as Hogs or Rice."),
    "not_a_quantity": N_(
        "This could not be read as a quantity. Write it without a mark for thousands, such as 1200 or 2.5."),
    "unit_of_another_kind": N_("This is counted in another kind of unit. Choose one from the list."),
    "factor_not_positive": N_("One of it holds more than nothing. Enter how much it holds here."),
    "unit_unknown": N_("Choose a unit from the list, or add your own first."),
    "unit_without_factor": N_(
        "Say first how much a unit of %(unit)s holds here: it was not said for %(day)s."),
    "unit_is_fixed": N_("%(unit)s is the same everywhere and cannot be changed."),
    "farm_day_ahead": N_("%(day)s has not come yet. Enter a day up to today."),
    "before_batch": N_("The batch began on %(day)s. Enter a day from then on."),
    "batch_unknown": N_("Choose a batch from the list."),
    "event_not_of_product": N_("This cannot happen to it. Choose something else from the list."),
    "quantity_missing": N_("Enter how much it was."),
    "farm_words_missing": N_("Say why, so that others can follow it."),
    "more_deaths_than_animals": N_(
        "More animals would have died than were there: %(missing)s too many on %(day)s. Look at the number "
        "and the day again."),
    "more_than_there": N_(
        "More would go than was there: %(missing)s too much on %(day)s. Look at the number and the day "
        "again, or record first what came in."),
    "move_into_itself": N_("It is in this batch already. Choose another one."),
    "move_other_kind": N_("The other batch keeps no count of that. Choose one of the same kind."),
    "factor_far_off": N_(
        "Usual is about %(usual)s. If it really is %(factor)s here, tick the box below and keep it."),
    "factor_absurd": N_("No unit holds so much or so little. Look at the number again."),
    "area_missing": N_("Enter how large it is, or leave the area empty."),
    "plan_ends_before": N_("The batch began on %(day)s. Enter a later day for its end."),
}
"""By the code of the refusal."""

CONFLICTS: Mapping[str, str] = {
    "activity_known": N_("%(name)s is in the list already. Choose another name."),
    "batch_name_taken": N_("An open batch is called %(name)s already. Choose another name."),
    "batch_closed": N_("This batch was closed on %(day)s. Nothing happens to it any more."),
    "batch_not_empty": N_(
        "%(left)s is still there by what was recorded. Record where it went, or that it was lost, and close "
        "the batch then."),
    "count_to_explain": N_(
        "The count of %(day)s is %(missing)s off. Record what happened, and close the batch then."),
    "closed_before_events": N_("Something happened up to %(day)s. Close the batch on that day or later."),
    "event_taken_back": N_("This was taken back before."),
}
"""By the code of the refusal, where what is recorded stands against it."""
