/// Layers that make one value of several, element by element or along an axis.
namespace Keratin.LayerTypes

open Keratin

[<AutoOpen>]
module private Merges =
    /// Inputs of one rank: axes of size one come after the batch axis of those that have fewer.
    let aligned (scope: Scope) (inputs: Symbol list) =
        if inputs.IsEmpty then
            scope.Refuse "at least one input" "none" "give the layer a list of inputs"

        let rank = inputs |> List.map _.Rank |> List.max

        inputs
        |> List.map (fun x ->
            (x, [ x.Rank .. rank - 1 ]) ||> List.fold (fun x _ -> Sym.expandDims 1 x))

    let masksOf (scope: Scope) (inputs: Symbol list) =
        inputs |> List.mapi (fun i _ -> scope.Mask i)

    /// Where any input counts; unknown when one of them has no mask.
    let anyMask (masks: Symbol option list) =
        masks |> List.reduce (Option.map2 Sym.either)

    let merge (scope: Scope) (inputs: Symbol list) (combine: Symbol -> Symbol -> Symbol) =
        let y = aligned scope inputs |> List.reduce combine
        y.WithMask(anyMask (masksOf scope inputs))

    /// A mask as wide as the value it is about.
    let overValue (mask: Symbol) (x: Symbol) =
        (mask, [ mask.Rank .. x.Rank - 1 ])
        ||> List.fold (fun mask _ -> Sym.expandDims -1 mask)

    /// Maximum and minimum: where one does not count, the other is the result.
    let select (scope: Scope) (inputs: Symbol list) (combine: Symbol -> Symbol -> Symbol) =
        let masks = masksOf scope inputs

        let y, _ =
            List.zip (aligned scope inputs) masks
            |> List.map (fun (x, mask) -> x, mask |> Option.map (fun mask -> overValue mask x))
            |> List.reduce (fun (y, counted) (x, mask) ->
                let other =
                    match mask with
                    | Some mask -> Sym.where mask x y
                    | None -> x

                let y =
                    match counted with
                    | Some counted -> Sym.where counted y other
                    | None -> y

                combine y other, Option.map2 Sym.either counted mask)

        y.WithMask(anyMask masks)

type internal Add() =
    interface ILayer with
        member _.Build(scope, inputs) = [ merge scope inputs (+) ]

type internal Subtract() =
    interface ILayer with
        member _.Build(scope, inputs) =
            if inputs.Length <> 2 then
                scope.Refuse "exactly two inputs" $"{inputs.Length}" "subtract two at a time"

            [ merge scope inputs (-) ]

/// What does not count is a factor of one; where nothing counts the product is zero.
type internal Multiply() =
    interface ILayer with
        member _.Build(scope, inputs) =
            let masks = masksOf scope inputs

            let factors =
                List.zip (aligned scope inputs) masks
                |> List.map (fun (x, mask) ->
                    match mask with
                    | Some mask -> Sym.where (overValue mask x) x (x.Like 1.0)
                    | None -> x)

            let y = factors |> List.reduce (*)
            let mask = anyMask masks

            let y =
                match mask with
                | Some mask -> Sym.where (overValue mask y) y (y.Like 0.0)
                | None -> y

            [ y.WithMask mask ]

type internal Average() =
    interface ILayer with
        member _.Build(scope, inputs) =
            let sum = merge scope inputs (+)
            [ (sum / float inputs.Length).WithMask sum.Mask ]

type internal Maximum() =
    interface ILayer with
        member _.Build(scope, inputs) = [ select scope inputs Sym.maximum ]

type internal Minimum() =
    interface ILayer with
        member _.Build(scope, inputs) = [ select scope inputs Sym.minimum ]

type internal Concatenate = {
    Axis: int
} with

    interface ILayer with
        member c.Build(scope, inputs) =
            if inputs.IsEmpty then
                scope.Refuse "at least one input" "none" "give the layer a list of inputs"

            let axis = Sym.axisOf inputs.Head c.Axis
            let masks = masksOf scope inputs

            let mask =
                if masks |> List.forall Option.isNone then
                    None
                else
                    List.zip inputs masks
                    |> List.map (fun (x, mask) ->
                        match mask with
                        | None -> Sym.fill DType.Bool x.Dims 1.0
                        | Some mask -> overValue mask x |> Sym.broadcastTo x.Dims)
                    |> Sym.concat axis
                    |> Sym.any [ -1 ] false
                    |> Some

            [ (Sym.concat axis inputs).WithMask mask ]

/// The products of two values along an axis of each, sample by sample.
type internal Dot = {
    Axes: int * int
    Normalize: bool
} with

    interface ILayer with
        member d.Build(scope, inputs) =
            match inputs with
            | [ a; b ] ->
                let axisOf (x: Symbol) axis =
                    let axis = Sym.axisOf x axis

                    if axis = 0 then
                        scope.Refuse "axes after the batch axis" "axis 0" "axes: -1"

                    axis

                let axisA, axisB = axisOf a (fst d.Axes), axisOf b (snd d.Axes)

                let unit axis (x: Symbol) =
                    if d.Normalize then
                        let squares = Sym.sum [ axis ] true (Sym.square x)
                        x * Sym.rsqrt (Sym.maximum squares (squares.Like 1e-14))
                    else
                        x

                let free (x: Symbol) axis = [
                    for i in 1 .. x.Rank - 1 do
                        if i <> axis then
                            i
                ]

                let sizes (x: Symbol) axes =
                    axes |> List.map (fun axis -> x.Dims[axis])

                let freeA, freeB = free a axisA, free b axisB
                let dimsA, dimsB = sizes a freeA, sizes b freeB

                let rows =
                    unit axisA a
                    |> Sym.transpose ([ 0 ] @ freeA @ [ axisA ])
                    |> Sym.reshape [ a.Dims[0]; product dimsA; a.Dims[axisA] ]

                let columns =
                    unit axisB b
                    |> Sym.transpose ([ 0; axisB ] @ freeB)
                    |> Sym.reshape [ b.Dims[0]; b.Dims[axisB]; product dimsB ]

                let rest =
                    match dimsA @ dimsB with
                    | [] -> [ size 1 ]
                    | dims -> dims

                [ Sym.matmul rows columns |> Sym.reshape (a.Dims[0] :: rest) |> unmasked ]
            | _ ->
                scope.Refuse "exactly two inputs" $"{inputs.Length}" "give the layer a list of two"
