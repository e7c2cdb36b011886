"""What a charge, or letting one go, is refused for."""

from __future__ import annotations

from msai.services import ServiceError


class ChargeWithoutWords(ServiceError):
    """Whoever is charged, or whoever has to agree, is told what for."""

    code = "charge_without_words"


class ChargeDayAhead(ServiceError):
    """Nobody is charged for a day that has not come."""

    code = "charge_day_ahead"


class ChargeNotOpen(ServiceError):
    """The charge was paid, let go or put right meanwhile, or never stood there."""

    code = "charge_not_open"


class LetsGoMore(ServiceError):
    """More would be let go than is left of the charge."""

    code = "lets_go_more"


class FeesNotRaised(ServiceError):
    """Fees by rule fell due by that day, and nobody wrote them down yet."""

    code = "fees_not_raised"


class OwnCharge(ServiceError):
    """Nobody agrees that she need not pay what she owes herself."""

    code = "own_charge"
