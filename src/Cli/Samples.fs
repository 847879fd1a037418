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

/// The lines of a text file, each a sample of an input of texts.
let private lines (input: Symbol) (path: string) : NDArray =
    if input.DType <> DType.String then
        raise (
            KeratinException(
                path,
                "an .npy or .npz file, for an input of numbers",
                "a file of texts",
                "numpy.save(\"inputs.npy\", ...)"
            )
        )

    let texts = FileFault.guard path (fun () -> File.ReadAllLines path)

    let rest =
        match input.Dims with
        | [ _ ] -> []
        | _ -> [ 1 ]

    NDArray.OfTexts(Array.ofList (texts.Length :: rest), texts)

/// An array as an input takes it: NumPy's list of texts is one text for each sample.
let private fit (input: Symbol) (a: NDArray) : NDArray =
    if a.DType = DType.String && a.Shape.Length = 1 && input.Dims.Length = 2 then
        NDArray.OfTexts([| a.Shape[0]; 1 |], a.Texts)
    else
        a

let private array (path: string) (a: StoredArray) =
    match a.TryRead() with
    | Some values -> values
    | None -> raise (KeratinException(path, "arrays of numbers", a.Name, "save it with numpy.save"))

/// The one array of a file.
let private one (input: Symbol) (path: string) : NDArray =
    if Contents.endsIn ".txt" path then
        lines input path
    else
        use files = new Files()

        match (Contents.read files path).Arrays with
        | [ one ] -> array path one |> fit input
        | several ->
            raise (
                KeratinException(
                    path,
                    "one array, where each input has a file",
                    $"{several.Length} arrays",
                    "give one .npz file for all inputs, or one .npy or .txt file for each"
                )
            )

/// The arrays of a file by the inputs' names, or as numpy.savez numbers them.
let private byNames (network: Network) (path: string) : NDArray list =
    use files = new Files()
    let arrays = (Contents.read files path).Arrays
    let names = List.zip network.InputKeys network.InputNames

    let find i (key, name) =
        [ key; name; $"arr_{i}" ]
        |> List.tryPick (fun known -> arrays |> List.tryFind (fun a -> a.Name = known))

    if arrays.Length <> names.Length then
        raise (
            KeratinException(
                path,
                $"""{names.Length} arrays, for the inputs {String.concat ", " network.InputKeys}""",
                $"{arrays.Length} arrays",
                "numpy.save for one input, numpy.savez for several"
            )
        )

    [
        for i, (name, input) in List.indexed (List.zip names network.Inputs) do
            match find i name with
            | Some a -> array path a |> fit input
            | None ->
                raise (
                    KeratinException(
                        path,
                        $"""arrays named {String.concat ", " network.InputKeys}""",
                        arrays |> List.map _.Name |> String.concat ", ",
                        $"numpy.savez(\"inputs.npz\", {network.InputKeys.Head}=...)"
                    )
                )
    ]

/// The arrays for a model's inputs: a file for each in order, or one .npz file for all.
let read (network: Network) (paths: string list) : NDArray list =
    match network.Inputs, paths with
    | [ input ], [ path ] -> [ one input path ]
    | _, [ path ] -> byNames network path
    | inputs, paths when inputs.Length = paths.Length -> List.map2 one inputs paths
    | inputs, paths ->
        raise (
            KeratinException(
                String.concat ", " paths,
                $"""{inputs.Length} files, for the inputs {String.concat ", " network.InputKeys}, or one .npz file""",
                $"{paths.Length} files",
                "name a file for each input, in this order"
            )
        )

let predict (model: ModelCore) (batchSize: int) (inputs: NDArray list) : NDArray list =
    model.Predict(inputs, batchSize, CancellationToken.None)

/// A row for each sample, a column for each number, under the outputs' names.
let private table (path: string) (outputs: (string * NDArray) list) : string =
    let columns (a: NDArray) =
        match a.Shape with
        | [| _ |] -> 1
        | [| _; n |] -> n
        | _ ->
            raise (
                KeratinException(
                    path,
                    "outputs of one row for each sample",
                    $"an output of shape {Info.show (List.ofArray a.Shape)}",
                    "-o outputs.npz"
                )
            )

    let header = [
        for name, a in outputs do
            match columns a with
            | 1 -> name
            | n ->
                for i in 0 .. n - 1 do
                    $"{name}_{i}"
    ]

    let values = [ for _, a in outputs -> columns a, NDArray.toFloats a ]

    String.concat "\n" [
        String.concat "," header

        for row in 0 .. (snd outputs.Head).Shape[0] - 1 do
            String.concat "," [
                for n, values in values do
                    for i in 0 .. n - 1 do
                        (float32 values[row * n + i])
                            .ToString("R", Globalization.CultureInfo.InvariantCulture)
            ]
    ]
    + "\n"

/// Writes outputs: one as .npy, any number by their names as .npz, or side by side as .csv.
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
    | several when Contents.endsIn ".csv" path ->
        let bytes = Text.Encoding.UTF8.GetBytes(table path several)
        AtomicFile.write path (fun stream -> stream.Write bytes)
    | several ->
        raise (
            KeratinException(
                path,
                "a file that ends in .npz or .csv, or in .npy where the model has one output",
                $"{several.Length} outputs, and a file that ends in \"{Path.GetExtension path}\"",
                "-o outputs.npz"
            )
        )
