# In:  the tables.
# Out: results/tables/claims.csv, every claim with its criterion, what this run found, and the verdict; the same as a page, claims.html.


rule judge_claims:
    """Hold every claim against the tables."""
    input:
        tables.EXPERIMENTS,
        [table.path for table in tables.tables(PLAN)],
    output:
        table=report(
            "results/tables/claims.csv",
            caption="../report/claims.rst",
            category="Claims",
            labels={"table": "claims"},
        ),
        page=report(
            "results/tables/claims.html",
            caption="../report/claims.rst",
            category="Claims",
            labels={"table": "claims, to read"},
        ),
    log:
        "results/logs/judge_claims.log",
    benchmark:
        "results/benchmarks/judge_claims.tsv"
    localrule: True
    conda:
        ENVS / "analyse.yaml"
    params:
        depends=depends_on("judge", "analyse", tables.modules(tables.names(PLAN))),
    message:
        "every claim is held against the tables: {output.table}"
    shell:
        "python -m judge"
        " --tables {input:q}"
        " --output {output.table:q}"
        " --page {output.page:q}"
        " 2> {log:q}"


rule claims:
    """The verdict on every claim; needs the exact theory of the main experiment, or experiments that are compared."""
    input:
        (
            rules.judge_claims.output
            if (PLAN.studies[PLAN.main].exact if PLAN.main else PLAN.compared)
            else []
        ),
    localrule: True
