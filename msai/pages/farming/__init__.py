"""The pages of activities and batches: what is grown, what happened to it, and what a unit holds here."""

from msai.pages.farming import activities, batches, events, moving, units

BLUEPRINTS = (activities.blueprint, batches.blueprint, events.blueprint, moving.blueprint,
              units.blueprint)

__all__ = ["BLUEPRINTS"]
