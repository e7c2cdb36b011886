"""What equipment an enterprise has and how it wears out, and the hours a family worked without pay."""

from datetime import date
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from ledgers.tables import BOOK, Id
from msai.models.model import Model


class Equipment(Model):
    """Something an enterprise uses for years: what it cost, how many months it lasts, what is left then.

    `act_id` is the act by which it came; it is gone once it was sold, and was never there once the act was
    taken back.
    """

    __tablename__ = "equipment"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "equipment_id"),
        ForeignKeyConstraint(["book_id", "act_id"], ["money_act.book_id", "money_act.act_id"]),
        CheckConstraint("cost_minor > 0 AND rest_minor >= 0 AND rest_minor <= cost_minor",
                        name="rest_within_cost"),
        CheckConstraint("months > 0", name="months_positive"),
        {"info": {**BOOK, "append_only": True}},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    equipment_id: Mapped[UUID] = mapped_column(Id)
    act_id: Mapped[UUID] = mapped_column(Id)
    name: Mapped[str] = mapped_column(String(100))
    bought_on: Mapped[date] = mapped_column(Date)
    cost_minor: Mapped[int] = mapped_column(BigInteger)
    rest_minor: Mapped[int] = mapped_column(BigInteger)
    months: Mapped[int] = mapped_column(Integer)


class EquipmentWear(Model):
    """What a piece of equipment lost in value by an act, up to the end of a month."""

    __tablename__ = "equipment_wear"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "act_id", "equipment_id"),
        ForeignKeyConstraint(["book_id", "act_id"], ["money_act.book_id", "money_act.act_id"]),
        ForeignKeyConstraint(
            ["book_id", "equipment_id"], ["equipment.book_id", "equipment.equipment_id"]),
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        {"info": {**BOOK, "append_only": True}},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    act_id: Mapped[UUID] = mapped_column(Id)
    equipment_id: Mapped[UUID] = mapped_column(Id)
    until: Mapped[date] = mapped_column(Date)
    amount_minor: Mapped[int] = mapped_column(BigInteger)


class FamilyLabour(Model):
    """Hours a family worked without pay up to a day, in hundredths, and what it says they are worth.

    A memo: it is never an entry.
    """

    __tablename__ = "family_labour"
    __table_args__ = (
        PrimaryKeyConstraint("book_id", "act_id"),
        ForeignKeyConstraint(["book_id", "act_id"], ["money_act.book_id", "money_act.act_id"]),
        CheckConstraint("hours_e2 > 0 AND value_minor >= 0", name="amounts_there"),
        {"info": {**BOOK, "append_only": True}},
    )

    book_id: Mapped[UUID] = mapped_column(Id)
    act_id: Mapped[UUID] = mapped_column(Id)
    worked_until: Mapped[date] = mapped_column(Date)
    hours_e2: Mapped[int] = mapped_column(BigInteger)
    value_minor: Mapped[int] = mapped_column(BigInteger)


Index(None, Equipment.book_id, Equipment.act_id)
Index(None, EquipmentWear.book_id, EquipmentWear.equipment_id)
