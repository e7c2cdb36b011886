"""Put something right: the form for a line, what it changes, and the second officer's answer."""

from msai.pages.corrections.asking import blueprint

__all__ = ["blueprint"]
