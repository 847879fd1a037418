/// The cell of the ConvLSTM layers: an LSTM whose products are convolutions.
namespace Keratin.LayerTypes

open Keratin

/// Shi et al., 2015. The gates are input, forget, candidate and output.
type internal ConvLSTMCell = {
    Rank: int
    Filters: int
    KernelSize: int list
    Strides: int list
    Padding: Padding
    DataFormat: DataFormat
    DilationRate: int list
    Activation: Activation
    RecurrentActivation: Activation
    UnitForgetBias: bool
    Weights: CellWeights
    Chance: CellDropout
} with

    /// The shape of a state, channels last.
    member private c.Last(step: Dim list) =
        let spatial =
            match c.DataFormat with
            | LastFormat -> step[1 .. c.Rank]
            | FirstFormat -> step[2..]

        let window = windowOf c.Padding c.KernelSize c.Strides c.DilationRate

        [
            for i, n in List.indexed spatial ->
                Infer.steps window.Pads i n c.KernelSize[i] c.Strides[i] c.DilationRate[i]
        ]
        @ [ size c.Filters ]

    member private c.State(step: Dim list) =
        let last = c.Last step

        match c.DataFormat with
        | LastFormat -> last
        | FirstFormat -> List.last last :: List.truncate c.Rank last

    interface ICell with
        member c.StateDims step = [ c.State step; c.State step ]
        member c.OutputDims step = c.State step

        member c.Begin(scope, step) =
            if step.Dims.Length <> c.Rank + 2 then
                scope.Refuse
                    $"{c.Rank + 3} axes: batch, time, channels and {c.Rank} spatial"
                    $"steps of shape {showDims step.Dims}"
                    "reshape the input"

            let channels =
                match c.DataFormat with
                | LastFormat -> List.last step.Dims
                | FirstFormat -> step.Dims[1]

            let gates = size (4 * c.Filters)
            let storage = kernelStorage (c.Rank + 2)
            let sizes = c.KernelSize |> List.map size
            let kernel = c.Weights.Kernel(scope, sizes @ [ channels; gates ], storage)

            let recurrent =
                c.Weights.Recurrent(scope, sizes @ [ size c.Filters; gates ], storage)

            let bias =
                c.Weights.Bias(
                    scope,
                    [ gates ],
                    forgetBias c.Filters c.UnitForgetBias c.Weights.BiasInitializer
                )

            let ones = List.replicate c.Rank 1
            let window = windowOf c.Padding c.KernelSize c.Strides c.DilationRate
            let same = windowOf SamePadding c.KernelSize ones ones

            let ofInput = c.Chance.OfInputs(scope, 4, step)

            let ofState =
                c.Chance.OfStates(scope, 4, step.Dims.Head :: c.State step.Dims, step.DType)

            let last = channelsLast c.DataFormat

            /// The four products of a value, each of it with its own mask.
            let gated masks window bias (kernel: Symbol) (x: Symbol) =
                match masks with
                | [] -> convolve window 1 bias kernel (last x)
                | masks ->
                    let products =
                        (masks, Sym.split -1 4 kernel)
                        ||> List.map2 (fun mask part ->
                            convolve window 1 None part (last (x * mask)))

                    bias |> Option.fold (+) (Sym.concat -1 products)

            {
                Kept = None
                Project = id
                Fused = None
                Step =
                    fun x states ->
                        let sum =
                            gated ofInput window bias kernel x
                            + gated ofState same None recurrent states[0]

                        let h, next =
                            lstmStep
                                c.Activation
                                c.RecurrentActivation
                                (Sym.split -1 4 sum)
                                (last states[1])

                        inFormat c.DataFormat h, next |> List.map (inFormat c.DataFormat)
            }

    interface ILayer with
        member c.Build(scope, inputs) = stepOnce c scope inputs
