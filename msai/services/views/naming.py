"""What people and accounts are called: names opened from their seals, and the names of holders.

The books know aliases.  Members' names are read and opened in one statement, and accounts
are named by the member, the box or the enterprise behind their holder.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import Row, Select, and_, bindparam, select
from sqlalchemy.orm import Session

from ledgers.accounts import TENDER_CODES, Account, BookKind
from ledgers.tables import Id
from msai.messages import N_, Message
from msai.models.enterprises import Backer, Stake
from msai.models.groups import Group, Loan, Member, TenderRow
from msai.models.people import PersonKey, User
from msai.permissions import Actor, NotFound, Target
from msai.sealing import Vault
from msai.services.backing.backers import OWNER
from msai.services.enterprise_money.names import party_names, read_places
from msai.services.keys import vault_of
from msai.services.views.facts import BOOK, BookFacts, read_group
from msai.services.views.labels import Text, account_label, instrument_label, tender_label

NOBODY = UUID(int=0)
TINTS = 4


@dataclass(frozen=True, slots=True)
class Person:
    """A member as pages name her; somebody whose data was erased has her number only."""

    holder: UUID
    number: int
    name: Text
    joined_on: date
    left_on: date | None

    @property
    def alias(self) -> str:
        """Her alias in the books."""
        return f"member-{self.number}"

    @property
    def initials(self) -> str:
        """One or two letters for her seat."""
        words = self.name.split() if isinstance(self.name, str) else []
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])) or str(self.number)

    @property
    def tint(self) -> int:
        """The tint of her seat, by number and never by state."""
        return (self.number - 1) % TINTS + 1

    def is_with_group(self, day: date) -> bool:
        """Whether she belongs on a day; from the day she left she does not."""
        return self.joined_on <= day and (self.left_on is None or day < self.left_on)


@dataclass(frozen=True, slots=True)
class OfMember:
    """What every page about one member begins with: whose it is, in which group, and whether she reads it."""

    book_id: UUID
    group_name: str
    currency: str
    holder: UUID
    number: int
    name: Text
    is_own: bool


Whose: TypeAlias = tuple[UUID, str, str, UUID, int, Text, bool]


def whose_page(actor: Actor, facts: BookFacts, person: Person) -> Whose:
    """The fields of `OfMember` in their order, for the page of this reader."""
    standing = actor.standings.get(facts.book_id)
    is_own = standing is not None and standing.member_id == person.holder
    return (facts.book_id, facts.name, facts.currency, person.holder, person.number, person.name, is_own)


# Members of the group `book` with the wrapped keys of their names; composed once.
PEOPLE: Select[*tuple[Any, ...]] = (
    select(Member.member_id, Member.number, Member.name_sealed, Member.joined_on, Member.left_on,
           PersonKey.wrapped)
    .outerjoin(PersonKey, and_(PersonKey.book_id == BOOK, PersonKey.person_id == Member.member_id))
    .where(Member.book_id == BOOK)
)
_ROLL = PEOPLE.order_by(Member.number)
_ONE = PEOPLE.where(Member.member_id == bindparam("member", type_=Id()))


def read_roll(session: Session, book_id: UUID) -> dict[UUID, Person]:
    """Everybody who ever belonged to a group, by number."""
    vault = vault_of(session)
    rows = session.connection().execute(_ROLL, {"book": book_id})
    return {row.member_id: opened(row, vault) for row in rows}


def read_member(session: Session, target: Target) -> tuple[BookFacts, Person]:
    """The group and the member that a page is about, in two statements.

    Raises:
        NotFound: there is no such member in this group.
    """
    if target.book_id is None or target.holder is None:
        raise NotFound()
    facts = read_group(session, target.book_id)
    asked = {"book": target.book_id, "member": target.holder}
    row = session.connection().execute(_ONE, asked).one_or_none()
    if row is None:
        raise NotFound()
    return facts, opened(row, vault_of(session))


def opened(row: Row[*tuple[Any, ...]], vault: Vault) -> Person:
    """One row of `PEOPLE` with its name opened."""
    name: Text = Message(N_("Member %(number)s"), {"number": row.number})
    if row.wrapped is not None:
        name = vault.unwrap(row.wrapped, row.member_id).open(row.name_sealed, "name")
    return Person(row.member_id, row.number, name, row.joined_on, row.left_on)


def by_alias(roll: Mapping[UUID, Person]) -> dict[str, Text]:
    """Names by the aliases that accounts carry."""
    return {person.alias: person.name for person in roll.values()}


@dataclass(frozen=True, slots=True)
class Naming:
    """What the holders of one book are called."""

    kind: BookKind
    names: Mapping[str, Text] = field(default_factory=dict)

    def of(self, account: Account) -> Text:
        """The account with its holder's name, where it has one."""
        return self.of_code(account.code, account.alias if account.holder else None)

    def of_code(self, code: int, alias: str | None) -> Text:
        """The same for a number and an alias."""
        plain = account_label(self.kind, code)
        if alias is None or alias == "None":
            return plain
        if code in TENDER_CODES and alias in self.names:
            return Message(N_("%(place)s (%(name)s)"), {"place": plain, "name": self.names[alias]})
        if code in TENDER_CODES:
            return tender_label(code, alias, alone=alias in ("box", "bank", "wallet"))
        return Message(N_("%(account)s: %(name)s"), {"account": plain, "name": self.holder(alias)})

    def holder(self, alias: str) -> Text:
        """Somebody or something by its alias; the alias itself where nothing better is known."""
        return self.names.get(alias, alias)


def naming_of(session: Session, facts: BookFacts, *, with_people: bool) -> Naming:
    """The names of a book: backers, or stakes and loans, and members for those who may see names."""
    if facts.kind is BookKind.ENTERPRISE:
        names = names_of_backers(session, facts.book_id) | _places(session, facts.book_id)
        return Naming(facts.kind, names | _parties(session, facts.book_id) if with_people else names)
    roll = read_roll(session, facts.book_id) if with_people else {}
    names = _stakes(session, facts.book_id) | by_alias(roll)
    return Naming(facts.kind, names | _loans(session, facts.book_id, roll))


def names_of_backers(session: Session, book_id: UUID) -> dict[str, Text]:
    """What those behind an enterprise are called; a group by its own name where its book is kept here."""
    rows = session.execute(
        select(Backer.alias, Backer.instrument, Backer.label, Group.name)
        .outerjoin(Group, Group.book_id == Backer.group_id)
        .where(Backer.book_id == book_id).order_by(Backer.since, Backer.alias)
        .execution_options(scatter=True))
    owner: dict[str, Text] = {OWNER: Message(N_("The owner"))}
    return owner | _told_apart([(row.alias, row.name or row.label or row.alias, row.instrument)
                                for row in rows])


def _places(session: Session, book_id: UUID) -> dict[str, Text]:
    return {alias: label for alias, (_code, label) in read_places(session, book_id).items() if label}


def _parties(session: Session, book_id: UUID) -> dict[str, Text]:
    gone = Message(N_("Somebody who is no longer here"))
    return {alias: name or gone for alias, name in party_names(session, book_id).items()}


def _stakes(session: Session, book_id: UUID) -> dict[str, Text]:
    rows = session.execute(select(Stake.alias, Stake.enterprise_name, Stake.instrument).where(
        Stake.book_id == book_id).order_by(Stake.alias))
    return _told_apart([(row.alias, row.enterprise_name, row.instrument) for row in rows])


def _told_apart(named: Sequence[tuple[str, str, str]]) -> dict[str, Text]:
    """Names by alias; where two are called the same, how the money stands is said as well."""
    often = Counter(name for _alias, name, _instrument in named)
    return {alias: name if often[name] == 1 else Message(N_("%(name)s (%(instrument)s)"), {
        "name": name, "instrument": instrument_label(instrument)}) for alias, name, instrument in named}


def _loans(session: Session, book_id: UUID, roll: Mapping[UUID, Person]) -> dict[str, Text]:
    rows = session.execute(select(Loan.alias, Loan.member_id).where(Loan.book_id == book_id)) if roll else ()
    return {row.alias: roll[row.member_id].name for row in rows if row.member_id in roll}


def tenders_of(session: Session, book_id: UUID) -> dict[str, int]:
    """A group's boxes, accounts and wallets by alias, with their numbers in the chart, in order."""
    query = select(TenderRow.alias, TenderRow.code).where(TenderRow.book_id == book_id)
    return {row.alias: row.code for row in session.execute(query.order_by(TenderRow.position))}


def recorder_name(session: Session, user_id: UUID) -> Text:
    """Who recorded something: the name she signs in under, or where it was read from."""
    if user_id == NOBODY:
        return Message(N_("Read from a recorded history"))
    user = session.get(User, user_id)
    if user is None or user.wrapped_key is None:
        return Message(N_("Somebody who is no longer here"))
    return vault_of(session).unwrap(user.wrapped_key, user.user_id).open(user.name_sealed, "name")
