/// Operations that Keras saves in a model's graph, by the members of the catalogue of operations: no
/// second place knows their parameters.
module internal Keratin.Saving.KerasOps

open System
open System.Collections.Generic
open System.Reflection
open System.Runtime.CompilerServices
open System.Text.Json
open Keratin

/// An argument of a call in a graph.
type Argument =
    | Value of Symbol
    /// A list with values of the graph in it.
    | Several of Argument list
    /// A number, whole or not as it is written: a whole one lets integers be integers.
    | Constant of float * DType
    /// Something structured, without values of the graph.
    | Raw of JsonElement
    /// None in Python.
    | Absent

/// Classes that are not named like their function.
let private functions =
    Map.ofList [
        "batchnorm", "batchnormalization"
        "layernorm", "layernormalization"
        "rmsnorm", "rmsnormalization"
    ]

/// Parameters are found by name in the config; what the config does not have is a call's argument.
let private known =
    lazy
        (typeof<Ops>.GetMethods(BindingFlags.Public ||| BindingFlags.Static)
         |> Array.map (fun m -> Words.plain m.Name, m)
         |> Map.ofArray)

let private selection where (e: JsonElement) : Selection =
    match KerasJson.tryDescribe e with
    | Some d when d.ClassName = "__slice__" ->
        let part name =
            KerasJson.optional name d.Config
            |> Option.filter (KerasJson.isNull >> not)
            |> Option.map (KerasJson.int where)

        Selection.Of(
            Option.toNullable (part "start"),
            Option.toNullable (part "stop"),
            part "step" |> Option.defaultValue 1
        )
    | Some d when d.ClassName = "__ellipsis__" -> Selection.Rest
    | Some d -> refuse where "a slice or a number" d.ClassName "use another form of indexing"
    | None when KerasJson.isNull e -> Selection.NewAxis
    | None -> Selection.op_Implicit (KerasJson.int where e)

/// A number as it stands in a file.
let number where (e: JsonElement) : Argument =
    let isWhole = e.GetRawText() |> Seq.forall (fun c -> c = '-' || Char.IsAsciiDigit c)
    Constant(KerasJson.float where e, (if isWhole then DType.Int32 else DType.Float32))

let private operand where (argument: Argument) : Operand =
    match argument with
    | Value s -> SymbolOperand s
    | Constant(c, dtype) -> NumberOperand(c, dtype)
    | Raw e when e.ValueKind = JsonValueKind.True || e.ValueKind = JsonValueKind.False ->
        Operand.op_Implicit (KerasJson.bool where e)
    | Raw e -> SymbolOperand(Sym.constant (KerasJson.array where e))
    | Several _ -> refuse where "one value" "a list" "save the model again"
    | Absent -> refuse where "a value" "null" "save the model again"

let rec private selections where (argument: Argument) : Selection list =
    match argument with
    | Raw e when e.ValueKind = JsonValueKind.Array ->
        KerasJson.items where e |> List.map (selection where)
    | Raw e -> [ selection where e ]
    | Constant(n, _) -> [ Selection.op_Implicit (int n) ]
    | Absent -> [ Selection.NewAxis ]
    | Several parts -> parts |> List.collect (selections where)
    | Value s -> refuse where "places and slices" $"an index that is {s}" "use Take"

/// What a list of values is made of: a list in the file, or the arguments that are left.
let private listed where (arguments: Argument list) : Argument list * Argument list =
    match arguments with
    | Several parts :: rest -> parts, rest
    | Raw e :: rest when e.ValueKind = JsonValueKind.Array ->
        [
            for item in KerasJson.items where e ->
                if item.ValueKind = JsonValueKind.Number then
                    number where item
                else
                    Raw item
        ],
        rest
    | all -> all, []

/// A parameter's value from the arguments that are left, and what is left then.
let private take where (kind: Type) (arguments: Argument list) : (obj | null) * Argument list =
    if kind = typeof<IReadOnlyList<Symbol>> then
        let parts, rest = listed where arguments
        box [| for a in parts -> (operand where a).Symbol |], rest
    elif kind = typeof<Operand[]> then
        let parts, rest = listed where arguments
        box [| for a in parts -> operand where a |], rest
    elif kind = typeof<Selection[]> then
        box (arguments |> List.collect (selections where) |> Array.ofList), []
    else
        match arguments with
        | argument :: rest when kind = typeof<Operand> -> box (operand where argument), rest
        | Constant(c, _) :: rest ->
            KerasObjects.argument where kind (JsonSerializer.SerializeToElement c), rest
        | Raw e :: rest -> KerasObjects.argument where kind e, rest
        | Value s :: _ -> refuse where $"a {kind.Name}" $"{s}" "save the model again"
        | Several _ :: _ -> refuse where $"a {kind.Name}" "a list of values" "save the model again"
        | Absent :: _ -> refuse where $"a {kind.Name}" "null" "save the model again"
        | [] -> refuse where "another argument" "none" "save the model again"

/// The values of the graph in an argument, in order.
let rec symbolsIn (argument: Argument) : Symbol list =
    match argument with
    | Value s -> [ s ]
    | Several parts -> parts |> List.collect symbolsIn
    | Constant _
    | Raw _
    | Absent -> []

/// An argument with other values in the places of its own.
let rec move (current: Symbol -> Symbol) (argument: Argument) : Argument =
    match argument with
    | Value s -> Value(current s)
    | Several parts -> Several(parts |> List.map (move current))
    | Constant _
    | Raw _
    | Absent -> argument

/// The outputs of an operation of Keras's, by its class, its config, and its arguments in order and by
/// name.
let apply
    where
    (name: string)
    (config: JsonElement)
    (positional: Argument list)
    (keywords: Map<string, Argument>)
    : Symbol list =
    let plainName = Words.plain name
    let function' = functions |> Map.tryFind plainName |> Option.defaultValue plainName

    match known.Value |> Map.tryFind function' with
    | None ->
        refuse
            where
            "an operation this library knows"
            $"\"{name}\""
            "save the model without it, or load the weights alone"
    | Some method ->
        let settings =
            Map.ofList [
                if config.ValueKind = JsonValueKind.Object then
                    for p in config.EnumerateObject() do
                        Words.plain p.Name, p.Value
            ]

        let named = Map.ofList [ for KeyValue(key, a) in keywords -> Words.plain key, a ]

        let parameters = method.GetParameters()

        KerasSettings.ofOperation where name parameters config

        let standard (p: ParameterInfo) : obj | null =
            match p.DefaultValue with
            | :? DBNull
            | :? Missing -> null
            | value -> value

        let argument (left: Argument list) (p: ParameterInfo) =
            let key = Words.plain (p.Name |> orElse "")

            match Map.tryFind key settings, Map.tryFind key named, left with
            | Some e, _, left when not (KerasJson.isNull e) ->
                KerasObjects.argument $"{where}, \"{p.Name}\"" p.ParameterType e, left
            | Some _, _, left when p.IsOptional -> standard p, left
            | _, Some Absent, left when p.IsOptional -> standard p, left
            | _, Some given, left -> fst (take where p.ParameterType [ given ]), left
            | _, _, [] when p.IsOptional -> standard p, []
            | _, _, Absent :: rest when p.IsOptional -> standard p, rest
            | _, _, left -> take where p.ParameterType left

        let arguments, left = parameters |> List.ofArray |> List.mapFold argument positional

        if not left.IsEmpty then
            refuse
                where
                $"{arguments.Length} arguments for \"{name}\""
                $"{left.Length} more"
                "save the model again"

        match
            KerasObjects.unwrapInvocation (fun () -> method.Invoke(null, Array.ofList arguments))
        with
        | :? Symbol as s -> [ s ]
        | :? IReadOnlyList<Symbol> as several -> List.ofSeq several
        | :? ITuple as several -> [
            for i in 0 .. several.Length - 1 do
                match several[i] with
                | :? Symbol as s -> s
                | _ -> ()
          ]
        | _ ->
            refuse where "an operation that gives symbols" $"\"{name}\"" "save the model without it"

/// An operation as it stands in a file, so that it can be written as it was read.
[<NoComparison; NoEquality>]
type Recorded = {
    Where: string
    Module: string
    ClassName: string
    Config: JsonElement
    /// The call as the file has it: "args" and "kwargs", with tensors in them.
    Node: JsonElement
    Positional: Argument list
    Keywords: Map<string, Argument>
}

/// A call of an operation that came from a file.
[<Sealed>]
type RecordedCall(name: string, recorded: Recorded) =
    inherit
        OperationCall(
            name,
            // those by name after those in order
            recorded.Positional @ List.map snd (Map.toList recorded.Keywords)
            |> List.collect symbolsIn
        )

    member _.Recorded = recorded

    /// The outputs, with this call as their origin.
    static member Make(name: string, recorded: Recorded) : Symbol list =
        let call = RecordedCall(name, recorded)

        let outputs =
            apply
                recorded.Where
                recorded.ClassName
                recorded.Config
                recorded.Positional
                recorded.Keywords

        call.Outputs <- [
            for s in outputs ->
                // an output that is an input as it came still belongs to this call
                let own =
                    if call.Inputs |> List.exists (fun i -> i.Key = s.Key) then
                        Sym.identity s
                    else
                        s

                own.WithOrigin call
        ]

        call.Outputs

    override _.Again(current: Symbol -> Symbol) =
        RecordedCall.Make(
            name,
            {
                recorded with
                    Positional = recorded.Positional |> List.map (move current)
                    Keywords = recorded.Keywords |> Map.map (fun _ a -> move current a)
            }
        )
