"""Words in captions and pages of reStructuredText: whatever a title has in it, it is no markup there."""

from __future__ import annotations

import re


def as_text(value: object) -> object:
    """Text without markup for reStructuredText, nor for Jinja: Snakemake's report fills captions in once more.

    Nor is what at the beginning of a line would make a list, options or a directive, such as ``-``, ``1.`` and ``..``.

    Examples
    --------
    >>> print(as_text("50 % of *n*"), as_text("- x"), as_text(".. y::"), as_text("1.5 z"))
    50 \\% of \\*n\\* \\- x \\.. y:: 1.5 z
    """
    if not isinstance(value, str):
        return value
    text = re.sub(r"([\\*`|_{%#])", r"\\\1", value)
    return re.sub(r"^(?=[-+•‣⁃] |--?\w|\.\. |:\w|\(?(?:\d+|[a-zA-Z]|[ivxlcdmIVXLCDM]+)[.)] )", r"\\", text)
