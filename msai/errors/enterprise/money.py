"""What is said where something about the money of an enterprise is refused."""

from collections.abc import Mapping

from msai.messages import N_

TO_MEND: Mapping[str, str] = {
    "money_day_ahead": N_("%(day)s has not come yet. Enter a day up to today."),
    "money_day_before_book": N_("The book begins on %(day)s. Enter a day from then on."),
    "money_year_closed": N_(
        "The year up to %(day)s is closed. Enter a later day. What was wrong in it is taken back and noted "
        "anew."),
    "money_place_unknown": N_("Choose from the list where the money lies."),
    "money_place_known": N_("A place of that name is in the list already. Choose another name."),
    "money_place_twice": N_("Choose two places that are not the same."),
    "money_party_unknown": N_("Choose who it is, or enter a new name."),
    "money_party_known": N_("This name is in the list already. Choose it there."),
    "money_activity_unknown": N_("Choose from the list what it belongs to."),
    "money_funder_unclear": N_("Choose from the list who gave or lent it."),
    "money_gift_unclear": N_("Say whether equipment or supplies were given."),
    "money_cost_unknown": N_("Choose from the list what it was for."),
    "money_more_than_stands": N_("Only %(left)s is there for this. Enter at most that."),
    "money_without_reason": N_("Say why, so that the second person and the others can follow it."),
    "money_equipment_unknown": N_("Choose equipment that is in the list, and a day since it came."),
    "money_life_out_of_range": N_(
        "Equipment lasts between one month and fifty years, and is worth no more at the end than it cost."),
    "money_counted_since": N_("This was counted on %(day)s already. Enter that day or a later one."),
    "money_count_unclear": N_("Say what was counted, and how it is valued."),
    "money_method_holds": N_(
        "What was counted before in this year was valued in the other way. Value it in the same way until "
        "the year is closed."),
    "money_not_in_report": N_("This is not noted in a monthly report, but on the page of the money."),
}
"""By the code of the refusal."""

CONFLICTS: Mapping[str, str] = {
    "money_nothing_worn": N_("All wear is in the book up to that day. Choose a later month."),
    "money_year_not_over": N_(
        "A year is closed once it is over. Choose from the days that are offered."),
    "money_year_not_counted": N_(
        "Count first what is in store and what grows, on a day in the month that ends on %(day)s."),
    "money_not_counted": N_(
        "Count first what is in store and what grows, or say that there is nothing. A count holds for "
        "%(days)s days."),
    "money_nothing_to_close": N_(
        "There was neither income nor cost in this year. There is nothing to close."),
    "money_not_taken_back_here": N_("This is not taken back here. Put it right where it was recorded."),
    "money_taken_back_already": N_("This was taken back before."),
    "money_later_rests_on_it": N_(
        "What came later rests on it: it was paid, used or counted since. Take that back first."),
    "money_receipt_there": N_("A receipt is kept with it already."),
}
"""By the code of the refusal, where what is recorded stands against it."""
