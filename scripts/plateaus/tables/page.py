"""A table as a page to read: numbers rounded, what a column means in its heading's tooltip, the caption above."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd

from plateaus.storage.columns import Columns

STYLE = """body{font:14px/1.4 sans-serif;margin:2em;color:#222}p{max-width:55em}
table{border-collapse:collapse}th,td{padding:.25em .7em;text-align:left;border-bottom:1px solid #ddd;white-space:nowrap}
th{position:sticky;top:0;background:#fff;cursor:help}td.number{text-align:right;font-variant-numeric:tabular-nums}"""

DIGITS = 4
"""Significant digits of a number; the CSV file has all."""


def page(title: str, table: pd.DataFrame, columns: Columns) -> str:
    """A table as HTML, its rows in their order; columns that are empty throughout are left out."""
    shown = [c for c in columns if (table[c.name].notna() & (table[c.name] != "")).any()]
    head = "".join(f'<th title="{escape(c.text)}">{escape(c.name.replace("_", " "))}</th>' for c in shown)
    rows = "".join(
        "<tr>" + "".join(_cell(row[c.name], c.type) for c in shown) + "</tr>" for row in table.to_dict("records")
    )
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{STYLE}</style></head><body><h1>{escape(title)}</h1>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></body></html>\n"
    )


def _cell(value: Any, kind: str) -> str:
    """A cell: a number rounded, a truth as a word, nothing where there is none."""
    if kind == "truth":
        return f"<td>{'yes' if value else 'no'}</td>"
    if kind == "text":
        return f"<td>{escape(str(value))}</td>"
    number = float(value)
    text = "" if number != number else f"{value}" if kind == "integer" else f"{number:.{DIGITS}g}"
    return f'<td class="number">{text.replace("-", "−")}</td>'
