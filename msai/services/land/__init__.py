"""The land of an enterprise, who vouches that it is organic, and what was put on it.

Hectares are whole ten-thousandths (square metres). Fields have names of their own, never an address.
"""
