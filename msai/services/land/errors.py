"""What can be wrong with land, certificates and chemicals; each error names its field in `path`."""

from __future__ import annotations

from msai.services import ServiceError


class AreaNegative(ServiceError):
    """Hectares or a quantity below nought."""

    code = "area_negative"


class OrganicAboveHectares(ServiceError):
    """More organic land, or land on its way to it, than there is land."""

    code = "organic_above_hectares"


class CultivatedAboveHectares(ServiceError):
    """More land under crops, or treated, than there is land."""

    code = "cultivated_above_hectares"


class ParcelUnnamed(ServiceError):
    """A field without a name could not be told from the others."""

    code = "parcel_unnamed"


class CertificateEndsEarly(ServiceError):
    """The last day of a certificate is before its first."""

    code = "certificate_ends_early"


class CertificateUnnamed(ServiceError):
    """A certificate has a scheme and says what it covers."""

    code = "certificate_unnamed"


class NothingUsed(ServiceError):
    """A chemical was used, and none of it."""

    code = "nothing_used"


class TreatedAboveHectares(ServiceError):
    """More hectares were treated than the enterprise has."""

    code = "treated_above_hectares"
