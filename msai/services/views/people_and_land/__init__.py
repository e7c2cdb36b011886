"""What the pages about the people and the land of an enterprise show, to its people and to those behind it.

Who is not of the enterprise sees no number of one or two people: it could be somebody she knows.
"""
