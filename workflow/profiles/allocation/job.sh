#!/usr/bin/env bash
# One Slurm job that runs the whole workflow on its cores. From the folder of the Snakefile:
#   sbatch --account=YOURS --partition=YOURS workflow/profiles/allocation/job.sh --configfile config/paper.yaml \
#     --directory paper
# Options before the script are Slurm's and win over the lines below; those after it are Snakemake's.
#SBATCH --job-name=barren-plateaus
#SBATCH --nodes=1
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=32
#SBATCH --mem=64G
#SBATCH --time=12:00:00
set -euo pipefail
exec .venv/bin/snakemake "$@" --workflow-profile workflow/profiles/allocation \
  --cores "$SLURM_CPUS_PER_TASK" --resources mem_mb="$SLURM_MEM_PER_NODE"
