"""What is said when a look at the bank cannot be kept as typed, or a demo and a real group would mix."""

from collections.abc import Mapping

from msai.messages import N_

TO_MEND: Mapping[str, str] = {
    "month_not_over": N_("That month is not over. Come back after %(day)s."),
    "month_closed": N_(
        "%(day)s belongs to a cycle that is shared out, so nothing can be booked on it. Say it in words, "
        "and record it at the next meeting."
    ),
    "fund_not_there": N_("That fund has no money in this place. Choose another one."),
    "item_refused": N_("One of the reasons cannot be taken like this. Look at it again."),
    "item_not_an_amount": N_("Enter how much it was, as a number above nought."),
    "item_without_words": N_("Say in a few words what it was."),
    "item_words_too_long": N_("At most %(longest)s letters fit here. Say it shorter."),
}

CONFLICTS: Mapping[str, str] = {
    "demo_mixed": N_(
        "The demo programme stays among its invented people: they get no place in a real group, and nobody "
        "real gets one in theirs."
    ),
    "looked_meanwhile": N_("Somebody else compared this month meanwhile. Look at what is there, then go on."),
}
