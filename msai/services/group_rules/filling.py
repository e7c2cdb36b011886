"""From the value of a rule to what stands in the fields that ask for it, the way back of `read_typed`.

The page of the rules begins with what holds now, the wizard with what its country and custom propose; both
show it in the fields in which people change it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ledgers.money import format_decimal
from msai.services.group_rules.forms import RuleForm, RuleKind, RuleValue
from msai.services.group_rules.meeting_days import EVERY_SUNDAY, MeetingDays, Rhythm, read_days
from msai.services.group_rules.typed import OWN_FINES
from msai.services.group_rules.words import FINE_LABELS

_SUNDAYS = MeetingDays(Rhythm.WEEKLY, "SU")


def field_names(form: RuleForm) -> tuple[str, ...]:
    """The names of all fields in which a rule is asked for."""
    return tuple(f"{form.name}-{part}" if part else form.name for part in _parts(form.kind))


def fill_rule(form: RuleForm, value: RuleValue, currency: str) -> dict[str, str]:
    """What stands in the fields of a rule that has this value."""
    name = form.name
    match form.kind:
        case RuleKind.AMOUNT:
            return {name: format_decimal(value, currency) if isinstance(value, int) and value else ""}
        case RuleKind.FLAG:
            return {name: "yes" if value else "no"}
        case RuleKind.RANGE:
            ends = value if isinstance(value, tuple) else ("", "")
            return {f"{name}-least": str(ends[0]), f"{name}-most": str(ends[1])}
        case RuleKind.DAYS:
            days = read_days(str(value or EVERY_SUNDAY)) or _SUNDAYS
            return {f"{name}-rhythm": days.rhythm, f"{name}-weekday": days.weekday}
        case RuleKind.MONTHS:
            return {f"{name}-{month}": "1" for month in (value if isinstance(value, tuple) else ())}
        case RuleKind.FINES:
            return dict(_filled_fines(form, value, currency))
        case _:
            return {name: "" if value in (None, 0) else str(value)}


def _parts(kind: RuleKind) -> tuple[str, ...]:
    match kind:
        case RuleKind.RANGE:
            return ("least", "most")
        case RuleKind.DAYS:
            return ("rhythm", "weekday")
        case RuleKind.MONTHS:
            return tuple(str(month) for month in range(1, 13))
        case RuleKind.FINES:
            own = (f"{part}-{position}" for position in range(OWN_FINES) for part in ("name", "own"))
            return (*FINE_LABELS, *own)
        case _:
            return ("",)


def _filled_fines(form: RuleForm, value: RuleValue, currency: str) -> Iterator[tuple[str, str]]:
    fines = {kind: minor for kind, minor in value.items() if minor} if isinstance(value, Mapping) else {}
    for kind in FINE_LABELS:
        if kind in fines:
            yield f"{form.name}-{kind}", format_decimal(fines[kind], currency)
    own = [kind for kind in fines if kind not in FINE_LABELS]
    for position, kind in enumerate(own[:OWN_FINES]):
        yield f"{form.name}-name-{position}", kind
        yield f"{form.name}-own-{position}", format_decimal(fines[kind], currency)
