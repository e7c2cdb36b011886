"""The pages that people read and the forms they fill in, one blueprint a noun."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, url_for
from flask_login import current_user

from msai.pages import (
    backers,
    corrections,
    demo,
    disputes,
    dues,
    enterprise_money,
    enterprise_people,
    enterprises,
    exports,
    farming,
    goals,
    groups,
    language,
    leaving,
    letters,
    loans,
    meetings,
    months,
    onboarding,
    passbooks,
    reconciliations,
    registers,
    remittances,
    rules,
    seating,
    share_out,
    sign_in,
    stakes,
    units,
)
from msai.pages.meetings import received, witness
from msai.pages.returns import sending
from msai.pages.returns import show as returns
from msai.pages.statements import prints, receipt_check
from msai.pages.statements import show as statements
from msai.pages.trace import show as traces
from msai.pages.units import ratios

BLUEPRINTS = tuple(
    page.blueprint
    for page in (sign_in, language, groups, passbooks, meetings, registers, enterprises, exports,
                 statements, prints, receipt_check, goals, rules, seating, received, corrections, disputes,
                 dues, loans, witness, reconciliations, demo, units, ratios, backers, stakes, returns,
                 sending, traces)
)


@dataclass(frozen=True)
class Account:
    """What the cover of each page shows of the person who is signed in."""

    name: str
    sign_out_href: str
    links: tuple[Any, ...] = ()


def init_app(app: Flask) -> None:
    """Give every page its address, and every cover the name of its reader."""
    for blueprint in (*BLUEPRINTS, *leaving.BLUEPRINTS, *onboarding.BLUEPRINTS, *remittances.BLUEPRINTS,
                      *share_out.BLUEPRINTS, *farming.BLUEPRINTS, *enterprise_money.BLUEPRINTS,
                      *enterprise_people.BLUEPRINTS, *months.BLUEPRINTS, *letters.BLUEPRINTS):
        app.register_blueprint(blueprint)
    app.context_processor(cover)


def cover() -> dict[str, Any]:
    """The signed-in person for the frame of the page; nothing where nobody is."""
    if not current_user.is_authenticated:
        return {}
    actor = current_user.signed_in.actor
    return {"account": Account(actor.display, url_for("sign_in.leave"))}
