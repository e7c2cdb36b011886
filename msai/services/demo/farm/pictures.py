"""The pictures of a demo farm, drawn by these lines: no photograph of anybody or of any place is needed."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageDraw

_WIDE, _HIGH = 480, 320
_SKY, _HILL, _GRASS, _EARTH = "#cfe4ee", "#8fb38a", "#5f8f4e", "#a8815a"
Pen = ImageDraw.ImageDraw


def pigs_in_their_pen() -> bytes:
    """A pen with five pigs, as a JPEG."""
    def draw(pen: Pen) -> None:
        for number in range(5):
            left, top = 45 + number * 82, 205 + number % 2 * 38
            pen.ellipse((left, top, left + 66, top + 40), fill="#e6a8a0", outline="#9a5c56", width=2)
            pen.ellipse((left + 50, top - 6, left + 78, top + 22), fill="#e6a8a0", outline="#9a5c56", width=2)
            pen.rectangle((left + 10, top + 36, left + 16, top + 50), fill="#9a5c56")
            pen.rectangle((left + 46, top + 36, left + 52, top + 50), fill="#9a5c56")
        for rail in (180, 300):
            pen.rectangle((0, rail, _WIDE, rail + 8), fill="#6b4a2f")

    return _landscape(draw, ground=_EARTH)


def rice_before_the_harvest() -> bytes:
    """A field of ripe rice under hills, as a JPEG."""
    def draw(pen: Pen) -> None:
        for row in range(8):
            for number in range(30):
                left, foot = 6 + number * 16 + row % 2 * 8, 200 + row * 16
                pen.line((left, foot, left + 4, foot - 22), fill="#d9b44a", width=3)

    return _landscape(draw, ground="#b59a3c")


def hens_and_trays() -> bytes:
    """Hens beside trays of eggs, as a JPEG."""
    def draw(pen: Pen) -> None:
        for number in range(4):
            left = 30 + number * 60
            pen.ellipse((left, 220, left + 44, 258), fill="#b5552f", outline="#6e2f17", width=2)
            pen.polygon([(left + 36, 232), (left + 52, 214), (left + 46, 240)], fill="#b5552f")
        for number in range(18):
            left, top = 300 + number % 6 * 26, 216 + number // 6 * 28
            pen.ellipse((left, top, left + 20, top + 25), fill="#f3e6d0", outline="#a58d66")

    return _landscape(draw, ground=_GRASS)


def receipt() -> bytes:
    """A slip of paper with lines and a sum, as a JPEG."""
    image = Image.new("RGB", (240, 360), "#6b6256")
    pen = ImageDraw.Draw(image)
    pen.rectangle((20, 16, 220, 344), fill="#fbf8ef")
    for number in range(11):
        pen.line((36, 54 + number * 22, 128 + number * 37 % 48, 54 + number * 22), fill="#54504a", width=3)
        pen.line((178, 54 + number * 22, 206, 54 + number * 22), fill="#54504a", width=3)
    pen.line((36, 306, 206, 306), fill="#26231f", width=5)
    return _as_jpeg(image)


def _landscape(draw: Callable[[Pen], None], *, ground: str) -> bytes:
    image = Image.new("RGB", (_WIDE, _HIGH), _SKY)
    pen = ImageDraw.Draw(image)
    pen.ellipse((-80, 90, 260, 330), fill=_HILL)
    pen.ellipse((180, 110, 560, 340), fill="#7da478")
    pen.rectangle((0, 170, _WIDE, _HIGH), fill=ground)
    draw(pen)
    return _as_jpeg(image)


def _as_jpeg(image: Image.Image) -> bytes:
    kept = BytesIO()
    image.save(kept, "JPEG", quality=80)
    return kept.getvalue()
