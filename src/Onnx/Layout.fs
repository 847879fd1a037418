/// Values between layouts: a chain of convolutions stays channels-first, so that a whole network has
/// one or two transpositions instead of two for each layer.
[<RequireQualifiedAccess; CompilationRepresentation(CompilationRepresentationFlags.ModuleSuffix)>]
module internal Keratin.Onnx.Layout

open Keratin

/// (batch, spatial…, channels) to (batch, channels, spatial…)
let first rank = [ 0; rank - 1 ] @ [ 1 .. rank - 2 ]
let private last rank = [ 0 ] @ [ 2 .. rank - 1 ] @ [ 1 ]

/// The user's axes in the order they are stored in.
let order (v: Value) =
    match v.Layout with
    | ChannelsLast -> [ 0 .. v.Rank - 1 ]
    | ChannelsFirst -> first v.Rank

/// The stored axis of one of the user's.
let axis (v: Value) (axis: int) = order v |> List.findIndex ((=) axis)

/// One number for each of the user's axes, in the order the axes are stored in.
let arrange (v: Value) (values: 'a list) =
    order v |> List.map (fun axis -> values[axis])

/// The name of a value, as it is stored.
let name (g: Graph) (v: Value) : string =
    match v.Source with
    | Computed name -> name
    | Known(hint, values) -> g.Constant(hint, values)
    | Filled value when v.Rank = 0 -> g.Scalar v.DType value
    | Filled value ->
        g.Node("Expand", [ g.Scalar v.DType value; Sizes.vector g (arrange v v.Dims) ])
    | Missing what ->
        g.Refuse
            "a model whose outputs do not need what only gradients need"
            what
            "leave this output out of the model"

let computed (t: TensorType) layout name : Value = {
    Type = t
    Layout = layout
    Source = Computed name
}

let private turn (g: Graph) (v: Value) layout axes : Value =
    match v.Source with
    | _ when v.Layout = layout -> v
    | _ when v.Rank <= 2 -> { v with Layout = layout }
    | Known(hint, values) -> {
        v with
            Layout = layout
            Source = Known(hint, NDArray.permute axes values)
      }
    | Filled _
    | Missing _ -> { v with Layout = layout }
    | Computed name -> computed v.Type layout (g.Transpose(name, axes))

let toFirst (g: Graph) (v: Value) = turn g v ChannelsFirst (first v.Rank)
let toLast (g: Graph) (v: Value) = turn g v ChannelsLast (last v.Rank)

/// The name of a value in the user's layout.
let lastName g v = name g (toLast g v)

/// The same value in another element type.
let cast (g: Graph) (dtype: DType) (v: Value) : Value =
    let t = { v.Type with DType = dtype }

    match v.Source with
    | _ when v.DType = dtype -> v
    | Missing _ -> v
    | Known(hint, values) when dtype <> DType.Bool -> {
        v with
            Type = t
            Source = Known($"{hint}_{DType.name dtype}", NDArray.cast dtype values)
      }
    | Filled value when dtype <> DType.Bool && DType.isFloat dtype -> { v with Type = t }
    | Known _
    | Filled _
    | Computed _ -> computed t v.Layout (g.Cast(name g v, dtype))

/// A value of fewer axes than a channels-first one, so that it broadcasts with it.
let private raise' (g: Graph) rank (v: Value) : string =
    let missing = rank - v.Rank
    let wide = List.replicate missing (size 1) @ v.Dims

    match v.Source with
    | _ when v.Rank = 0 -> name g v
    | Known(hint, values) ->
        let shape = List.replicate missing 1 @ List.ofArray values.Shape
        g.Constant(hint, values |> Arrays.reshape shape |> NDArray.permute (first rank))
    | _ when v.Rank = 1 -> g.Unsqueeze(name g v, [ 1 .. rank - 2 ])
    | _ ->
        let x = g.Unsqueeze(lastName g v, [ 0 .. missing - 1 ])
        name g (toFirst g (computed { v.Type with Dims = wide } ChannelsLast x))

/// Operands of an elementwise operation in one layout: channels-first where one of full rank is.
let align (g: Graph) (dims: Dim list) (values: Value list) : Layout * string list =
    let rank = dims.Length

    // a number that is everywhere the same need not be written out where another operand has the shape
    let isShaped =
        values
        |> List.exists (fun v ->
            match v.Source with
            | Filled _ -> false
            | _ -> v.Dims = dims)

    let shrink (v: Value) =
        match v.Source with
        | Filled _ when isShaped -> {
            v with
                Type = { v.Type with Dims = [] }
          }
        | _ -> v

    let values = values |> List.map shrink

    let isFirst =
        rank > 2
        && values |> List.exists (fun v -> v.Layout = ChannelsFirst && v.Rank = rank)

    if isFirst then
        ChannelsFirst,
        values
        |> List.map (fun (v: Value) ->
            if v.Rank = rank then
                name g (toFirst g v)
            else
                raise' g rank v)
    else
        ChannelsLast, values |> List.map (lastName g)
