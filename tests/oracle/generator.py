"""Random histories that a true group could have lived, and what its books must then come to.

A seed fixes everything. Sundays are meetings; between them, on working days, capital moves and
people come and go; on Saturdays income is shared and funds are closed.
"""

import json
import sys
from datetime import date, timedelta
from pathlib import Path

from .arithmetic import dated, expected
from .story import Deed, Story, begin
from .told_capital import (
    declare,
    declare_to_others,
    distribute,
    give_back,
    recover,
    send_capital,
    write_down,
    write_off,
)
from .told_changes import (
    close_fund,
    close_year,
    leave,
    newcomer,
    other_backer,
    owner_pays_in,
    report_months,
    share_social,
)
from .told_meetings import hold_meeting
from .world import Event

WORKDAYS: tuple[tuple[Deed, int], ...] = (
    (send_capital, 12),
    (declare, 7),
    (declare_to_others, 3),
    (give_back, 4),
    (write_down, 3),
    (recover, 2),
    (write_off, 2),
    (newcomer, 2),
    (leave, 2),
    (owner_pays_in, 1),
    (other_backer, 2),
)
SATURDAYS: tuple[tuple[Deed, int], ...] = (
    (distribute, 8),
    (close_fund, 2),
    (share_social, 1),
    (close_year, 1),
)


def generate(seed: int) -> list[Event]:
    """The events of one history, set-up first, then by date."""
    story = begin(seed)
    sunday = date.fromisoformat(story.events[0]["opened"])
    for week in range(story.rng.randint(12, 34)):
        hold_meeting(story, sunday + timedelta(weeks=week))
        report_months(story, sunday + timedelta(weeks=week))
        live_through(story, sunday + timedelta(weeks=week))
    return story.events


def live_through(story: Story, sunday: date) -> None:
    """The six days after a Sunday."""
    for days in range(1, 7):
        day = sunday + timedelta(days=days)
        story.keep_appointments(day)
        deeds, percent = (SATURDAYS, 20) if day.weekday() == 5 else (WORKDAYS, 24)
        if story.likely(percent):
            choice = story.rng.choices([deed for deed, _ in deeds], [weight for _, weight in deeds])
            choice[0](story, day)


def dates_of(events: list[Event]) -> dict[str, str]:
    """The days at which a history is judged: a third in, midweek at two thirds, and the end."""
    sheets = [event for event in events if event["event"] == "meeting"]
    first, second = sheets[len(sheets) // 3], sheets[len(sheets) * 2 // 3]
    end = max(max(dated(event), event.get("landed") or "") for event in events)
    return {
        f"after meeting {first['number']}": days_after(first["date"], 6),
        f"midweek after meeting {second['number']}": days_after(second["date"], 3),
        "end": end,
    }


def days_after(day: str, days: int) -> str:
    """An ISO date so many days later."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def write(seed: int, folder: Path) -> None:
    """Write history.jsonl and expected.json of a seed into a folder."""
    events = generate(seed)
    folder.mkdir(parents=True, exist_ok=True)
    lines = "".join(json.dumps(event, ensure_ascii=False) + "\n" for event in events)
    (folder / "history.jsonl").write_text(lines, encoding="utf-8")
    figures = json.dumps(expected(events, dates_of(events)), ensure_ascii=False, indent=1)
    (folder / "expected.json").write_text(figures + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
