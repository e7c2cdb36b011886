"""What is refused about stakes, backers and declarations, beside the rules of the books themselves."""

from msai.services import ServiceError


class StakeReasonMissing(ServiceError):
    """The second person reads why."""

    code = "stake_act_without_reason"


class ActKnown(ServiceError):
    """This very form was sent before, and was taken."""

    code = "stake_act_known"


class StakeDayAhead(ServiceError):
    """It is said of a day that has not come."""

    code = "stake_day_ahead"


class EnterpriseUnnamed(ServiceError):
    """A stake is in an enterprise of this ledger, or in one that is named."""

    code = "enterprise_unnamed"


class NotItsCurrency(ServiceError):
    """A stake in an enterprise with a book here is in the currency of that book."""

    code = "not_its_currency"


class CapWithoutGain(ServiceError):
    """A share of sales that ends before the money is back, or with it, pays nothing."""

    code = "cap_without_gain"


class PercentOutOfRange(ServiceError):
    """A percent in the terms of a stake is above nought and at most a hundred."""

    code = "percent_out_of_range"


class StakeEnded(ServiceError):
    """The stake has ended; nothing is decided about it any more."""

    code = "stake_over"


class LockInNotOver(ServiceError):
    """The capital is asked back before the day that was agreed."""

    code = "lock_in_not_over"


class InGestation(ServiceError):
    """A return is declared before the day from which one is due."""

    code = "in_gestation"


class NothingLeftToDecide(ServiceError):
    """Nothing stands on the account, or nothing would change."""

    code = "nothing_on_this_stake"


class ValuationWithoutName(ServiceError):
    """A valuation says who valued and how."""

    code = "stake_valuation_unsigned"


class RateWithoutSource(ServiceError):
    """A mid rate is typed with where it was read."""

    code = "stake_rate_without_source"


class ReturnNotOpen(ServiceError):
    """Nothing of this declared return is still to come."""

    code = "return_not_open"


class InstrumentOther(ServiceError):
    """What is declared does not go with the instrument of this backer."""

    code = "instrument_other"


class TermsMissing(ServiceError):
    """The terms do not say by what the return is reckoned."""

    code = "stake_terms_missing"


class CropNotAgreed(ServiceError):
    """Nobody was promised a part of the harvest of this crop."""

    code = "crop_not_agreed"


class CapReached(ServiceError):
    """All that was agreed has been paid back."""

    code = "cap_reached"


class NoSharesHeld(ServiceError):
    """Nobody to whom a dividend could go held a share on the record date."""

    code = "no_shares_held"


class FunderUnknown(ServiceError):
    """The enterprise has no such funder, or not of this kind."""

    code = "funder_unknown"


class MoreThanUnspent(ServiceError):
    """More of a grant is used or given back than is left of it."""

    code = "more_than_unspent"


class MoreThanOwed(ServiceError):
    """More is paid to a backer, or left in the enterprise, than is owed to it."""

    code = "more_than_there_for_it"


class OfferAnswered(ServiceError):
    """The enterprise has answered this already."""

    code = "offer_answered"


class LabelTaken(ServiceError):
    """A funder of this name is known already."""

    code = "funder_known"
