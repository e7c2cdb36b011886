"""What the second officer sends back: which request she answers, what her screen showed, yes or no.

Every page of a two-person act ends in the same small form: `approval_id` names the request, `seen` carries
the digest of what was shown (hexadecimal), and the pressed button sends `decision` (`approve` or `refuse`).
A page reads it in one line and hands it to its use case:

    answer_rule(session, auth.current_actor(), read_decide(request.form, book_id, at=auth.now()))

Where a command of its own is wanted, `read_id`, `read_seen` and `read_decision` read the fields one by one.
What cannot be read was not sent by a page of ours, and is answered as an address that does not exist.
"""

from collections.abc import Mapping
from uuid import UUID

from msai.approvals import Decide, Decision
from msai.permissions import NotFound


def read_decide(form: Mapping[str, str], book_id: UUID, *, at: int) -> Decide:
    """The whole answer on a request of this book; `at` is now, in milliseconds since 1970 UTC.

    Raises:
        NotFound: a field is missing or cannot be read.
    """
    return Decide(book_id=book_id, approval_id=read_id(form, "approval_id"), seen_digest=read_seen(form),
                  decision=read_decision(form), at=at)


def read_decision(form: Mapping[str, str]) -> Decision:
    """Yes only where the button that says yes was pressed; everything else posts nothing."""
    return Decision.APPROVE if form.get("decision") == "approve" else Decision.REFUSE


def read_seen(form: Mapping[str, str]) -> bytes:
    """The digest of what stood on the screen when it was answered.

    Raises:
        NotFound: it is no digest.
    """
    try:
        return bytes.fromhex(form.get("seen", ""))
    except ValueError:
        raise NotFound() from None


def read_id(form: Mapping[str, str], name: str) -> UUID:
    """The id that a page put into a hidden field.

    Raises:
        NotFound: the field holds no id.
    """
    try:
        return UUID(form.get(name, ""))
    except ValueError:
        raise NotFound() from None
