"""The invented people of the demo programme, each in the script she writes her name in.

None of them exists, and no group, enterprise or organisation here is a real one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ledgers.accounts import BookKind
from msai.services.memberships import Role

HONG_KONG = (
    "Lorna Magbanua", "Grace Villareal", "Maria Teresa Dela Peña", "Jocelyn Abrenica", "Rowena Sarmiento",
    "Analyn Macaraeg", "Cherry Mae Olivares", "Editha Bantugan", "Fe Corazon Ligaya", "Gemma Tadeo",
    "Herminia Pascua", "Imelda Ronquillo", "Josefina Aguinaldez", "Karen Joy Batungbacal", "Liezl Catubig",
    "Marilou Dimaculangan", "Nenita Estrellado", "Ofelia Gatchalianes", "Perla Hinampas",
    "Queenie Ilustrisimo", "Rhodora Jalandoni", "Salvacion Katindig", "Teresita Lacsamana",
    "Siti Wulandari", "Sri Handayani",
    "Sunita Gurung सुनिता गुरुङ", "माया तामाङ", "Nasreen Akhtar نسرین اختر", "สมศรี ใจดี", "Zenaida Manalastas",
)
KOREA = (
    "สมชาย ศรีสุข", "มาลี แก้วใส", "นงนุช พานิช", "ประเสริฐ ทองดี", "วันเพ็ญ บุญมา", "สุดารัตน์ คำแสน",
    "อนงค์ วงศ์ใหญ่", "ชัยวัฒน์ นาคทอง", "พรทิพย์ สายบัว", "บุญเลิศ ดวงแก้ว", "จันทร์เพ็ญ ไชยวงศ์",
    "ธนพล รุ่งเรือง", "ดวงใจ มีสุข", "สมพร อินทร์แก้ว", "Wayan Sudiarta", "दिलमाया राई",
)
NETHERLANDS = (
    "Dewi Lestari", "Ratna Kusumawati", "Endang Purwaningsih", "Yuliana Siregar", "Ni Made Ayu Sari",
    "Indah Permatasari", "Tuti Rahmawati", "Wulan Oktaviani", "Hartini Nasution", "Marlina Tobing",
    "Luzviminda Ocampo", "Rosalinda Fontanilla",
)


@dataclass(frozen=True, slots=True)
class Invented:
    """Somebody of the demo who can sign in: her place in one book, or in all as facilitator."""

    nickname: str
    name: str
    kind: BookKind = BookKind.GROUP
    key: str = ""
    role: Role | None = None
    member: int | None = None

    @property
    def identifier(self) -> str:
        """What she signs in with; addresses of this kind reach nobody."""
        return f"{self.nickname}@demo.example"


def _officers(key: str, members: tuple[str, ...], nicknames: str) -> tuple[Invented, ...]:
    roles = (Role.TREASURER, Role.SECOND_OFFICER, Role.MEMBER)
    return tuple(
        Invented(nickname, members[number - 1], key=key, role=role, member=number)
        for number, (nickname, role) in enumerate(zip(nicknames.split(), roles, strict=True), start=1))


def _managers(key: str, named: Mapping[str, str]) -> tuple[Invented, ...]:
    roles = (Role.ENTERPRISE_MANAGER, Role.ENTERPRISE_SECOND)
    return tuple(Invented(nickname, name, BookKind.ENTERPRISE, key, role)
                 for (nickname, name), role in zip(named.items(), roles, strict=True))


FACILITATOR = Invented("tess", "Tess Villamor")
CAST = (
    *_officers("demo-hong-kong", HONG_KONG, "lorna grace maria"),
    *_officers("demo-korea", KOREA, "somchai malee nongnuch"),
    *_officers("demo-netherlands", NETHERLANDS, "dewi ratna endang"),
    *_managers("demo-hogs", {"rosa": "Rosa Buenaventura", "ben": "Benigno Salonga"}),
    *_managers("demo-rice", {"wichai": "วิชัย สุขสันต์", "kanya": "กัญญา ทองใบ"}),
    *_managers("demo-goats", {"sutrisno": "Sutrisno Hadiwijaya", "ani": "Ani Mulyani"}),
    FACILITATOR,
)
