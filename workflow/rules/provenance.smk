# In:  everything built.
# Out: results/provenance/environments/{env}.json, what each environment holds; run.json, what made the results;
#      SHA256SUMS, the digest of every one (`make verify`). config.json is written before the first job, by the Snakefile.

PROVENANCE = "results/provenance"
USED = ["simulate", "analyse", "figures"]

for env in USED:

    rule:
        name:
            f"record_{env}_environment"
        output:
            f"{PROVENANCE}/environments/{env}.json",
        log:
            f"results/logs/provenance/{env}.log",
        benchmark:
            f"results/benchmarks/provenance/{env}.tsv"
        conda:
            f"{ENVS}/{env}.yaml"
        resources:
            mem_mb=grows(500),
            runtime=grows(5),
        params:
            depends=depends_on("record_environment", env),
        shell:
            "python -m record_environment --output {output:q} 2> {log:q}"


rule record_run:
    """Record what made the results, and the digest of every sample, exact curve and table."""
    input:
        rules.samples.input,
        [path for name in RUNS for path in exact_curves_of(name)],
        rules.tables.input,
        [probe_samples(kind, name) for name, kind in PROBES],
        rules.probe_tables.input,
        rules.judge_claims.input if RUNS[MAIN].exact else [],
        rules.claims.input,
        rules.check.input,
        expand(f"{PROVENANCE}/environments/{{env}}.json", env=USED),
    output:
        run=f"{PROVENANCE}/run.json",
        sums=f"{PROVENANCE}/SHA256SUMS",
    log:
        "results/logs/provenance/run.log",
    benchmark:
        "results/benchmarks/provenance/run.tsv"
    localrule: True
    conda:
        f"{ENVS}/simulate.yaml"
    params:
        depends=depends_on("record_run", "simulate"),
        configuration=json.dumps(configuration.resolved(RUNS), ensure_ascii=False),
        deployment=f"{snakemake_version}, " + ("conda environments" if CONDA else "one environment"),
    shell:
        "python -m record_run"
        " --configuration {params.configuration:q}"
        " --snakemake {params.deployment:q}"
        " --run {output.run:q}"
        " --sums {output.sums:q}"
        " {input:q}"
        " 2> {log:q}"
