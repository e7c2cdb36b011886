"""Loans: the list, one loan, asking for one, giving and paying it, and what takes two people."""

from msai.pages.loans import asking, changing, paying, prints, reading
from msai.pages.loans.address import blueprint

__all__ = ["asking", "blueprint", "changing", "paying", "prints", "reading"]
