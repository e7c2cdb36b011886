"""Statements: what people read of a book, as frozen values.

Each statement is built without a database from what `ledgers.balances` and
`ledgers.daybook` returned, and names the last entry it was drawn from, so that a page,
a workbook and an answer of the interface show the same figures.  Accounts carry
holders by alias; names of people are added by the programme that knows them.
"""
