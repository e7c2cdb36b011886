"""The blueprint under which all pages of dues have their addresses."""

from flask import Blueprint

blueprint = Blueprint("dues", __name__)
