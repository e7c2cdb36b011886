"""How every refusal travels to a program: one shape, whatever was refused."""

from marshmallow import fields

from msai.schemas import Shape


class ErrorShape(Shape):
    """What went wrong: a stable code, where in the request, and a sentence for the reader."""

    code = fields.String(required=True, metadata={"description": "Stable name of the rule"})
    path = fields.String(required=True, metadata={"description": "Place in the request; empty for the whole"})
    message = fields.String(required=True, metadata={"description": "What to do, in the reader's language"})
