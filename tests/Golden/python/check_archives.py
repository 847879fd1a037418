"""Reads archives that were saved again, and compares them with those Keras wrote.

    dotnet Keratin.Golden.dll again CASES SAVED
    python check_archives.py CASES SAVED

h5py alone compares every array. Where Keras is there too, each archive is loaded and its predictions
compared with those of the case.
"""

import io
import json
import sys
import zipfile
from pathlib import Path

import h5py
import numpy as np

try:
    import keras
except ImportError:
    keras = None


def arrays(path):
    data = zipfile.ZipFile(path).read("model.weights.h5")
    found = {}
    with h5py.File(io.BytesIO(data), "r") as file:
        file.visititems(
            lambda name, item: found.__setitem__(name, item[()])
            if isinstance(item, h5py.Dataset)
            else None
        )
    return found


def differences(ours, theirs):
    for name in sorted(set(ours) | set(theirs)):
        if name not in ours or name not in theirs:
            yield f"{name}: only in one"
        elif ours[name].dtype != theirs[name].dtype:
            yield f"{name}: {theirs[name].dtype} became {ours[name].dtype}"
        elif not np.array_equal(ours[name], theirs[name]):
            yield f"{name}: other numbers"


def predictions(case, folder, path):
    model = keras.models.load_model(path)
    data = np.load(folder / (case["name"] + ".npz"))
    inputs = [data[f"x{i}"] for i in range(len(model.inputs))]
    outputs = keras.tree.flatten(model(inputs[0] if len(inputs) == 1 else inputs, training=False))
    tolerance = case["tolerance"]
    for i, output in enumerate(outputs):
        got = keras.ops.convert_to_numpy(output)
        if not np.allclose(got, data[f"y{i}"], rtol=tolerance["rtol"], atol=tolerance["atol"]):
            yield f"y{i}: other predictions"


def main(cases, saved):
    index = json.loads((cases / "index.json").read_text())
    failed = checked = 0
    for case in index if isinstance(index, list) else index["cases"]:
        path = saved / (case["name"] + ".keras")
        if not path.exists():
            continue
        checked += 1
        found = list(differences(arrays(path), arrays(cases / (case["name"] + ".keras"))))
        if keras is not None and case["kind"] in ("layer", "masking", "model"):
            found += list(predictions(case, cases, path))
        for line in found:
            print(f"{case['name']}: {line}")
        failed += bool(found)
    print(f"{checked} archives, {failed} differ, Keras: {'no' if keras is None else keras.__version__}")
    return 1 if failed or not checked else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
