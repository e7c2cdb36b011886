"""The addresses of the letters of months to those whose money works in an enterprise."""

from msai.pages.letters import show

BLUEPRINTS = (show.blueprint,)

__all__ = ["BLUEPRINTS"]
