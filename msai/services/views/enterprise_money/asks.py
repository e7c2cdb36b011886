"""What each form about the money of an enterprise asks for, and what it says of itself."""

from __future__ import annotations

from collections.abc import Mapping

from msai.messages import N_
from msai.services.enterprise_money.wanted import MoneyKind
from msai.services.views.stakes.form import Ask

K = MoneyKind
_ON, _AMOUNT = Ask("happened_on", "date", N_("On which day?")), Ask("amount", "amount", N_("Amount"))
_ACTIVITY = Ask("activity", "select", N_("Of what?"))
_CODE = Ask("code", "select", N_("For what?"))
_INTO = Ask("place", "select", N_("Where did the money go?"))
_FROM = Ask("place", "select", N_("Where did the money come from?"))
_PARTY = Ask("party", "select", N_("Who?"))
_FUNDER = Ask("backer", "select", N_("Who?"))
_NEW = Ask("new_party", "text", N_("Or a new name"),
           N_("It stays with the enterprise and is not shown abroad."))
ASKS: Mapping[MoneyKind, tuple[Ask, ...]] = {
    K.SOLD: (_ACTIVITY, _AMOUNT, _INTO,
             Ask("party", "select", N_("Who owes it, if it is not paid yet?")), _NEW, _ON),
    K.COLLECTED: (_PARTY, _AMOUNT, _INTO, _ON), K.BAD_DEBT: (_PARTY, _AMOUNT, _ON),
    K.PAID: (_CODE, _AMOUNT, _FROM, Ask("party", "select", N_("Whom do we owe it, if it is not paid yet?")),
             _NEW, _ON),
    K.BILL_PAID: (_PARTY, _AMOUNT, _FROM, _ON),
    K.ADVANCE: (_PARTY, _NEW, _AMOUNT, _FROM, _ON), K.ADVANCE_USED: (_PARTY, _CODE, _AMOUNT, _ON),
    K.ADVANCE_BACK: (_PARTY, _AMOUNT, _INTO, _ON), K.WAGES_IN_KIND: (_ACTIVITY, _AMOUNT, _ON),
    K.OWN_USE: (_ACTIVITY, _AMOUNT, _ON),
    K.EQUIPMENT: (
        Ask("name", "text", N_("What is it?")), _AMOUNT,
        Ask("months", "count", N_("For how many months will it last?"),
            N_("For example 60 for five years.")),
        Ask("rest", "amount", N_("What will it be worth then?"), N_("Leave empty for nothing.")), _FROM,
        Ask("party", "select", N_("Whom do we owe it, if it is not paid yet?")), _NEW, _ON),
    K.EQUIPMENT_SOLD: (
        Ask("equipment", "select", N_("Which?")), Ask("amount", "amount", N_("For how much?"),
            N_("0 if it was given up for nothing.")), _INTO, _ON),
    K.WEAR: (Ask("happened_on", "select", N_("Up to the end of which month?")),),
    K.LOST: (_AMOUNT, _ON),
    K.COUNTED: (Ask("what", "select", N_("What was counted?")),
                Ask("valuing", "select", N_("How is it valued?")),
                Ask("amount", "amount", N_("What is all of it worth?")), _ON),
    K.CASH_COUNTED: (Ask("place", "select", N_("Where?")),
                     Ask("amount", "amount", N_("How much is there?")), _ON),
    K.MOVED: (_FROM, Ask("into", "select", N_("Where did it go?")), _AMOUNT, _ON),
    K.FAMILY: (Ask("hours", "number", N_("How many hours?")),
               Ask("amount", "amount", N_("What would they have cost?"), N_("As the family says it.")), _ON),
    K.OWNER_IN: (_AMOUNT, _INTO, _ON), K.OWNER_OUT: (_AMOUNT, _FROM, _ON),
    K.GRANT: (_FUNDER, _AMOUNT, _INTO, _ON),
    K.GRANT_IN_KIND: (
        _FUNDER, Ask("in_kind", "select", N_("What was given?")), Ask("name", "text", N_("What is it?")),
        Ask("amount", "amount", N_("What is all of it worth?")),
        Ask("months", "count", N_("If it is equipment: for how many months will it last?"),
            N_("For example 60 for five years.")),
        Ask("rest", "amount", N_("What will it be worth then?"), N_("Leave empty for nothing.")), _ON),
    K.GRANT_USED: (_FUNDER, _AMOUNT, _ON), K.GRANT_RETURNED: (_FUNDER, _AMOUNT, _FROM, _ON),
    K.BORROWED: (_FUNDER, _AMOUNT, _INTO, _ON),
    K.LOAN_PAID: (
        _FUNDER, Ask("amount", "amount", N_("How much of the loan?")),
        Ask("interest", "amount", N_("How much interest beside it?"), N_("Leave empty for nothing.")),
        _FROM, _ON),
    K.YEAR: (Ask("happened_on", "select", N_("Which day is its last?")),),
    K.TAKEN_BACK: (),
}
HELP: Mapping[MoneyKind, str] = {
    K.SOLD: N_("For money, or to somebody who pays later."),
    K.COLLECTED: N_("All of it or a part."),
    K.BAD_DEBT: N_("What is given up is a cost. Another person of the enterprise agrees to it."),
    K.PAID: N_("Paid now, or owed to somebody."),
    K.BILL_PAID: N_("What was owed to a supplier, a worker or the tax office."),
    K.ADVANCE: N_("It is a cost only when it is used."),
    K.ADVANCE_USED: N_("What it was spent on."),
    K.ADVANCE_BACK: N_("What was not spent."),
    K.WAGES_IN_KIND: N_("Count it at the price it would have been sold for."),
    K.OWN_USE: N_("Count it at the price it would have been sold for."),
    K.EQUIPMENT: N_("Something that is used for years. Its cost is spread over the months it lasts."),
    K.EQUIPMENT_SOLD: N_("Another person of the enterprise agrees to it."),
    K.WEAR: N_("Each month an equal part of what the equipment cost, less what it is worth at the end."),
    K.LOST: N_("At what they stood at when they were last counted."),
    K.COUNTED: N_(
        "Only then is it known what was earned. Within a year everything is valued in the same way."),
    K.CASH_COUNTED: N_("What is missing or too much is noted by itself."),
    K.MOVED: N_("From one place of the enterprise to another."),
    K.FAMILY: N_("It is not in the book, but stands beside the result."),
    K.OWNER_IN: N_("The owner gets a share for each whole unit of money, as others do."),
    K.OWNER_OUT: N_("For the household; it is no cost of the enterprise."),
    K.GRANT: N_("A grant is no income before it is used for what it was given for."),
    K.GRANT_IN_KIND: N_("A grant is no income before it is used for what it was given for."),
    K.GRANT_USED: N_("What was used counts as income from then on."),
    K.GRANT_RETURNED: N_("Money that was not used goes back to who gave it."),
    K.BORROWED: N_("From a bank, or another lender outside the groups that save here."),
    K.LOAN_PAID: N_("What goes back is no cost; the interest is."),
    K.YEAR: N_("After that nothing is noted in it any more. Another person of the enterprise agrees to it."),
    K.TAKEN_BACK: N_("Both stay to be seen. Another person of the enterprise agrees to it."),
}
"""By the kind of act, one sentence."""

WITH_RECEIPT = frozenset({K.SOLD, K.COLLECTED, K.PAID, K.BILL_PAID, K.ADVANCE_USED, K.EQUIPMENT, K.OWNER_IN,
                          K.GRANT, K.GRANT_IN_KIND, K.GRANT_USED, K.BORROWED, K.LOAN_PAID})
"""What usually has a receipt; without one it is marked."""
