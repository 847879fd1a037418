/// Operations that Keras saves in a model's graph, by the members of the catalogue of operations: no
/// second place knows their parameters.
module internal Keratin.Saving.KerasOps

open System
open System.Collections.Generic
open System.Reflection
open System.Runtime.CompilerServices
open System.Text.Json
open Keratin

/// An argument of an operation in a graph: a symbol, a number, or something structured.
type Argument =
    | Value of Symbol
    | Constant of float
    | Raw of JsonElement

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

let private operand where (argument: Argument) : Operand =
    match argument with
    | Value s -> SymbolOperand s
    | Constant c when c = Math.Floor c -> NumberOperand(c, DType.Int32)
    | Constant c -> NumberOperand(c, DType.Float32)
    | Raw e when e.ValueKind = JsonValueKind.True || e.ValueKind = JsonValueKind.False ->
        Operand.op_Implicit (KerasJson.bool where e)
    | Raw e -> SymbolOperand(Sym.constant (KerasJson.array where e))

/// A parameter's value from the arguments that are left, and what is left then.
let private take where (kind: Type) (arguments: Argument list) : (obj | null) * Argument list =
    if kind = typeof<IReadOnlyList<Symbol>> then
        box [| for a in arguments -> (operand where a).Symbol |], []
    elif kind = typeof<Operand[]> then
        box [| for a in arguments -> operand where a |], []
    elif kind = typeof<Selection[]> then
        let rec parts argument =
            match argument with
            | Raw e when e.ValueKind = JsonValueKind.Array ->
                KerasJson.items where e |> List.map (selection where)
            | Raw e -> [ selection where e ]
            | Constant n -> [ Selection.op_Implicit (int n) ]
            | Value s -> refuse where "places and slices" $"an index that is {s}" "use Take"

        box (arguments |> List.collect parts |> Array.ofList), []
    else
        match arguments with
        | argument :: rest when kind = typeof<Operand> -> box (operand where argument), rest
        | Constant c :: rest ->
            KerasObjects.argument where kind (JsonSerializer.SerializeToElement c), rest
        | Raw e :: rest -> KerasObjects.argument where kind e, rest
        | Value s :: _ -> refuse where $"a {kind.Name}" $"{s}" "save the model again"
        | [] -> refuse where "another argument" "none" "save the model again"

/// The operands that are symbols, in the order of the arguments, the others by name after those in order.
let symbolsOf (positional: Argument list) (keywords: Map<string, Argument list>) : Symbol list =
    positional @ (keywords |> Map.toList |> List.collect snd)
    |> List.choose (fun argument ->
        match argument with
        | Value s -> Some s
        | Constant _
        | Raw _ -> None)

/// The outputs of an operation of Keras's, by its class, its config, and its arguments in order and by
/// name.
let apply
    where
    (name: string)
    (config: JsonElement)
    (positional: Argument list)
    (keywords: Map<string, Argument list>)
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

        let named =
            keywords
            |> Map.toList
            |> List.map (fun (key, a) -> Words.plain key, a)
            |> Map.ofList

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
            | _, Some given, left when not given.IsEmpty ->
                fst (take where p.ParameterType given), left
            | _, _, [] when p.IsOptional -> standard p, []
            | _, _, left -> take where p.ParameterType left

        let arguments, left =
            method.GetParameters() |> List.ofArray |> List.mapFold argument positional

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
    Keywords: Map<string, Argument list>
}

/// A call of an operation that came from a file.
[<Sealed>]
type RecordedCall(name: string, recorded: Recorded) =
    inherit OperationCall(name, symbolsOf recorded.Positional recorded.Keywords)
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
        let move (argument: Argument) =
            match argument with
            | Value s -> Value(current s)
            | Constant _
            | Raw _ -> argument

        RecordedCall.Make(
            name,
            {
                recorded with
                    Positional = recorded.Positional |> List.map move
                    Keywords = recorded.Keywords |> Map.map (fun _ a -> a |> List.map move)
            }
        )
