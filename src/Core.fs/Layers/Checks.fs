/// What the layers share: checks of parameters, masks, and where the channels are.
namespace Keratin.LayerTypes

open System
open Keratin

[<AutoOpen>]
module internal Checks =
    let positive where parameter value =
        if value <= 0 then
            refuse where $"{parameter} > 0" $"{parameter} = {value}" $"{parameter}: 32"

    let allPositive where parameter (values: int list) =
        if values |> List.exists (fun value -> value <= 0) then
            refuse where $"{parameter}: numbers above 0" $"%A{values}" $"{parameter}: 2"

    let notSparse where sparse =
        if sparse then
            refuse where "sparse = false: outputs are dense here" "sparse = true" "sparse: false"

    let rate where parameter (value: float) =
        if not (value >= 0.0 && value <= 1.0) then
            refuse where $"{parameter} from 0 to 1" $"{parameter} = {value}" $"{parameter}: 0.5"

    let aboveZero where parameter (value: float) =
        if not (value > 0.0 && Double.IsFinite value) then
            refuse where $"{parameter} > 0" $"{parameter} = {value}" $"{parameter}: 0.001"

    /// The input, when it has exactly so many axes.
    let ofRank (scope: Scope) rank (meaning: string) (x: Symbol) =
        if x.Rank <> rank then
            scope.Refuse $"{rank} axes: {meaning}" $"{x.Rank}: {x}" "reshape the input"

    let atLeastRank (scope: Scope) rank (meaning: string) (x: Symbol) =
        if x.Rank < rank then
            scope.Refuse $"at least {rank} axes: {meaning}" $"{x.Rank}: {x}" "reshape the input"

    /// The size of an axis a layer has to know before there are numbers.
    let known (scope: Scope) (what: string) (dim: Dim) =
        match dim with
        | Size n -> n
        | Symbolic ->
            scope.Refuse
                $"a known number of {what}"
                $"{dim}"
                "give the input a shape in which that axis is a number; of a batch: Input([5, 2], batchSize: 10)"

    /// The penalty of a layer's output, per sample.
    let activityPenalty (scope: Scope) (regularizer: Regularizer option) (y: Symbol) =
        regularizer
        |> Option.iter (fun regularizer ->
            scope.Additions.AddLoss(Penalties.ofOutput regularizer y))

        y

    /// The output counts where the input did.
    let maskOf (scope: Scope) (y: Symbol) = y.WithMask(scope.Mask 0)

    /// The output counts everywhere: this layer does not pass masks on.
    let unmasked (y: Symbol) = y.WithMask None

    /// The value with its channels last, whatever the format.
    let channelsLast format (x: Symbol) =
        match format with
        | LastFormat -> x
        | FirstFormat -> x |> Sym.transpose ([ 0 ] @ [ 2 .. x.Rank - 1 ] @ [ 1 ])

    /// The reverse of channelsLast.
    let inFormat format (x: Symbol) =
        match format with
        | LastFormat -> x
        | FirstFormat -> x |> Sym.transpose ([ 0; x.Rank - 1 ] @ [ 1 .. x.Rank - 2 ])

    /// The first of the spatial axes.
    let firstSpatial format =
        match format with
        | LastFormat -> 1
        | FirstFormat -> 2

    /// The weight a symbol is the value of, before any cast.
    let rec weightOf (s: Symbol) : Weight =
        match s.Node.Op with
        | Op.Weight weight -> weight
        | Op.Cast _ -> weightOf s.Node.Inputs.Head
        | _ -> bug "weight" $"{s} is not the value of a weight"

    /// At least single precision: what statistics are calculated in.
    let precise (x: Symbol) =
        Sym.cast (DType.promote x.DType DType.Float32) x

    /// The same initializer, which measures its variance by these axes (inputs, outputs).
    let withFans axes (initializer: Initializer) =
        match initializer with
        | VarianceScalingCase(name, scale, mode, distribution, None, seed) ->
            VarianceScalingCase(name, scale, mode, distribution, Some axes, seed)
        | other -> other

    /// The square root of what an initializer of one number gives; any other one stays.
    let squareRoot (initializer: Initializer) =
        match initializer with
        | ConstantCase value -> ConstantCase(sqrt value)
        | other -> other
