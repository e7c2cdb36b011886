"""Made-up meeting sheets: what members and the group do on a Sunday, never more than there is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .amounts import half_up
from .events import FUNDS, opening
from .lines import Line
from .story import Story


@dataclass
class Draft:
    """A sheet being written, with the money that would be in each purse so far."""

    story: Story
    day: date
    lines: list[Line] = field(default_factory=list)
    cash: dict[str, int] = field(default_factory=dict)
    attendance: dict[str, str] = field(default_factory=dict)

    def put(self, kind: str, **fields: Any) -> None:
        """Write a line."""
        self.lines.append(
            {**({"member": fields.pop("member")} if "member" in fields else {}), "kind": kind, **fields}
        )

    def tender(self) -> str:
        """Where someone pays: mostly the box."""
        story = self.story
        return story.world.box if story.likely(75) else story.rng.choice(sorted(story.world.tenders))

    def take(self, fund: str, amount: int, tender: str | None = None) -> dict[str, str]:
        """Money comes in; the line's amount and tender."""
        tender = tender or self.tender()
        self.cash[f"{tender}/{fund}"] = self.cash.get(f"{tender}/{fund}", 0) + amount
        return {"amount": self.story.text(amount), "tender": tender}

    def give(self, fund: str, amount: int, *, bank: bool = False) -> dict[str, str] | None:
        """Money goes out of a purse that has it; None when none has, or there is nothing to give."""
        codes = self.story.world.tenders
        fit = [
            t for t in codes if self.cash.get(f"{t}/{fund}", 0) >= amount and (codes[t] == "1020" or not bank)
        ]
        if not fit or amount <= 0:
            return None
        tender = self.story.rng.choice(fit)
        self.cash[f"{tender}/{fund}"] -= amount
        return {"amount": self.story.text(amount), "tender": tender}

    def some(self, steps: int) -> int:
        """An amount up to so many steps of saving, sometimes odd to the last unit."""
        story = self.story
        return (
            story.rng.randint(1, steps * story.step)
            if story.likely(25)
            else story.rng.randint(1, steps) * story.step
        )

    def here(self) -> list[int]:
        """Members who came or sent somebody."""
        return [int(number) for number, how in self.attendance.items() if how not in ("absent", "excused")]


def hold_meeting(story: Story, day: date) -> None:
    """Write and close the Sunday's sheet."""
    draft = Draft(story, day, cash=opening(story.world))
    for number in story.world.active(day.isoformat()):
        draft.attendance[str(number)] = story.rng.choice(
            ["present"] * 12 + ["late", "absent", "represented", "excused"]
        )
    for plan in PLANS:
        plan(draft)
    if story.likely(25):
        story.rng.shuffle(draft.lines)
    close(draft)


def close(draft: Draft) -> None:
    """Count the box, sometimes a little off, and tell the sheet."""
    story, box = draft.story, draft.story.world.box
    off = story.rng.choice([0] * 8 + [-1, 1]) * story.rng.choice([1, story.step // 10])
    off = max(off, -draft.cash.get(f"{box}/savings", 0))
    counted = sum(draft.cash.get(f"{box}/{fund}", 0) for fund in FUNDS) + off
    told = story.tell(
        "meeting", group="group-1", id=story.uuid(draft.day), number=story.meetings + 1,
        date=draft.day.isoformat(), attendance=draft.attendance,
        opening={place: story.text(n) for place, n in opening(story.world).items()}, lines=draft.lines,
        cash_counted=story.text(counted), cash_difference=story.text(off),
        difference_reason="coins miscounted" if off else None,
    )  # fmt: skip
    if not told:
        raise AssertionError(f"a sheet that no book could hold on {draft.day}")
    story.meetings += 1


def plan_saving(draft: Draft) -> None:
    """Savings by shares or by amount, and the social contribution."""
    story = draft.story
    for member in draft.here():
        amount = draft.some(5) if story.rules["saving"] == "amount" else story.rng.randint(1, 5) * story.step
        shares = {} if story.rules["saving"] == "amount" else {"shares": amount // story.step}
        draft.put("savings", member=member, **shares, **draft.take("savings", amount))
        draft.put("social", member=member, **draft.take("social", story.step // 10, story.world.box))


def plan_charges(draft: Draft) -> None:
    """Fines of those who came late or not, and now and then a fee."""
    story = draft.story
    for number, how in draft.attendance.items():
        if how in story.rules["fines"]:
            charge(draft, "fine", int(number), {"fine": how}, story.world.money(story.rules["fines"][how]))
    if draft.here() and story.likely(12):
        charge(draft, "fee", story.rng.choice(draft.here()), {"fee": "passbook"}, draft.some(1))


def charge(draft: Draft, kind: str, member: int, what: dict[str, str], amount: int) -> None:
    """Write a fine or fee, paid at once or raised."""
    if draft.story.likely(50) and draft.attendance[str(member)] != "absent":
        draft.put(kind, member=member, **what, **draft.take("savings", amount))
    else:
        draft.put(kind, member=member, **what, amount=draft.story.text(amount), tender=None)


def plan_dues(draft: Draft) -> None:
    """Some of those who owe a fine, a fee or interest pay it, whole or in part."""
    story, owed = draft.story, draft.story.group.held("1150", "savings")
    for member in draft.here():
        due = owed.get(f"member-{member}", 0)
        if due > 0 and story.likely(40):
            amount = due if story.likely(70) else story.rng.randint(1, due)
            draft.put(
                story.rng.choice(["fine_paid", "fee_paid"]), member=member, **draft.take("savings", amount)
            )


def plan_loans(draft: Draft) -> None:
    """Each running loan: a repayment, interest left due, giving it up, or nothing; recoveries of old ones."""
    story = draft.story
    for loan, member in story.given_up:
        if story.likely(15):
            draft.put("recovery", member=member, loan=loan, **draft.take("savings", draft.some(1)))
    for loan, owed in story.group.held("1100", "savings").items():
        member = story.world.loans[loan]
        present = member in draft.here()
        if story.likely(3 if present else 12):
            draft.put("loan_write_off", loan=loan)
            story.given_up.append((loan, member))
        elif present:
            serve(draft, loan, member, owed)


def serve(draft: Draft, loan: str, member: int, owed: int) -> None:
    """Repay with interest, or only let interest fall due."""
    story, interest = draft.story, (owed + 50) // 100
    if story.likely(12) and interest:
        draft.put("interest_due", member=member, loan=loan, amount=story.text(interest))
    elif story.likely(60):
        principal = min(owed, draft.some(6))
        paid = draft.take("savings", principal + interest)
        parts = {"principal": story.text(principal), "interest": story.text(interest)}
        draft.put("repayment", member=member, loan=loan, **parts, **paid)


def plan_lending(draft: Draft) -> None:
    """Sometimes a new loan."""
    story = draft.story
    if draft.here() and story.likely(22):
        paid = draft.give("savings", draft.some(12))
        if paid:
            member = story.rng.choice(draft.here())
            draft.put("loan", member=member, loan=story.name("loan"), **paid, months=story.rng.randint(1, 6))


def plan_spending(draft: Draft) -> None:
    """The room, help in need, what the bank takes."""
    story = draft.story
    if story.likely(25) and (paid := draft.give("savings", draft.some(1))):
        draft.put("expense", what="room", **paid)
    if draft.here() and story.likely(10) and (paid := draft.give("social", draft.some(1))):
        draft.put("social_grant", member=story.rng.choice(draft.here()), **paid, reason="illness")
    fund = story.rng.choice(["savings", "social"])
    if story.likely(6) and (paid := draft.give(fund, story.rng.randint(1, story.step // 4), bank=True)):
        draft.put("bank_charge", **({} if fund == "savings" else {"fund": fund}), **paid)


def plan_gifts(draft: Draft) -> None:
    """Gifts and bank interest, to any fund but the one that deals in units."""
    gifts_to(draft, ["savings", "social"], percent=5)


def gifts_to(draft: Draft, funds: list[str], *, percent: int) -> None:
    """A gift and bank interest, each with the given likelihood."""
    story = draft.story
    banks = [tender for tender, code in story.world.tenders.items() if code == "1020"]
    if story.likely(percent):
        fund = story.rng.choice(funds)
        draft.put("donation", fund=fund, **draft.take(fund, draft.some(4)))
    if story.likely(percent):
        fund = story.rng.choice(funds)
        interest = story.rng.randint(1, story.step // 3)
        draft.put("bank_interest", fund=fund, **draft.take(fund, interest, story.rng.choice(banks)))


def plan_investing(draft: Draft) -> None:
    """New units, units handed back, or income and costs of the fund itself: one of these on a sheet."""
    story = draft.story
    if draft.story.meetings == 0 or story.likely(78):
        invest(draft)
    elif story.likely(40):
        redeem(draft)
    else:
        gifts_to(draft, ["investment"], percent=40)
        if story.likely(40) and (
            paid := draft.give("investment", story.rng.randint(1, story.step), bank=True)
        ):
            draft.put("bank_charge", fund="investment", **paid)


def invest(draft: Draft) -> None:
    """Some members put money into enterprises."""
    for member in draft.here():
        if draft.story.meetings == 0 or draft.story.likely(50):
            draft.put("investment", member=member, **draft.take("investment", draft.some(6)))


def redeem(draft: Draft) -> None:
    """One member takes money back for units, some or all of hers."""
    story, units = draft.story, draft.story.group.units()
    fit = [member for member in draft.here() if f"member-{member}" in units]
    if not fit or len(units) < 2:
        return
    member = story.rng.choice(fit)
    held = units[f"member-{member}"]
    part = held if story.likely(25) else story.rng.randint(max(1, held // 50), held)
    paid = draft.give("investment", half_up(story.world.unit_value() * part / 10_000))
    if paid:
        draft.put("redemption", member=member, units_e4=part, tender=paid["tender"])


def plan_taking_out(draft: Draft) -> None:
    """A withdrawal of savings, money held for somebody, money due handed over."""
    story = draft.story
    if draft.here() and story.likely(10):
        withdraw(draft, story.rng.choice(draft.here()))
    if draft.here() and story.likely(7):
        fund = story.rng.choice(["savings", "savings", "investment"])
        named = {} if fund == "savings" else {"fund": fund}
        draft.put("held", member=story.rng.choice(draft.here()), **named, **draft.take(fund, draft.some(1)))
    for fund in FUNDS:
        hand_over(draft, fund)


def withdraw(draft: Draft, member: int) -> None:
    """Take out some savings, in whole shares where there are shares."""
    story, holder = draft.story, f"member-{member}"
    saved, shares = -story.group.of("3100", "savings", holder), story.group.of("9400", "shares", holder)
    if story.rules["saving"] == "amount":
        amount, counted = story.rng.randint(0, saved), {}
    else:
        taken = story.rng.randint(0, min(shares, saved // story.step))
        amount, counted = taken * story.step, {"shares": taken}
    if paid := draft.give("savings", amount):
        draft.put("withdrawal", member=member, **counted, **paid)


def hand_over(draft: Draft, fund: str) -> None:
    """Pay members what is due to them in a fund, those who left long ago included."""
    story = draft.story
    for holder, owed in story.group.held("2100", fund).items():
        if owed < 0 and story.likely(15) and (paid := draft.give(fund, -owed)):
            named = {} if fund == "savings" else {"fund": fund}
            draft.put("payout", member=int(holder.split("-")[1]), **named, **paid)


def plan_moving(draft: Draft) -> None:
    """Money carried to another purse, and lent between funds."""
    story = draft.story
    for fund in FUNDS:
        if story.likely(30):
            carry(draft, fund)
    if story.likely(6):
        giving, taking = story.rng.sample(FUNDS, 2)
        if paid := draft.give(giving, draft.some(4)):
            draft.take(taking, story.world.money(paid["amount"]), paid["tender"])
            draft.put("between_funds", from_fund=giving, to_fund=taking, **paid)


def carry(draft: Draft, fund: str) -> None:
    """Bring most of the box's money of a fund elsewhere."""
    story, box = draft.story, draft.story.world.box
    others = [tender for tender in story.world.tenders if tender != box]
    amount = draft.cash.get(f"{box}/{fund}", 0) * story.rng.randint(20, 90) // 100
    if amount > 0:
        to = story.rng.choice(others)
        draft.cash[f"{box}/{fund}"] -= amount
        moved = draft.take(fund, amount, to)["amount"]
        draft.put("transfer", fund=fund, from_tender=box, to_tender=to, amount=moved)


PLANS: tuple[Callable[[Draft], None], ...] = (
    plan_saving,
    plan_charges,
    plan_dues,
    plan_loans,
    plan_lending,
    plan_spending,
    plan_gifts,
    plan_investing,
    plan_taking_out,
    plan_moving,
)
