"""What waits for an answer in a recorded year: words, a line to be put right, a part to be paid out."""

from __future__ import annotations

import re
from html import unescape

from flask.testing import FlaskClient

from tests.msai.cast import form_token


def say_and_ask(treasurer: FlaskClient, group: str) -> None:
    """The treasurer says a line is wrong, asks for another to be put right and for a part to be paid out."""
    passbook = _links(treasurer.get(f"{group}/passbooks").text, "/passbooks/[0-9a-f-]+")[3]
    choosing = treasurer.get(f"{passbook}?wrong=1").text
    dispute, correction = _links(choosing, "/dispute")[0], _links(choosing, "/correction")[-1]
    _send(treasurer, dispute, words="She says she was not there that day.")
    _send(treasurer, f"{group}/investment/decide/redemption", member="3", how="all", step="send",
          reason="She goes home.")
    _send(treasurer, correction, becomes="nothing", cash="handed_over", step="send", reason="Written twice.")


def _links(text: str, ending: str) -> list[str]:
    return [unescape(link) for link in re.findall(f'href="([^"]+{ending})"', text)]


def _send(client: FlaskClient, address: str, **typed: str) -> None:
    token = form_token(client.get(address))
    answer = client.post(address, data={"csrf_token": token, **typed})
    assert answer.status_code == 303, answer.text
