# The table of contents: configuration, stages, targets.
from snakemake.exceptions import WorkflowError
from snakemake.utils import min_version

min_version("9.19")

if "://" in workflow.current_basedir.get_path_or_uri(secret_free=True):
    raise WorkflowError("from Git the workflow is workflow/Snakefile, not Snakefile")


# A configuration given on the command line replaces the default one: merged, it would inherit its experiments.
if "experiments" not in config:

    configfile: workflow.current_basedir.join("config/config.yaml").get_path_or_uri(True)


include: "workflow/rules/common.smk"
include: "workflow/rules/simulate.smk"
include: "workflow/rules/theory.smk"
include: "workflow/rules/probes.smk"
include: "workflow/rules/tables.smk"
include: "workflow/rules/checks.smk"
include: "workflow/rules/figures.smk"
include: "workflow/rules/claims.smk"
include: "workflow/rules/provenance.smk"
include: "workflow/rules/benchmark.smk"


# of a finished run what it found
report: os.path.abspath(START_PAGE) if os.path.exists(START_PAGE) else "workflow/report/workflow.rst"


rule all:
    default_target: True
    input:
        jobs.everything_made(PLAN),
        rules.tables.input,
        rules.figures.input,
        rules.claims.input,
        rules.require_checks.output,
        rules.record_run.output,
        rules.summarise.output,
    localrule: True
    message:
        "done"
