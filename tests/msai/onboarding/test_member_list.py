"""Names come out of chats, notes and spreadsheets; each line is understood or told."""

import pytest

from ledgers.errors import LedgerError
from msai.services.onboarding.member_list import MOST_MEMBERS, MemberList, read_member_list


def understood(text: str) -> list[tuple[int | None, str]]:
    """Numbers and names of a list."""
    return [(line.number, line.name) for line in read_member_list(text).lines]


def codes(found: MemberList) -> list[list[str]]:
    """What is wrong, line by line."""
    return [[problem.code for problem in line.problems] for line in found.lines]


@pytest.mark.parametrize(("text", "expected"), [
    ("Maria Santos\nSiti Rahayu", [(1, "Maria Santos"), (2, "Siti Rahayu")]),
    ("7\tMaria Santos\n3\tSiti", [(7, "Maria Santos"), (3, "Siti")]),
    ("Maria Santos\t7\r\nSiti\t3\r\n", [(7, "Maria Santos"), (3, "Siti")]),
    ("1. Maria Santos\n2) Siti\n3 - Dewi", [(1, "Maria Santos"), (2, "Siti"), (3, "Dewi")]),
    ("No.\tName\n1\tMaria\n2\tSiti", [(1, "Maria"), (2, "Siti")]),
    ("٧\tفاطمة\n१२\tमाया", [(7, "فاطمة"), (12, "माया")]),
    ("\u200f٧. فاطمة\u200f\n\u202bزينب\u202c", [(7, "فاطمة"), (1, "زينب")]),
    ("\n\n  Maria  \n\t\nSiti\u2028Dewi", [(1, "Maria"), (2, "Siti"), (3, "Dewi")]),
    ("2\tMaria\nSiti\nDewi", [(2, "Maria"), (1, "Siti"), (3, "Dewi")]),
])  # fmt: skip
def test_a_line_is_a_member(text: str, expected: list[tuple[int, str]]) -> None:
    """Numbers before or beside names, in any digits, with the marks that copied text carries."""
    assert understood(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Maria\nmaria", [["member_name_repeated"], ["member_name_repeated"]]),
    ("1\tMaria\n1\tSiti", [["member_number_repeated"], ["member_number_repeated"]]),
    ("0\tMaria\nSiti", [["member_number_out_of_range"], []]),
    ("Maria\tSantos", [["several_names"]]),
    ("Ma\u200bria", [["name_has_hidden_characters"]]),
    ("Mari\u0430", [["name_mixes_scripts"]]),
    ("7\nSiti", [["name_missing"], []]),
    ("x" * 101, [["name_too_long"]]),
    ("Maria\x07", [["name_has_hidden_characters"]]),
])
def test_what_cannot_be_taken_in_is_told_by_its_line(text: str, expected: list[list[str]]) -> None:
    """Everything else on the list stays as it is."""
    found = read_member_list(text)

    assert codes(found) == expected
    assert not found.is_ready


def test_names_that_look_alike_are_pointed_out_and_not_refused() -> None:
    """Two women may really be called almost the same."""
    found = read_member_list("Liza Cruz\nL1za Cruz")

    assert [line.alike for line in found.lines] == ["L1za Cruz", "Liza Cruz"]
    assert found.is_ready


@pytest.mark.parametrize(("text", "code"), [
    ("", "member_list_empty"), (" \n\t\n", "member_list_empty"),
    ("\n".join(f"Name{'x' * n}" for n in range(MOST_MEMBERS + 2)), "too_many_members"),
])
def test_a_list_that_is_none(text: str, code: str) -> None:
    """Nothing, and far too much."""
    with pytest.raises(LedgerError) as refused:
        read_member_list(text)
    assert refused.value.code == code
