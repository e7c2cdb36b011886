"""What every printed sheet of a workbook is written with: words, figures, heads, checks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from ledgers.currencies import exponent
from msai.exports import sheet_styles as styles
from msai.exports.checks import Checks
from msai.exports.data_sheets import DataSheets
from msai.exports.group_workbook import GroupWorkbook
from msai.exports.sheet_page import SheetPage, Styled, write_title
from msai.exports.sheet_styles import COUNT_FORMAT, CellStyle, figure_format, money_format
from msai.messages import N_, Message

HASH_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Writing:
    """What every printed sheet is written with."""

    book: GroupWorkbook
    data: DataSheets
    checks: Checks
    say: Callable[[Message], str]
    places: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "places", exponent(self.book.drawn.currency))

    def words(self, message_id: str, **params: str | int | date | Message) -> str:
        """A sentence in the reader's language."""
        return self.say(Message(message_id, params))

    def figure(self, minor: int, places: int | None = None) -> Styled:
        """An amount under a heading that names its unit."""
        return self._amount(minor, styles.FIGURE, places)

    def total(self, minor: int, places: int | None = None) -> Styled:
        """An amount between a single and a double rule."""
        return self._amount(minor, styles.TOTAL_FIGURE, places)

    def money_total(self, minor: int) -> Styled:
        """A total with the sign of its currency."""
        look = styles.TOTAL_FIGURE.with_format(money_format(self.book.drawn.currency))
        return Styled(in_units(minor, self.places), look)

    def _amount(self, minor: int, style: CellStyle, places: int | None) -> Styled:
        shown = self.places if places is None else places
        return Styled(in_units(minor, shown), style.with_format(figure_format(shown)))

    def name_of(self, alias: str) -> str:
        """How a holder is called."""
        return self.book.names.get(alias, alias)

    def origin(self) -> str:
        """Which book, day and entry the sheets stand on, in a line."""
        drawn, code = self.book.drawn, self.book.drawn.last_hash.hex()[:HASH_SHOWN].upper()
        if drawn.as_of is None:
            return self.words(N_("Everything recorded up to entry %(seq)s, code %(code)s"),
                              seq=drawn.last_seq, code=code)
        return self.words(N_("Up to %(day)s, drawn after entry %(seq)s, code %(code)s"),
                          day=drawn.as_of, seq=drawn.last_seq, code=code)


def in_units(minor: int, places: int) -> int | float:
    """Whole units of a commodity, as a spreadsheet keeps figures."""
    return minor / 10**places if places else minor


def count(value: int) -> Styled:
    """A number of things."""
    return Styled(value, styles.FIGURE.with_format(COUNT_FORMAT))


def number(value: int) -> Styled:
    """A number by which something is known, at the start of its column."""
    return Styled(value, styles.NUMBER)


def heads(writing: Writing, *names: str | Message, ends: int) -> list[Styled]:
    """The heads of a table, the last `ends` of them over figures."""
    first_end = len(names) - ends
    # An empty id is no sentence: catalogues keep their own description under it.
    messages = (Message(name) if isinstance(name, str) else name for name in names)
    said = (writing.say(message) if message.id else "" for message in messages)
    return [Styled(name, styles.HEAD_END if n >= first_end else styles.HEAD) for n, name in enumerate(said)]


def title(writing: Writing, page: SheetPage) -> None:
    """The three rows every sheet begins with, which are repeated in print."""
    book = writing.book
    in_currency = writing.words(N_("%(sheet)s, amounts in %(currency)s"), sheet=page.title,
                                currency=book.drawn.currency)
    write_title(page, (book.group_name, in_currency, writing.origin(), None))
