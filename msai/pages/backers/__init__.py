"""The pages of those behind an enterprise: who they are, what was declared, and what is decided about it."""

from msai.pages.backers.show import blueprint

__all__ = ["blueprint"]
