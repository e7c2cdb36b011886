"""The pages of monthly reports: the months, the form of one, a line of today, what was sent, its paper."""

from msai.pages.months import filling, line, show

BLUEPRINTS = (filling.blueprint, line.blueprint, show.blueprint)

__all__ = ["BLUEPRINTS"]
