/// Models from files, and the arrays that go into them and come out.
[<RequireQualifiedAccess>]
module internal Keratin.Cli.Samples

open System
open System.IO
open System.Threading
open Keratin
open Keratin.Engine
open Keratin.Saving

/// A model with its numbers where KERATIN_DEVICE says; its losses and metrics only where they are asked for, since a
/// file may name some of the user's own.
let load (path: string) (compile: bool) : ModelCore =
    ModelCore.Load(path, State Device.Default, compile)

/// The size of an axis that a model leaves open, when we may choose; enough for a few convolutions.
let private openSize = 32

/// Inputs of two samples that any model of numbers can take: in [0, 1), and whole numbers are 0 or 1, which are
/// places in any table.
let made (network: Network) : NDArray list =
    let random = Random 1

    [
        for name, s in List.zip network.InputNames network.Inputs do
            if s.DType = DType.String then
                raise (
                    KeratinException(
                        $"input \"{name}\"",
                        "an input of numbers, to check the written file with",
                        "an input of texts",
                        "leave the check out: --no-check"
                    )
                )

            let shape = [|
                for axis, d in List.indexed s.Dims do
                    match d with
                    | Size n -> n
                    | _ when axis = 0 -> 2
                    | _ -> openSize
            |]

            let whole = not (DType.isFloat s.DType)

            NDArray.ofFloats
                s.DType
                shape
                (Array.init (Array.fold (*) 1 shape) (fun _ ->
                    let x = random.NextDouble()
                    if whole then floor (2.0 * x) else x))
    ]

/// The arrays for a model's inputs: one in an .npy file; by the inputs' names, or as numpy.savez numbers them, in
/// an .npz file.
let read (network: Network) (path: string) : NDArray list =
    use files = new Saving.Files()
    let contents = Contents.read files path

    let array (a: StoredArray) =
        match a.TryRead() with
        | Some values -> values
        | None ->
            raise (KeratinException(path, "arrays of numbers", a.Name, "save it with numpy.save"))

    let find i name =
        contents.Arrays
        |> List.tryFind (fun a -> a.Name = name)
        |> Option.orElseWith (fun () ->
            contents.Arrays |> List.tryFind (fun a -> a.Name = $"arr_{i}"))

    match network.InputNames, contents.Arrays with
    | [ _ ], [ one ] -> [ array one ]
    | names, arrays when arrays.Length = names.Length -> [
        for i, name in List.indexed names do
            match find i name with
            | Some a -> array a
            | None ->
                raise (
                    KeratinException(
                        path,
                        $"""arrays named {String.concat ", " names}""",
                        arrays |> List.map _.Name |> String.concat ", ",
                        $"numpy.savez(\"inputs.npz\", {names.Head}=...)"
                    )
                )
      ]
    | names, arrays ->
        raise (
            KeratinException(
                path,
                $"""{names.Length} arrays, for the inputs {String.concat ", " names}""",
                $"{arrays.Length} arrays",
                "numpy.save for one input, numpy.savez for several"
            )
        )

let predict (model: ModelCore) (batchSize: int) (inputs: NDArray list) : NDArray list =
    model.Predict(inputs, batchSize, CancellationToken.None)

/// Writes outputs: one as .npy, any number by their names as .npz.
let write (path: string) (overwrite: bool) (outputs: (string * NDArray) list) : unit =
    let name = Path.GetFileName path |> orElse path
    Output.demandFree path overwrite

    match outputs with
    | [ _, one ] when Contents.endsIn ".npy" path ->
        AtomicFile.write path (NpyWriter.write name (LazyArray.Of one))
    | several when Contents.endsIn ".npz" path ->
        AtomicFile.write
            path
            (NpyWriter.writeAll name [ for name, a in several -> name, LazyArray.Of a ])
    | several ->
        raise (
            KeratinException(
                path,
                "a file that ends in .npz, or in .npy where the model has one output",
                $"{several.Length} outputs, and a file that ends in \"{Path.GetExtension path}\"",
                "-o outputs.npz"
            )
        )
