/// Values of parameters from their JSON, for the types that no other object is part of.
module internal Keratin.Saving.ParameterValues

open System
open System.Collections.Generic
open System.Text.Json
open Keratin
open Keratin.Saving.KerasJson

/// The function that a loss of Keras's is, by its name.
[<Sealed>]
type LossFunction(name: string) =
    let loss: Loss = Loss.op_Implicit name
    member _.Name = name
    member _.Call(y: Symbol, p: Symbol) : Symbol = loss.CallLoss(y, p)

type private Reader = string -> JsonElement -> obj | null

let private isList (e: JsonElement) = e.ValueKind = JsonValueKind.Array
let private isText (e: JsonElement) = e.ValueKind = JsonValueKind.String

/// One of two readings, by whether the value is a list.
let private listOr
    (one: string -> JsonElement -> 'a)
    (several: string -> JsonElement -> 'a)
    where
    e
    : 'a =
    if isList e then several where e else one where e

/// A text; a dtype policy is an object with a name.
let word where (e: JsonElement) : string =
    match tryDescribe e with
    | Some d when d.ClassName = "DTypePolicyMap" ->
        refuse
            where
            "one dtype policy"
            "a DTypePolicyMap, of a policy for each part"
            "give each layer its dtype in Keras, and save the model again"
    | Some d when
        d.ClassName <> "DTypePolicy"
        && d.ClassName.EndsWith "DTypePolicy"
        && d.ClassName <> "FloatDTypePolicy"
        ->
        refuse
            where
            "a layer with its own numbers as weights"
            $"{d.ClassName}: the layer was quantized"
            "save the model before it is quantized"
    | Some d -> required where "name" d.Config |> text where
    | None -> text where e

/// A whole number; Keras 2 has a single axis in a list.
let private whole where (e: JsonElement) : int =
    match (if isList e then items where e else []) with
    | [ one ] -> int where one
    | _ -> int where e

/// A list of axes, or one axis, for each of two values.
let private contracted where (e: JsonElement) : ContractedAxes =
    let axes where e =
        if isList e then ints where e else [ int where e ]

    match items where e with
    | [ first; second ] -> ContractedAxes(axes where first, axes where second)
    | _ -> wrongKind where "the axes of one value and of the other" e

/// null and -1 alike: the size that follows from the others.
let private dims where (e: JsonElement) : IReadOnlyList<Dim> = [|
    for item in items where e -> size (if isNull item then -1 else int where item)
|]

let private margins where (e: JsonElement) : Margins =
    let pair where (e: JsonElement) =
        match ints where e with
        | [ a; b ] -> a, b
        | [ a ] -> a, a
        | _ -> wrongKind where "one whole number or two" e

    if not (isList e) then
        let n = int where e
        Margins [ n, n ]
    else
        match items where e with
        | parts when parts |> List.forall isList -> Margins(parts |> List.map (pair where))
        // two numbers: before and after of the one axis
        | _ -> Margins [ pair where e ]

let private salt where (e: JsonElement) : Salt =
    match (if isList e then items where e else [ e; e ]) with
    | [ first; second ] -> Salt(long where first, long where second)
    | _ -> wrongKind where "two whole numbers" e

let private token where (e: JsonElement) : Token =
    if isText e then
        Token.op_Implicit (text where e)
    else
        Token.op_Implicit (long where e)

/// A vocabulary; a path to one is not opened.
let private tokens (read: string -> JsonElement -> 'a) where (e: JsonElement) : 'a[] =
    if isText e then
        refuse
            where
            "the tokens themselves"
            $"the path \"{text where e}\", which loading does not open"
            "take \"vocabulary\" out of the config, and call SetVocabulary after loading"
    else
        [| for item in items where e -> read where item |]

let private numberByName where (e: JsonElement) : IReadOnlyDictionary<string, float> =
    dict [
        for p in properties where e -> p.Name, float $"{where}, \"{p.Name}\"" p.Value
    ]
    |> Dictionary
    :> _

/// A function of Keras's, by the name of the loss it belongs to.
let private lossFunction where (e: JsonElement) : Func<Symbol, Symbol, Symbol> =
    let known = LossFunction((describe where e).Config |> text where)
    // its target says what it is, when it is written
    Delegate.CreateDelegate(typeof<Func<Symbol, Symbol, Symbol>>, known, nameof known.Call) :?> _

let private reads (read: string -> JsonElement -> 't) : Type * Reader =
    typeof<'t>, (fun where e -> box (read where e))

let private readers: IReadOnlyDictionary<Type, Reader> =
    dict [
        reads word
        reads whole
        reads long
        reads float
        reads bool
        reads (fun where e -> Sizes(ints where e))
        reads (
            listOr (fun where e -> Interval.op_Implicit (float where e): Interval) (fun where e ->
                Interval.op_Implicit (Array.ofList (numbers where e)))
        )
        reads (
            listOr (fun where e -> Axes.op_Implicit (int where e)) (fun where e ->
                Axes(ints where e))
        )
        reads (listOr (fun where e -> ContractedAxes.op_Implicit (int where e)) contracted)
        reads dims
        reads (fun where e -> SymbolOperand(Sym.constant (array where e)))
        reads (fun where e -> Thresholds(numbers where e))
        reads (fun where e -> ClassFactors(numbers where e))
        reads (fun where e ->
            if isText e then
                NormOrder.op_Implicit (text where e): NormOrder
            else
                NormOrder.op_Implicit (float where e))
        reads lossFunction
        reads (fun where e -> Array.ofList (ints where e))
        reads (fun where e -> Array.ofList (numbers where e))
        reads (fun where e -> [|
            for item in items where e ->
                if isNull item then Nullable() else Nullable(int where item)
        |])
        reads (tokens text)
        reads (tokens long)
        reads (
            listOr (fun where e -> Ngrams.op_Implicit (int where e)) (fun where e ->
                Ngrams(ints where e))
        )
        reads salt
        reads token
        reads numberByName
        reads margins
    ]
    |> Dictionary
    :> _

/// How a value of this type is read, unless it is made of other objects.
let tryReader (target: Type) : Reader option =
    let target = target |> Nullable.GetUnderlyingType |> orElse target

    match readers.TryGetValue target with
    | true, read -> Some read
    | _ -> None
