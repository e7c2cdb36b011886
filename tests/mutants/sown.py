"""The sown faults, and how a copy of the engine with one of them is made.

The source on disk is never touched.  For as long as a fault is sown, every module of
the engine is imported anew, one of them from a changed text, and so are the tests
that are to catch it.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import find_spec, spec_from_file_location
from types import ModuleType
from typing import Any

RENEWED = ("ledgers", "tests.ledgers", "tests.mutants.probes")
PROBES, MONEY, VERIFY = "tests.mutants.probes", "tests.ledgers.test_money", "tests.ledgers.test_verify"


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault: the text of a module that is replaced, and the test that has to fail over it."""

    name: str
    module: str
    before: str
    after: str
    caught_by: tuple[str, str]


MUTANTS = (
    Mutant("a reversal keeps its sides", "ledgers.entries", "debit=self.credit, credit=self.debit, reverses",
           "reverses", (VERIFY, "test_honest_books_are_clean")),
    Mutant("kept balances forget credits", "ledgers.journal", 'for name in ("debit_minor", "credit_minor"))',
           'for name in ("debit_minor",))', (PROBES, "probe_sundays_are_clean")),
    Mutant("balances are kept by year", "ledgers.sums.moved", "return day.year * 100 + day.month",
           "return day.year * 100", (PROBES, "probe_sundays_are_clean")),
    Mutant("numbers are left out", "ledgers.journal", "            seq += 1\n", "            seq += 2\n",
           (PROBES, "probe_sundays_are_clean")),
    Mutant("the head forgets its accounts", "ledgers.journal", '"account_no": head.last_account_no})',
           '"account_no": 0})', (PROBES, "probe_sundays_are_clean")),
    Mutant("entries hang in the air", "ledgers.journal", "chain_hash_of_text(link, one.postings)",
           'chain_hash_of_text(link, "[]")', (PROBES, "probe_sundays_are_clean")),
    Mutant("a reference is used again", "ledgers.journal",
           "if content != hashes[reference]:", "if not content:",
           (PROBES, "probe_a_reference_stands_for_one_content")),
    Mutant("the chain forgets when it was posted", "ledgers.entries", "link.recorded_at, link.posted_at,",
           "link.recorded_at,", (PROBES, "probe_the_chain_covers_every_column")),
    Mutant("the chain forgets who recorded", "ledgers.entries", "link.recorded_by.hex, link.note_id.hex",
           "link.note_id.hex", (PROBES, "probe_the_chain_covers_every_column")),
    Mutant("what is hashed forgets the line", "ledgers.entries",
           "{_word(posting.line_ref)},{reverses", "{_word(None)},{reverses",
           (PROBES, "probe_sundays_are_clean")),
    Mutant("content forgets the closing", "ledgers.entries", "entry.occurred_on.isoformat(), entry.closing,",
           "entry.occurred_on.isoformat(), False,", (VERIFY, "test_honest_books_are_clean")),
    Mutant("a signature forgets its day", "ledgers.checkpoints", "self.signed_at, self.key_id])",
           "self.key_id])", (PROBES, "probe_signatures_cover_every_column")),
    Mutant("a closed cycle keeps its old hash", "ledgers.cycles",
           "closed_on=cycle.closed_on, row_hash=cycle.row_hash)", "closed_on=cycle.closed_on)",
           (VERIFY, "test_honest_books_are_clean")),
    Mutant("verifying believes the balances", "ledgers.verify.sum_checks",
           'elif sums != (row["debit_minor"], row["credit_minor"]):', "elif not sums:",
           (PROBES, "probe_sums_cover_every_column")),
    Mutant("verifying believes the numbers", "ledgers.verify.journal_walk", "if seq != walked.last_seq + 1:",
           "if seq < walked.last_seq:", (PROBES, "probe_a_gap_is_named")),
    Mutant("verifying believes any reversal", "ledgers.verify.journal_checks",
           "elif not _takes_back(book, row):", "elif False:", (PROBES, "probe_a_crooked_reversal_is_named")),
    Mutant("a posting crosses funds", "ledgers.entries", "if debit.fund != credit.fund:",
           "if debit is None:", (PROBES, "probe_no_posting_crosses_funds")),
    Mutant("ties go to the later", "ledgers.money", "key=lambda index: parts[index][1], reverse=True)",
           "key=lambda index: (parts[index][1], index), reverse=True)",
           (MONEY, "test_the_odd_cent_goes_to_the_earlier")),
    Mutant("halves are lost", "ledgers.money", "shift = Fraction(1, 2) if", "shift = Fraction(49, 100) if",
           (MONEY, "test_halves_go_away_from_zero")),
    Mutant("units are rounded up", "ledgers.units",
           "return amount_minor * UNIT * value.denominator // value.numerator",
           "return -(-amount_minor * UNIT * value.denominator // value.numerator)",
           (PROBES, "probe_new_money_costs_nobody")),
    Mutant("the box pays what it has not", "ledgers.sharing.share_out",
           "if _cash_needed(entitlements, claims) > cash_minor:", "if not claims:",
           (PROBES, "probe_the_box_pays_what_is_in_it")),
)


class NotSown(Exception):
    """The code has changed and the fault has no place in it any more: write the fault anew."""


class _Sower(MetaPathFinder, SourceFileLoader):
    """Finds one module and reads its text with the fault in it."""

    def __init__(self, mutant: Mutant) -> None:
        spec = find_spec(mutant.module)
        assert spec is not None
        assert spec.origin is not None
        super().__init__(mutant.module, spec.origin)
        self._mutant = mutant

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """Answer for the one module."""
        if fullname != self._mutant.module:
            return None
        places = [self.path.removesuffix("__init__.py")] if self.path.endswith("__init__.py") else None
        return spec_from_file_location(fullname, self.path, loader=self, submodule_search_locations=places)

    def get_code(self, fullname: str) -> Any:
        """The changed text, compiled; nothing is cached."""
        text = self.get_data(self.path).decode("utf-8")
        if text.count(self._mutant.before) != 1:
            raise NotSown(f"{self._mutant.name}: the text to replace is not there exactly once")
        return self.source_to_code(text.replace(self._mutant.before, self._mutant.after).encode(), self.path)


@contextmanager
def sown(mutant: Mutant | None) -> Iterator[None]:
    """Let the engine be imported anew, with the fault in it, while the block runs."""
    finders = [_Sower(mutant)] if mutant else []
    kept = {name: module for name, module in sys.modules.items() if _is_renewed(name)}
    _forget()
    sys.meta_path[:0] = finders
    try:
        yield
    finally:
        for finder in finders:
            sys.meta_path.remove(finder)
        _forget()
        sys.modules.update(kept)


def _is_renewed(name: str) -> bool:
    return any(name == part or name.startswith(f"{part}.") for part in RENEWED)


def _forget() -> None:
    for name in [name for name in sys.modules if _is_renewed(name)]:
        del sys.modules[name]


def load(module: str) -> ModuleType:
    """A module as the sown engine sees it."""
    return importlib.import_module(module)
