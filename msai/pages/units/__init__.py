"""The pages of an investment fund: what it has and whose it is, and what two officers decide about it."""

from msai.pages.units.fund import blueprint

__all__ = ["blueprint"]
