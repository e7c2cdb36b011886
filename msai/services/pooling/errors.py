"""What cannot be done with money that several groups send together, each with a code of its own."""

from msai.services import ServiceError


class PoolUnknown(ServiceError):
    """No pool that is open for this enterprise and this money has the code."""

    code = "pool_unknown"


class PoolNeedsBook(ServiceError):
    """Only an enterprise that keeps its book here can part a pool among the groups."""

    code = "pool_needs_book"


class PoolClosed(ServiceError):
    """The pool was closed: nothing joins it or leaves it any more."""

    code = "pool_closed"


class PoolOpen(ServiceError):
    """The pool was not closed yet, so nobody knows the shares of its parts."""

    code = "pool_open"


class PoolChanged(ServiceError):
    """A group joined or left since the list of the parts was shown."""

    code = "pool_changed"


class PoolFeeOver(ServiceError):
    """The fee is more than the groups agreed to share."""

    code = "pool_fee_over"


class LandsWithPool(ServiceError):
    """It was sent together with others: what landed is confirmed once, for all of them."""

    code = "lands_with_pool"
