"""The pages about the people and the land of an enterprise, and the forms in which it records both."""

from msai.pages.enterprise_people import land, people, recording

BLUEPRINTS = (people.blueprint, land.blueprint, recording.blueprint)

__all__ = ["BLUEPRINTS"]
