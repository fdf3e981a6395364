# In:  this machine, which should do nothing else.
# Out: results/tables/benchmark.csv, times of this workflow and of other simulators; results/figures/benchmark.*
# No other target needs it. Its packages are in envs/benchmark.yaml, or in the environment that `make benchmark` makes.


# What it loads by name.
CONTENDERS = [f"peers.{file.stem}" for file in sorted(ROOT.glob("scripts/peers/*.py"))]


rule run_benchmark:
    """Time one gradient, a sweep over the depth, a variance and a cell, here and elsewhere."""
    output:
        report(
            "results/tables/benchmark.csv",
            caption="../report/benchmark.rst",
            category="Benchmark",
            labels={"table": "benchmark"},
        ),
    log:
        "results/logs/run_benchmark.log",
    benchmark:
        "results/benchmarks/run_benchmark.tsv"
    conda:
        ENVS / "benchmark.yaml"
    threads: os.cpu_count()
    resources:
        mem_mb=grows(8000),
        runtime=grows(120),
    params:
        depends=depends_on(
            "run_benchmark",
            "benchmark",
            [*CONTENDERS, *(engine.module for engine in ENGINES.values())],
        ),
        qubits=PLAN.benchmark["qubits"],
        seconds=PLAN.benchmark["seconds"],
        native=lambda w: as_options(
            {k: PLAN.benchmark[k] for k in ("native",) if k in PLAN.benchmark}
        ),
    message:
        "this workflow and other simulators are timed: {output}"
    shell:
        "python -m run_benchmark"
        " --qubits {params.qubits}"
        " --seconds {params.seconds}"
        " {params.native}"
        " --output {output:q}"
        " 2> {log:q}"


rule benchmark:
    """This workflow next to other simulators."""
    input:
        rules.run_benchmark.output,
        [figures.BENCHMARK.path(ending) for ending in figures.ENDINGS],
    localrule: True
