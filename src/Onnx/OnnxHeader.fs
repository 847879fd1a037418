/// What an .onnx file says about itself. Nothing is run, and no file that it names is opened.
namespace Keratin.Onnx

open System
open System.IO
open Google.Protobuf
open Keratin
open Keratin.Onnx.Schema
open Keratin.Saving

/// A name with an element type and a size for every axis: a number, a name, or "?".
type internal OnnxValueType = {
    Name: string
    ElementType: string
    Shape: string list
}

/// An array of the file, whose elements stay where they are.
type internal OnnxArray = {
    Name: string
    ElementType: string
    Shape: int64 list
}

type internal OnnxHeader = {
    Producer: string
    /// Versions of the families of operators; the empty name is ONNX's own family.
    Opsets: (string * int64) list
    /// How often each operator is used, most used first.
    Operators: (string * int) list
    Inputs: OnnxValueType list
    Outputs: OnnxValueType list
    Arrays: OnnxArray list
}

[<RequireQualifiedAccess>]
module internal OnnxHeader =
    /// "float32" for FLOAT, "int64" for INT64: the names of everything else here.
    let private elementType (number: int) =
        match enum<TensorProto.Types.DataType> number with
        | TensorProto.Types.DataType.Float -> "float32"
        | TensorProto.Types.DataType.Double -> "float64"
        | other -> (string other).ToLowerInvariant()

    let private valueType (v: ValueInfoProto) : OnnxValueType =
        let tensor = v.Type |> Option.ofObj |> Option.bind (_.TensorType >> Option.ofObj)

        {
            Name = v.Name
            ElementType =
                match tensor with
                | Some t -> elementType t.ElemType
                | None -> "no tensor"
            Shape =
                match tensor |> Option.bind (_.Shape >> Option.ofObj) with
                | None -> []
                | Some shape -> [
                    for d in shape.Dim do
                        if d.HasDimValue then string d.DimValue
                        elif d.HasDimParam && d.DimParam <> "" then d.DimParam
                        else "?"
                  ]
        }

    let private array (t: TensorProto) : OnnxArray = {
        Name = t.Name
        ElementType = elementType t.DataType
        Shape = List.ofSeq t.Dims
    }

    let private parse where (budget: Budget) (bytes: byte[]) : ModelProto =
        budget.CheckOnnx(where, bytes.LongLength)
        // texts and elements are copied out of the bytes
        budget.SpendBytes(where, bytes.LongLength)

        try
            use stream = new MemoryStream(bytes)

            use limited =
                CodedInputStream.CreateWithLimits(stream, Int32.MaxValue, budget.Nesting)

            ModelProto.Parser.ParseFrom limited
        with :? InvalidProtocolBufferException as fault ->
            raise (
                KeratinException(
                    where,
                    "an .onnx file",
                    fault.Message,
                    "the file is damaged or cut off: copy it again or export it again",
                    fault
                )
            )

    /// What the bytes of a file say; `where` names it.
    let read where (budget: Budget) (bytes: byte[]) : OnnxHeader =
        let model = parse where budget bytes

        match model.Graph with
        | null -> refuse where "an .onnx file with a graph" "none" "export the model again"
        | graph ->
            let names = set [ for t in graph.Initializer -> t.Name ]

            {
                Producer = $"{model.ProducerName} {model.ProducerVersion}".Trim()
                Opsets = [ for o in model.OpsetImport -> o.Domain, o.Version ]
                Operators =
                    [ for node in graph.Node -> node.OpType ]
                    |> List.countBy id
                    |> List.sortBy (fun (name, count) -> -count, name)
                // files of before 2020 have their weights among the inputs
                Inputs = [
                    for v in graph.Input do
                        if not (names.Contains v.Name) then
                            valueType v
                ]
                Outputs = [ for v in graph.Output -> valueType v ]
                Arrays = [ for t in graph.Initializer -> array t ]
            }
