"""What one book has to tell another: left in the transaction of an act, delivered after it, exactly once.

No transaction ever spans two books. `letters` is what acts use; `delivering` is for the edge, which carries
letters over once their act is committed, and for the sweeper, which finishes what a crash left.
"""

from msai.services.outbox.letters import Letter, leave, message_id_of

__all__ = ["Letter", "leave", "message_id_of"]
