# In:  everything built.
# Out: results/provenance/environments/{env}.json, what each environment holds; run.json, what made the results;
#      SHA256SUMS, the digest of every one (`make verify`). config.json is written before the first of them, by check_experiments.

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
    shell:
        "python -m record_run"
        " --configuration {params.configuration:q}"
        " --snakemake {params.deployment:q}"
        " --run {output.run:q}"
        " --sums {output.sums:q}"
        " {input:q}"
        " 2> {log:q}"
