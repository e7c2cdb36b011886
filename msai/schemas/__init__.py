"""The shapes of requests and answers at the edge; a field nobody declared is refused.

Amounts travel as text and are read by the books' own parser, never as JSON numbers.
"""

from marshmallow import RAISE, Schema


class Shape(Schema):
    """A request or answer whose fields are exactly the declared ones."""

    class Meta:
        """Refuse what is not declared: a misspelt field would be lost money."""

        unknown = RAISE
