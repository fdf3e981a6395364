# In:  the configuration.
# Out: results/provenance/config.json, whose results these are, once what needs numbers is checked;
#      results/circuits/{experiment}/n{qubits}.json, the gates of circuits that a user's file has;
#      results/samples/{experiment}/n{qubits}_L{depth}_s{seed}.parquet, E and its gradient for a batch of circuits;
#      where circuits are landed, results/landed/…, which says of each batch that it is;
#      results/redrawn/{experiment}/…, the same of one circuit of every size that the default engine does not sample, by that engine.
# One job is one cell of the grid qubits × depth × seed; it runs one thread and hashes only what it depends on.


# Not a parameter: where that changes a rule runs again, and Snakemake (9.27) then overlooks other reasons of the jobs behind it.
os.environ.update(PLATEAUS_PLAN=json.dumps(resolved(PLAN), ensure_ascii=False))


rule check_experiments:
    """Check what planning cannot: is an experiment covered by the theory it asks for, does its gradient vary at all."""
    output:
        RECORD,
    log:
        "results/logs/check_experiments.log",
    benchmark:
        "results/benchmarks/check_experiments.tsv"
    localrule: True
    conda:
        ENVS / "simulate.yaml"
    message:
        "whether the experiments can be as they are asked for: {output}"
    shell:
        "python -m check_experiments"
        ' --plan "$PLATEAUS_PLAN"'
        " --output {output:q}"
        " 2> {log:q} || (cat {log:q} >&2; exit 1)"


# Every first job of a chain waits for it, and none runs again because of it.
CHECKED = ancient(RECORD)


rule read_circuits:
    """Read a user's file of circuits: gates at every depth, and which angle E is differentiated by."""
    input:
        CHECKED,
        # from where the run is, also in a module with a prefix
        file=lambda w: local(PLAN.studies[w.experiment].experiment.ansatz.file_of(int(w.qubits))),
    output:
        "results/circuits/{experiment}/n{qubits}.json",
    log:
        "results/logs/read_circuits/{experiment}/n{qubits}.log",
    benchmark:
        "results/benchmarks/read_circuits/{experiment}/n{qubits}.tsv"
    conda:
        ENVS / "circuits.yaml"
    resources:
        mem_mb=grows(1000),
        runtime=grows(30),
    params:
        depends=depends_on("read_circuits", "circuits"),
        source=lambda w: source_options(w.experiment),
        layers=lambda w: jobs.recorded_layers(PLAN.studies[w.experiment]),
        exact=lambda w: jobs.exact_layers(PLAN.studies[w.experiment]),
    message:
        "circuits of {wildcards.experiment} are read: {output}"
    shell:
        "python -m read_circuits"
        " --qubits {wildcards.qubits}"
        " --layers {params.layers:q}"
        " --exact-layers {params.exact}"
        " {params.source}"
        " --output {output:q}"
        " 2> {log:q} || (cat {log:q} >&2; exit 1)"


REDRAWN = {"kind": jobs.REDRAWN}


rule simulate:
    """Simulate a batch of random circuits of one size, recording every depth asked for."""
    input:
        CHECKED,
        own=own_circuits,
    output:
        "results/samples/{experiment}/n{qubits}_L{depth}_s{seed}.parquet",
    log:
        "results/logs/simulate/{experiment}/n{qubits}_L{depth}_s{seed}.log",
    benchmark:
        "results/benchmarks/simulate/{experiment}/n{qubits}_L{depth}_s{seed}.tsv"
    priority: priority_of
    conda:
        ENVS / "simulate.yaml"
    resources:
        mem_mb=grows(lambda w: cost_of(w).megabytes_to_request),
        runtime=grows(lambda w: cost_of(w).minutes_to_request),
    params:
        depends=simulator_of,
        source=lambda w: source_options(w.experiment),
        layers=lambda w: format_depths(cell_of(w).layers),
        first=lambda w: cell_of(w).first,
        circuits=lambda w: cell_of(w).circuits,
        engine=lambda w: cell_of(w).engine,
        precision=lambda w: cell_of(w).precision,
    message:
        "circuits of {wildcards.experiment}: {output}"
    shell:
        "python -m simulate"
        " --qubits {wildcards.qubits}"
        " --layers {params.layers}"
        " --first {params.first}"
        " --circuits {params.circuits}"
        " --engine {params.engine}"
        " --precision {params.precision}"
        " {params.source}"
        " --own-circuits {input.own:q}"
        " --output {output:q}"
        " 2> {log:q}"


# Where another engine samples a size, the default one simulates its first circuit too: what the check of engines compares.
use rule simulate as redraw with:
    output:
        "results/redrawn/{experiment}/n{qubits}_L{depth}_s{seed}.parquet",
    log:
        "results/logs/redraw/{experiment}/n{qubits}_L{depth}_s{seed}.log",
    benchmark:
        "results/benchmarks/redraw/{experiment}/n{qubits}_L{depth}_s{seed}.tsv"
    priority: lambda w: 1 if PLAN.land_in else int(cost_of(w, **REDRAWN).seconds)
    resources:
        mem_mb=grows(lambda w: cost_of(w, **REDRAWN).megabytes_to_request),
        runtime=grows(lambda w: cost_of(w, **REDRAWN).minutes_to_request),
    params:
        depends=lambda w: simulator_of(w, **REDRAWN),
        source=lambda w: source_options(w.experiment),
        layers=lambda w: format_depths(cell_of(w, **REDRAWN).layers),
        first=lambda w: cell_of(w, **REDRAWN).first,
        circuits=lambda w: cell_of(w, **REDRAWN).circuits,
        engine=lambda w: cell_of(w, **REDRAWN).engine,
        precision=lambda w: cell_of(w, **REDRAWN).precision,
    message:
        "a circuit of {wildcards.experiment} by the default engine: {output}"


rule land:
    """Add a finished batch to a folder of landed circuits, which outlives the samples."""
    input:
        rules.simulate.output,
    output:
        "results/landed/{experiment}/n{qubits}_L{depth}_s{seed}.txt",
    log:
        "results/logs/land/{experiment}/n{qubits}_L{depth}_s{seed}.log",
    benchmark:
        "results/benchmarks/land/{experiment}/n{qubits}_L{depth}_s{seed}.tsv"
    priority: 100000
    localrule: True
    conda:
        ENVS / "simulate.yaml"
    params:
        depends=depends_on("land", "simulate"),
        folder=PLAN.land_in,
        rules=lambda w: " ".join(map(quote, PLAN.studies[w.experiment].depth_rules)),
    message:
        "circuits of {wildcards.experiment} are landed: {output}"
    shell:
        "python -m land"
        " --folder {params.folder:q}"
        " --depth-rules {params.rules}"
        " --receipt {output:q}"
        " {input:q}"
        " > {log:q} 2>&1"


rule samples:
    """All samples, and all that probes recorded."""
    input:
        jobs.all_samples(PLAN),
    localrule: True
