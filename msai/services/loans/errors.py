"""What cannot be done with a loan, each with a code of its own."""

from msai.services import ServiceError


class LendingOff(ServiceError):
    """The group does not lend."""

    code = "lending_off"


class LoanTooLong(ServiceError):
    """It would run longer than the group's rule allows."""

    code = "loan_too_long"


class LoanOverLimit(ServiceError):
    """With it she would owe more than so many times her own savings."""

    code = "loan_over_limit"


class LoanFundUnknown(ServiceError):
    """Loans are given from the savings fund or from the social fund."""

    code = "loan_fund_unknown"


class BorrowerNotThere(ServiceError):
    """Who asks for a loan belongs to the group on that day."""

    code = "borrower_not_there"


class LoanRequestDecided(ServiceError):
    """The request was answered, taken back or given before."""

    code = "loan_request_decided"


class LoanNotApproved(ServiceError):
    """No other officer has approved this loan, or it was given already."""

    code = "loan_not_approved"


class LoanApprovalLapsed(ServiceError):
    """It was approved too long ago: two meetings have passed, or sixty days."""

    code = "loan_approval_lapsed"


class LoanTermsChanged(ServiceError):
    """By the rules of today the loan would cost something else than what was asked for and approved."""

    code = "loan_terms_changed"


class OwnLoan(ServiceError):
    """Nobody decides about her own loan, and nobody gives out what she alone approved."""

    code = "own_loan"


class LoanSettled(ServiceError):
    """Nothing is owed of this loan."""

    code = "loan_settled"


class LoanMovedSince(ServiceError):
    """Something was recorded on this loan after that day; a payment comes after it."""

    code = "loan_moved_since"


class LoanDayAhead(ServiceError):
    """The day has not come yet."""

    code = "loan_day_ahead"


class LoanNeverGivenUp(ServiceError):
    """Money can come back for a loan that was given up, and for no other."""

    code = "loan_never_given_up"


class LoanActWithoutReason(ServiceError):
    """The other officer reads why, and so does the member."""

    code = "loan_act_without_reason"
