"""Use cases about the people and the land of an enterprise."""
