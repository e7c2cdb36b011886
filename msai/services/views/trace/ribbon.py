"""The ribbon beside the story of a member's money: as wide as her money is, drawn to scale.

Pages do no arithmetic, so strands are worked out here. Each stop has its own small drawing that is stretched
to the height of its text: x counts half pixels, y hundredths of the height, and widths are pixels that no
stretching changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ledgers.money import round_half_up

FULL, LEAST, EDGE = 44, 3, 160
_MIDDLE = 68


@dataclass(frozen=True, slots=True)
class Strand:
    """One stroke of the ribbon: its colour by what it carries (leaf, sun, cost, back, end) and its width."""

    look: str
    path: str
    width: int


def width_of(part_minor: int, whole_minor: int) -> int:
    """How wide an amount is where all she put in is 44 pixels; something is never less than three."""
    if part_minor <= 0 or whole_minor <= 0:
        return 0
    return max(LEAST, min(FULL, round_half_up(Fraction(FULL * part_minor, whole_minor))))


def down(look: str, width: int, *, shift: int = 0, until: int = 100) -> tuple[Strand, ...]:
    """Straight down; `shift` is how many half pixels to the end side. Nothing for nothing."""
    return (Strand(look, f"M{_MIDDLE + shift} 0V{until}", width),) if width else ()


def leaving(look: str, width: int, *, beside: int) -> tuple[Strand, ...]:
    """A branch that leaves sideways to its slip, from the end side of a ribbon of `beside` pixels."""
    start = _MIDDLE + beside - width
    return (Strand(look, f"M{start} 0C{start} 40 {start} 50 {EDGE} 50", width),) if width else ()


def narrowing(look: str, width: int, *, before: int) -> tuple[Strand, ...]:
    """What goes on after a branch left: from the start side of a ribbon of `before` pixels to the middle."""
    start = _MIDDLE - before + width
    return (Strand(look, f"M{start} 0C{start} 60 {_MIDDLE} 40 {_MIDDLE} 100", width),) if width else ()


def ended(width: int) -> tuple[Strand, ...]:
    """A short ink line: it stays here."""
    return (Strand("end", f"M{_MIDDLE - width - 4} 99H{_MIDDLE + width + 4}", 2),) if width else ()
