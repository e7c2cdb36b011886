"""The pages of a group's investments and of each of its stakes."""

from msai.pages.stakes import deciding
from msai.pages.stakes.show import blueprint

__all__ = ["blueprint", "deciding"]
