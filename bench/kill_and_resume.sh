#!/bin/sh
# Kills a training run ten times at random moments with SIGKILL, resumes it each time, and compares it with a run that never stopped.
#
#   bench/kill_and_resume.sh [SEED]      about two minutes; exit code 0 if every file that counts is the same to the byte
set -eu
home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
flowtracer=${FLOWTRACER:-$home/flowtracer}
work=$(mktemp -d)
trap 'status=$?; [ "$status" -eq 0 ] || cat "$work/log" >&2; rm -rf "$work"' EXIT
config=$home/bench/kill_and_resume.json
every=10 # steps a checkpoint, as the configuration says

steps() { # of a run, as its metrics tell
    [ ! -f "$1/metrics.csv" ] && echo 0 || tail -n +2 "$1/metrics.csv" | wc -l
}
saved() { # the last checkpoint of a run
    ls "$1/checkpoints" 2>/dev/null | sed -n 's/^step-0*\([0-9]*\)$/\1/p' | sort -n | tail -n 1 | grep . || echo 0
}

"$flowtracer" train --config "$config" --out "$work/straight" > "$work/log" 2>&1
awk -v seed="${1:-1}" 'BEGIN { srand(seed); for (j = 1; j <= 10; j++) print int(60 * (j - 0.5 + rand() * 0.8)) }' > "$work/moments"
set -- --config "$config"
while read -r moment; do
    "$flowtracer" train "$@" --out "$work/killed" > "$work/log" 2>&1 &
    process=$!
    while [ "$(steps "$work/killed")" -lt "$moment" ] && kill -0 "$process" 2>/dev/null; do
        sleep 0.02
    done
    kill -9 "$process" 2>/dev/null || { echo "ended before it was killed"; exit 1; }
    wait "$process" 2>/dev/null || true
    done=$(steps "$work/killed")
    lost=$((done - $(saved "$work/killed")))
    echo "killed after step $done: $lost steps to do again"
    [ "$lost" -le "$every" ] || exit 1
    set -- --resume
done < "$work/moments"
"$flowtracer" train --resume --out "$work/killed" > "$work/log" 2>&1
for file in metrics.csv model/model.safetensors checkpoints/step-000600/model.safetensors checkpoints/step-000600/optimiser.safetensors \
    checkpoints/step-000600/checkpoint.json; do
    cmp "$work/straight/$file" "$work/killed/$file"
    echo "the same: $file"
done
