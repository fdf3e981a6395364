"""What a column of a results file holds: declared once, for whoever writes, reads or documents it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A column of a table, or of a Parquet file.

    Attributes
    ----------
    name : str
    type : str
        In a table ``text``, ``integer``, ``number`` (NaN where there is none) or ``truth``; in a Parquet file a type of
        Arrow such as ``int16``, or ``axis`` for the letters X, Y, Z.
    meaning : str
        For documentation.
    unit : str
        Empty for a pure count or a word.
    """

    name: str
    type: str
    meaning: str
    unit: str = ""

    @property
    def text(self) -> str:
        """Meaning and unit."""
        return f"{self.meaning}, {self.unit}" if self.unit else self.meaning


Columns = Sequence[Column]
