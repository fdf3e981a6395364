#!/bin/sh
# status.sh JOB: running, success or failed, as Snakemake's generic executor asks for it, in the folder of the results.
# A job that Grid Engine no longer lists has a record in its accounting some seconds later. One that was deleted before it
# started never has: without a record for two minutes it counts as failed.
if ! jobs=$(qstat -u '*'); then
  echo running # nobody answers: ask again later
  exit
fi
state=$(printf '%s\n' "$jobs" | awk -v job="$1" '$1 == job { print $5; exit }')
gone=.snakemake/gridengine/$1.gone
case $state in
  *E*) # it cannot start, and would wait for somebody to look at it
    qdel "$1" >&2
    echo failed
    ;;
  ?*) echo running ;;
  *)
    if record=$(qacct -j "$1" 2> /dev/null); then
      rm -f "$gone"
      printf '%s\n' "$record" | awk '$1 == "failed" || $1 == "exit_status" { bad += ($2 != 0) }
        END { print bad ? "failed" : "success" }'
    elif [ ! -e "$gone" ]; then
      touch "$gone"
      echo running
    elif [ -n "$(find "$gone" -mmin +2)" ]; then
      rm -f "$gone"
      echo failed
    else
      echo running
    fi
    ;;
esac
