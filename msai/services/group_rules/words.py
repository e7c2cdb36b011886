"""How the values of rules are put into sentences, one small builder for each kind of value.

A sentence is always whole, because words stand in another order in every language; where
nought or nothing means something of its own, it has its own sentence.
"""

from __future__ import annotations

from collections.abc import Mapping

from ledgers.money import Money
from msai.messages import N_, Message, counted
from msai.services.group_rules.forms import Choice, RuleValue, Words

LATE, ABSENT, NOT_SAVED = "late", "absent", "not_saved"
"""The kinds of fines that the roll call and the savings of a sheet can propose."""

FINE_LABELS: Mapping[str, Message] = {
    LATE: Message(N_("Coming late")),
    ABSENT: Message(N_("Staying away without an excuse")),
    NOT_SAVED: Message(N_("Coming without the contribution")),
}

_FINE_SENTENCES: Mapping[str, str] = {
    LATE: N_("Coming late costs %(amount)s."),
    ABSENT: N_("Staying away without an excuse costs %(amount)s."),
    NOT_SAVED: N_("Coming without the contribution costs %(amount)s."),
}

_MONTHS = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July"), N_("August"),
    N_("September"), N_("October"), N_("November"), N_("December"),
)


def amount_words(sentence: str, nothing: str) -> Words:
    """One sentence with %(amount)s, and one for nought or nothing."""

    def words(value: RuleValue, currency: str) -> tuple[Message, ...]:
        minor = value if isinstance(value, int) else 0
        return (Message(sentence, {"amount": Money(minor, currency)}) if minor else Message(nothing),)

    return words


def count_words(singular: str, plural: str, *, nothing: str) -> Words:
    """Two sentences that count with %(count)s, and one for nought or nothing."""

    def words(value: RuleValue, currency: str) -> tuple[Message, ...]:
        count = value if isinstance(value, int) else 0
        return (counted(singular, plural, count) if count else Message(nothing),)

    return words


def percent_words(sentence: str, nothing: str) -> Words:
    """One sentence with %(percent)s, and one for nought or nothing."""

    def words(value: RuleValue, currency: str) -> tuple[Message, ...]:
        text = value if isinstance(value, str) else "0"
        return (Message(sentence, {"percent": text}) if text.strip("0.") else Message(nothing),)

    return words


def choice_words(choices: tuple[Choice, ...]) -> Words:
    """The sentence of the chosen answer; the first where the value is none of them."""
    sentences = {choice.value: choice.sentence for choice in choices}

    def words(value: RuleValue, currency: str) -> tuple[Message, ...]:
        return (sentences.get(str(value), choices[0].sentence),)

    return words


def flag_words(yes_no: tuple[Choice, Choice]) -> Words:
    """The sentence for yes, the first, or the one for no."""

    def words(value: RuleValue, currency: str) -> tuple[Message, ...]:
        return (yes_no[0 if value else 1].sentence,)

    return words


def shares_words(value: RuleValue, currency: str) -> tuple[Message, ...]:
    """How many shares a member may buy at a meeting."""
    if not isinstance(value, tuple):
        return (Message(N_("A member may buy as many shares as she likes at each meeting.")),)
    least, most = value
    if least == most:
        return (counted("A member buys exactly %(count)s share at each meeting.",
                        "A member buys exactly %(count)s shares at each meeting.", least),)
    return (Message(N_("A member may buy %(least)s to %(most)s shares at each meeting."),
                    {"least": least, "most": most}),)


def fines_words(value: RuleValue, currency: str) -> tuple[Message, ...]:
    """One sentence for each kind of fine the group has."""
    fines = value if isinstance(value, Mapping) else {}
    said = tuple(fine_sentence(kind, Money(minor, currency)) for kind, minor in fines.items() if minor)
    return said or (Message(N_("There are no fines.")),)


def fine_sentence(kind: str, amount: Money) -> Message:
    """What one kind of fine costs; a kind that the group named itself goes by its own name."""
    if kind in _FINE_SENTENCES:
        return Message(_FINE_SENTENCES[kind], {"amount": amount})
    return Message(N_("“%(fine)s” costs %(amount)s."), {"fine": kind, "amount": amount})


def fine_label(kind: str) -> Message:
    """What a kind of fine is called in a list."""
    return FINE_LABELS.get(kind, Message(N_("“%(fine)s”"), {"fine": kind}))


def month_label(month: int) -> Message:
    """The name of a month, standing alone."""
    return Message(_MONTHS[month - 1])


def months_words(value: RuleValue, currency: str) -> tuple[Message, ...]:
    """In which months a cycle closes."""
    months = value if isinstance(value, tuple) else ()
    said = tuple(Message(N_("A cycle closes in this month: %(month)s."), {"month": month_label(month)})
                 for month in months)
    return said or (Message(N_("A cycle closes when the group decides to close it.")),)
