"""Building the demo programme: its years are read in as recorded histories are, and its people put in place.

One transaction does it all, but the letters between books, which follow it, and what one farm answers to
them: somebody who looks meanwhile sees the demo that stood before, or the new one.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from msai.db import Database
from msai.imports.history_file import read_history
from msai.permissions import SYSTEM_IMPORT, Action, Actor, require
from msai.schemas.meetings import load_sheet
from msai.services import people
from msai.services.demo import marks
from msai.services.demo.afterwards import Afterwards, Officers, carry_on
from msai.services.demo.farm.begun import begin_farm, buy_before, owe_and_count
from msai.services.demo.farm.calendar import FarmYear
from msai.services.demo.farm.land import tell_people_and_land
from msai.services.demo.farm.months import send_reports
from msai.services.demo.farm.plain import PLAIN_FARMS, begin_plain_farm
from msai.services.demo.home_again import AtHome, answer_at_home, know_todays_rate
from msai.services.demo.on_its_way import send_something
from msai.services.demo.people import CAST, Invented
from msai.services.demo.programme import PROGRAMME, Scheme, last_sunday
from msai.services.demo.settling import Settle, settle
from msai.services.demo.year import HELD, TOLD_IN_FULL, WrittenYear, meeting_id, write_year
from msai.services.history import ImportHistory, import_history
from msai.services.meetings import close_meeting
from msai.services.memberships import met
from msai.services.outbox import delivering
from msai.services.passwords import PasswordFor, Passwords
from msai.services.sheets import CloseMeeting

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_OFFICERS = {scheme.key: [person.nickname for person in CAST if person.key == scheme.key]
               for scheme in PROGRAMME}
_CARRIES_ON = "demo-hong-kong"


@dataclass(frozen=True, slots=True)
class Built:
    """A demo that stands: its books by key, who can sign in, and the password of them all."""

    build: int
    books: dict[str, UUID]
    people: tuple[Invented, ...]
    password: str


def build_demo(database: Database, actor: Actor, *, passwords: Passwords, today: date, at: int) -> Built:
    """Build the demo as of a day, in place of the one that stands, if one does.

    Raises:
        NotPermitted: only the administrator (or the installation) builds demos.
        HistoryRefused: a line of the demo breaks a rule of the books: a fault of the programme.
    """
    require(actor, Action.DEMO_BUILD)
    password = "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
    hashed = passwords.hash(password, PasswordFor.STAFF)
    with database.write() as session:
        marks.retire(session, actor, at=at)
        build = marks.next_build(session, actor)
        years = [write_year(scheme, today=today, build=build) for scheme in PROGRAMME]
        books: dict[str, UUID] = {}
        for year in years:
            books |= _read_in(session, year, at=at)
        users = settle(session, SYSTEM_IMPORT, Settle(
            books=books, build=build, password_hash=hashed, today=today, at=at), vault=session.info["vault"])
        for year in years:
            command = Afterwards(
                book_id=books[year.scheme.key], scheme=year.scheme, build=build, today=today, at=at)
            _go_on(session, users, year, command)
            _tell_farm(session, users, books[year.scheme.farm.key], command)
    scheme = next(scheme for scheme in PROGRAMME if scheme.key == _CARRIES_ON)
    _correspond(database, users, books, Afterwards(
        book_id=books[_CARRIES_ON], scheme=scheme, build=build, today=today, at=at))
    return Built(build, books, CAST, password)


def remove_demo(database: Database, actor: Actor, *, at: int) -> int:
    """Take the demo away: nobody has a place in its books any more, and its people cannot sign in.

    Answers how many books it had.

    Raises:
        NotPermitted: only the administrator (or the installation) removes demos.
    """
    require(actor, Action.DEMO_BUILD)
    with database.write() as session:
        for user_id in marks.list_people(session, actor).values():
            people.disable_user(session, actor, user_id, at=at)
        return marks.retire(session, actor, at=at)


def _read_in(session: Session, year: WrittenYear, *, at: int) -> dict[str, UUID]:
    """Import one year; answers the ids of its books by key."""
    text = "\n".join(json.dumps(event, ensure_ascii=False) for event in year.events)
    history = read_history(text.encode("utf-8"))
    done = import_history(session, SYSTEM_IMPORT, ImportHistory(
        history.group_id, history.currency, history.enterprise_ids, history.events, at))
    return {year.scheme.key: done.group_id, **done.enterprise_ids}


def _go_on(session: Session, users: dict[str, UUID], year: WrittenYear, command: Afterwards) -> None:
    """What follows the recorded year: a sheet that waits in one group, everything else in another."""
    scheme = year.scheme
    officers = Officers(*(met(session, Actor(users[name], name), command.book_id)
                          for name in _OFFICERS[scheme.key]))
    if scheme.key == HELD and year.held is not None:
        _send_held(session, officers.treasurer, year.held, command)
    elif scheme.key == _CARRIES_ON:
        send_something(session, officers, command)
        carry_on(session, officers, command)


def _tell_farm(session: Session, users: dict[str, UUID], book_id: UUID, command: Afterwards) -> None:
    """One farm tells its last months itself, box by box, and what it has besides; the others a few facts."""
    people = [person for person in CAST if person.key == command.scheme.farm.key]
    manager, second = (met(session, Actor(users[one.nickname], one.nickname), book_id) for one in people)
    farm = FarmYear(book_id, manager, second, people[0].name, command)
    if command.scheme.farm.key != TOLD_IN_FULL:
        begin_plain_farm(session, farm, PLAIN_FARMS[command.scheme.farm.key])
        return
    cash = begin_farm(session, farm)
    buy_before(session, farm, cash)
    send_reports(session, farm, cash)
    owe_and_count(session, farm)
    tell_people_and_land(session, farm)


def _correspond(
    database: Database, users: dict[str, UUID], books: dict[str, UUID], command: Afterwards,
) -> None:
    """Letters are delivered, the farm of the one group answers, and its letters are delivered."""
    delivering.deliver_from(database, frozenset(books.values()), at=command.at)
    with database.write() as session:
        _answer(session, users, books, command)
    delivering.deliver_from(database, frozenset(books.values()), at=command.at)


def _answer(
    session: Session, users: dict[str, UUID], books: dict[str, UUID], command: Afterwards,
) -> None:
    """What the farm of the one group says of the money that was on its way to it."""
    scheme = command.scheme
    treasurer = _OFFICERS[scheme.key][0]
    know_todays_rate(session, met(session, Actor(users[treasurer], treasurer), command.book_id), command)
    farm = books[scheme.farm.key]
    manager, second = (met(session, Actor(users[person.nickname], person.nickname), farm)
                       for person in CAST if person.key == scheme.farm.key)
    answer_at_home(session, AtHome(farm, manager, second), command)


def _send_held(session: Session, treasurer: Actor, sheet: Any, command: Afterwards) -> None:
    scheme: Scheme = command.scheme
    named = meeting_id(scheme, command.build, last_sunday(command.today))
    close_meeting(session, treasurer, CloseMeeting(
        book_id=command.book_id, sheet=load_sheet(sheet, currency=scheme.currency, meeting_id=named),
        body=json.dumps(sheet, ensure_ascii=False).encode("utf-8"), received_at=command.at))
