# In:  the built results: samples and tables.
# Out: results/checks/{experiment}.csv and results/checks/{kind}/{experiment}.csv, every check with its p-value;
#      results/checks/passed, without which `all` fails. Their verdicts are the table of checks.


rule check:
    """Hold the results of one experiment against the exact theory, themselves and an independent simulation."""
    input:
        samples=lambda w: jobs.recorded(PLAN.studies[w.experiment]),
        again=lambda w: jobs.redrawn(PLAN.studies[w.experiment]),
        own=own_circuits,
        tables=tables.inputs(PLAN, ("variance", "exact_variance")),
    output:
        "results/checks/{experiment}.csv",
    log:
        "results/logs/check/{experiment}.log",
    benchmark:
        "results/benchmarks/check/{experiment}.tsv"
    conda:
        ENVS / "analyse.yaml"
    resources:
        mem_mb=grows(lambda w: megabytes_to_analyse(w.experiment)),
        runtime=grows(60),
    params:
        depends=depends_on("check", "analyse", tables.modules(["variance", "exact_variance"])),
        source=lambda w: source_options(w.experiment),
        tolerance=lambda w: jobs.tolerance_option(PLAN.studies[w.experiment]),
    message:
        "{wildcards.experiment}, held against the exact theory: {output}"
    shell:
        "python -m check"
        " {params.source}"
        " --tables {input.tables:q}"
        " {params.tolerance}"
        " --again {input.again:q}"
        " --own-circuits {input.own:q}"
        " --output {output:q}"
        " {input.samples:q}"
        " 2> {log:q}"


rule check_probe:
    """Hold what a probe recorded against exact values, predictions and an independent simulation."""
    input:
        samples=lambda w: jobs.probe_samples(PLAN.studies[w.experiment], w.kind),
        table="results/tables/{kind}.csv",
    output:
        "results/checks/{kind}/{experiment}.csv",
    log:
        "results/logs/check/{kind}/{experiment}.log",
    benchmark:
        "results/benchmarks/check/{kind}/{experiment}.tsv"
    conda:
        ENVS / "analyse.yaml"
    resources:
        mem_mb=grows(4000),
        runtime=grows(60),
    params:
        depends=lambda w: depends_on("check", "analyse", modules_of(w.kind, "check", "table")),
        source=probe_options,
    message:
        "{wildcards.kind} of {wildcards.experiment}, held against exact values: {output}"
    shell:
        "python -m check"
        " {params.source}"
        " --tables {input.table:q}"
        " --output {output:q}"
        " {input.samples:q}"
        " 2> {log:q}"


rule require_checks:
    """Fail unless every check passed."""
    input:
        "results/tables/checks.csv",
    output:
        "results/checks/passed",
    log:
        "results/logs/require_checks.log",
    benchmark:
        "results/benchmarks/require_checks.tsv"
    localrule: True
    conda:
        ENVS / "analyse.yaml"
    params:
        depends=depends_on("require_checks", "analyse", tables.modules(["checks"])),
    message:
        "whether every check passed: {output}"
    shell:
        "python -m require_checks {input:q} > {output:q} 2> {log:q} || (cat {log:q} >&2; exit 1)"
