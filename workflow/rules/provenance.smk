# In:  everything built.
# Out: results/provenance/environments/{env}.json, what each environment holds; run.json, what made the results;
#      SHA256SUMS, the digest of every one (`make verify`); results/summary.txt, the run in a few words, which are also said at its end;
#      results/start_page.rst, the report's. config.json is written before the first of them, by check_experiments.

for env in USED:

    rule:
        name:
            f"record_{env}_environment"
        output:
            f"results/provenance/environments/{env}.json",
        log:
            f"results/logs/provenance/{env}.log",
        benchmark:
            f"results/benchmarks/provenance/{env}.tsv"
        conda:
            ENVS / f"{env}.yaml"
        resources:
            mem_mb=grows(500),
            runtime=grows(5),
        params:
            depends=depends_on("record_environment", env),
        message:
            f"what the environment {env} holds: {{output}}"
        shell:
            "python -m record_environment --output {output:q} 2> {log:q}"


rule record_run:
    """Record what made the results, and the digest of every sample, exact curve, table and figure."""
    input:
        jobs.everything_made(PLAN),
        rules.tables.input,
        rules.figures.input,
        rules.claims.input,
        "results/checks/passed",
        environments=expand("results/provenance/environments/{env}.json", env=USED),
    output:
        run="results/provenance/run.json",
        sums="results/provenance/SHA256SUMS",
    log:
        "results/logs/provenance/run.log",
    benchmark:
        "results/benchmarks/provenance/run.tsv"
    localrule: True
    conda:
        ENVS / "simulate.yaml"
    params:
        depends=depends_on("record_run", "simulate"),
        configuration=lambda w: json.dumps(resolved(PLAN), ensure_ascii=False),
        deployment=f"{snakemake_version}, "
        + ("conda environments" if CONDA else "a container" if CONTAINER else "one environment"),
    message:
        "what made the results is recorded"
    shell:
        "python -m record_run"
        " --configuration {params.configuration:q}"
        " --snakemake {params.deployment:q}"
        " --run {output.run:q}"
        " --sums {output.sums:q}"
        " {input:q}"
        " 2> {log:q}"


rule summarise:
    """Say in a few words what the run found."""
    input:
        tables=[
            tables.EXPERIMENTS,
            *tables.inputs(PLAN, ("checks", "diagnosis", "plateau_depths")),
            *rules.claims.input,
        ],
        run=rules.record_run.output.run,
        pictures=figures.shown_first(PLAN),
    output:
        text="results/summary.txt",
        page=START_PAGE,
    log:
        "results/logs/summarise.log",
    benchmark:
        "results/benchmarks/summarise.tsv"
    localrule: True
    conda:
        ENVS / "analyse.yaml"
    params:
        depends=depends_on(
            "summarise",
            "analyse",
            tables.modules(["experiments", "checks", "diagnosis", "plateau_depths", "claims"]),
        ),
        tables=lambda w, input: [path for path in input.tables if path.endswith(".csv")],
    message:
        "the run in a few words"
    shell:
        "python -m summarise"
        " --tables {params.tables:q}"
        " --run {input.run:q}"
        " --pictures {input.pictures:q}"
        " --output {output.text:q}"
        " --start-page {output.page:q}"
        " 2> {log:q}"
