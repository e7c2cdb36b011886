"""What cannot be done with a remittance or a rate, each with a code of its own."""

from msai.services import ServiceError


class NothingToSend(ServiceError):
    """A remittance sends more than nothing."""

    code = "nothing_to_send"


class FeeNotBelowAmount(ServiceError):
    """A fee is not below zero, and one that is deducted leaves something of the amount."""

    code = "fee_not_below_amount"


class TwoRecordsOfTender(ServiceError):
    """Each place that money is taken from stands once on a remittance."""

    code = "tender_twice"


class StakeEnded(ServiceError):
    """The group gave this stake back or gave it up; no more capital goes into it."""

    code = "no_more_into_stake"


class RemittanceDayAhead(ServiceError):
    """Money is written down when it moved, not before."""

    code = "remittance_day_ahead"


class RemittanceMoved(ServiceError):
    """The remittance is past this step already."""

    code = "remittance_moved"


class NotSentYet(ServiceError):
    """Nothing can land, come back or be lost of what was not sent."""

    code = "not_sent_yet"


class LandedBeforeSent(ServiceError):
    """Money cannot land before the day it was sent."""

    code = "landed_before_sent"


class NothingLanded(ServiceError):
    """A landing is more than nothing, and its fee is not below zero."""

    code = "nothing_landed"


class AlreadyLanded(ServiceError):
    """All of this remittance was confirmed before."""

    code = "already_landed"


class LandedMoreThanSent(ServiceError):
    """Far more would have landed than was sent."""

    code = "landed_more_than_sent"


class EnterpriseConfirms(ServiceError):
    """The enterprise keeps its book here: what landed is confirmed by its own second person."""

    code = "enterprise_confirms"


class NothingDisputed(ServiceError):
    """Nothing of this remittance waits for an explanation."""

    code = "nothing_disputed"


class ExplanationMissing(ServiceError):
    """An explanation has words."""

    code = "explanation_missing"


class MoreThanOwed(ServiceError):
    """The enterprise would send home more than it owes this backer."""

    code = "home_more_than_owed"


class RateUpsideDown(ServiceError):
    """The rate looks as if it were turned around: home money for one of the group's, not the other way."""

    code = "rate_upside_down"


class RateFarOff(ServiceError):
    """The rate is more than a fifth off the last one."""

    code = "rate_far_off"


class RateWithoutSource(ServiceError):
    """A mid rate needs its day and who says so."""

    code = "mid_rate_unsourced"


class RateDayAhead(ServiceError):
    """A rate cannot be known before its day."""

    code = "rate_day_ahead"


class RateDayLongPast(ServiceError):
    """Nobody's rate is of a day so long ago: the year was mistyped."""

    code = "rate_day_long_past"


class RateOfOneCurrency(ServiceError):
    """Between two books in one currency there is no rate but one."""

    code = "rate_of_one_currency"


class LandingToChoose(ServiceError):
    """Money was noted for this stake before the paper came; the treasurer says first whether it is that."""

    code = "landing_to_choose"


class LandingSaysMore(ServiceError):
    """More was noted as sent than the enterprise's paper says."""

    code = "landing_says_more"


class LandingPaired(ServiceError):
    """The enterprise's paper was found to be this landing; it is part of that transfer now."""

    code = "landing_paired"


class MoreThanExpected(ServiceError):
    """More would have been sent than was declared or agreed."""

    code = "more_than_expected"


class LandedBeforeAgreed(ServiceError):
    """Money cannot land before what it is for was declared or agreed."""

    code = "landed_before_agreed"
