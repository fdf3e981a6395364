"""A table as a page to read."""

import pandas as pd

from plateaus.storage.columns import Column
from plateaus.tables.page import page

COLUMNS = (
    Column("name", "text", "a <name>"),
    Column("size_of", "integer", "how many", "qubits"),
    Column("value", "number", "a number"),
    Column("nothing", "number", "never there"),
    Column("holds", "truth", "whether"),
)


def test_numbers_are_rounded_text_is_escaped_and_empty_columns_are_left_out():
    rows = {"name": ["a & b", ""], "size_of": [12345, 2], "value": [-0.123456, float("nan")]}
    text = page("A title", pd.DataFrame(rows | {"nothing": [float("nan")] * 2, "holds": [True, False]}), COLUMNS)
    assert '<th title="how many, qubits">size of</th>' in text
    assert '<th title="a &lt;name&gt;">name</th>' in text
    assert '<td>a &amp; b</td><td class="number">12345</td><td class="number">−0.1235</td><td>yes</td>' in text
    assert '<td></td><td class="number">2</td><td class="number"></td><td>no</td>' in text
    assert "nothing" not in text
