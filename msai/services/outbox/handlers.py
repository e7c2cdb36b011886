"""What a book does with each kind of letter, in one table: a new kind is a function and a line here.

A handler runs in one transaction of the recipient's book, together with the note that the letter was taken
in. Where it refuses, nothing of it stays and the letter waits, with the code of the refusal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy.orm import Session

from msai.permissions import Actor
from msai.services.backing import given_up as given_up_here
from msai.services.backing import letters
from msai.services.outbox.letters import Letter
from msai.services.pooling import closing, opening, parts
from msai.services.remitting import ending, landing_home, matching, telling
from msai.services.remitting.homeward import given_up, turned_back
from msai.services.staking import coming_back

Handler = Callable[[Session, Actor, Letter], None]

HANDLERS: Mapping[str, Handler] = {
    "capital_sent": telling.take_capital_sent,
    "capital_landed": matching.take_capital_landed,
    "difference_explained": matching.take_explained,
    "transfer_ended": ending.take_ended,
    "sent_home": landing_home.take_sent_home,
    "landed_home": landing_home.take_landed_home,
    "home_returned": turned_back.take_home_returned,
    "home_lost": given_up.take_home_lost,
    "stake_taken_up": letters.take_in_stake,
    "terms_agreed": letters.take_in_terms,
    "exit_asked": letters.take_in_exit,
    "reinvested": letters.take_in_reinvested,
    "stake_given_up": given_up_here.take_in_given_up,
    "reinvestment_refused": coming_back.take_in_refused,
    "income_declared": coming_back.take_in_declared,
    "loss_borne": coming_back.take_in_loss,
    "exit_answered": coming_back.take_in_answer,
    "pool_opened": opening.take_opened,
    "pool_part_agreed": parts.take_agreed,
    "pool_part_leaving": parts.take_leaving,
    "pool_part_left_out": parts.take_left_out,
    "pool_closed": closing.take_closed,
    "pool_answered": closing.take_answered,
    "pool_sent": closing.take_pool_sent,
}
