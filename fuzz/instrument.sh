#!/bin/sh
# Cargo's wrapper for the packages of this workspace: the compiler counts what is run, which guides libFuzzer. What they
# depend on is compiled as always.
exec "$@" -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
  -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
  -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing
