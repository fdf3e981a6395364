# In:  the built results: samples and tables.
# Out: results/tables/checks.csv, every check with its p-value and verdict; results/checks/passed, without which `all` fails.


rule run_checks:
    """Hold the results of one experiment against the exact theory, themselves and an independent simulation."""
    input:
        samples=lambda w: samples_of(w.experiment),
        variance="results/tables/variance.csv",
        exact=EXACT,
    output:
        "results/checks/{experiment}.csv",
    log:
        "results/logs/run_checks/{experiment}.log",
    benchmark:
        "results/benchmarks/run_checks/{experiment}.tsv"
    conda:
        f"{ENVS}/analyse.yaml"
    resources:
        mem_mb=grows(lambda w: megabytes_to_analyse(w.experiment)),
        runtime=grows(60),
    params:
        depends=depends_on("run_checks", "analyse"),
        source=lambda w: source_options(w.experiment),
        tolerance=lambda w: tolerance_options(w.experiment),
    shell:
        "python -m run_checks"
        " {params.source}"
        " --variance {input.variance:q}"
        " {params.tolerance}"
        " --output {output:q}"
        " {input.samples:q}"
        " --exact {input.exact:q}"
        " 2> {log:q}"


rule judge_checks:
    """Hold every check against its share of the level of the whole run."""
    input:
        expand("results/checks/{experiment}.csv", experiment=RUNS),
    output:
        report(
            "results/tables/checks.csv",
            caption="../report/checks.rst",
            category="Tables",
            labels={"table": "checks"},
        ),
    log:
        "results/logs/judge_checks.log",
    benchmark:
        "results/benchmarks/judge_checks.tsv"
    localrule: True
    conda:
        f"{ENVS}/analyse.yaml"
    params:
        depends=depends_on("judge_checks", "analyse"),
    shell:
        "python -m judge_checks" " --output {output:q}" " {input:q}" " 2> {log:q}"


rule check:
    """Fail unless every check passed."""
    input:
        "results/tables/checks.csv",
    output:
        "results/checks/passed",
    log:
        "results/logs/check.log",
    benchmark:
        "results/benchmarks/check.tsv"
    localrule: True
    conda:
        f"{ENVS}/analyse.yaml"
    params:
        depends=depends_on("require_checks", "analyse"),
    shell:
        "python -m require_checks {input:q} > {output:q} 2> {log:q} || (cat {log:q} >&2; exit 1)"
