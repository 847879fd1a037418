"""Opens models that the library saved in a Python with Keras, and compares what Keras makes of them.

    dotnet exec tests/Golden/bin/Release/net10.0/Keratin.Golden.dll again CASES SAVED
    python tests/Golden/python/check_archives.py CASES SAVED

CASES is a folder of golden cases, SAVED the one that the first command filled: CASE.keras, and CASE.y0.npy, ... with
the library's own predictions. Compared are

  arrays       of model.weights.h5, with those that Keras wrote (h5py alone is enough for this),
  predictions  of the model that Keras loads, with the library's and with the case's,
  training     that goes on in Keras from the saved weights and optimizer, with what the case recorded.
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


def stored(path):
    data = zipfile.ZipFile(path).read("model.weights.h5")
    found = {}

    def keep(name, item):
        if isinstance(item, h5py.Dataset):
            found[name] = item[()]

    with h5py.File(io.BytesIO(data), "r") as file:
        file.visititems(keep)
    return found


def array_differences(ours, theirs):
    for name in sorted(set(ours) | set(theirs)):
        if name not in ours or name not in theirs:
            yield f"{name}: only in one"
        elif ours[name].dtype != theirs[name].dtype:
            yield f"{name}: {theirs[name].dtype} became {ours[name].dtype}"
        elif not np.array_equal(ours[name], theirs[name]):
            yield f"{name}: other numbers"


class Case:
    def __init__(self, entry, cases, saved):
        self.entry = entry
        self.name = entry["name"]
        self.archive = saved / (self.name + ".keras")
        self.original = cases / (self.name + ".keras")
        self.saved = saved
        arrays = cases / (self.name + ".npz")
        self.arrays = dict(np.load(arrays)) if arrays.exists() else {}

    def numbered(self, prefix):
        found = []
        while f"{prefix}{len(found)}" in self.arrays:
            found.append(self.arrays[f"{prefix}{len(found)}"])
        return found

    def given(self, model, prefix, keys, structure):
        """Arrays in the structure that the model has: by itself, in lists, or by keys."""
        flat = self.numbered(prefix)
        if not flat:
            return None
        names = self.entry.get(keys)
        if names:
            return dict(zip(names, flat))
        return keras.tree.pack_sequence_as(structure, flat)

    def close(self, name, got, expected):
        tolerance = self.entry["tolerance"]
        atol = self.entry.get("array_atol", {}).get(name, tolerance["atol"])
        return got.shape == expected.shape and np.allclose(
            got, expected, rtol=tolerance["rtol"], atol=atol, equal_nan=True
        )


def outputs_by_name(case, model, answer):
    """Flat outputs under the names of their arrays; a dictionary's are in the order of outputs_keys."""
    keys = case.entry.get("outputs_keys")
    flat = [answer[key] for key in keys] if keys else keras.tree.flatten(answer)
    # NumPy has no bfloat16
    return {
        f"y{i}": keras.ops.convert_to_numpy(keras.ops.cast(y, "float32"))
        if keras.backend.standardize_dtype(y.dtype) == "bfloat16"
        else keras.ops.convert_to_numpy(y)
        for i, y in enumerate(flat)
    }


def prediction_differences(case, model):
    x = case.given(model, "x", "inputs_keys", model._inputs_struct)
    if x is None or "y0" not in case.arrays:
        return
    for name, got in outputs_by_name(case, model, model(x, training=False)).items():
        ours = np.load(case.saved / f"{case.name}.{name}.npy")
        if not case.close(name, got, ours):
            yield f"{name}: Keras predicts what the library does not"
        reference = case.arrays.get(f"{name}_ref", case.arrays.get(name))
        if reference is not None and not case.close(name, got, reference):
            yield f"{name}: Keras predicts what its own file did not"


def weight_differences(case, model, trained, others):
    for prefix, weights in ((trained, model.trainable_weights), (others, model.non_trainable_weights)):
        for i, weight in enumerate(weights):
            name = f"{prefix}/{i}"
            if name in case.arrays and not case.close(
                name, keras.ops.convert_to_numpy(weight), case.arrays[name]
            ):
                yield f"{name}: {weight.path} has other numbers after training"


def training_differences(case, model):
    x = case.given(model, "x", "inputs_keys", model._inputs_struct)
    t = case.given(model, "t", "outputs_keys", model._outputs_struct)
    if case.entry["kind"] == "fit":
        settings = dict(case.entry["fit"])
        if "callbacks" in settings:
            settings["callbacks"] = [
                getattr(keras.callbacks, c["class_name"])(**c["config"]) for c in settings["callbacks"]
            ]
        if "class_weight" in settings:
            settings["class_weight"] = {int(k): v for k, v in settings["class_weight"].items()}
        weights = case.given(model, "sw", "outputs_keys", model._outputs_struct)
        if weights is not None:
            settings["sample_weight"] = weights
        vx = case.given(model, "vx", "inputs_keys", model._inputs_struct)
        if vx is not None:
            validation = [vx, case.given(model, "vt", "outputs_keys", model._outputs_struct)]
            vsw = case.given(model, "vsw", "outputs_keys", model._outputs_struct)
            settings["validation_data"] = tuple(validation + ([] if vsw is None else [vsw]))
        model.fit(x, t, verbose=0, **settings)
        yield from weight_differences(case, model, "wf", "sf")
    elif "continue_epochs" in case.entry:
        model.fit(
            x,
            t,
            batch_size=case.entry["batch_size"],
            epochs=case.entry["continue_epochs"],
            shuffle=False,
            verbose=0,
        )
        yield from weight_differences(case, model, "w_continued", "s_continued")


def differences(case):
    if case.original.exists():
        yield from array_differences(stored(case.archive), stored(case.original))
    if keras is None:
        return
    try:
        model = keras.models.load_model(case.archive)
    except Exception as error:
        yield f"Keras does not open it: {error}"
        return
    if case.entry["kind"] in ("layer", "masking", "model", "legacy"):
        yield from prediction_differences(case, model)
    yield from training_differences(case, model)


def main(cases, saved):
    index = json.loads((cases / "index.json").read_text())
    failed = checked = 0
    for entry in index if isinstance(index, list) else index["cases"]:
        case = Case(entry, cases, saved)
        if not case.archive.exists():
            continue
        checked += 1
        found = list(differences(case))
        for line in found:
            print(f"{case.name}: {line}")
        failed += bool(found)
    print(f"{checked} archives, {failed} differ, Keras: {'no' if keras is None else keras.__version__}")
    return 1 if failed or not checked else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
