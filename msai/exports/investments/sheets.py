"""The sheets of the workbook of investments, each written from top to bottom.

They hold values, not formulas, and show the figures of the screen. While a sheet is written it hands the
sheet of checks what must add up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from ledgers.currencies import exponent
from msai.exports import sheet_styles as styles
from msai.exports.checks import Checks
from msai.exports.investments.book import CorridorRows, InvestmentsBook, StakeRows
from msai.exports.sheet_page import (
    SheetPage,
    Styled,
    amount,
    column,
    day,
    percent,
    plain,
    text,
    write_title,
)
from msai.exports.sheet_styles import PERCENT_FORMAT
from msai.messages import N_, Message, Value

RATE_FORMAT = "0.000000"
FLOW_HEADS = (N_("Day"), N_("What"), N_("Put in"), N_("Came back"), N_("Landed at home"),
              N_("Sent from home"), N_("Mid rate"))
RETURN_HEADS = (N_("Enterprise"), N_("Put in"), N_("Came back"), N_("Still there"), N_("Gain"),
                N_("Rate a year"), N_("Valued on"))
BRIDGE_HEADS = (N_("Enterprise"), N_("The enterprise"), N_("The currency"), N_("Sending"), N_("Together"))
MEASURE_HEADS = (N_("Measure"), N_("Group's money"), N_("Home money"), N_("How it is worked out"),
                 N_("Version"), N_("Why it is not defined"))
COST_HEADS = (N_("Sent on"), N_("Enterprise"), N_("Provider"), N_("Sent"), N_("Fee"), N_("Exchange margin"),
              N_("Fee where it landed"), N_("All-in cost"))
RATE_HEADS = (N_("Day"), N_("Home money"), N_("For one %(currency)s"), N_("Source"))


@dataclass(frozen=True, slots=True)
class Pen:
    """What every sheet is written with; the addresses of totals are gathered for the checks."""

    book: InvestmentsBook
    checks: Checks
    say: Callable[[Message], str]
    flow_sums: dict[int, tuple[str, str]] = field(default_factory=dict)

    def words(self, message_id: str, **params: str | int | date | Message) -> str:
        """A sentence in the reader's language."""
        return self.say(Message(message_id, params))

    @property
    def currency(self) -> str:
        """The group's currency."""
        return self.book.drawn.currency

    @property
    def places(self) -> int:
        """The decimals of the group's currency."""
        return exponent(self.currency)

    def origin(self) -> str:
        """Which day and entry the sheets stand on, in a line."""
        drawn = self.book.drawn
        return self.words(N_("Up to %(day)s, drawn after entry %(seq)s, code %(code)s"), day=self.book.on,
                          seq=drawn.last_seq, code=drawn.last_hash.hex()[:8].upper())

    def title(self, page: SheetPage) -> None:
        """The rows every sheet begins with."""
        in_currency = self.words(N_("%(sheet)s, amounts in %(currency)s"), sheet=page.title,
                                 currency=self.currency)
        demo = self.words(N_("Demo programme, invented people")) if self.book.is_demo else None
        write_title(page, (self.book.group_name, in_currency, self.origin(), demo))

    def heads(self, *names: str, ends: Sequence[int] = ()) -> list[Styled]:
        """The heads of a table; `ends` are the places over figures, from 0."""
        return [Styled(self.words(name), styles.HEAD_END if n in ends else styles.HEAD)
                for n, name in enumerate(names)]

    def name(self, said: str | Message) -> Styled:
        """A name, or words that stand for one."""
        return text(self.say(said) if isinstance(said, Message) else said)


def write_flows(page: SheetPage, pen: Pen) -> None:
    """Every payment, stake by stake, host money and home money each on its own day."""
    page.freeze("C5")
    pen.title(page)
    for n, stake in enumerate(pen.book.stakes):
        page.write(Styled(pen.words(N_("%(enterprise)s, home money in %(currency)s"),
                                    enterprise=stake.enterprise, currency=stake.home_currency),
                          styles.SECTION))
        page.write(*pen.heads(*FLOW_HEADS, ends=(2, 3, 4, 5, 6)))
        first = page.row + 1
        for flow in stake.flows:
            home = stake.home_currency
            page.write(day(flow.on), pen.name(flow.what), amount(flow.host_in, pen.currency),
                       amount(flow.host_back, pen.currency), amount(flow.home_in, home),
                       amount(flow.home_back, home), plain(flow.mid, RATE_FORMAT))
        _flow_total(page, pen, stake, first=first, n=n)
        page.skip()


def _flow_total(page: SheetPage, pen: Pen, stake: StakeRows, *, first: int, n: int) -> None:
    last = max(page.row, first)
    row = page.write(
        Styled(pen.words(N_("Total")), styles.TOTAL), Styled(None, styles.TOTAL),
        amount(stake.host.put_in, pen.currency, total=True),
        amount(stake.host.came_back, pen.currency, total=True),
        amount(stake.home.put_in, stake.home_currency, total=True),
        amount(stake.home.came_back, stake.home_currency, total=True), Styled(None, styles.TOTAL))
    for number, what in enumerate(FLOW_HEADS[2:6], start=3):
        places = pen.places if number < 5 else exponent(stake.home_currency)
        _compare(pen, page, stake, what, shown=page.ref(number, row), places=places,
                 recomputed=f"SUM({column(page, number, first, last=last)})")
    pen.flow_sums[n] = (page.ref(3, row), page.ref(4, row))


def _compare(
    pen: Pen, page: SheetPage, stake: StakeRows, what: str, *, shown: str, recomputed: str, places: int,
) -> None:
    pen.checks.compare(
        Message(N_("%(sheet)s: %(what)s of %(enterprise)s"), {
            "sheet": page.title, "what": Message(what), "enterprise": stake.enterprise}),
        shown=shown, recomputed=recomputed, places=places)


def write_returns(page: SheetPage, pen: Pen) -> None:
    """What came of it: money first, then where the gain comes from, then each measure."""
    page.freeze("B5")
    pen.title(page)
    page.write(Styled(pen.words(N_("Put in, came back, still there")), styles.SECTION))
    page.write(*pen.heads(*RETURN_HEADS, ends=(1, 2, 3, 4, 5)))
    gains = [_write_return(page, pen, stake, n) for n, stake in enumerate(pen.book.stakes)]
    if pen.book.whole is not None:
        _write_whole(page, pen, gains)
    page.skip()
    _write_bridge(page, pen, gains)
    page.skip()
    _write_measures(page, pen)


def _write_return(page: SheetPage, pen: Pen, stake: StakeRows, n: int) -> int:
    sums = stake.host
    row = page.write(text(stake.enterprise), *(amount(minor, pen.currency) for minor in (
        sums.put_in, sums.came_back, sums.still_there, sums.gain)), percent(stake.yearly),
        day(stake.valued_on))
    for number, address in zip((2, 3), pen.flow_sums[n], strict=True):
        _compare(pen, page, stake, RETURN_HEADS[number - 1], shown=page.ref(number, row), recomputed=address,
                 places=pen.places)
    _compare(pen, page, stake, RETURN_HEADS[4], shown=page.ref(5, row), places=pen.places,
             recomputed=f"{page.ref(3, row)}+{page.ref(4, row)}-{page.ref(2, row)}")
    return row


def _write_whole(page: SheetPage, pen: Pen, rows: Sequence[int]) -> None:
    whole = pen.book.whole
    assert whole is not None
    row = page.write(Styled(pen.words(N_("Total")), styles.TOTAL), *(
        amount(minor, pen.currency, total=True) for minor in (
            whole.put_in, whole.came_back, whole.still_there, whole.gain)),
        Styled(None, styles.TOTAL), Styled(None, styles.TOTAL))
    for number, what in enumerate(RETURN_HEADS[1:5], start=2):
        pen.checks.compare(
            Message(N_("%(sheet)s: %(what)s of all together"), {"sheet": page.title, "what": Message(what)}),
            shown=page.ref(number, row), places=pen.places,
            recomputed=f"SUM({column(page, number, rows[0], last=rows[-1])})")


def _write_bridge(page: SheetPage, pen: Pen, gains: Sequence[int]) -> None:
    page.write(Styled(pen.words(N_("Where the gain comes from")), styles.SECTION))
    page.write(*pen.heads(*BRIDGE_HEADS, ends=(1, 2, 3, 4)))
    for stake, gain in zip(pen.book.stakes, gains, strict=True):
        if stake.bridge is None:
            page.write(text(stake.enterprise), text(pen.words(N_("not defined"))))
            continue
        parts = stake.bridge
        row = page.write(text(stake.enterprise), *(amount(minor, pen.currency) for minor in (
            parts.enterprise_minor, parts.currency_minor, parts.costs_minor, parts.net_minor)))
        _compare(pen, page, stake, BRIDGE_HEADS[4], shown=page.ref(5, row), places=pen.places,
                 recomputed=f"SUM({column(page, 2, row, last=row)},{column(page, 3, row, last=row)},"
                            f"{column(page, 4, row, last=row)})")
        _compare(pen, page, stake, N_("Gain and its parts"), shown=page.ref(5, row),
                 recomputed=page.ref(5, gain), places=pen.places)
    if pen.book.bridge is not None:
        whole = pen.book.bridge
        page.write(Styled(pen.words(N_("Total")), styles.TOTAL), *(
            amount(minor, pen.currency, total=True) for minor in (
                whole.enterprise_minor, whole.currency_minor, whole.costs_minor, whole.net_minor)))


def _write_measures(page: SheetPage, pen: Pen) -> None:
    page.write(Styled(pen.words(N_("Measured in every way")), styles.SECTION))
    page.write(*pen.heads(*MEASURE_HEADS, ends=(1, 2)))
    for line in pen.book.measures:
        shape = percent if line.is_percent else plain
        page.write(pen.name(line.label), shape(line.host), shape(line.home), pen.name(line.formula),
                   text(line.version), pen.name(line.why or ""))


def write_costs(page: SheetPage, pen: Pen) -> None:
    """Each transfer with its cost in percent, corridor by corridor, weighted by amount at the foot."""
    page.freeze("B5")
    pen.title(page)
    for corridor in pen.book.corridors:
        page.write(Styled(pen.say(corridor.name), styles.SECTION))
        page.write(*pen.heads(*COST_HEADS, ends=(3, 4, 5, 6, 7)))
        first = page.row + 1
        for line in corridor.rows:
            page.write(day(line.sent_on), text(line.enterprise), text(line.provider),
                       amount(line.amount_minor, corridor.currency), percent(line.fee), percent(line.margin),
                       percent(line.receiving), percent(line.total))
        _cost_total(page, pen, corridor, first)
        page.skip()


def _cost_total(page: SheetPage, pen: Pen, corridor: CorridorRows, first: int) -> None:
    last, blank = page.row, Styled(None, styles.TOTAL)
    shown = None if corridor.total is None else float(corridor.total)
    row = page.write(
        Styled(pen.words(N_("Together")), styles.TOTAL), blank, blank,
        amount(sum(line.amount_minor for line in corridor.rows), corridor.currency, total=True), blank, blank,
        blank, Styled(shown, styles.TOTAL_FIGURE.with_format(PERCENT_FORMAT)))
    amounts, totals = (column(page, number, first, last=last) for number in (4, 8))
    named: dict[str, Value] = {"sheet": page.title, "corridor": corridor.name}
    pen.checks.compare(Message(N_("%(sheet)s: sent, %(corridor)s"), named), shown=page.ref(4, row),
                       recomputed=f"SUM({amounts})", places=exponent(corridor.currency))
    if corridor.total is not None:
        pen.checks.compare(
            Message(N_("%(sheet)s: cost weighted by amount, %(corridor)s"), named), shown=page.ref(8, row),
            recomputed=f'SUMPRODUCT({amounts},{totals})/SUMIF({totals},"<>",{amounts})', places=2)


def write_rates(page: SheetPage, pen: Pen) -> None:
    """Every mid rate that was written down."""
    page.freeze("A6")
    pen.title(page)
    names = [Styled(pen.words(name, currency=pen.currency), styles.HEAD_END if n == 2 else styles.HEAD)
             for n, name in enumerate(RATE_HEADS)]
    page.write(*names)
    first = page.row + 1
    for line in pen.book.rates:
        page.write(day(line.on), text(line.home_currency), plain(line.rate, RATE_FORMAT), text(line.source))
    pen.checks.compare(Message(N_("%(sheet)s: number of rates"), {"sheet": page.title}), places=0,
                       shown=str(len(pen.book.rates)),
                       recomputed=f"COUNT({column(page, 3, first, last=max(page.row, first))})")
