# In:  the tables (figure 1 also the samples; figure 2 the configuration alone).
# Out: results/figures/NAME.pdf, .png, .svg; the data in them, .csv; the caption with the run's numbers, .rst.
# The paper's figures are fig1 … fig4, figS1, figS2; fig5 and fig6 go beyond it; every other experiment has NAME_qubits and NAME_layers.

FIRST_FIGURES = ["fig1", "fig2", *(["fig5", "fig6"] if RUNS[MAIN].exact else [])]
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
    output:
        **files_of("fig1"),
    log:
        "results/logs/figures/fig1.log",
    benchmark:
        "results/benchmarks/figures/fig1.tsv"
    conda:
        f"{ENVS}/figures.yaml"
    resources:
        mem_mb=grows(megabytes_to_analyse(MAIN)),
        runtime=grows(30),
    params:
        depends=depends_on("draw_concentration", "figures", template="concentration.rst.j2"),
        experiment=figure_options("fig1", MAIN),
    shell:
        "python -m draw_concentration"
        " --variance {input.variance:q}"
        " {params.experiment}"
        " --caption concentration.rst.j2"
        " --output {output.pdf:q}"
        " {input.samples:q}"
        " 2> {log:q}"


rule draw_circuit:
    """Figure 2: the first circuit of the main experiment, as it would be simulated."""
    output:
        **files_of("fig2"),
    log:
        "results/logs/figures/fig2.log",
    benchmark:
        "results/benchmarks/figures/fig2.tsv"
    conda:
        f"{ENVS}/figures.yaml"
    resources:
        mem_mb=grows(1000),
        runtime=grows(15),
    params:
        depends=depends_on("draw_circuit", "figures", template="circuit.rst.j2"),
        # the paper draws 5 qubits; a grid needs a product
        qubits=6 if RUNS[MAIN].experiment.connectivity == "grid" else 5,
        experiment=source_options(MAIN),
        caption=caption_options("fig2", MAIN),
    shell:
        "python -m draw_circuit"
        " --qubits {params.qubits}"
        " {params.experiment}"
        " {params.caption}"
        " --caption circuit.rst.j2"
        " --output {output.pdf:q}"
        " 2> {log:q}"


for figure, experiment in VARIANCE_VS_QUBITS.items():

    rule:
        name:
            f"draw_{figure}"
        input:
            variance="results/tables/variance.csv",
            exact=EXACT,
            points="results/tables/decay_points.csv",
            rates="results/tables/decay_rates.csv",
        output:
            **files_of(figure),
        log:
            f"results/logs/figures/{figure}.log",
        benchmark:
            f"results/benchmarks/figures/{figure}.tsv"
        conda:
            f"{ENVS}/figures.yaml"
        resources:
            mem_mb=grows(1000),
            runtime=grows(15),
        params:
            depends=depends_on(
                "draw_variance_vs_qubits", "figures", template="variance_vs_qubits.rst.j2"
            ),
            experiment=figure_options(figure, experiment),
            depth_rule=depth_rule_of(experiment),
        shell:
            "python -m draw_variance_vs_qubits"
            " --variance {input.variance:q}"
            " --points {input.points:q}"
            " --rates {input.rates:q}"
            " --exact {input.exact:q}"
            " {params.experiment}"
            " --depth-rule {params.depth_rule:q}"
            " --caption variance_vs_qubits.rst.j2"
            " --output {output.pdf:q}"
            " 2> {log:q}"


for figure, experiment in VARIANCE_VS_LAYERS.items():

    rule:
        name:
            f"draw_{figure}"
        input:
            variance="results/tables/variance.csv",
            exact=EXACT,
        output:
            **files_of(figure),
        log:
            f"results/logs/figures/{figure}.log",
        benchmark:
            f"results/benchmarks/figures/{figure}.tsv"
        conda:
            f"{ENVS}/figures.yaml"
        resources:
            mem_mb=grows(1000),
            runtime=grows(15),
        params:
            depends=depends_on(
                "draw_variance_vs_layers", "figures", template="variance_vs_layers.rst.j2"
            ),
            experiment=figure_options(figure, experiment),
            independent="--independent" if RUNS[experiment].independent else "",
        shell:
            "python -m draw_variance_vs_layers"
            " --variance {input.variance:q}"
            " --exact {input.exact:q}"
            " {params.experiment}"
            " {params.independent}"
            " --caption variance_vs_layers.rst.j2"
            " --output {output.pdf:q}"
            " 2> {log:q}"


if RUNS[MAIN].exact:

    rule draw_fig5:
        """Figure 5: the exact variance against the number of qubits, beyond what can be simulated."""
        input:
            exact=EXACT,
            points="results/tables/decay_points.csv",
            rates="results/tables/decay_rates.csv",
        output:
            **files_of("fig5"),
        log:
            "results/logs/figures/fig5.log",
        benchmark:
            "results/benchmarks/figures/fig5.tsv"
        conda:
            f"{ENVS}/figures.yaml"
        resources:
            mem_mb=grows(1000),
            runtime=grows(15),
        params:
            depends=depends_on("draw_beyond", "figures", template="beyond.rst.j2"),
            experiment=figure_options("fig5", MAIN),
        shell:
            "python -m draw_beyond"
            " --exact {input.exact:q}"
            " --points {input.points:q}"
            " --rates {input.rates:q}"
            " {params.experiment}"
            " --caption beyond.rst.j2"
            " --output {output.pdf:q}"
            " 2> {log:q}"

    rule draw_fig6:
        """Figure 6: the depth needed to come near the limit."""
        input:
            depths="results/tables/plateau_depths.csv",
            fits="results/tables/plateau_fits.csv",
        output:
            **files_of("fig6"),
        log:
            "results/logs/figures/fig6.log",
        benchmark:
            "results/benchmarks/figures/fig6.tsv"
        conda:
            f"{ENVS}/figures.yaml"
        resources:
            mem_mb=grows(1000),
            runtime=grows(15),
        params:
            depends=depends_on("draw_plateau_depth", "figures", template="plateau_depth.rst.j2"),
            experiment=f"--experiment {MAIN}",
            caption=caption_options("fig6", MAIN),
        shell:
            "python -m draw_plateau_depth"
            " --depths {input.depths:q}"
            " --fits {input.fits:q}"
            " {params.experiment}"
            " {params.caption}"
            " --caption plateau_depth.rst.j2"
            " --output {output.pdf:q}"
            " 2> {log:q}"


rule figures:
    """All figures."""
    input:
        expand(
            "results/figures/{figure}.{ending}",
            figure=[*FIRST_FIGURES, *VARIANCE_VS_QUBITS, *VARIANCE_VS_LAYERS],
            ending=ENDINGS,
        ),
    localrule: True
