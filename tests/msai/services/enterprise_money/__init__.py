"""The money of an enterprise, noted act by act."""
