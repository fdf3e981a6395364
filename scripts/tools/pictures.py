"""Pictures for the documentation: made small, so that they may be committed."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

WIDTH, COLOURS = 900, 256
"""Of a picture made small, in pixels, and how many colours it has: it stays below 100 kB."""


def small(picture: Path) -> bytes:
    """A picture in PNG, made small."""
    with Image.open(picture) as image:
        height = round(image.height * WIDTH / image.width)
        resized = image.convert("RGB").resize((WIDTH, height), Image.Resampling.LANCZOS)
        made = io.BytesIO()
        # the commonest colours are shades of grey: of those of thin lines and of labels others would be left
        resized.quantize(COLOURS, Image.Quantize.MAXCOVERAGE).save(made, "PNG", optimize=True)
    return made.getvalue()
