"""The pages of monthly reports: the list of months, the form of one, what was sent, and its paper form."""

from msai.pages.months import filling, show

BLUEPRINTS = (filling.blueprint, show.blueprint)

__all__ = ["BLUEPRINTS"]
