"""What leaves the programme as a file: workbooks, and books as plain text.

A group must be able to take its books away and check them with other programmes.  All
exports are made from statements and entries as values; none reads a database.
"""
