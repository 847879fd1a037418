"""Makes the HDF5 files of this folder with h5py: the weights of a Dense of 3 on 4 numbers, and of one of 2 on those, in
the ways that HDF5 has of storing them."""

import h5py
import numpy

random = numpy.random.default_rng(7)
arrays = {
    "layers/dense/vars/0": random.normal(size=(4, 3)).astype("f4"),
    "layers/dense/vars/1": random.normal(size=3).astype("f4"),
    "layers/dense_1/vars/0": random.normal(size=(3, 2)).astype("f4"),
    "layers/dense_1/vars/1": random.normal(size=2).astype("f4"),
}


def save(name, versions, chunked, texts=3):
    with h5py.File(name, "w", libver=versions, track_order=False) as file:
        file.attrs["by"] = "h5py"
        file.attrs["names"] = [f"text {i}" for i in range(texts)]
        for path, values in arrays.items():
            file.create_dataset(path, data=values, **(chunked if values.ndim > 1 else {}))
        # more attributes than a header takes
        for i in range(9 if versions != ("earliest", "v110") else 0):
            file["layers/dense"].attrs[f"attribute {i}"] = i


packed = {"chunks": (2, 2), "compression": "gzip", "shuffle": True, "fletcher32": True}
save("superblock0.weights.h5", ("earliest", "v110"), packed)
save("superblock2.weights.h5", ("v108", "v108"), packed)
save("superblock3.weights.h5", ("v110", "v110"), packed)
save("superblock3_single_chunk.weights.h5", ("v110", "v110"), {**packed, "chunks": True, "fletcher32": False})
save("superblock3_unfiltered.weights.h5", ("v110", "v110"), {"chunks": (2, 2)})

# as small as can be, for the law of every flip of a byte
with h5py.File("small.hdf5", "w", libver=("v110", "v110")) as file:
    file.attrs["by"] = numpy.bytes_("h5py")
    file.create_dataset("a", data=random.normal(size=(4, 2)).astype("f4"), **packed)

# one group under two names
with h5py.File("two_names.hdf5", "w", libver=("earliest", "v110")) as file:
    file.create_dataset("layers/dense/vars/0", data=numpy.arange(16, dtype="f4").reshape(4, 4))
    file.create_dataset("layers/dense/vars/1", data=numpy.arange(4, dtype="f4"))
    file["layers/dense_1"] = file["layers/dense"]

# a group that contains itself
with h5py.File("hostile/cyclic.hdf5", "w", libver=("v110", "v110")) as file:
    group = file.create_group("a")
    file["a/b/again"] = group

# thirty groups, each with two names for the next: as many paths as 2 to the 30
with h5py.File("hostile/diamonds.hdf5", "w", libver=("v110", "v110")) as file:
    group = file["/"]
    for i in range(30):
        below = file.create_group(f"all/{i}")
        group["left"] = below
        group["right"] = below
        group = below

# places outside of the file: a link, a dataset in another file, a virtual one, and a name for what is not there
with h5py.File("hostile/outside.hdf5", "w", libver=("v110", "v110")) as file:
    file["link"] = h5py.ExternalLink("lure.hdf5", "/a")
    file["soft"] = h5py.SoftLink("/nowhere")
    file.create_dataset("stored", (2,), "f4", external=[("lure.bin", 0, h5py.h5f.UNLIMITED)])
    layout = h5py.VirtualLayout((2,), "f4")
    layout[:] = h5py.VirtualSource("lure.hdf5", "a", (2,))
    file.create_virtual_dataset("virtual", layout)
