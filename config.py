"""The settings of this deployment, read from its environment; a wrong one stops the start."""

from msai.settings import from_environ

SETTINGS = from_environ()
