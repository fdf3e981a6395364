"""The table of claims: what papers say, when that counts as reproduced, and what this run found.

Its rows are made by `plateaus.claims.papers.judge`.
"""

from __future__ import annotations

from plateaus.storage.columns import Column

CAPTION = """
Every claim of the paper: what it says and where, the criterion (fixed before the number), what this run found with its
interval, the exact value where there is one, and the verdict.
"""

CAPTION = """
Every claim of the paper: what it says and where, the criterion (fixed before the number), what this run found with its
interval, the exact value where there is one, and the verdict.
"""

COLUMNS = (
    Column("number", "text", "how the project refers to the claim"),
    Column("claim", "text", "what the paper says"),
    Column("where", "text", "where it says so"),
    Column("criterion", "text", "what has to be found for it to count as reproduced, stated before the number"),
    Column("measured", "text", "what this run found"),
    Column("verdict", "text", "reproduced, not reproduced, or cannot be decided"),
    Column("value", "number", "the sampled number that the claim is about; empty where there is none"),
    Column("low", "number", "lower end of its 95 % interval; empty where there is none"),
    Column("high", "number", "upper end of its 95 % interval; empty where there is none"),
    Column("exact", "number", "the exact value of the same thing; empty where there is none"),
    Column("remark", "text", "what depends on choices that the paper leaves open"),
)
