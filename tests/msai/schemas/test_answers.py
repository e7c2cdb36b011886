"""The second officer's answer as the form of any page sends it: read once, for all pages."""

from uuid import UUID

import pytest

from msai.approvals import Decide, Decision
from msai.permissions import NotFound
from msai.schemas.answers import read_decide, read_decision, read_id

BOOK, ASKED = UUID(int=1), UUID(int=2)
FORM = {"approval_id": str(ASKED), "seen": "c0ffee", "decision": "approve"}


def test_an_answer_is_read_whole() -> None:
    """What she was asked, what her screen showed and what she said stay together."""
    assert read_decide(FORM, BOOK, at=7) == Decide(
        book_id=BOOK, approval_id=ASKED, decision=Decision.APPROVE, seen_digest=b"\xc0\xff\xee", at=7)


@pytest.mark.parametrize("said", ["refuse", "", "Approve", "yes"])
def test_only_the_button_that_says_yes_approves(said: str) -> None:
    """A form that was mended by hand, or cut off, must never pay money out."""
    assert read_decision({"decision": said}) is Decision.REFUSE


@pytest.mark.parametrize("broken", [{"approval_id": "loan"}, {"seen": "not a digest"}])
def test_what_no_page_of_ours_sent_is_not_found(broken: dict[str, str]) -> None:
    """It must not say which half was wrong."""
    with pytest.raises(NotFound):
        read_decide(FORM | broken, BOOK, at=7)


def test_a_form_without_the_id_is_not_found() -> None:
    """A hidden field that is missing names nothing."""
    with pytest.raises(NotFound):
        read_id({}, "receipt_id")
