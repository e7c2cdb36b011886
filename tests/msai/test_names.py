"""Honest names in any script pass; names made to deceive do not."""

import pytest

from msai.names import (
    NameHasHiddenCharacters,
    NameMissing,
    NameMixesScripts,
    NameTooLong,
    checked_name,
    look_alike,
)

HONEST = [
    "Lorna", "María José O’Brien-Núñez", "N’Golo", "Nguyễn Thị Ánh", "Þóra Ægisdóttir", "Zoë ß", "Ľubica",
    "นภาพร ศรีสุข", "ស្រីមុំ", "မသန္တာ", "ນາງ ຄຳ", "සිරි", "ක\u0dca\u200dරිෂාන්ත", "ரம்யா", "শ্রীমতী রহিমা",
    "सीता र\u094d\u200dयाल", "می\u200cخواهم",
    "સીતા", "ਸੀਤਾ", "సీత", "ಸೀತಾ", "സീത", "ସୀତା", "فاطمہ", "רחל", "አበበ", "Наталья", "Ελένη", "Անի",
    "ნინო", "陳美玲", "田中ゆき", "山田 タロー", "김순희", "李 Mary", "Mary Ann 陳",
    "ᠰᠠᠷᠠ", "བཀྲ་ཤིས", "Ka'imi 2nd",
]  # fmt: skip


@pytest.mark.parametrize("name", HONEST)
def test_a_name_passes_in_its_own_script(name):
    assert checked_name(name) == name


def test_a_name_is_kept_in_one_form_and_with_single_spaces():
    assert checked_name("  Mari\u0301a\u00a0 \u3000Jose\u0301 ") == "Mar\u00eda Jos\u00e9"


@pytest.mark.parametrize(
    "hidden",
    [
        "Lor\x00na", "Lorna\n", "\tLorna", "Lor\x7fna", "Lor\u200bna", "Lor\u00adna", "\u202eanroL",
        "Lor\u2066na", "\ufeffLorna", "Lor\u2028na", "Lor\u200dna", "Lorna\u200c", "\u200dසිරි", "L\u3164",
        "\u2800Lorna",
        "Lor\ufe0fna", "Lorna\U000e0061", "Lor\ud800na", "Lor\ue000na", "Lor\u034fna",
    ],
    ids=ascii,
)  # fmt: skip
def test_what_nobody_can_see_is_refused(hidden):
    with pytest.raises(NameHasHiddenCharacters):
        checked_name(hidden)


@pytest.mark.parametrize("mixed", ["Lоrna", "Pаypal", "Αnna", "Annа Maria"])
def test_a_word_in_two_scripts_is_refused(mixed):
    """Cyrillic and Greek letters that look Latin: two members would look like one."""
    with pytest.raises(NameMixesScripts):
        checked_name(mixed)


@pytest.mark.parametrize("empty", ["", "   ", "12", "--", "\u00a0"])
def test_a_name_has_a_letter(empty):
    with pytest.raises(NameMissing):
        checked_name(empty)


def test_a_name_has_at_most_a_hundred_letters_however_many_marks_they_carry():
    assert checked_name("ស្រី" * 30)
    with pytest.raises(NameTooLong):
        checked_name("a" * 101)
    with pytest.raises(NameTooLong):
        checked_name("a" + "\u0334" * 5)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Lorna", "lоrna", True),
        ("María", "Maria", True),
        ("Emma", "Ernma", True),
        ("Anna", "Ana", True),
        ("Siti", "Slti", False),
        ("Amina", "Amira", False),
        ("陳美玲", "陳美鈴", False),
    ],
)
def test_look_alikes_are_pointed_out(one, other, alike):
    assert look_alike(one, other) is alike
