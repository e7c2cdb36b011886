"""The way home in the group's book: sent, landed before it was told, come back, lost, explained.

`posting` books what an enterprise sent, as soon as nothing is missing for it; `early` notes money that was
there before its paper, `pairing` brings the two together; `turned_back` and `given_up` are its other ends.
"""
