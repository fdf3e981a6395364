# In:  the tables, and the samples of the main experiment for the tails.
# Out: results/tables/tails.csv, results/tables/claims.csv and the same as a page, claims.html.

WORDS = {name: run.experiment.words() for name, run in RUNS.items()}
CHANGED = {
    name: {key for key, word in words.items() if word != WORDS[MAIN][key]}
    for name, words in WORDS.items()
    if RUNS[name].exact
}
CLAIM_PARTS = {
    "directions": [name for name, keys in CHANGED.items() if keys == {"parameter"}],
    "classes": [
        name for name, keys in CHANGED.items() if keys - {"parameter"} and name != PROJECTOR
    ],
    "grids": [name for name in CHANGED if WORDS[name]["connectivity"] == "grid"],
}


rule estimate_tails:
    """Estimate how often a gradient component exceeds fixed values."""
    input:
        samples=samples_of(MAIN),
        exact=EXACT,
    output:
        report(
            "results/tables/tails.csv",
            caption="../report/tails.rst",
            category="Tables",
            labels={"table": "tails of the gradient"},
        ),
    log:
        "results/logs/estimate_tails.log",
    benchmark:
        "results/benchmarks/estimate_tails.tsv"
    conda:
        f"{ENVS}/analyse.yaml"
    resources:
        mem_mb=grows(megabytes_to_analyse(MAIN)),
        runtime=grows(30),
    params:
        depends=depends_on("estimate_tails", "analyse"),
        experiment=MAIN,
        rule=depth_rule_of(MAIN),
    shell:
        "python -m estimate_tails"
        " --experiment {params.experiment}"
        " --depth-rule {params.rule:q}"
        " --exact {input.exact:q}"
        " --output {output:q}"
        " {input.samples:q}"
        " 2> {log:q}"


rule judge_claims:
    """Hold every claim of the paper against the tables."""
    input:
        "results/tables/variance.csv",
        "results/tables/decay_rates.csv",
        "results/tables/plateau_depths.csv",
        "results/tables/plateau_fits.csv",
        "results/tables/exact_variance.csv",
        "results/tables/tails.csv",
        "results/tables/checks.csv",
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
        f"{ENVS}/analyse.yaml"
    params:
        depends=depends_on("judge_claims", "analyse"),
        tables=lambda w, input: Path(input[0]).parent,
        main=MAIN,
        rule=depth_rule_of(MAIN),
        papers_own="--papers-own" if RUNS[MAIN].experiment == Experiment() else "",
        projector=f"--projector {PROJECTOR}" if PROJECTOR in CHANGED else "",
        parts=[f"--{part} {' '.join(names)}" for part, names in CLAIM_PARTS.items()],
    shell:
        "python -m judge_claims"
        " --tables {params.tables}"
        " --main {params.main}"
        " --depth-rule {params.rule:q}"
        " {params.papers_own}"
        " {params.projector}"
        " {params.parts}"
        " --output {output.table:q}"
        " --page {output.page:q}"
        " 2> {log:q}"


rule claims:
    """The verdict on every claim; needs the exact theory of the main experiment."""
    input:
        rules.judge_claims.output if RUNS[MAIN].exact else [],
    localrule: True
