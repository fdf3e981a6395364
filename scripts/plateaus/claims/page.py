"""The claims as one page to read: criterion, what the run found and verdict of each, under each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from plateaus.claims.words import said

STYLE = """body{font:15px/1.45 sans-serif;max-width:62em;margin:2em auto;padding:0 1em;color:#222}
h2{font-size:1.05em;margin:1.6em 0 .3em}dl{margin:0;display:grid;grid-template-columns:7em 1fr;gap:.15em 1em}
dt{color:#666}dd{margin:0}.v{font-weight:bold}.reproduced{color:#00694d}.not{color:#a84300}.depends{color:#7a5c00}.no{color:#555}"""


TITLE = "Claims of papers, held against this run"


def page(claims: Iterable[Mapping[str, Any]]) -> str:
    """Rows of the table of claims as HTML."""
    parts = []
    for c in claims:
        rows = [
            ("where", c["where"]),
            ("criterion", c["criterion"]),
            ("this run", c["measured"]),
            ("remark", c["remark"]),
        ]
        listed = "".join(f"<dt>{key}</dt><dd>{escape(text)}</dd>" for key, text in rows if text)
        verdict = (
            f'<dt>verdict</dt><dd class="v {c["verdict"].split()[0]}">{escape(said(c["verdict"], c["choice"]))}</dd>'
        )
        parts.append(f"<h2>{c['number']}. {escape(c['claim'])}</h2><dl>{listed}{verdict}</dl>")
    listed = "".join(parts) or "<p>No experiment of this run is of an ensemble whose paper is judged here.</p>"
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{TITLE}</title>'
        f"<style>{STYLE}</style></head><body><h1>{TITLE}</h1>{listed}</body></html>\n"
    )
