# In:  the tables (figure 1 also the samples).
# Out: results/figures/NAME.pdf, .png, .svg; the data in them, .csv; the caption with the run's numbers, .rst.
# The catalogue of figures is scripts/plateaus/plan/figures.py.

# The caption of a report belongs to a rule, so every figure is a rule of its own.
for figure in [*figures.figures(PLAN), figures.BENCHMARK]:

    rule:
        name:
            f"draw_{figure.name}"
        input:
            tables=tables.inputs(PLAN, figure.tables),
            samples=figure.samples,
        output:
            **files_of(figure),
        log:
            f"results/logs/figures/{figure.name}.log",
        benchmark:
            f"results/benchmarks/figures/{figure.name}.tsv"
        conda:
            ENVS / "figures.yaml"
        resources:
            mem_mb=grows(megabytes_to_analyse(figure.experiments[0]) if figure.samples else 1000),
            runtime=grows(30 if figure.samples else 15),
        params:
            depends=depends_on("draw", "figures", figure.modules, [figure.caption]),
            module=figure.module,
            experiments=figure.experiments,
            answers=figure.answers,
        message:
            "figure: {output.pdf}"
        shell:
            "python -m draw"
            " --module {params.module}"
            " --experiments {params.experiments}"
            " --answers={params.answers:q}"
            " --tables {input.tables:q}"
            " --samples {input.samples:q}"
            " --output {output.pdf:q}"
            " 2> {log:q}"


rule figures:
    """All figures."""
    input:
        [figure.path(ending) for figure in figures.figures(PLAN) for ending in figures.ENDINGS],
    localrule: True
