# In:  the configuration: an experiment's probes.
# Out: results/probes/{kind}/{experiment}/n{qubits}_L{depth}_s{seed}.parquet, what else was sampled from its circuits;
#      results/statistics/{kind}/{experiment}.csv, estimates with intervals; results/tables/{kind}.csv, of all experiments.
# The kinds are gradients, training, trajectories and shots; see scripts/plateaus/probes.py.


wildcard_constraints:
    kind="|".join(PROBE_TABLES),


rule sample_probe:
    """Sample something else from a batch of random circuits of one size."""
    output:
        "results/probes/{kind}/{experiment}/n{qubits}_L{depth}_s{seed}.parquet",
    log:
        "results/logs/sample_probe/{kind}/{experiment}/n{qubits}_L{depth}_s{seed}.log",
    benchmark:
        "results/benchmarks/sample_probe/{kind}/{experiment}/n{qubits}_L{depth}_s{seed}.tsv"
    priority: lambda w: 2 ** int(w.qubits)
    conda:
        f"{ENVS}/simulate.yaml"
    resources:
        mem_mb=grows(1000),
        runtime=grows(60),
    params:
        depends=depends_on("sample_probe", "simulate"),
        source=probe_options,
        first=lambda w: probe_cell(w).first,
        circuits=lambda w: probe_cell(w).circuits,
        options=lambda w: as_options(PROBES[w.experiment, w.kind].options),
    shell:
        "python -m sample_probe"
        " {params.source}"
        " --qubits {wildcards.qubits}"
        " --depth {wildcards.depth}"
        " --first {params.first}"
        " --circuits {params.circuits}"
        " {params.options}"
        " --output {output:q}"
        " 2> {log:q}"


rule compute_position_map:
    """Compute the exact variance of every derivative of circuits of one size and depth."""
    output:
        "results/exact/{experiment}/positions_n{qubits}_L{depth}.csv",
    log:
        "results/logs/compute_position_map/{experiment}/n{qubits}_L{depth}.log",
    benchmark:
        "results/benchmarks/compute_position_map/{experiment}/n{qubits}_L{depth}.tsv"
    conda:
        f"{ENVS}/analyse.yaml"
    resources:
        mem_mb=grows(2000),
        runtime=grows(30),
    params:
        depends=depends_on("compute_position_map", "analyse"),
        source=lambda w: theory_options(w.experiment),
    shell:
        "python -m compute_position_map"
        " {params.source}"
        " --qubits {wildcards.qubits}"
        " --depth {wildcards.depth}"
        " --output {output:q}"
        " 2> {log:q}"


rule estimate_probe:
    """Merge the batches of one probe of one experiment into estimates with intervals."""
    input:
        lambda w: probe_samples(w.kind, w.experiment),
    output:
        "results/statistics/{kind}/{experiment}.csv",
    log:
        "results/logs/estimate_probe/{kind}/{experiment}.log",
    benchmark:
        "results/benchmarks/estimate_probe/{kind}/{experiment}.tsv"
    conda:
        f"{ENVS}/analyse.yaml"
    resources:
        mem_mb=grows(4000),
        runtime=grows(30),
    params:
        depends=depends_on("estimate_probe", "analyse"),
        source=probe_options,
    shell:
        "python -m estimate_probe"
        " {params.source}"
        " --output {output:q}"
        " {input:q}"
        " 2> {log:q}"


# The caption and the labels of a report belong to a rule, so every table is a rule of its own.
for kind in [kind for kind in PROBE_TABLES if probed(kind)]:

    rule:
        name:
            f"join_{kind}"
        input:
            tables=expand(
                "results/statistics/{kind}/{experiment}.csv", kind=kind, experiment=probed(kind)
            ),
            exact=EXACT if kind in ("trajectories", "shots") else [],
            positions=position_maps() if kind == "gradients" else [],
        output:
            report(
                f"results/tables/{kind}.csv",
                caption=f"../report/table_{kind}.rst",
                category="Tables",
                labels={"table": PROBE_TABLES[kind]},
            ),
        log:
            f"results/logs/join_{kind}.log",
        benchmark:
            f"results/benchmarks/join_{kind}.tsv"
        localrule: True
        conda:
            f"{ENVS}/analyse.yaml"
        params:
            depends=depends_on("join_probes", "analyse"),
            kind=kind,
            signs=f"--signs {' '.join(SIGNS)}" if kind == "shots" and SIGNS else "",
        shell:
            "python -m join_probes"
            " --probe {params.kind}"
            " --output {output:q}"
            " {input.tables:q}"
            " --exact {input.exact:q}"
            " --positions {input.positions:q}"
            " {params.signs}"
            " 2> {log:q}"


rule probes:
    """All that probes recorded."""
    input:
        [path for name, kind in PROBES for path in probe_samples(kind, name)],
    localrule: True


rule probe_tables:
    """All tables of probes."""
    input:
        position_maps(),
        [f"results/statistics/{kind}/{name}.csv" for name, kind in PROBES],
        expand("results/tables/{kind}.csv", kind=[kind for kind in PROBE_TABLES if probed(kind)]),
    localrule: True
