#!/usr/bin/env bash
# The golden cases, the laws and the benchmark on a machine with CUDA that has PyTorch, cmake and g++, but no .NET.
#
#   bench/cuda.sh pack FOLDER [GOLDEN]   here: what the other machine needs besides this repository
#   bench/cuda.sh run FOLDER [RESULTS]   there, in the repository: builds the engine against python3's torch and runs
set -euo pipefail
cd "$(dirname "$0")/.."

pack() {
    local folder=$1 golden=${2:-tests/Golden/cases} root
    root=$(dirname "$(readlink -f "$(command -v dotnet)")")
    mkdir -p "$folder"
    tar -C "$root" -cJf "$folder/dotnet.tar.xz" dotnet host shared/Microsoft.NETCore.App
    tar --exclude='*/runtimes' --exclude='*.pdb' -cJf "$folder/programs.tar.xz" \
        {tests/Golden,tests/Properties,bench}/bin/Release/net10.0
    tar -C .artifacts/onnxruntime -chJf "$folder/onnxruntime.tar.xz" libonnxruntime.so.1
    tar -C "$golden" -cJf "$folder/golden.tar.xz" .
}

run() {
    local folder=$1 results=${2:-$1} work torch
    work=$(mktemp -d)
    mkdir -p "$work/dotnet" "$work/golden" "$work/onnxruntime"
    tar -C "$work/dotnet" -xf "$folder/dotnet.tar.xz"
    tar -C "$work" -xf "$folder/programs.tar.xz"
    tar -C "$work/onnxruntime" -xf "$folder/onnxruntime.tar.xz"
    tar -C "$work/golden" -xf "$folder/golden.tar.xz"

    torch=$(python3 -c 'import os, torch; print(os.path.dirname(torch.__file__))')
    cmake -S src/Native -B "$work/native" -DCMAKE_BUILD_TYPE=Release \
        "-DKERATIN_TORCH_INCLUDE=$torch/include;$torch/include/torch/csrc/api/include" \
        "-DKERATIN_TORCH_LIB=$torch/lib" >"$results/build.log"
    cmake --build "$work/native" -j "$(nproc)" >>"$results/build.log" 2>&1 || { tail -40 "$results/build.log"; exit 1; }

    export KERATIN_NATIVE=$work/native/libkeratin.so KERATIN_DEVICE=cuda:0 OMP_NUM_THREADS=1
    export KERATIN_ONNXRUNTIME=$work/onnxruntime/libonnxruntime.so.1
    export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 KERATIN_PYTHON
    KERATIN_PYTHON=$(command -v python3)
    program() { "$work/dotnet/dotnet" exec "$work/$1/bin/Release/net10.0/$2.dll" "${@:3}"; }

    timeout "${GOLDEN_SECONDS:-240}" bash -c "$(declare -f program); work='$work'; program tests/Golden Keratin.Golden golden '$work/golden'" \
        >"$results/golden.log" 2>&1 || true
    tail -1 "$results/golden.log"
    timeout "${BENCH_SECONDS:-100}" bash -c "$(declare -f program); work='$work'; program bench Keratin.Bench --rounds 5" \
        >"$results/bench.log" 2>&1 || true
    cat "$results/bench.log"
    [ -n "${PROFILE:-}" ] && CUDA_LAUNCH_BLOCKING=1 program bench Keratin.Bench --profile convnet >"$results/profile.log" 2>&1 || true
    timeout "${LAWS_SECONDS:-200}" bash -c "$(declare -f program); work='$work'; program tests/Properties Keratin.Properties" \
        >"$results/laws.log" 2>&1 || true
    tail -3 "$results/laws.log"
}

"$@"
