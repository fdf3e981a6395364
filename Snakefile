# The table of contents: configuration, stages, targets.
from snakemake.utils import min_version

min_version("9.19")


# A configuration given on the command line replaces the default one: merged, it would inherit its experiments.
if "experiments" not in config:

    configfile: f"{workflow.basedir}/config/config.yaml"


include: "workflow/rules/common.smk"
include: "workflow/rules/simulate.smk"
include: "workflow/rules/theory.smk"
include: "workflow/rules/probes.smk"
include: "workflow/rules/statistics.smk"
include: "workflow/rules/checks.smk"
include: "workflow/rules/figures.smk"
include: "workflow/rules/beyond.smk"
include: "workflow/rules/claims.smk"


report: "workflow/report/workflow.rst"


rule all:
    default_target: True
    input:
        rules.judge_checks.input,
        rules.check.output,
        rules.samples.input,
        rules.probes.input,
        rules.figures.input,
        rules.beyond_figures.input,
        rules.tables.input,
        rules.claims.input,
    localrule: True
