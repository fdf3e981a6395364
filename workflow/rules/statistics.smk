# In:  the samples.
# Out: results/tables/variance.csv, decay_rates.csv, decay_points.csv, plateau_depths.csv, depth_sampling.csv.
# Every number is computed once, here, and read by figures, captions and claims.

# Independent experiments with the nested ones that sample the same ensemble.
DEPTH_SAMPLING_PAIRS = [
    f"{nested}:{independent}"
    for nested, a in RUNS.items()
    for independent, b in RUNS.items()
    if not a.independent and b.independent and a.experiment == b.experiment
]


rule estimate_variances:
    """Merge the batches of one experiment into estimates with intervals."""
    input:
        lambda w: samples_of(w.experiment),
    output:
        "results/statistics/{experiment}.csv",
    log:
        "results/logs/estimate_variances/{experiment}.log",
    benchmark:
        "results/benchmarks/estimate_variances/{experiment}.tsv"
    conda:
        f"{ENVS}/analyse.yaml"
    resources:
        mem_mb=grows(lambda w: megabytes_to_analyse(w.experiment)),
        runtime=grows(30),
    params:
        depends=depends_on("estimate_variances", "analyse"),
        source=lambda w: source_options(w.experiment),
    shell:
        "python -m estimate_variances"
        " {params.source}"
        " --output {output:q}"
        " {input:q}"
        " 2> {log:q}"


rule join_variances:
    """Put the estimates of all experiments into one table, next to the exact values."""
    input:
        tables=expand("results/statistics/{experiment}.csv", experiment=RUNS),
        exact=EXACT,
    output:
        report(
            "results/tables/variance.csv",
            caption="../report/variance.rst",
            category="Tables",
            labels={"table": "variance at every size and depth"},
        ),
    log:
        "results/logs/join_variances.log",
    benchmark:
        "results/benchmarks/join_variances.tsv"
    localrule: True
    conda:
        f"{ENVS}/analyse.yaml"
    params:
        depends=depends_on("join_variances", "analyse"),
    shell:
        "python -m join_variances"
        " --output {output:q}"
        " {input.tables:q}"
        " --exact {input.exact:q}"
        " 2> {log:q}"


rule fit_decay_rates:
    """Fit ln Var against the number of qubits, at each depth rule."""
    input:
        variance="results/tables/variance.csv",
        exact=EXACT,
    output:
        rates=report(
            "results/tables/decay_rates.csv",
            caption="../report/decay_rates.rst",
            category="Tables",
            labels={"table": "decay rates"},
        ),
        points="results/tables/decay_points.csv",
    log:
        "results/logs/fit_decay_rates.log",
    benchmark:
        "results/benchmarks/fit_decay_rates.tsv"
    localrule: True
    conda:
        f"{ENVS}/analyse.yaml"
    params:
        depends=depends_on("fit_decay_rates", "analyse"),
        rules=[
            f"--rules {quote(name + ':' + ','.join(run.depth_rules))}"
            for name, run in RUNS.items()
        ],
        paper=[name for name, run in RUNS.items() if run.experiment == Experiment()],
    shell:
        "python -m fit_decay_rates"
        " --variance {input.variance:q}"
        " --exact {input.exact:q}"
        " {params.rules}"
        " --paper {params.paper}"
        " --rates {output.rates:q}"
        " --points {output.points:q}"
        " 2> {log:q}"


rule find_plateau_depths:
    """Find the depth from which the variance stays near its limit, and how it grows."""
    input:
        variance="results/tables/variance.csv",
        exact=EXACT,
    output:
        depths=report(
            "results/tables/plateau_depths.csv",
            caption="../report/plateau_depths.rst",
            category="Tables",
            labels={"table": "depth of the plateau"},
        ),
        fits=report(
            "results/tables/plateau_fits.csv",
            caption="../report/plateau_fits.rst",
            category="Tables",
            labels={"table": "growth of that depth"},
        ),
    log:
        "results/logs/find_plateau_depths.log",
    benchmark:
        "results/benchmarks/find_plateau_depths.tsv"
    localrule: True
    conda:
        f"{ENVS}/analyse.yaml"
    params:
        depends=depends_on("find_plateau_depths", "analyse"),
    shell:
        "python -m find_plateau_depths"
        " --variance {input.variance:q}"
        " --exact {input.exact:q}"
        " --depths {output.depths:q}"
        " --fits {output.fits:q}"
        " 2> {log:q}"


rule compare_depth_sampling:
    """Compare nested with independently drawn depths."""
    input:
        "results/tables/variance.csv",
    output:
        report(
            "results/tables/depth_sampling.csv",
            caption="../report/depth_sampling.rst",
            category="Tables",
            labels={"table": "nested against independent depths"},
        ),
    log:
        "results/logs/compare_depth_sampling.log",
    benchmark:
        "results/benchmarks/compare_depth_sampling.tsv"
    localrule: True
    conda:
        f"{ENVS}/analyse.yaml"
    params:
        depends=depends_on("compare_depth_sampling", "analyse"),
        pairs=[f"--pair {pair}" for pair in DEPTH_SAMPLING_PAIRS],
    shell:
        "python -m compare_depth_sampling"
        " --variance {input:q}"
        " {params.pairs}"
        " --output {output:q}"
        " 2> {log:q}"


rule tables:
    """All tables."""
    input:
        expand("results/statistics/{experiment}.csv", experiment=RUNS),
        rules.join_exact_variances.input if EXACT else [],
        EXACT,
        rules.join_variances.output,
        rules.fit_decay_rates.output,
        rules.find_plateau_depths.output,
        rules.compare_depth_sampling.output if DEPTH_SAMPLING_PAIRS else [],
    localrule: True
