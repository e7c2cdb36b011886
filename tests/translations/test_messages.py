"""Sentences that are kept as an id with values and spoken later."""

import ast
from datetime import date
from decimal import Decimal

import pytest

from ledgers.money import Money
from msai.i18n import translate, translate_mark
from msai.messages import Message, counted, from_plain, to_plain
from tests.reading import sources, where

OWED = Message(
    "%(member)s still owes %(amount)s since %(day)s.",
    {"member": "Siti & Co", "amount": Money(15000, "HKD"), "day": date(2026, 11, 22)},
)
SHARES = counted("%(count)s share", "%(count)s shares", 1200)


def test_values_are_written_the_readers_way():
    """The sentence is made when it is shown, not when it is kept."""
    assert translate(OWED, "en") == "Siti & Co still owes HK$\u202f150.00 since 22 November 2026."


def test_a_quantity_is_written_the_readers_way_and_kept_exactly():
    """Three maunds and a half are 3,5 where a comma parts the decimals."""
    said = Message("%(said)s maund", {"said": Decimal("1203.5")})

    assert translate(said, "en") == "1,203.5 maund"
    assert from_plain(to_plain(said)) == said


def test_on_a_page_each_value_is_marked_and_escaped():
    """A name with a sign in it is still only a name."""
    shown = translate_mark(OWED, "en")

    assert shown.startswith("<bdi>Siti &amp; Co</bdi> still owes <bdi")
    assert '<time datetime="2026-11-22">' in shown


@pytest.mark.parametrize(("count", "text"), [(1, "1 share"), (0, "0 shares"), (1200, "1,200 shares")])
def test_a_counted_message_has_the_form_that_fits(count, text):
    """One share, two shares."""
    assert translate(counted("%(count)s share", "%(count)s shares", count), "en") == text


def test_a_message_may_hold_another():
    """A reason inside a refusal."""
    outer = Message("Held: %(reason)s", {"reason": SHARES})

    assert translate(outer, "en") == "Held: 1,200 shares"
    assert translate_mark(outer, "en") == "Held: 1,200 shares"


@pytest.mark.parametrize("message", [OWED, SHARES, Message("Plain."), Message("%(in)s", {"in": SHARES})])
def test_a_kept_message_comes_back_as_it_was(message):
    """Next year's reader may speak another language."""
    assert from_plain(to_plain(message)) == message


@pytest.mark.parametrize(
    "damaged",
    [{}, {"id": 3}, {"id": "a", "params": []}, {"id": "a", "plural": 1}, {"id": "a", "params": {"x": None}}],
)
def test_what_is_no_message_is_refused(damaged):
    """A damaged column must not be shown as a sentence."""
    with pytest.raises(TypeError):
        from_plain(damaged)


def test_a_count_that_is_no_number_is_refused():
    """The plural rule needs one."""
    with pytest.raises(TypeError):
        translate(Message("one", {"count": "two"}, "many"), "en")


def test_what_is_counted_reaches_the_translators_with_both_its_forms():
    """A text marked on its own is collected on its own, and is then not found as a form of the other."""
    marked = [
        where(source, call)
        for source in sources("ledgers", "msai")
        for call in ast.walk(source.tree)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("counted", "count_words", "NN_")
        and any(isinstance(text, ast.Call) and getattr(text.func, "id", "") == "N_" for text in call.args)
    ]

    assert marked == []
