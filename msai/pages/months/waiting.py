"""What the phone says of photos that wait: whole sentences for every count, and whose photos they are.

The phone knows no language and no names. Photos that wait lie on it under a mark that only the same person's
pages carry, so that nobody else who signs in on a shared phone meets or sends them.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from msai import auth
from msai.i18n import current_language, translate
from msai.i18n.formats import time_text
from msai.messages import NN_, Message, counted
from msai.services.reporting.files import MOST_FILES
from msai.services.views.reporting.show import MonthView

_AT = NN_("Report sent %(time)s, %(count)s photo waiting", "Report sent %(time)s, %(count)s photos waiting")
_ON = NN_("Report sent on %(day)s, %(count)s photo waiting",
          "Report sent on %(day)s, %(count)s photos waiting")


def mark_of_reader() -> str:
    """The mark under which a person's photos wait on a phone; nobody can tell from it who she is."""
    user_id = auth.current_actor().user_id
    return sha256(b"waiting photos:" + (user_id.bytes if user_id else b"")).hexdigest()[:32]


def waiting_words(view: MonthView) -> Sequence[str]:
    """The status line of a month whose report stands, with one photo waiting, with two, and so on."""
    return [translate(_sent(view, count), current_language()) for count in range(1, MOST_FILES + 1)]


def _sent(view: MonthView, count: int) -> Message:
    standing = view.standing
    if standing is None:
        raise AssertionError("photos wait for a report that stands")
    if view.is_sent_today:
        return counted(*_AT, count, time=time_text(standing.sent_at))
    return counted(*_ON, count, day=standing.report.came_on)
