"""Benchmarks: the ledger beside what a user would take instead, and beside the floor of the machine.

They are run by hand (`make bench`), never as tests.  What is trusted is the ratio of two
measurements taken in turns within one run, not the clock of one machine.
"""
