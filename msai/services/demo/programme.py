"""What the three groups of the demo save, lend, send home and get back, plausible for each country."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ledgers.money import format_decimal
from msai.services.demo.people import HONG_KONG, KOREA, NETHERLANDS

WEEKS = 52


@dataclass(frozen=True, slots=True)
class Lent:
    """A loan: in which week, to whom, how much in minor units, over how many monthly instalments."""

    week: int
    member: int
    amount_minor: int
    months: int


@dataclass(frozen=True, slots=True)
class Sending:
    """Money that goes home: in which week, and the rates of that day as people typed them."""

    week: int
    applied: str
    mid: str
    on_top: bool = True


@dataclass(frozen=True, slots=True)
class Farm:
    """An enterprise at home: what a month brings and costs, in minor units of its currency."""

    key: str
    name: str
    country: str
    currency: str
    activities: tuple[str, ...]
    instrument: str
    owner_minor: int
    sales_minor: int
    unit_price_minor: int
    declared_minor: int


@dataclass(frozen=True, slots=True)
class Scheme:
    """One group with its farm; amounts in minor units of the group's currency."""

    key: str
    name: str
    country: str
    currency: str
    members: tuple[str, ...]
    share_minor: int
    most_shares: int
    social_minor: int
    late_minor: int
    absent_minor: int
    invested_minor: int
    room_minor: int
    grant_minor: int
    fee_minor: int
    note_minor: int
    """The smallest note that is carried to the bank."""

    farm: Farm
    loans: tuple[Lent, ...]
    sendings: tuple[Sending, ...]
    short_week: int
    """The week in which one share was missing at the count."""

    @property
    def rules(self) -> dict[str, Any]:
        """What the group agreed on, as its set-up says it."""
        def said(minor: int) -> str:
            return format_decimal(minor, self.currency)

        return {
            "saving": "shares", "share_value": said(self.share_minor),
            "shares_per_meeting": [1, self.most_shares], "social_contribution": said(self.social_minor),
            "fines": {"late": said(self.late_minor), "absent": said(self.absent_minor)},
            "loan_charge_percent_per_month": "1", "meets": "FREQ=WEEKLY;BYDAY=SU",
        }


def last_sunday(today: date) -> date:
    """The last Sunday before a day: when the day is one, its own meeting is still to be held."""
    return today - timedelta(days=(today.weekday() + 1) % 7 or 7)


def sundays(today: date) -> tuple[date, ...]:
    """The Sundays of the year before a day, oldest first."""
    last = last_sunday(today)
    return tuple(last - timedelta(weeks=WEEKS - 1 - week) for week in range(WEEKS))


PROGRAMME = (
    Scheme(
        key="demo-hong-kong", name="Sunday Circle Central", country="HK", currency="HKD", members=HONG_KONG,
        share_minor=50_00, most_shares=5, social_minor=5_00, late_minor=10_00, absent_minor=20_00,
        invested_minor=100_00, room_minor=120_00, grant_minor=500_00, fee_minor=25_00, note_minor=100_00,
        farm=Farm("demo-hogs", "Bukid Luntian Hogs and Palay", "PH", "PHP", ("hogs", "palay"), "coop_share",
                  250_000_00, 86_400_00, 215_00, 6_200_00),
        loans=(Lent(6, 9, 3_000_00, 6), Lent(14, 17, 5_000_00, 10), Lent(23, 4, 2_400_00, 4),
               Lent(35, 22, 4_000_00, 8)),
        sendings=(Sending(10, "7.145", "7.205"), Sending(23, "7.180", "7.236"),
                  Sending(36, "7.298", "7.351", on_top=False)),
        short_week=20),
    Scheme(
        key="demo-korea", name="กลุ่มออมทรัพย์วันอาทิตย์ อันซัน", country="KR", currency="KRW", members=KOREA,
        share_minor=10_000, most_shares=5, social_minor=1_000, late_minor=2_000, absent_minor=5_000,
        invested_minor=20_000, room_minor=30_000, grant_minor=100_000, fee_minor=5_000, note_minor=10_000,
        farm=Farm("demo-rice", "วิสาหกิจข้าวอินทรีย์บ้านหนองบัว", "TH", "THB", ("palay", "vegetables"),
                  "equity", 120_000_00, 52_800_00, 32_00, 2_150_00),
        loans=(Lent(8, 5, 600_000, 6), Lent(19, 11, 900_000, 9), Lent(33, 8, 500_000, 5)),
        sendings=(Sending(11, "0.02386", "0.02411"), Sending(25, "0.02402", "0.02430", on_top=False),
                  Sending(38, "0.02377", "0.02404")),
        short_week=31),
    Scheme(
        key="demo-netherlands", name="Kumpulan Minggu Den Haag", country="NL", currency="EUR",
        members=NETHERLANDS, share_minor=10_00, most_shares=4, social_minor=1_00, late_minor=2_00,
        absent_minor=3_00, invested_minor=20_00, room_minor=15_00, grant_minor=75_00, fee_minor=3_50,
        note_minor=5_00,
        farm=Farm("demo-goats", "Kelompok Ternak Kambing Lestari", "ID", "IDR", ("goats", "vegetables"),
                  "loan", 60_000_000_00, 21_500_000_00, 85_000_00, 1_050_000_00),
        loans=(Lent(10, 7, 300_00, 5), Lent(27, 3, 400_00, 8)),
        sendings=(Sending(12, "17560", "17682"), Sending(26, "17810", "17925"),
                  Sending(39, "17690", "17801", on_top=False)),
        short_week=17),
)
