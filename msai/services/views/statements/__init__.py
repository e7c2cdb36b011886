"""The statements of a group, as its people read them.

A statement is chosen by kind and period; both stand in the address.  Each is drawn by
`ledgers.statements` from one reading of the book and set out here as tables of one form, so
that a page, a print and a reader of the screen meet the same figures in the same order.
"""
