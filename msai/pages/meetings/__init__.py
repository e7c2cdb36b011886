"""Meetings as people see them: the list, the record of each, the plain form, and the sheet that is held."""

from msai.pages.meetings import recording, records
from msai.pages.meetings.address import blueprint

__all__ = ["blueprint", "recording", "records"]
