"""The steps of the wizard as its pages show them: where one is, what is settled, what is wrong.

A step can be entered at any time and is saved as it was typed, right or wrong; the bar over the page says
which steps are settled, in words for those who do not see it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ledgers.currencies import cash_step
from ledgers.errors import LedgerError
from ledgers.money import Money
from msai.errors.sentences import message_of
from msai.i18n.languages import LANGUAGES, language_of
from msai.i18n.web import offered_here
from msai.messages import N_, Message
from msai.services.memberships import Scope
from msai.services.onboarding.countries import COUNTRIES, FRIDAY, SUNDAY, Country
from msai.services.onboarding.drafts import Draft
from msai.services.onboarding.first_rules import read_first_rules
from msai.services.onboarding.member_list import MemberList, read_member_list
from msai.services.onboarding.settling import Step, find_country, problems_of, unsettled, wallet_fields
from msai.services.views.rules.starting import RulesToSettle, ask_first_rules

TITLES: Mapping[Step, Message] = {
    Step.COUNTRY: Message(N_("Where do you save?")),
    Step.NAME: Message(N_("Your group’s name")),
    Step.RULES: Message(N_("How do you save?")),
    Step.PLACES: Message(N_("Where does the money lie?")),
    Step.MEMBERS: Message(N_("Who saves with you?")),
    Step.START: Message(N_("Who keeps the record?")),
}
CHECK_TITLE = Message(N_("Look at it once more"))
NEXT = N_("Next: %(step)s")

_MEETS: Mapping[int, Message] = {
    SUNDAY: Message(N_("Meets on Sundays")), FRIDAY: Message(N_("Meets on Fridays"))}
_WEEK: Mapping[int, Message] = {
    0: Message(N_("Weeks begin on Monday")), 5: Message(N_("Weeks begin on Saturday")),
    SUNDAY: Message(N_("Weeks begin on Sunday"))}
Errors = Mapping[str, tuple[Message, ...]]


@dataclass(frozen=True, slots=True)
class StepMark:
    """One bar of the strip, and its line in the list of steps."""

    step: Step
    title: Message
    is_now: bool
    is_settled: bool


@dataclass(frozen=True, slots=True)
class CountryChoice:
    """A country with everything that choosing it decides."""

    code: str
    currency: str
    meets: Message
    week: Message
    languages: tuple[tuple[str, str], ...]
    rounding: Message


@dataclass(frozen=True, slots=True)
class StepView:
    """One step: what was typed, what is wrong, and what comes next."""

    draft: Draft
    step: Step
    number: int
    title: Message
    marks: tuple[StepMark, ...]
    next_label: Message
    errors: Errors
    today: date
    organisations: Mapping[UUID, str]

    @property
    def is_settled(self) -> bool:
        """Whether this step lacks nothing as it was last kept."""
        return any(mark.is_now and mark.is_settled for mark in self.marks)

    @property
    def back_step(self) -> Step | None:
        """The step before this one."""
        steps = list(Step)
        return steps[self.number - 2] if self.number > 1 else None

    @property
    def summary(self) -> list[tuple[str, Message]]:
        """Everything that is wrong, each with its field."""
        return [(name, one) for name, told in self.errors.items() for one in told]

    @property
    def currency(self) -> str:
        """The money of the chosen country; the first one offered before it is chosen."""
        return self._country.currency

    @property
    def _country(self) -> Country:
        return find_country(self.draft) or next(iter(COUNTRIES.values()))

    def value(self, name: str) -> str:
        """What stands in a field."""
        return self.draft.typed.get(name, "")

    @property
    def countries(self) -> list[CountryChoice]:
        """The countries on offer."""
        return [_choice(country) for country in COUNTRIES.values()]

    @property
    def languages(self) -> list[tuple[str, str]]:
        """The languages the group can choose for itself, its country's first."""
        country = find_country(self.draft)
        usual = country.languages if country else ()
        offered = [code for code in offered_here() if code in LANGUAGES]
        return [(code, language_of(code).native)
                for code in sorted(offered, key=lambda code: usual.index(code) if code in usual else 99)]

    @property
    def wallets(self) -> dict[str, str]:
        """The wallets usual in the country, by field."""
        return wallet_fields(self.draft)

    @property
    def rules(self) -> RulesToSettle:
        """The fields of the rules, with what was typed or what the country and custom propose."""
        return ask_first_rules(self.draft.typed, self._country, errors=self.errors)

    @property
    def agreed(self) -> list[tuple[Message, list[Message]]]:
        """All rules as sentences, under their headings."""
        found = read_first_rules(self.draft.typed, self._country)
        return [(title, sentences) for _, title, sentences in found.sections]

    @property
    def members(self) -> MemberList | None:
        """The pasted list as it was understood."""
        try:
            return read_member_list(self.value("members"))
        except LedgerError:
            return None

    @property
    def people(self) -> list[tuple[str, str]]:
        """Members to choose from, by number."""
        found = self.members
        return [(str(line.number), line.name) for line in found.lines] if found else []


KIND_CHOICES = (
    ("new", Message(N_("A new group")), Message(N_("Its first meeting is still to come."))),
    ("running", Message(N_("A group that saves already")),
     Message(N_("It starts here from what its paper says."))),
)
SCOPE_CHOICES = (
    (Scope.NAMES.value, Message(N_("Names and totals")), Message(N_("You can help with the paper."))),
    (Scope.TOTALS.value, Message(N_("Totals alone")), Message(N_("You see no names."))),
)


def view_step(
    draft: Draft, step: Step, *, today: date, with_errors: bool, organisations: Mapping[UUID, str],
) -> StepView:
    """A step as its page shows it; what is missing is no error before somebody tried to go on."""
    steps = list(Step)
    open_steps = unsettled(draft, today=today)
    number = steps.index(step) + 1
    after = TITLES[steps[number]] if number < len(steps) else CHECK_TITLE
    found = problems_of(draft, step, today=today) if with_errors else {}
    marks = tuple(StepMark(one, TITLES[one], one is step, one not in open_steps) for one in steps)
    errors = {name: (message_of(problem.code, problem.params),) for name, problem in found.items()}
    return StepView(draft, step, number, TITLES[step], marks, Message(NEXT, {"step": after}), errors, today,
                    organisations)


def _choice(country: Country) -> CountryChoice:
    step = Money(cash_step(country.currency), country.currency)
    return CountryChoice(
        country.code, country.currency, _MEETS[country.day_off], _WEEK[country.first_weekday],
        tuple((language_of(code).tag, language_of(code).native) for code in country.languages),
        Message(N_("Cash is rounded to %(amount)s"), {"amount": step}))


def line_problems(problems: tuple[LedgerError, ...]) -> list[Message]:
    """What is wrong with a line of the list."""
    return [message_of(problem.code, problem.params) for problem in problems]
