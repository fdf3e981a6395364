# In:  the tables.
# Out: results/figures/beyond_NAME.pdf, .png, .svg; the data in them, .csv; the caption with the run's numbers, .rst.
# What compares experiments: dimension (with the table depth_growth.csv), costs, starts, training, noise, named under figures in the
# configuration; and what needs a probe: whole_gradient_EXPERIMENT, shots_EXPERIMENT.

if DIMENSION:

    rule compare_growth:
        """Fit the depth needed by n and by the root of n that the dimension of the graph suggests."""
        input:
            "results/tables/plateau_depths.csv",
        output:
            report(
                "results/tables/depth_growth.csv",
                caption="../report/depth_growth.rst",
                category="Tables",
                labels={"table": "growth of the depth, by graph"},
            ),
        log:
            "results/logs/compare_growth.log",
        benchmark:
            "results/benchmarks/compare_growth.tsv"
        localrule: True
        conda:
            f"{ENVS}/analyse.yaml"
        params:
            depends=depends_on("compare_growth", "analyse"),
            dimensions=[
                f"--dimension {name}={dimension(RUNS[name].experiment.connectivity)}"
                for name in DIMENSION
            ],
        shell:
            "python -m compare_growth"
            " --depths {input:q}"
            " {params.dimensions}"
            " --output {output:q}"
            " 2> {log:q}"

    rule draw_beyond_dimension:
        """Depth needed against the number of qubits, by graph."""
        input:
            depths="results/tables/plateau_depths.csv",
            growth="results/tables/depth_growth.csv",
            exact=EXACT,
        output:
            **files_of("beyond_dimension"),
        log:
            "results/logs/figures/beyond_dimension.log",
        benchmark:
            "results/benchmarks/figures/beyond_dimension.tsv"
        conda:
            f"{ENVS}/figures.yaml"
        resources:
            mem_mb=grows(1000),
            runtime=grows(15),
        params:
            depends=depends_on("draw_dimension", "figures", template="dimension.rst.j2"),
            curves=curve_options(DIMENSION),
            bound="--bound" if only_the_graph_differs(DIMENSION) else "",
            caption=caption_options("beyond_dimension", DIMENSION[0]),
        shell:
            "python -m draw_dimension"
            " --depths {input.depths:q}"
            " --growth {input.growth:q}"
            " --exact {input.exact:q}"
            " {params.curves}"
            " {params.bound}"
            " {params.caption}"
            " --caption dimension.rst.j2"
            " --output {output.pdf:q}"
            " 2> {log:q}"


if COSTS:

    rule draw_beyond_costs:
        """Variance of the gradient against the number of qubits, by objective and depth."""
        input:
            points="results/tables/decay_points.csv",
        output:
            **files_of("beyond_costs"),
        log:
            "results/logs/figures/beyond_costs.log",
        benchmark:
            "results/benchmarks/figures/beyond_costs.tsv"
        conda:
            f"{ENVS}/figures.yaml"
        resources:
            mem_mb=grows(1000),
            runtime=grows(15),
        params:
            depends=depends_on("draw_costs", "figures", template="costs.rst.j2"),
            curves=curve_options(COSTS),
            rules=[f"--depth-rule {quote(rule)}" for rule in RUNS[COSTS[0]].depth_rules],
            caption=caption_options("beyond_costs", COSTS[0]),
        shell:
            "python -m draw_costs"
            " --points {input.points:q}"
            " {params.curves}"
            " {params.rules}"
            " {params.caption}"
            " --caption costs.rst.j2"
            " --output {output.pdf:q}"
            " 2> {log:q}"


if STARTS:

    rule draw_beyond_starts:
        """Variance of the gradient against the number of qubits, by start."""
        input:
            variance="results/tables/variance.csv",
        output:
            **files_of("beyond_starts"),
        log:
            "results/logs/figures/beyond_starts.log",
        benchmark:
            "results/benchmarks/figures/beyond_starts.tsv"
        conda:
            f"{ENVS}/figures.yaml"
        resources:
            mem_mb=grows(1000),
            runtime=grows(15),
        params:
            depends=depends_on("draw_starts", "figures", template="starts.rst.j2"),
            curves=curve_options(STARTS),
            caption=caption_options("beyond_starts", STARTS[0]),
        shell:
            "python -m draw_starts"
            " --variance {input.variance:q}"
            " {params.curves}"
            " {params.caption}"
            " --caption starts.rst.j2"
            " --output {output.pdf:q}"
            " 2> {log:q}"


if TRAINED:

    rule draw_beyond_training:
        """Gradient descent from several starts."""
        input:
            training="results/tables/training.csv",
        output:
            **files_of("beyond_training"),
        log:
            "results/logs/figures/beyond_training.log",
        benchmark:
            "results/benchmarks/figures/beyond_training.tsv"
        conda:
            f"{ENVS}/figures.yaml"
        resources:
            mem_mb=grows(1000),
            runtime=grows(15),
        params:
            depends=depends_on("draw_training", "figures", template="training.rst.j2"),
            curves=curve_options(TRAINED),
            caption=caption_options("beyond_training", TRAINED[0]),
        shell:
            "python -m draw_training"
            " --training {input.training:q}"
            " {params.curves}"
            " {params.caption}"
            " --caption training.rst.j2"
            " --output {output.pdf:q}"
            " 2> {log:q}"


if NOISE:

    rule draw_beyond_noise:
        """Variance of the gradient against depth, by noise."""
        input:
            variance="results/tables/variance.csv",
            exact=EXACT,
            trajectories="results/tables/trajectories.csv" if probed("trajectories") else [],
        output:
            **files_of("beyond_noise"),
        log:
            "results/logs/figures/beyond_noise.log",
        benchmark:
            "results/benchmarks/figures/beyond_noise.tsv"
        conda:
            f"{ENVS}/figures.yaml"
        resources:
            mem_mb=grows(1000),
            runtime=grows(15),
        params:
            depends=depends_on("draw_noise", "figures", template="noise.rst.j2"),
            curves=curve_options(NOISE),
            caption=caption_options("beyond_noise", NOISE[0]),
        shell:
            "python -m draw_noise"
            " --variance {input.variance:q}"
            " --exact {input.exact:q}"
            " --trajectories {input.trajectories:q}"
            " {params.curves}"
            " {params.caption}"
            " --caption noise.rst.j2"
            " --output {output.pdf:q}"
            " 2> {log:q}"


for experiment in probed("gradients"):

    rule:
        name:
            f"draw_whole_gradient_{experiment}"
        input:
            gradients="results/tables/gradients.csv",
            variance="results/tables/variance.csv",
        output:
            **files_of(f"beyond_whole_gradient_{experiment}"),
        log:
            f"results/logs/figures/beyond_whole_gradient_{experiment}.log",
        benchmark:
            f"results/benchmarks/figures/beyond_whole_gradient_{experiment}.tsv"
        conda:
            f"{ENVS}/figures.yaml"
        resources:
            mem_mb=grows(1000),
            runtime=grows(15),
        params:
            depends=depends_on("draw_whole_gradient", "figures", template="whole_gradient.rst.j2"),
            experiment=f"--experiment {experiment}",
            caption=caption_options("beyond_whole_gradient", experiment),
        shell:
            "python -m draw_whole_gradient"
            " --gradients {input.gradients:q}"
            " --variance {input.variance:q}"
            " {params.experiment}"
            " {params.caption}"
            " --caption whole_gradient.rst.j2"
            " --output {output.pdf:q}"
            " 2> {log:q}"


for experiment in probed("shots"):

    rule:
        name:
            f"draw_shots_{experiment}"
        input:
            shots="results/tables/shots.csv",
        output:
            **files_of(f"beyond_shots_{experiment}"),
        log:
            f"results/logs/figures/beyond_shots_{experiment}.log",
        benchmark:
            f"results/benchmarks/figures/beyond_shots_{experiment}.tsv"
        conda:
            f"{ENVS}/figures.yaml"
        resources:
            mem_mb=grows(1000),
            runtime=grows(15),
        params:
            depends=depends_on("draw_shots", "figures", template="shots.rst.j2"),
            experiment=f"--experiment {experiment}",
            caption=caption_options("beyond_shots", experiment),
        shell:
            "python -m draw_shots"
            " --shots {input.shots:q}"
            " {params.experiment}"
            " {params.caption}"
            " --caption shots.rst.j2"
            " --output {output.pdf:q}"
            " 2> {log:q}"


rule beyond_figures:
    """All figures that compare experiments or show a probe."""
    input:
        expand(
            "results/figures/beyond_{figure}.{ending}",
            figure=[
                *(["dimension"] if DIMENSION else []),
                *(["costs"] if COSTS else []),
                *(["starts"] if STARTS else []),
                *(["training"] if TRAINED else []),
                *(["noise"] if NOISE else []),
                *(f"whole_gradient_{name}" for name in probed("gradients")),
                *(f"shots_{name}" for name in probed("shots")),
            ],
            ending=ENDINGS,
        ),
    localrule: True
