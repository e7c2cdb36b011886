"""Each fault sown into what is reckoned of a farm is found by its question."""

from __future__ import annotations

import pytest

from tests.mutants import farm_probes
from tests.mutants.farm_sown import FARM_MUTANTS, PROBES
from tests.mutants.sown import Mutant, load, sown

CAUGHT = (AssertionError, pytest.fail.Exception)


@pytest.mark.parametrize("probe", sorted({mutant.caught_by[1] for mutant in FARM_MUTANTS}))
def test_the_question_is_answered_as_things_are(probe: str) -> None:
    """A question that is always answered wrongly would find everything and show nothing."""
    assert getattr(farm_probes, probe)() is None


@pytest.mark.parametrize("mutant", FARM_MUTANTS, ids=lambda mutant: mutant.name.replace(" ", "-"))
def test_the_fault_is_found(mutant: Mutant) -> None:
    """If this fails, there is a hole where the fault is."""
    with sown(mutant, renewed=(mutant.module, PROBES)), pytest.raises(CAUGHT):
        getattr(load(PROBES), mutant.caught_by[1])()
