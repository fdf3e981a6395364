"""The table of claims: what papers say, when that counts as reproduced, and what this run found.

Its rows are made by `plateaus.claims.papers.judge`.
"""

from __future__ import annotations

from plateaus.storage.columns import Column

CAPTION = """
Claims of papers that experiments of this run are of: what each says and where, the criterion (fixed before the number),
what this run found with its interval, the exact value where there is one, and the verdict: reproduced, not reproduced,
depends (on the choice that the paper leaves open), or no data.
"""

COLUMNS = (
    Column("number", "text", "how the project refers to the claim"),
    Column("claim", "text", "what the paper says"),
    Column("where", "text", "where it says so"),
    Column("criterion", "text", "what has to be found for it to count as reproduced, stated before the number"),
    Column("choice", "text", "what the paper leaves open, on which the verdict may depend; empty for nothing"),
    Column("measured", "text", "what this run found"),
    Column(
        "verdict",
        "text",
        "reproduced; not reproduced; depends, namely on `choice`; or no data: the run's numbers do not tell",
    ),
    Column("value", "number", "the sampled number that the claim is about; empty where there is none"),
    Column("low", "number", "lower end of its 95 % interval; empty where there is none"),
    Column("high", "number", "upper end of its 95 % interval; empty where there is none"),
    Column("exact", "number", "the exact value of the same thing; empty where there is none"),
    Column("remark", "text", "what else is to be known, and what depends on choices that the paper leaves open"),
)
