# In:  the configuration.
# Out: results/exact/{experiment}/n{qubits}_L{depth}.csv, exact moments at every depth, no sampling;
#      results/tables/exact_variance.csv, all of them.


rule compute_exact_variances:
    """Follow the second moments of one experiment and size layer by layer."""
    output:
        "results/exact/{experiment}/n{qubits}_L{depth}.csv",
    log:
        "results/logs/compute_exact_variances/{experiment}/n{qubits}_L{depth}.log",
    benchmark:
        "results/benchmarks/compute_exact_variances/{experiment}/n{qubits}_L{depth}.tsv"
    # the longest jobs first: they grow with the number of qubits
    priority: lambda w: int(w.qubits)
    conda:
        f"{ENVS}/analyse.yaml"
    # on a graph that is no chain a dense vector of up to 2^26 entries
    resources:
        mem_mb=grows(lambda w: 2000 if on_a_chain(w.experiment) else 4000),
        runtime=grows(lambda w: 10 + int(w.qubits) ** 2 * int(w.depth) // 10000),
    params:
        depends=depends_on("compute_exact_variances", "analyse"),
        source=lambda w: theory_options(w.experiment),
        tolerance=lambda w: RUNS[w.experiment].exact.tolerance,
    shell:
        "python -m compute_exact_variances"
        " --qubits {wildcards.qubits}"
        " --layers {wildcards.depth}"
        " --tolerance {params.tolerance}"
        " {params.source}"
        " --output {output:q}"
        " 2> {log:q}"


rule join_exact_variances:
    """Put the exact curves of all experiments into one table."""
    input:
        [path for name in RUNS for path in exact_curves_of(name)],
    output:
        report(
            "results/tables/exact_variance.csv",
            caption="../report/exact_variance.rst",
            category="Tables",
            labels={"table": "exact variance at every size and depth"},
        ),
    log:
        "results/logs/join_exact_variances.log",
    benchmark:
        "results/benchmarks/join_exact_variances.tsv"
    localrule: True
    conda:
        f"{ENVS}/analyse.yaml"
    params:
        depends=depends_on("join_tables", "analyse"),
    shell:
        "python -m join_tables" " --output {output:q}" " {input:q}" " 2> {log:q}"
