"""What was loaded at the start is not looked at again, however often that is asked for."""

import subprocess
import sys

ASKED = """
import gc
from msai.serving import spare_the_collector
before = gc.get_freeze_count()
spare_the_collector()
once, kept = gc.get_freeze_count(), [[] for _ in range(5000)]
spare_the_collector()
print(before < once, gc.get_freeze_count() - once < 1000, gc.get_threshold()[0], gc.isenabled())
"""


def test_what_is_loaded_is_spared_once() -> None:
    """What came after is looked at as ever."""
    ran = subprocess.run(
        [sys.executable, "-c", ASKED], capture_output=True, text=True, check=True, timeout=60)

    assert ran.stdout.split() == ["True", "True", "10000", "True"]
