"""What the decisions about an investment fund refuse, beside the rules of the books themselves."""

from msai.services import ServiceError


class FundNotThere(ServiceError):
    """The group has no investment fund of that name."""

    code = "investment_fund_not_there"


class NotAUnitHolder(ServiceError):
    """Units pass to somebody who is with the group or holds units already; this one is neither."""

    code = "not_a_unit_holder"


class SameHolder(ServiceError):
    """Units do not move from a member to herself."""

    code = "same_unit_holder"


class MoreThanThereIs(ServiceError):
    """More is to be given to the members than the fund has in cash beside what is due already."""

    code = "more_than_there_is"


class MoreThanDue(ServiceError):
    """More is to be paid or put back than the fund owes the member."""

    code = "more_than_due"


class ValuationTooOld(ServiceError):
    """A valuation is used for six months from its day."""

    code = "valuation_too_old"


class ValuationAhead(ServiceError):
    """A fund is valued on a day that has come."""

    code = "valuation_ahead"


class ValuationUnsigned(ServiceError):
    """A valuation says who made it and what it was made by."""

    code = "valuation_unsigned"


class NotAtAValuation(ServiceError):
    """The fund deals at its book value already."""

    code = "not_at_a_valuation"


class FundHasWorth(ServiceError):
    """There is something behind the units; they are worth it, and nobody takes them away."""

    code = "fund_has_worth"


class FundBelowZero(ServiceError):
    """The fund owes more than it has; somebody has to make it whole before it starts anew."""

    code = "fund_below_zero"


class SavingsNotFree(ServiceError):
    """More savings are to be turned than the member has beside what she owes."""

    code = "savings_not_free"


class TurnedNotWholeShares(ServiceError):
    """The group saves by shares, and the amount to be turned is not a number of them."""

    code = "turned_not_whole_shares"


class NothingToTurn(ServiceError):
    """Nobody has savings that could be turned."""

    code = "nothing_to_turn"


class ReasonMissing(ServiceError):
    """The second officer and the group read why."""

    code = "unit_act_without_reason"
