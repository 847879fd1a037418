/// Stacks of small convolutions. Simonyan and Zisserman, 2014.
[<RequireQualifiedAccess>]
module internal Keratin.ImageNetworks.VGG

open Keratin
open Keratin.ImageNetworks

let private convolution (name: string) (filters: int) : Symbol -> Symbol =
    Layers.Conv2D(filters, 3, padding = "same", activation = "relu", name = name).Apply

let private block (number: int) (filters: int) (convolutions: int) (x: Symbol) : Symbol =
    (x, [ 1..convolutions ])
    ||> List.fold (fun x i -> convolution $"block{number}_conv{i}" filters x)
    |> Layers.MaxPooling2D(2, strides = 2, name = $"block{number}_pool").Apply

/// A network with so many convolutions in each of its five blocks.
let build (convolutions: int list) (settings: ImageNetwork) : Network =
    let features =
        (settings.Input 224 32, List.indexed convolutions)
        ||> List.fold (fun x (i, count) -> block (i + 1) (min 512 (64 <<< i)) count x)

    let output =
        if settings.IncludeTop then
            features
            |> Layers.Flatten(name = "flatten").Apply
            |> Layers.Dense(4096, activation = "relu", name = "fc1").Apply
            |> Layers.Dense(4096, activation = "relu", name = "fc2").Apply
            |> settings.Classify
        else
            settings.Pool null null features

    settings.Network output
