"""What a process does once, when everything is loaded and before its work begins.

Python looks for garbage that refers to itself by looking at everything there is, and the
libraries of this programme are half a million objects.  A treasurer's sheet should not
wait a tenth of a second for that, and a history that is read in not several times.
"""

import gc

_EVERY = 10_000


def spare_the_collector() -> None:
    """What is loaded by now stays as long as the process, and is not looked at again.

    A request makes and drops some thousands of objects; the collector looks at the new
    ones after as many as that.  Done twice, it changes nothing.
    """
    if gc.get_freeze_count() == 0:
        gc.freeze()
        gc.set_threshold(_EVERY, *gc.get_threshold()[1:])
