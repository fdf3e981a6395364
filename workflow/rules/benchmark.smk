# In:  this machine, which should do nothing else.
# Out: results/tables/benchmark.csv, times of this workflow and of other simulators; results/figures/benchmark.*
# No other target needs it. Its packages are in envs/benchmark.yaml, or in the environment that `make benchmark` makes.

BENCHMARK = {"qubits": [4, 8, 12, 16, 18, 20], "seconds": 40} | config.get("benchmark", {})


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
        f"{ENVS}/benchmark.yaml"
    threads: os.cpu_count()
    resources:
        mem_mb=grows(8000),
        runtime=grows(120),
    params:
        depends=depends_on("run_benchmark", "benchmark"),
        qubits=BENCHMARK["qubits"],
        seconds=BENCHMARK["seconds"],
        native=f"--native {quote(BENCHMARK['native'])}" if "native" in BENCHMARK else "",
    shell:
        "python -m run_benchmark"
        " --qubits {params.qubits}"
        " --seconds {params.seconds}"
        " {params.native}"
        " --output {output:q}"
        " 2> {log:q}"


rule draw_benchmark:
    """Draw the times of one gradient and the ratios of the sweeps."""
    input:
        "results/tables/benchmark.csv",
    output:
        **files_of("benchmark"),
    log:
        "results/logs/figures/benchmark.log",
    benchmark:
        "results/benchmarks/figures/benchmark.tsv"
    conda:
        f"{ENVS}/figures.yaml"
    resources:
        mem_mb=grows(1000),
        runtime=grows(15),
    params:
        depends=depends_on("draw_benchmark", "figures", template="benchmark.rst.j2"),
    shell:
        "python -m draw_benchmark"
        " --table {input:q}"
        " --title 'the circuits of the paper'"
        " --caption benchmark.rst.j2"
        " --output {output.pdf:q}"
        " 2> {log:q}"


rule benchmark:
    """This workflow next to other simulators."""
    input:
        rules.run_benchmark.output,
        rules.draw_benchmark.output,
    localrule: True
