"""Asking hledger and beancount what a book comes to."""

from __future__ import annotations

import csv
import io
import os
import subprocess
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from tests.services.programs import need


def run(program: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a programme of the system, without the environment of the tests."""
    keep = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return subprocess.run(
        [need(program), *map(str, arguments)], env={**keep, "LC_ALL": "C.UTF-8"},
        capture_output=True, text=True, timeout=120, check=False,
    )


def hledger_balances(journal: Path, day: date) -> dict[str, Decimal]:
    """What hledger makes of a journal at the end of a day, zeros left out."""
    answer = run("hledger", "balance", "--flat", "--no-total", "-O", "csv", "-e", day + timedelta(days=1),
                 "-f", journal)
    rows = csv.DictReader(io.StringIO(answer.stdout))
    return {row["account"]: Decimal(row["balance"].split(" ")[0]) for row in rows}


def beancount_balances(ledger: Path, day: date) -> dict[str, Decimal]:
    """What beancount makes of a ledger at the end of a day, zeros left out."""
    query = f"SELECT account, sum(position) AS n WHERE date <= {day} GROUP BY account"
    rows = csv.DictReader(io.StringIO(run("bean-query", "-q", "-f", "csv", ledger, query).stdout))
    found = {row["account"].strip(): row["n"].split() for row in rows}
    return {name: Decimal(amount[0]) for name, amount in found.items() if amount}
