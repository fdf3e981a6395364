# In:  the configuration.
# Out: results/samples/{experiment}/n{qubits}_L{depth}_s{seed}.parquet, E and its gradient for a batch of circuits.
# One job is one cell of the grid qubits × depth × seed; it runs one thread and hashes only what it depends on.


rule simulate:
    """Simulate a batch of random circuits of one size, recording every depth asked for."""
    output:
        "results/samples/{experiment}/n{qubits}_L{depth}_s{seed}.parquet",
    log:
        "results/logs/simulate/{experiment}/n{qubits}_L{depth}_s{seed}.log",
    benchmark:
        "results/benchmarks/simulate/{experiment}/n{qubits}_L{depth}_s{seed}.tsv"
    priority: lambda w: int(cost_of(w).seconds)
    conda:
        f"{ENVS}/simulate.yaml"
    resources:
        mem_mb=grows(lambda w: cost_of(w).megabytes_to_request),
        runtime=grows(lambda w: cost_of(w).minutes_to_request),
    params:
        depends=depends_on("simulate", "simulate"),
        source=lambda w: source_options(w.experiment),
        layers=lambda w: format_depths(cell_of(w).layers),
        first=lambda w: cell_of(w).first,
        circuits=lambda w: cell_of(w).circuits,
    shell:
        "python -m simulate"
        " --qubits {wildcards.qubits}"
        " --layers {params.layers}"
        " --first {params.first}"
        " --circuits {params.circuits}"
        " {params.source}"
        " --output {output:q}"
        " 2> {log:q}"


rule samples:
    """All samples."""
    input:
        [path for name in RUNS for path in samples_of(name)],
    localrule: True
