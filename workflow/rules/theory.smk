# In:  the configuration.
# Out: results/exact/{experiment}/n{qubits}_L{depth}.csv, exact moments at every depth, no sampling, with …_method.csv, how they were
#      computed; results/exact/{experiment}/positions_n{qubits}_L{depth}.csv, the exact variance of every derivative.
# Where the theory does not cover an experiment both have no rows, and the reason.


rule compute_exact:
    """Follow the second moments of one experiment and size layer by layer."""
    input:
        CHECKED,
        own=own_circuits,
    output:
        curve="results/exact/{experiment}/n{qubits}_L{depth}.csv",
        method="results/exact/{experiment}/n{qubits}_L{depth}_method.csv",
    log:
        "results/logs/compute_exact/{experiment}/n{qubits}_L{depth}.log",
    benchmark:
        "results/benchmarks/compute_exact/{experiment}/n{qubits}_L{depth}.tsv"
    # the longest jobs first, and of equal ones the larger
    priority: lambda w: int(cost_of_exact(w).seconds) + int(w.qubits)
    conda:
        ENVS / "analyse.yaml"
    resources:
        mem_mb=grows(lambda w: cost_of_exact(w).megabytes_to_request),
        runtime=grows(lambda w: cost_of_exact(w).minutes_to_request),
    params:
        depends=depends_on("compute_exact", "analyse", ["plateaus.theory.population"]),
        source=lambda w: theory_options(w.experiment),
        wanted=lambda w: jobs.exact_options(PLAN.studies[w.experiment], int(w.qubits)),
    message:
        "exact variances of {wildcards.experiment}: {output.curve}"
    shell:
        "python -m compute_exact"
        " --qubits {wildcards.qubits}"
        " --layers {wildcards.depth}"
        " {params.wanted}"
        " {params.source}"
        " --own-circuits {input.own:q}"
        " --output {output.curve:q}"
        " --method {output.method:q}"
        " 2> {log:q}"


rule compute_positions:
    """Compute the exact variance of every derivative of circuits of one size and depth."""
    input:
        CHECKED,
    output:
        "results/exact/{experiment}/positions_n{qubits}_L{depth}.csv",
    log:
        "results/logs/compute_positions/{experiment}/n{qubits}_L{depth}.log",
    benchmark:
        "results/benchmarks/compute_positions/{experiment}/n{qubits}_L{depth}.tsv"
    conda:
        ENVS / "analyse.yaml"
    resources:
        mem_mb=grows(2000),
        runtime=grows(30),
    params:
        depends=depends_on("compute_positions", "analyse"),
        source=lambda w: theory_options(w.experiment),
    message:
        "exact variances of all derivatives of {wildcards.experiment}: {output}"
    shell:
        "python -m compute_positions"
        " {params.source}"
        " --qubits {wildcards.qubits}"
        " --depth {wildcards.depth}"
        " --output {output:q}"
        " 2> {log:q}"
