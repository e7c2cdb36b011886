"""The posting rules: what happened in a group or an enterprise in, a journal entry out.

Every rule is pure. It is told the event, and the balances the event depends on, and it decides which
accounts move and by how much; it reads nothing and posts nothing. The rules are those of the bookkeeping
page of the manual (docs/bookkeeping.md), event by event.
"""
