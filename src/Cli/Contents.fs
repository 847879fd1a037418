/// What lies in a file of a model or of arrays, read without making the model: unknown classes do not matter.
namespace Keratin.Cli

open System
open System.IO
open System.Text.Json
open System.Text.Json.Nodes
open Keratin
open Keratin.Onnx
open Keratin.Saving

/// An array in a file.
[<NoComparison; NoEquality>]
type internal StoredArray = {
    Name: string
    Shape: int list
    /// Keras's name of the element type; "text" where the elements are no numbers.
    DType: string
    /// The elements, where they are numbers.
    TryRead: unit -> NDArray option
}

[<NoComparison; NoEquality>]
type internal Contents = {
    /// What kind of file it is, in words.
    Kind: string
    /// The program that wrote it, where the file says so.
    WrittenBy: string option
    /// The serialised model, without what it was compiled with.
    Config: JsonNode option
    /// What compile was given.
    Compilation: JsonNode option
    /// What an .onnx file says about itself.
    Onnx: OnnxHeader option
    Arrays: StoredArray list
}

[<RequireQualifiedAccess>]
module internal Contents =
    let arraysOnly kind writtenBy arrays : Contents = {
        Kind = kind
        WrittenBy = writtenBy
        Config = None
        Compilation = None
        Onnx = None
        Arrays = arrays
    }

    let private ofArray (name: string) (a: FileArray) : StoredArray = {
        Name = name
        Shape = List.ofArray a.Shape
        DType = DType.name a.DType
        TryRead = fun () -> Some(a.Read())
    }

    let private ofDataset (name: string) (d: H5Dataset) : StoredArray = {
        Name = name
        Shape = List.ofArray d.Shape
        DType = d.DType |> Option.map DType.name |> Option.defaultValue "text"
        TryRead = fun () -> d.DType |> Option.map (fun _ -> d.Read())
    }

    let rec private datasets (path: string) (group: H5Group) : StoredArray list = [
        for name in group.Names do
            match group.TryChild name with
            | Some(H5Object.Dataset d) -> ofDataset $"{path}{name}" d
            | Some(H5Object.Group inner) -> yield! datasets $"{path}{name}/" inner
            | None -> ()
    ]

    let private nodeOf (e: JsonElement) : JsonNode option =
        match e.ValueKind with
        | JsonValueKind.Object ->
            JsonObject.Create e |> Option.ofObj |> Option.map (fun o -> o :> JsonNode)
        | _ -> None

    let private parse where (budget: Budget) (text: string) : JsonElement =
        use document = Json.parse where budget (Text.Encoding.UTF8.GetBytes text)
        document.RootElement.Clone()

    let private texts (e: JsonElement) (name: string) : string option =
        match e.ValueKind with
        | JsonValueKind.Object ->
            match e.TryGetProperty name with
            | true, found when found.ValueKind = JsonValueKind.String ->
                found.GetString() |> Option.ofObj
            | _ -> None
        | _ -> None

    let private keras (name: string) (path: string) (files: Files) : Contents =
        let budget = files.Budget
        let archive = Archive.Open(path, files)
        use document = archive.Config()
        let config = document.RootElement.Clone()

        let writtenBy =
            archive.Metadata()
            |> Option.map (parse $"{name} / metadata.json" budget)
            |> Option.bind (fun metadata ->
                texts metadata "keras_version"
                |> Option.map (fun version ->
                    match texts metadata "date_saved" with
                    | Some date -> $"Keras {version}, {date}"
                    | None -> $"Keras {version}"))

        let weights = Hdf5.Open(archive.Weights(), $"{name} / model.weights.h5")

        let architecture = nodeOf config

        match architecture with
        | Some(:? JsonObject as o) -> o.Remove "compile_config" |> ignore
        | _ -> ()

        let compilation =
            match config.TryGetProperty "compile_config" with
            | true, e -> nodeOf e
            | _ -> None

        {
            Kind = "Keras archive"
            WrittenBy = writtenBy
            Config = architecture
            Compilation = compilation
            Onnx = None
            Arrays = datasets "" weights
        }

    let private hdf5 (name: string) (path: string) (files: Files) : Contents =
        let root = Hdf5.Open(files.Open path, name)

        let attribute key =
            root.Attributes |> Map.tryFind key |> Option.map _.Text()

        let json key =
            attribute key |> Option.bind (parse $"{name} / {key}" files.Budget >> nodeOf)

        {
            Kind =
                if LegacyH5.isModel root then
                    "HDF5 file of a whole model"
                else
                    "HDF5 file of weights"
            WrittenBy = attribute "keras_version" |> Option.map (fun version -> $"Keras {version}")
            Config = json "model_config"
            Compilation = json "training_config"
            Onnx = None
            Arrays = datasets "" root
        }

    let private shards (_: string) (path: string) (files: Files) : Contents =
        let groups, arraysOf = ShardedWeights.read path files

        [
            for group in groups do
                for i, d in List.indexed (arraysOf group) do
                    ofDataset $"{group}/{i}" d
        ]
        |> arraysOnly "index of weights in several files" None

    let private safeTensors (name: string) (path: string) (files: Files) : Contents =
        let arrays, metadata = SafeTensors.read name (files.Open path)

        let writtenBy =
            metadata |> List.tryFind (fun (key, _) -> key = "format") |> Option.map snd

        arrays
        |> List.map (fun (name, a) -> ofArray name a)
        |> arraysOnly "safetensors file" writtenBy

    let private npz (name: string) (path: string) (files: Files) : Contents =
        let file = Npz(files.Open path, name)

        file.Names
        |> List.choose (fun name -> file.TryFind name |> Option.map (ofArray name))
        |> arraysOnly "NumPy archive of arrays" None

    let private npy (name: string) (path: string) (files: Files) : Contents =
        arraysOnly "NumPy file of one array" None [
            ofArray "array" (Npy.read name (files.Open path))
        ]

    let private onnx (name: string) (path: string) (files: Files) : Contents =
        let header = (files.Open path).Copy name |> OnnxHeader.read name files.Budget

        {
            Kind = "ONNX model"
            WrittenBy = Some header.Producer |> Option.filter ((<>) "")
            Config = None
            Compilation = None
            Onnx = Some header
            Arrays = [
                for a in header.Arrays ->
                    {
                        Name = a.Name
                        Shape = a.Shape |> Array.ofList |> Stored.shape name |> List.ofArray
                        DType = a.ElementType
                        TryRead = fun () -> None
                    }
            ]
        }

    /// The readers by the ending of the file's name.
    let private readers = [
        ".keras", keras
        ".weights.json", shards
        ".h5", hdf5
        ".hdf5", hdf5
        ".safetensors", safeTensors
        ".npz", npz
        ".npy", npy
        ".onnx", onnx
    ]

    let endings = List.map fst readers

    let endsIn (ending: string) (path: string) =
        path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)

    /// What is in a file of the kind that its ending says. Arrays are read while the files are open.
    let read (files: Files) (path: string) : Contents =
        if not (File.Exists path || Directory.Exists path) then
            refuse path "a file" "none of this name" "look at the path"

        let name = Path.GetFileName(Path.TrimEndingDirectorySeparator path) |> orElse path

        match readers |> List.tryFind (fun (ending, _) -> endsIn ending name) with
        | Some(_, reader) -> reader name path files
        | None when Directory.Exists path -> keras name path files
        | None ->
            refuse
                path
                $"""a file that ends in {String.concat ", " endings}"""
                $"\"{Path.GetExtension name}\""
                "give the file the ending of what it is"
