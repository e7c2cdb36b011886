"""The sown faults, and how a copy of the engine with one of them is made.

The source on disk is never touched.  For as long as a fault is sown, every module of
the engine is imported anew, one of them from a changed text, and so are the tests
that are to catch it.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import find_spec, spec_from_file_location
from types import ModuleType
from typing import Any

RENEWED = ("ledgers", "tests.ledgers", "tests.mutants.probes", "tests.mutants.trace_probes")
PROBES, MONEY, VERIFY = "tests.mutants.probes", "tests.ledgers.test_money", "tests.ledgers.test_verify"
RETURNS, TRACE = "tests.ledgers.test_returns", "tests.ledgers.trace.test_trace"
TRACED = ("tests.mutants.trace_probes", "probe_the_trace_is_plain_arithmetic")


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault: the text of a module that is replaced, and the test that has to fail over it."""

    name: str
    module: str
    before: str
    after: str
    caught_by: tuple[str, str]


MUTANTS = (
    Mutant("a reversal keeps its sides", "ledgers.entries", "return Posting(self.credit, self.debit, self",
           "return Posting(self.debit, self.credit, self", (VERIFY, "test_honest_books_are_clean")),
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
    Mutant("a correction is split by the units of today", "ledgers.trace.weights",
           "before = found.get((change.topic, change.reverses)) if change.reverses else None",
           "before = None", TRACED),
    Mutant("each posting is split by itself", "ledgers.trace.weights",
           "return change.topic, id(change.weights), change.whole",
           "return change.topic, id(change.weights), change.place", TRACED),
    Mutant("odd cents go to the later", "ledgers.trace.weights",
           "item: alias_rank(item[0].alias)))", "item: alias_rank(item[0].alias), reverse=True))",
           (TRACE, "test_what_the_whole_fund_feels_is_split_by_units")),
    Mutant("a stake is bought by the units of its landing", "ledgers.trace.walk",
           "weights = sending.weights if sending else step.weights", "weights = step.weights", TRACED),
    Mutant("what waited for the first unit is lost", "ledgers.trace.walk",
           "if self._issued > 0 and self._waiting.since is None:", "if self._issued < 0:", TRACED),
    Mutant("units pass at a worth rounded down", "ledgers.trace.walk",
           "worth = round_half_up(Fraction(posting.amount_minor * self._net, self._issued))",
           "worth = posting.amount_minor * self._net // self._issued", TRACED),
    Mutant("a landing without money forgets its sending", "ledgers.trace.walk",
           "return next(credited, None) or next(told, None)", "return next(credited, None)",
           (TRACE, "test_a_part_that_lands_without_a_rate_belongs_to_those_of_its_sending")),
    Mutant("columns take more than is there", "ledgers.trace.lines",
           "enumerate(lines) if at != largest)", "enumerate(lines) if at < largest)", TRACED),
    Mutant("entries of tomorrow count today", "ledgers.trace.fund",
           "counted = [shared for shared in share(found.changes) if shared.by(as_of)]",
           "counted = share(found.changes)", (TRACE, "test_what_comes_before_the_first_unit_waits_for_it")),
    Mutant("the goal of three percent is missed at three", "ledgers.returns.sending_cost",
           "if total_percent > SDG_LIMIT_PERCENT else", "if total_percent >= SDG_LIMIT_PERCENT else",
           ("tests.mutants.trace_probes", "probe_at_a_limit_is_not_over_it")),
    Mutant("a period is a mean of percents", "ledgers.returns.sending_cost",
           "return sum((amount * cost.total_percent for amount, cost in sent), Fraction(0)) / total",
           "return sum((cost.total_percent for _, cost in sent), Fraction(0)) / len(sent)",
           (RETURNS, "test_a_period_weighs_costs_by_amount")),
    Mutant("one of several rates is shown", "ledgers.returns.rates",
           "    if len(roots) > 1:\n", "    if len(roots) > 9:\n", (RETURNS, "test_all_roots_are_found")),
    Mutant("the bridge is built without a rate", "ledgers.returns.bridge",
           "if flow.mid is not None or not flow.home]", "if flow]",
           (RETURNS, "test_without_every_mid_rate_there_is_no_bridge")),
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
def sown(mutant: Mutant | None, *, renewed: Sequence[str] = RENEWED) -> Iterator[None]:
    """Let the engine, or other modules, be imported anew, with the fault in it, while the block runs."""
    finders = [_Sower(mutant)] if mutant else []
    kept = {name: module for name, module in sys.modules.items() if _is_renewed(name, renewed)}
    _forget(renewed)
    sys.meta_path[:0] = finders
    try:
        yield
    finally:
        for finder in finders:
            sys.meta_path.remove(finder)
        _forget(renewed)
        sys.modules.update(kept)
        for name, module in kept.items():
            package, _, own_name = name.rpartition(".")
            if package:
                setattr(sys.modules[package], own_name, module)


def _is_renewed(name: str, renewed: Sequence[str]) -> bool:
    return any(name == part or name.startswith(f"{part}.") for part in renewed)


def _forget(renewed: Sequence[str]) -> None:
    for name in [name for name in sys.modules if _is_renewed(name, renewed)]:
        del sys.modules[name]
        package, _, own_name = name.rpartition(".")
        if own_name in vars(sys.modules.get(package, sys)):
            delattr(sys.modules[package], own_name)


def load(module: str) -> ModuleType:
    """A module as the sown engine sees it."""
    return importlib.import_module(module)
