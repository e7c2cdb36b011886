"""The step that brings decisions about stakes can be taken back with rows in it, and be taken again."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Engine, func, insert, select, update
from sqlalchemy.orm import Session

from ledgers.books import add_note
from ledgers.tables import metadata
from msai import db
from msai.db import schema
from msai.models.enterprises import Backer, Stake
from msai.models.stakes import (
    Declaration,
    ExitOffer,
    OwedHome,
    ReturnNotice,
    StakeAct,
    StakeTerms,
    StakeValuation,
)
from msai.sealing import DataKey, make_note
from msai.services.postings import backer_holder
from tests.migrations.test_migrations import read_a_year_into
from tests.services import postgres

DAY = date(2025, 9, 1)


def decide_everything(session: Session, book_id: UUID) -> None:
    """One row of each kind, of the group and of the enterprise it backs."""
    stake_id = session.scalars(select(Stake.stake_id).where(Stake.book_id == book_id)).first()
    add_note(session, book_id, make_note(DataKey(AESGCM(bytes(32))), book_id, "It grew."))
    session.execute(insert(StakeAct).values(
        book_id=book_id, act_id=book_id, kind="terms", about_id=stake_id, wanted="{}", note_id=book_id,
        asked_by=book_id, asked_at=1))
    session.execute(insert(StakeTerms).values(
        book_id=book_id, act_id=book_id, stake_id=stake_id, holds_from=DAY, terms="{}", decided_at=1))
    session.execute(insert(StakeValuation).values(
        book_id=book_id, valuation_id=book_id, stake_id=stake_id, valued_on=DAY, home_minor=1,
        words_sealed=b"", signed_at=1))
    session.execute(insert(ReturnNotice).values(
        book_id=book_id, notice_id=book_id, stake_id=stake_id, kind="income", declared_on=DAY, home_minor=1,
        told_at=1))
    session.execute(insert(ExitOffer).values(
        book_id=book_id, offer_id=book_id, about_id=stake_id, offered_on=DAY, price_minor=1, claim_minor=1,
        state="open", told_at=1))


def declare(session: Session, farm: UUID, backer: UUID) -> None:
    """A backer that has a label, and what is owed to it."""
    session.execute(update(Backer).where(Backer.book_id == farm, Backer.backer_id == backer).values(
        label="Sunday Savers"))
    session.execute(insert(Declaration).values(
        book_id=farm, declaration_id=farm, kind="interest", declared_on=DAY, record_on=DAY, amount_minor=1,
        backer_id=backer, declared_at=1))
    session.execute(insert(OwedHome).values(
        book_id=farm, obligation_id=farm, backer_id=backer, kind="income", amount_minor=1, open_minor=1,
        claim_minor=0, agreed_on=DAY, declaration_id=farm))


def test_decisions_about_stakes_go_and_come_without_touching_the_rest(owner_engine: Engine) -> None:
    """A deployment that goes back loses what was decided and not a single entry, stake or backer."""
    book_id = read_a_year_into(owner_engine).group_id
    tables = metadata.tables
    kept = [select(func.count()).select_from(tables[name]).execution_options(scatter=True)
            for name in ("entry", "stake", "backer")]
    with db.Database(owner_engine).write() as session:
        farm, alias = session.execute(
            select(Stake.enterprise_id, Stake.alias).where(Stake.book_id == book_id)).first() or (book_id, "")
        decide_everything(session, book_id)
        declare(session, farm, backer_holder(farm, alias).id)
        before = [session.scalar(count) for count in kept]
    schema.downgrade(owner_engine, "0018")
    schema.upgrade(owner_engine, app_role=postgres.APP)

    with owner_engine.connect() as connection:
        assert [connection.scalar(count) for count in kept] == before
        assert connection.scalar(select(StakeAct.act_id).where(StakeAct.book_id == book_id)) is None
        assert connection.scalar(select(Backer.label).where(Backer.book_id == farm)) is None
