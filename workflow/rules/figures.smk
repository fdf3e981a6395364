# In:  the tables (figure 1 also the samples; figure 2 the configuration alone).
# Out: results/figures/NAME.pdf, .png, .svg; the data in them, .csv; the caption with the run's numbers, .rst.
# The paper's figures are fig1 … fig4, figS1, figS2; every other experiment has NAME_qubits and NAME_layers.

# Figure -> experiment. The caption of a report belongs to a rule, so every figure is a rule of its own.
VARIANCE_VS_QUBITS = {"fig3": MAIN}
VARIANCE_VS_LAYERS = {"fig4": MAIN}
if PROJECTOR:
    VARIANCE_VS_QUBITS["figS1"] = PROJECTOR
    VARIANCE_VS_LAYERS["figS2"] = PROJECTOR
for name in RUNS:
    if name not in (MAIN, PROJECTOR):
        VARIANCE_VS_QUBITS[f"{name}_qubits"] = name
        VARIANCE_VS_LAYERS[f"{name}_layers"] = name


rule draw_concentration:
    """Figure 1: how E and its gradient concentrate as the register grows."""
    input:
        samples=samples_of(MAIN),
        variance="results/tables/variance.csv",
        caption=f"{CAPTIONS}/concentration.rst.j2",
    output:
        **files_of("fig1"),
    log:
        "results/logs/figures/fig1.log",
    benchmark:
        "results/benchmarks/figures/fig1.tsv"
    conda:
        f"{ENVS}/figures.yaml"
    params:
        experiment=figure_options("fig1", MAIN),
    shell:
        "python -m draw_concentration"
        " --variance {input.variance:q}"
        " {params.experiment}"
        " --caption {input.caption:q}"
        " --output {output.pdf:q}"
        " {input.samples:q}"
        " 2> {log:q}"


rule draw_circuit:
    """Figure 2: the first circuit of the main experiment, as it would be simulated."""
    input:
        caption=f"{CAPTIONS}/circuit.rst.j2",
    output:
        **files_of("fig2"),
    log:
        "results/logs/figures/fig2.log",
    benchmark:
        "results/benchmarks/figures/fig2.tsv"
    conda:
        f"{ENVS}/figures.yaml"
    params:
        # the paper draws 5 qubits; a grid needs a product
        qubits=6 if RUNS[MAIN].experiment.connectivity == "grid" else 5,
        experiment=source_options(MAIN),
        caption=caption_options("fig2", MAIN),
    shell:
        "python -m draw_circuit"
        " --qubits {params.qubits}"
        " {params.experiment}"
        " {params.caption}"
        " --caption {input.caption:q}"
        " --output {output.pdf:q}"
        " 2> {log:q}"


for figure, experiment in VARIANCE_VS_QUBITS.items():

    rule:
        name:
            f"draw_{figure}"
        input:
            variance="results/tables/variance.csv",
            points="results/tables/decay_points.csv",
            rates="results/tables/decay_rates.csv",
            caption=f"{CAPTIONS}/variance_vs_qubits.rst.j2",
        output:
            **files_of(figure),
        log:
            f"results/logs/figures/{figure}.log",
        benchmark:
            f"results/benchmarks/figures/{figure}.tsv"
        conda:
            f"{ENVS}/figures.yaml"
        params:
            experiment=figure_options(figure, experiment),
            depth_rule=depth_rule_of(experiment),
        shell:
            "python -m draw_variance_vs_qubits"
            " --variance {input.variance:q}"
            " --points {input.points:q}"
            " --rates {input.rates:q}"
            " {params.experiment}"
            " --depth-rule {params.depth_rule:q}"
            " --caption {input.caption:q}"
            " --output {output.pdf:q}"
            " 2> {log:q}"


for figure, experiment in VARIANCE_VS_LAYERS.items():

    rule:
        name:
            f"draw_{figure}"
        input:
            variance="results/tables/variance.csv",
            caption=f"{CAPTIONS}/variance_vs_layers.rst.j2",
        output:
            **files_of(figure),
        log:
            f"results/logs/figures/{figure}.log",
        benchmark:
            f"results/benchmarks/figures/{figure}.tsv"
        conda:
            f"{ENVS}/figures.yaml"
        params:
            experiment=figure_options(figure, experiment),
        shell:
            "python -m draw_variance_vs_layers"
            " --variance {input.variance:q}"
            " {params.experiment}"
            " --caption {input.caption:q}"
            " --output {output.pdf:q}"
            " 2> {log:q}"


rule figures:
    """All figures."""
    input:
        expand(
            "results/figures/{figure}.{ending}",
            figure=["fig1", "fig2", *VARIANCE_VS_QUBITS, *VARIANCE_VS_LAYERS],
            ending=ENDINGS,
        ),
    localrule: True
