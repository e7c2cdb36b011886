"""Each sown fault is caught by the test that is there to catch it, and by nothing but the fault."""

from __future__ import annotations

import inspect

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from tests.mutants.sown import MUTANTS, Mutant, load, sown

CAUGHT = (AssertionError, pytest.fail.Exception)
CHECKS = sorted({mutant.caught_by for mutant in MUTANTS})


def run(module: str, test: str) -> None:
    """Run one test of a module on the engine as it is now, with an empty database where it asks for one."""
    function = getattr(load(module), test)
    if "session" not in inspect.signature(function).parameters:
        function()
        return
    engine = create_engine("sqlite://")
    engine.dialect.use_insertmanyvalues_wo_returning = True
    load("ledgers.tables").metadata.create_all(engine)
    with Session(engine) as session:
        function(session)
    engine.dispose()


@pytest.mark.parametrize("check", CHECKS, ids="-".join)
def test_the_check_passes_on_the_engine_as_it_is(check: tuple[str, str]) -> None:
    """A check that always fails would catch everything and show nothing."""
    with sown(None):
        assert run(*check) is None


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name.replace(" ", "-"))
def test_the_fault_is_caught(mutant: Mutant) -> None:
    """If this fails, the suite has a hole where the fault is."""
    with sown(mutant), pytest.raises(CAUGHT):
        run(*mutant.caught_by)
