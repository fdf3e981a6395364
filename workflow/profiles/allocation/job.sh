#!/usr/bin/env bash
# One Slurm job that runs the whole workflow on its cores, submitted from any folder:
#   sbatch --account=YOURS --partition=YOURS --mem-per-cpu=2G CHECKOUT/workflow/profiles/allocation/job.sh \
#     --configfile CHECKOUT/config/paper.yaml --directory paper
# Options before the script are Slurm's and win over the lines below; those after it are Snakemake's, with paths from the folder
# that sbatch was called in. Memory, 2 GB a core, may as well be --mem=64G for the 32 cores below, and a whole node is --exclusive
# --mem=0: no line below states it, since Slurm refuses --mem beside --mem-per-cpu.
#SBATCH --job-name=barren-plateaus
#SBATCH --nodes=1
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=32
#SBATCH --time=12:00:00
set -euo pipefail

# Slurm runs a copy of this file; where it was submitted from, the job's record says.
place=workflow/profiles/allocation/job.sh
script=$(realpath "$0")
if [ "${script%"/$place"}" = "$script" ]; then
  script=$(scontrol show job "$SLURM_JOB_ID" | sed -n 's/^ *Command=//p')
fi
root=${script%%"/$place"*}
if ! [ -x "$root/.venv/bin/snakemake" ]; then
  echo "no .venv/bin/snakemake in '$root': submit the job.sh of a checkout in which make setup has run, where it lies" >&2
  exit 1
fi

# Megabytes: those of the node, of its processors, or, where the job has all of them, of the machine, a little left to its system.
cores=${SLURM_CPUS_ON_NODE:-$SLURM_CPUS_PER_TASK}
memory=${SLURM_MEM_PER_NODE:-0}
if [ "$memory" = 0 ]; then
  memory=$((${SLURM_MEM_PER_CPU:-0} * cores))
fi
if [ "$memory" = 0 ]; then
  memory=$(awk '/^MemTotal:/ { print int(0.95 * $2 / 1024) }' /proc/meminfo)
fi
exec "$root/.venv/bin/snakemake" "$@" --snakefile "$root/Snakefile" \
  --workflow-profile "$root/workflow/profiles/allocation" --cores "$cores" --resources mem_mb="$memory"
