"""The link of an invitation as somebody can hand it on: as text, as a code to scan, as a message.

A message is written by the ledger and sent by the phone; the ledger itself sends nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

import segno
from flask import url_for

from msai.i18n import current_language, translate
from msai.messages import N_, Message

_WORDS = N_("You are invited to %(group)s. Open this link within a week: %(link)s")


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A link, its picture, and the two ways a phone sends it."""

    address: str
    picture: str
    by_whatsapp: str
    by_message: str


def shown_link(token: str, group_name: str) -> ShownLink:
    """A fresh invitation in every form in which it can be handed on."""
    address = url_for("invitations.join", token=token, _external=True)
    words = quote(translate(Message(_WORDS, {"group": group_name, "link": address}), current_language()))
    picture = segno.make(address, error="m").svg_data_uri(scale=5, border=3, dark="#14211A", light="#FFFFFF")
    return ShownLink(address, picture, f"https://wa.me/?text={words}", f"sms:?body={words}")
