"""Meetings as people see them: the list, the record of each, the plain form, and the screen to hold one."""

from msai.pages.meetings import hold, recording, records
from msai.pages.meetings.address import blueprint

__all__ = ["blueprint", "hold", "recording", "records"]
