/// How networks are made: of layers one after another, or of symbols.
[<RequireQualifiedAccess; CompilationRepresentation(CompilationRepresentationFlags.ModuleSuffix)>]
module internal Keratin.Network

open System
open System.Collections.Generic
open Keratin

/// The input in front of a layer that takes samples of this shape.
let inputBefore (first: Layer) (shape: Nullable<int> list) : Symbol =
    InputLayer.symbol shape None (HostLayer.inputType first) null

/// The input that a first layer asks for: it is one, it says a shape, or it is a model with an input of its own.
let inputOf (first: Layer) : Symbol option =
    match first.Meaning, first.InputShape with
    | Some(:? InputLayer as input), _ ->
        InputLayer.symbol
            [ for n in input.BatchShape.Tail -> Option.toNullable n ]
            input.BatchShape.Head
            input.DType
            first.Name
        |> Some
    | _, Some shape -> Some(inputBefore first shape)
    | Some(:? Network as network), None ->
        match network.Inputs with
        | [ own ] ->
            let sizes = own.Shape.ToArray() |> Array.skip 1 |> List.ofArray
            Some(InputLayer.symbol sizes None own.DType null)
        | _ -> None
    | _ -> None

/// What a layer makes of the value before it. Calls that are being made around have no part in it.
let next (name: string) (x: Symbol) (layer: Layer) : Symbol =
    let call () =
        Additions.Outside(fun () -> layer.Call([ x ], CallArguments.None))

    match Place.outside call with
    | [ y ] -> y
    | several ->
        refuse
            $"model \"{name}\" / {layer}"
            "a layer with one output"
            $"{several.Length} outputs"
            "use the functional form"

/// A Sequential's network, from the first of these values to the last.
let through (name: string) (policy: Policy) (values: Symbol seq) : Network =
    Network(name, [ Seq.head values ], [ Seq.last values ], IsSequential = true, Policy = policy)

/// The values of a Sequential's network: its input, and what each layer makes.
let values (network: Network) : Symbol list = [
    yield! network.Inputs

    for item in network.Uses do
        match item with
        | CallUse call when call.Layer.Kind <> "InputLayer" -> yield! call.Outputs
        | _ -> ()
]

/// Layers one after another behind an input.
let chain (name: string) (input: Symbol) (layers: Layer list) : Network =
    (input, layers) ||> List.scan (next name) |> through name DTypePolicy.Current

/// Layers one after another; the first may bring the shape of its input.
let sequential (name: string) (layers: Layer list) : Network =
    match layers with
    | [] -> refuse $"model \"{name}\"" "at least one layer" "none" "add layers"
    | first :: rest ->
        match inputOf first, first.Meaning with
        | Some input, Some(:? InputLayer) -> chain name input rest
        | Some input, _ -> chain name input layers
        | None, _ ->
            refuse
                $"model \"{name}\""
                "the shape of the input"
                "a first layer without one"
                "give the first layer inputShape, or begin with Input"

/// The inputs that symbols were made of, in the order of their making.
let private inputsOf (outputs: Symbol list) =
    let seen = HashSet<obj>(HashIdentity.Reference)
    let found = List<Symbol>()
    let todo = Stack<Symbol>(outputs)

    while todo.Count > 0 do
        let s = todo.Pop()
        let u = Use.Of s

        if seen.Add u.Key then
            match u with
            | CallUse call when call.Layer.Kind = "InputLayer" -> found.Add s
            | u ->
                for input in u.Inputs do
                    todo.Push input

    found |> List.ofSeq |> List.sortBy _.Node.Id

/// The network that ends in these symbols; its inputs are found by themselves.
let ofOutputs (name: string) (outputs: Symbol list) : Network =
    Network(name, inputsOf outputs, outputs)
