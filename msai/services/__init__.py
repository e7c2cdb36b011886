"""What people do with the ledger: one function per use case, given a session, an actor and a command.

A service never commits and never reads a clock; the edge owns the transaction and passes the time in.
"""

from ledgers.errors import LedgerError


class ServiceError(LedgerError):
    """The root of what a use case refuses before the books are asked; same shape as the books' own."""

    code = "service_error"
