/// `keratin diff`: where two files differ in what they describe and in their numbers.
[<RequireQualifiedAccess>]
module internal Keratin.Cli.Diff

open System
open System.Text.Json.Nodes
open Keratin

/// A place in the serialised model, with what is there in each file.
type private Change = {
    Place: string
    First: string
    Second: string
}

let private absent = "nothing"

let private shown (node: JsonNode | null) =
    match node with
    | null -> "null"
    | node -> node.ToJsonString()

/// Where Python had an object in memory: no two runs agree.
let private memoryPlace = "shared_object_id"

let private keys (o: JsonObject) = [
    for KeyValue(key, _) in o do
        if key <> memoryPlace then
            key
]

let rec private changes (place: string) (a: JsonNode | null) (b: JsonNode | null) : Change list =
    match a, b with
    | (:? JsonObject as a), (:? JsonObject as b) -> [
        for key in Seq.append (keys a) (keys b) |> Seq.distinct do
            let place = if place = "" then key else $"{place}.{key}"

            if not (b.ContainsKey key) then
                {
                    Place = place
                    First = shown a[key]
                    Second = absent
                }
            elif not (a.ContainsKey key) then
                {
                    Place = place
                    First = absent
                    Second = shown b[key]
                }
            else
                yield! changes place a[key] b[key]
      ]
    | (:? JsonArray as a), (:? JsonArray as b) -> [
        for i in 0 .. max a.Count b.Count - 1 do
            let place = $"{place}[{i}]"

            if i >= b.Count then
                {
                    Place = place
                    First = shown a[i]
                    Second = absent
                }
            elif i >= a.Count then
                {
                    Place = place
                    First = absent
                    Second = shown b[i]
                }
            else
                yield! changes place a[i] b[i]
      ]
    | a, b ->
        if JsonNode.DeepEquals(a, b) then
            []
        else
            [
                {
                    Place = place
                    First = shown a
                    Second = shown b
                }
            ]

/// How the arrays of one name differ.
type private Deviation =
    | OnlyIn of file: string
    | Described of first: string * second: string
    /// How many elements differ, and by how much at most: absolutely, and relative to the larger of the two.
    | Elements of differing: int * all: int * absolute: float * relative: float

let private compareElements (a: NDArray) (b: NDArray) : Deviation option =
    // two NaNs of the same bits are no difference
    if a.Bytes.AsSpan().SequenceEqual(b.Bytes.AsSpan()) then
        None
    else
        let pairs = Array.zip (NDArray.toFloats a) (NDArray.toFloats b)

        let differing =
            pairs
            |> Array.filter (fun (x, y) -> x <> y && not (Double.IsNaN x && Double.IsNaN y))

        // a number against none is as far as can be
        let far (x: float) = if Double.IsNaN x then infinity else x
        let absolute (x: float, y: float) = far (abs (x - y))

        let relative (x, y) =
            far (absolute (x, y) / max (abs x) (abs y))

        let most measure =
            differing |> Array.map measure |> Array.fold max 0.0

        if differing.Length = 0 then
            None
        else
            Some(Elements(differing.Length, pairs.Length, most absolute, most relative))

let private compareArrays (a: StoredArray) (b: StoredArray) : Deviation option =
    let description (x: StoredArray) = $"{x.DType} {Info.show x.Shape}"

    if description a <> description b then
        Some(Described(description a, description b))
    else
        match a.TryRead(), b.TryRead() with
        | Some x, Some y -> compareElements x y
        | _ -> None

let private deviations first second (a: StoredArray list) (b: StoredArray list) = [
    let inB = dict [ for x in b -> x.Name, x ]
    let inA = set [ for x in a -> x.Name ]

    for x in a do
        match inB.TryGetValue x.Name with
        | true, y ->
            match compareArrays x y with
            | Some deviation -> x.Name, deviation
            | None -> ()
        | _ -> x.Name, OnlyIn first

    for y in b do
        if not (inA.Contains y.Name) then
            y.Name, OnlyIn second
]

let private say (deviation: Deviation) =
    match deviation with
    | OnlyIn file -> $"only in {file}"
    | Described(first, second) -> $"{first} -> {second}"
    | Elements(differing, all, absolute, relative) ->
        $"{differing} of {all} differ, by {absolute:G4} at most (relative {relative:G4})"

let private deviationJson (name: string, deviation: Deviation) : JsonNode | null =
    Node.object [
        "name", Node.text name
        match deviation with
        | OnlyIn file -> "onlyIn", Node.text file
        | Described(first, second) ->
            "first", Node.text first
            "second", Node.text second
        | Elements(differing, all, absolute, relative) ->
            "differing", Node.whole differing
            "elements", Node.whole all
            "absolute", Node.number absolute
            "relative", Node.number relative
    ]

let private orNull (node: JsonNode option) : JsonNode | null = Option.toObj node

/// By what names a file knows its arrays.
type private Naming =
    /// The places of .keras and .weights.h5.
    | Places
    /// Layers and weights of the older .h5.
    | OlderPlaces
    /// The paths of weights.
    | WeightPaths
    /// Whatever their maker called them.
    | OwnNames

let private namingOf (path: string) (contents: Contents) : Naming =
    let isPlace (a: StoredArray) =
        a.Name.StartsWith "layers/" || a.Name.StartsWith "optimizer/"

    if Contents.endsIn ".safetensors" path then
        WeightPaths
    elif Contents.endsIn ".npz" path || Contents.endsIn ".npy" path then
        OwnNames
    elif
        (Contents.endsIn ".h5" path || Contents.endsIn ".hdf5" path)
        && not (List.exists isPlace contents.Arrays)
    then
        OlderPlaces
    else
        Places

/// The arrays of a whole model by the paths of its weights, or of a file that has them so.
let private byWeight (path: string) (contents: Contents) : StoredArray list =
    match namingOf path contents with
    | WeightPaths -> contents.Arrays
    | Places
    | OlderPlaces when contents.Config.IsSome ->
        let model = Samples.load path false

        Saving.WeightFiles.arrays model.Network model.State
        |> List.map (fun (name, a) -> {
            Name = name
            Shape = a.Shape
            DType = DType.name a.DType
            TryRead = fun () -> Some(a.Read())
        })
    | Places
    | OlderPlaces
    | OwnNames ->
        raise (
            KeratinException(
                path,
                "a whole model or a .safetensors file, to compare with a file of another layout",
                contents.Kind,
                "compare it with a file of the same kind, or write that one first: keratin convert"
            )
        )

/// The differences between two files; the code is 1 where there is one.
let run (first: string) (second: string) : Answer =
    use firstFiles = new Saving.Files()
    use secondFiles = new Saving.Files()
    let a, b = Contents.read firstFiles first, Contents.read secondFiles second

    for contents, path in [ a, first; b, second ] do
        if contents.Onnx.IsSome then
            raise (
                KeratinException(
                    path,
                    "a file whose arrays have names that stay, such as .keras",
                    "an ONNX model, whose arrays are named anew at each export",
                    "compare the models that they were exported from"
                )
            )

    // weights alone say nothing of layers
    let bothDescribed = a.Config.IsSome && b.Config.IsSome

    let architecture =
        if bothDescribed then
            changes "" (orNull a.Config) (orNull b.Config)
            @ changes "compile_config" (orNull a.Compilation) (orNull b.Compilation)
        else
            []

    let firstArrays, secondArrays =
        if namingOf first a = namingOf second b then
            a.Arrays, b.Arrays
        else
            byWeight first a, byWeight second b

    let arrays = deviations first second firstArrays secondArrays
    let same = architecture.IsEmpty && arrays.IsEmpty

    let lines = [
        if same && (bothDescribed || a.Config.IsNone && b.Config.IsNone) then
            "no difference"
        elif same then
            "no difference of numbers; layers are in one of the files alone"

        for change in architecture do
            $"{change.Place}: {change.First} -> {change.Second}"

        for name, deviation in arrays do
            $"{name}: {say deviation}"
    ]

    Answer.make (if same then ExitCode.Fine else ExitCode.Failed) lines [
        "same", Node.truth same
        "architecture",
        Node.list [
            for change in architecture ->
                Node.object [
                    "place", Node.text change.Place
                    "first", Node.text change.First
                    "second", Node.text change.Second
                ]
        ]
        "arrays", Node.list (arrays |> List.map deviationJson)
    ]
