# In:  the samples, the exact curves, the checks.
# Out: results/statistics/{experiment}.csv, estimates of one experiment; results/tables/NAME.csv, what figures and claims read.
# The catalogue of tables is scripts/plateaus/plan/tables.py. Every number is computed once, here.


rule describe_experiments:
    """Write what the experiments are, and which part each plays, from the configuration."""
    input:
        CHECKED,
    output:
        tables.EXPERIMENTS,
    log:
        "results/logs/describe_experiments.log",
    benchmark:
        "results/benchmarks/describe_experiments.tsv"
    localrule: True
    conda:
        ENVS / "analyse.yaml"
    params:
        depends=depends_on("describe", "analyse"),
        rows=lambda w: json.dumps(experiments.rows(PLAN), ensure_ascii=False),
    message:
        "what the experiments are: {output}"
    shell:
        "python -m describe --experiments {params.rows:q} --output {output:q} 2> {log:q}"


rule estimate:
    """Merge the batches of one experiment into estimates with intervals."""
    input:
        samples=lambda w: jobs.recorded(PLAN.studies[w.experiment]),
        own=own_circuits,
    output:
        "results/statistics/{experiment}.csv",
    log:
        "results/logs/estimate/{experiment}.log",
    benchmark:
        "results/benchmarks/estimate/{experiment}.tsv"
    conda:
        ENVS / "analyse.yaml"
    resources:
        mem_mb=grows(lambda w: megabytes_to_analyse(w.experiment)),
        runtime=grows(30),
    params:
        depends=depends_on("estimate", "analyse", ["plateaus.tables.estimates"]),
        source=lambda w: source_options(w.experiment),
    message:
        "estimates of {wildcards.experiment}: {output}"
    shell:
        "python -m estimate"
        " {params.source}"
        " --own-circuits {input.own:q}"
        " --output {output:q}"
        " {input.samples:q}"
        " 2> {log:q}"


# The caption and the labels of a report belong to a rule, so every table is a rule of its own.
for table in tables.tables(PLAN):

    rule:
        name:
            f"tabulate_{table.name}"
        input:
            tables=tables.inputs(PLAN, table.tables),
            parts=table.parts(PLAN),
        output:
            **files_of_table(table),
        log:
            f"results/logs/tabulate/{table.name}.log",
        benchmark:
            f"results/benchmarks/tabulate/{table.name}.tsv"
        localrule: not table.samples
        conda:
            ENVS / "analyse.yaml"
        resources:
            mem_mb=grows(megabytes_to_analyse(PLAN.main) if table.samples else 1000),
            runtime=grows(30),
        params:
            depends=depends_on("make_table", "analyse", table.modules),
            name=table.name,
            page=as_options({"page": table.page, "title": table.title}) if table.page else "",
        message:
            "table: {output.table}"
        shell:
            "python -m make_table"
            " --table {params.name}"
            " --tables {input.tables:q}"
            " --parts {input.parts:q}"
            " --output {output.table:q}"
            " {params.page}"
            " 2> {log:q}"


rule tables:
    """All tables."""
    input:
        tables.EXPERIMENTS,
        [path for table in tables.tables(PLAN) for path in (table.path, table.page) if path],
    localrule: True
