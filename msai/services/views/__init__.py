"""What each page shows, as frozen values.

A page asks once, gets everything it shows, and what the reader may not see is not in it.
Names of people are opened here; amounts stay whole minor units, texts stay messages, and
every figure knows the register it leads to.  The number of statements never depends on the
number of members or on the age of the book.
"""
