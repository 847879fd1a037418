/// Nodes of the normalizations.
module internal Keratin.Onnx.Normalizing

open Keratin

/// (mean, 1 / √(variance + ε)) over some axes, kept as axes of size 1.
let private moments (g: Graph) dtype epsilon axes x =
    let mean = g.Reduce("ReduceMean", x, axes, true)
    let centred = g.Node("Sub", [ x; mean ])

    let variance =
        g.Reduce("ReduceMean", g.Node("Mul", [ centred; centred ]), axes, true)

    let deviation =
        g.Node("Sqrt", [ g.Node("Add", [ variance; g.Scalar dtype epsilon ]) ])

    mean, centred, g.Node("Reciprocal", [ deviation ])

/// The output, the mean and the inverse deviation, by formula.
let private byFormula (g: Graph) epsilon axes (operands: Value list) =
    let dtype = operands.Head.DType
    let names = operands |> List.map (Layout.cast g dtype >> Layout.lastName g)
    let mean, centred, inverse = moments g dtype epsilon axes names[0]
    let scaled = g.Node("Mul", [ g.Node("Mul", [ centred; inverse ]); names[1] ])
    g.Node("Add", [ scaled; names[2] ]), mean, inverse

let layerNorm
    (g: Graph)
    count
    epsilon
    (operands: Value list)
    (types: TensorType list)
    (used: bool list)
    =
    let x = operands.Head
    let results = [ for t in types -> Layout.computed t ChannelsLast ]

    if g.Opset < 17 then
        let y, mean, inverse = byFormula g epsilon [ x.Rank - count .. x.Rank - 1 ] operands
        List.map2 (fun result name -> result name) results [ y; mean; inverse ]
    else
        let names = operands |> List.map (Layout.cast g x.DType >> Layout.lastName g)
        let attributes = [ Whole("axis", -count); Number("epsilon", epsilon) ]
        let wanted = 1 + List.findIndexBack id (true :: used.Tail)

        // the moments are calculated in float32
        let names = g.Nodes("LayerNormalization", names, wanted, attributes)

        types
        |> List.mapi (fun i t ->
            if i = 0 then
                Layout.computed t ChannelsLast names[0]
            elif i < wanted then
                Layout.computed { t with DType = DType.Float32 } ChannelsLast names[i]
                |> Layout.cast g t.DType
            else
                {
                    Type = t
                    Layout = ChannelsLast
                    Source = Missing "the moments of LayerNormalization"
                })

/// By the batch's own statistics: what a layer called with training = true keeps doing.
let batchNorm (g: Graph) epsilon (operands: Value list) (types: TensorType list) =
    let rank = operands.Head.Rank
    let axes = [ 0 .. rank - 2 ]
    let y, mean, inverse = byFormula g epsilon axes operands

    [
        Layout.computed types[0] ChannelsLast y
        Layout.computed types[1] ChannelsLast (g.Squeeze(mean, axes))
        Layout.computed types[2] ChannelsLast (g.Squeeze(inverse, axes))
    ]

/// One node where the channels are the second axis; a product and a sum where they are the last.
let batchNormInference (g: Graph) epsilon (operands: Value list) : Value =
    let x = operands.Head

    let statistics = operands.Tail |> List.map (Layout.cast g x.DType)

    let y =
        if x.Layout = ChannelsFirst || x.Rank = 2 then
            g.Node(
                "BatchNormalization",
                Layout.name g x :: (statistics |> List.map (Layout.name g)),
                [ Number("epsilon", epsilon) ]
            )
        else
            let known =
                statistics
                |> List.choose (fun v ->
                    match v.Source with
                    | Known(_, values) -> Some(NDArray.toFloats values)
                    | Filled value ->
                        match v.Dims with
                        | [ Size n ] -> Some(Array.create n value)
                        | _ -> None
                    | Computed _
                    | Missing _ -> None)

            let factor, offset =
                match known with
                | [ gamma; beta; mean; variance ] ->
                    let factor = Array.map2 (fun g v -> g / sqrt (v + epsilon)) gamma variance
                    let offset = Array.map3 (fun b m f -> b - m * f) beta mean factor

                    let vector values =
                        NDArray.ofFloats x.DType [| Array.length values |] values

                    g.Constant($"{g.Place}/factor", vector factor),
                    g.Constant($"{g.Place}/offset", vector offset)
                | _ ->
                    let names = statistics |> List.map (Layout.lastName g)
                    let shifted = g.Node("Add", [ names[3]; g.Scalar x.DType epsilon ])
                    let factor = g.Node("Div", [ names[0]; g.Node("Sqrt", [ shifted ]) ])
                    factor, g.Node("Sub", [ names[1]; g.Node("Mul", [ names[2]; factor ]) ])

            g.Node("Add", [ g.Node("Mul", [ Layout.name g x; factor ]); offset ])

    Layout.computed x.Type x.Layout y
