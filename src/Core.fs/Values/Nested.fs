/// Values by themselves, in lists and under names, within one another: how a model's inputs and outputs, losses and
/// metrics are given.
namespace Keratin

open System

[<NoComparison>]
type internal Nested<'t> =
    | One of 't
    | Listed of Nested<'t> list
    | Keyed of (string * Nested<'t>) list

[<RequireQualifiedAccess>]
module internal Nested =
    /// What stands under names, in the order of the names: so Keras goes through it, however it was written.
    let inOrder (parts: (string * 't) list) : (string * 't) list =
        parts |> List.sortWith (fun (a, _) (b, _) -> String.CompareOrdinal(a, b))

    let rec leaves (nested: Nested<'t>) : 't list =
        match nested with
        | One value -> [ value ]
        | Listed parts -> parts |> List.collect leaves
        | Keyed parts -> inOrder parts |> List.collect (snd >> leaves)

    let rec map (change: 't -> 'u) (nested: Nested<'t>) : Nested<'u> =
        match nested with
        | One value -> One(change value)
        | Listed parts -> Listed(parts |> List.map (map change))
        | Keyed parts -> Keyed [ for name, part in parts -> name, map change part ]

    /// The same lists and names with other values, which are as many as there are leaves.
    let fill (values: 'u list) (nested: Nested<'t>) : Nested<'u> =
        let left = Collections.Generic.Queue<'u> values

        let rec walk (nested: Nested<'t>) : Nested<'u> =
            match nested with
            | One _ -> One(left.Dequeue())
            | Listed parts -> Listed(parts |> List.map walk)
            | Keyed parts ->
                let filled = Map [ for name, part in inOrder parts -> name, walk part ]
                Keyed [ for name, _ in parts -> name, filled[name] ]

        walk nested

    /// The way to each leaf that stands under a name: names and numbers with "/" between them. None where no name
    /// leads to it.
    let places (nested: Nested<'t>) : string option list =
        let rec walk (way: string list) (isNamed: bool) (nested: Nested<'t>) =
            match nested with
            | One _ when isNamed -> [ Some(String.concat "/" (List.rev way)) ]
            | One _ -> [ None ]
            | Listed parts ->
                parts
                |> List.mapi (fun i part ->
                    walk (if isNamed then string i :: way else way) isNamed part)
                |> List.concat
            | Keyed parts ->
                inOrder parts |> List.collect (fun (name, part) -> walk (name :: way) true part)

        walk [] false nested
