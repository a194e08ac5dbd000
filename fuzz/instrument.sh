#!/bin/sh
# Cargo's wrapper for the packages of this workspace: the compiler counts what is run, which guides libFuzzer. What they
# depend on, and what cargo runs to build them, is compiled as always.
case " $* " in *" --crate-name build_script_"*) exec "$@" ;; esac
exec "$@" -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
  -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
  -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing
