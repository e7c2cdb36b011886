"""What a book does with each kind of letter, in one table: a new kind is a function and a line here.

A handler runs in one transaction of the recipient's book, together with the note that the letter was taken
in. Where it refuses, nothing of it stays and the letter waits, with the code of the refusal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy.orm import Session

from msai.permissions import Actor
from msai.services.outbox.letters import Letter

Handler = Callable[[Session, Actor, Letter], None]

HANDLERS: Mapping[str, Handler] = {
}
