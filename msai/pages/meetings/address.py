"""Where the pages of meetings are reached: the one blueprint that they share."""

from flask import Blueprint

blueprint = Blueprint("meetings", __name__)
