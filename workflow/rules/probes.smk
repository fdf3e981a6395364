# In:  the configuration: an experiment's probes.
# Out: results/probes/{kind}/{experiment}/n{qubits}_L{depth}_s{seed}.parquet, what else was sampled from its circuits;
#      results/statistics/{kind}/{experiment}.csv, estimates with intervals.
# The kinds are the folders of scripts/plateaus/probes.


rule record_probe:
    """Sample something else from a batch of random circuits of one size."""
    input:
        CHECKED,
    output:
        "results/probes/{kind}/{experiment}/n{qubits}_L{depth}_s{seed}.parquet",
    log:
        "results/logs/record_probe/{kind}/{experiment}/n{qubits}_L{depth}_s{seed}.log",
    benchmark:
        "results/benchmarks/record_probe/{kind}/{experiment}/n{qubits}_L{depth}_s{seed}.tsv"
    priority: lambda w: int(cost_of_probe(w).seconds)
    conda:
        ENVS / "simulate.yaml"
    resources:
        mem_mb=grows(lambda w: cost_of_probe(w).megabytes_to_request),
        runtime=grows(lambda w: cost_of_probe(w).minutes_to_request),
    params:
        depends=lambda w: depends_on(
            "record_probe", "simulate", modules_of(w.kind, "kind", "record")
        ),
        source=probe_options,
        first=lambda w: cell_of(w).first,
        circuits=lambda w: cell_of(w).circuits,
        settings=lambda w: as_options(PLAN.studies[w.experiment].probes[w.kind].settings),
    message:
        "{wildcards.kind} of {wildcards.experiment}: {output}"
    shell:
        "python -m record_probe"
        " {params.source}"
        " --qubits {wildcards.qubits}"
        " --depth {wildcards.depth}"
        " --first {params.first}"
        " --circuits {params.circuits}"
        " {params.settings}"
        " --output {output:q}"
        " 2> {log:q}"


rule estimate_probe:
    """Merge the batches of one probe of one experiment into estimates with intervals."""
    input:
        lambda w: jobs.probe_samples(PLAN.studies[w.experiment], w.kind),
    output:
        "results/statistics/{kind}/{experiment}.csv",
    log:
        "results/logs/estimate_probe/{kind}/{experiment}.log",
    benchmark:
        "results/benchmarks/estimate_probe/{kind}/{experiment}.tsv"
    conda:
        ENVS / "analyse.yaml"
    resources:
        mem_mb=grows(4000),
        runtime=grows(30),
    params:
        depends=lambda w: depends_on("estimate", "analyse", modules_of(w.kind, "estimate", "table")),
        source=probe_options,
    message:
        "estimates of {wildcards.kind} of {wildcards.experiment}: {output}"
    shell:
        "python -m estimate" " {params.source}" " --output {output:q}" " {input:q}" " 2> {log:q}"
