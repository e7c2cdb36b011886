"""A hundred thousand share-outs of groups nobody planned: each exact, none promising what is not there."""

from __future__ import annotations

from random import Random

from ledgers.sharing.share_out import Claim, ShareOut, share_out

MANY = 100_000
STEPS = (1, 5, 10, 50, 100, 1000)


def drawn(chance: Random) -> tuple[int, list[Claim], int]:
    """The cash, the members and the smallest coin of some group; debts may be far above what is there."""
    members = chance.randint(1, 12)
    heavy = chance.choice((0, 0, 1, 3))
    owes = heavy and 0.4
    claims = [Claim(chance.randint(0, 60),
                    chance.randint(1, 40_000 * heavy) if chance.random() < owes else 0)
              for _ in range(members)]
    claims[0] = Claim(chance.randint(1, 60), claims[0].debt_minor)
    return chance.randint(1, 500_000), claims, chance.choice(STEPS)


def faults(cash: int, claims: list[Claim], step: int) -> list[str]:
    """What is wrong with a share-out; nothing, if everybody could be paid and nothing was lost."""
    done = share_out(cash, claims, step=step)
    pairs = list(zip(claims, done.shares, strict=True))
    paid = sum(share.cash_minor for share in done.shares)
    top, under = done.share_value.numerator, done.share_value.denominator
    wrong = {
        "cash is not conserved": paid + done.carried_minor != cash or done.cash_paid_minor != paid,
        "more cash is promised than is there": done.carried_minor < 0,
        "somebody is a coin off": any(
            abs(share.entitlement_minor * under - int(claim.weight) * top) >= step * under
            for claim, share in pairs),
        "an amount is below nothing": any(min(share.entitlement_minor, share.set_off_minor, share.cash_minor,
                                              share.still_owed_minor) < 0 for share in done.shares),
        "a debt is lost": any(share.set_off_minor + share.still_owed_minor != claim.debt_minor
                              for claim, share in pairs),
        "somebody is paid while she owes": any(share.cash_minor and share.still_owed_minor
                                               for share in done.shares),
        "the value does not solve its equation": not _solves(cash, claims, done),
    }
    return [words for words, is_so in wrong.items() if is_so]


def _solves(cash: int, claims: list[Claim], done: ShareOut) -> bool:
    """v x sum of s = C + sum of min(d, s v), in whole numbers: v as numerator over denominator."""
    top, under = done.share_value.numerator, done.share_value.denominator
    taken = sum(min(claim.debt_minor * under, int(claim.weight) * top) for claim in claims)
    return top * sum(int(claim.weight) for claim in claims) == cash * under + taken


def test_a_hundred_thousand_share_outs_are_exact() -> None:
    """The same hundred thousand at every run, so that a fault can be looked at."""
    chance = Random(20261227)
    found = {}
    for number in range(MANY):
        wrong = faults(*drawn(chance))
        if wrong:
            found[number] = wrong

    assert found == {}
