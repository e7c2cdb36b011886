"""What a held sheet says that the plain form has no fields for, carried through it unseen.

A sheet that was written on the meeting screen may be mended on the plain form.  Who joined, who stood or
paid for whom, what was noted and who witnessed travels along in one hidden field; the schema reads it as it
reads everything.  Notes and coins are kept as long as they come to the count that is typed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ledgers.errors import LedgerError
from ledgers.money import amount_from_decimal

_CARRIED = ("represented_by", "notes", "decisions", "new_members", "witness", "cash_count")
_PAYERS = "payers"


def carried(sheet: Mapping[str, Any]) -> str:
    """The text of the hidden field for a sheet; empty where it says nothing besides."""
    said = {name: sheet[name] for name in _CARRIED if sheet.get(name)}
    payers = {_key(line): line["payer"] for line in sheet.get("lines") or [] if line.get("payer")}
    said |= {_PAYERS: payers} if payers else {}
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")) if said else ""


def with_carried(sheet: dict[str, Any], text: str, currency: str) -> dict[str, Any]:
    """A sheet from the form with what was carried through it.

    Raises:
        ValueError: the hidden field holds something else.
    """
    said = json.loads(text) if text else {}
    known = isinstance(said, dict) and said.keys() <= {*_CARRIED, _PAYERS}
    if not known or not isinstance(said.get(_PAYERS, {}), dict):
        raise ValueError("besides")
    payers = said.pop(_PAYERS, {})
    if said.get("cash_count") and not _comes_to(said["cash_count"], sheet.get("cash_counted"), currency):
        del said["cash_count"]
    return sheet | said | {"lines": [_paid(line, payers) for line in sheet["lines"]]}


def _paid(line: Mapping[str, Any], payers: Mapping[str, Any]) -> dict[str, Any]:
    return {**line, "payer": payers[_key(line)]} if _key(line) in payers else dict(line)


def _key(line: Mapping[str, Any]) -> str:
    """A line as it is found again after it was mended: its kind and whose it is."""
    return f"{line.get('kind')}/{line.get('member')}"


def _comes_to(pieces: Any, counted: str | None, currency: str) -> bool:
    try:
        total = sum(amount_from_decimal(face, currency) * int(many) for face, many in pieces.items())
        return counted is not None and total == amount_from_decimal(counted, currency)
    except (LedgerError, TypeError, ValueError, AttributeError):
        return False
