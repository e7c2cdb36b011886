"""What members owe: the list, a charge between meetings, and letting one go."""

from msai.pages.dues import charging, waiving
from msai.pages.dues.address import blueprint

__all__ = ["blueprint", "charging", "waiving"]
