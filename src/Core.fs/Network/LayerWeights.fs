namespace Keratin

open System
open System.Collections.Generic

/// How a weight of a layer is made.
[<NoComparison>]
type internal WeightPlan = {
    Name: string
    Shape: Dim list
    Initializer: Initializer
    Regularizer: Regularizer option
    Constraint: Constraint option
    Trainable: bool
    DType: DType
    /// The order in which the axes lie in memory.
    Storage: int list
}

/// The weights that one layer made itself, each at the first call that asked for it.
[<Sealed>]
type internal LayerWeights(path: unit -> string) =
    let weights = List<string * Weight>()
    let carried = List<string * Weight>()
    let trainability = Trainability()
    let mutable seed: Weight option = None
    let mutable seedUses = 0

    let make (plan: WeightPlan) (sizes: int list) (role: Role) =
        Weight(
            path () + "/" + plan.Name,
            plan.DType,
            Array.ofList sizes,
            plan.Initializer,
            role,
            plan.Trainable,
            trainability,
            plan.Regularizer,
            plan.Constraint,
            plan.Storage
        )

    let knownSizes where (plan: WeightPlan) =
        plan.Shape
        |> List.map (fun dim ->
            match dim with
            | Size n when n > 0 -> n
            | dim ->
                refuse
                    where
                    $"a known size for the weight \"{plan.Name}\""
                    $"{showDims plan.Shape}: {dim}"
                    "give the input a shape whose last axis is a number")

    let checkType where (plan: WeightPlan) =
        if plan.Trainable && not (DType.isFloat plan.DType) then
            refuse
                where
                $"a type of floating numbers for the weight \"{plan.Name}\", which is trained"
                $"dtype = \"{DType.name plan.DType}\""
                "dtype: \"float32\""

    /// On its way to files and back a weight is one array of bytes.
    let checkSize where (plan: WeightPlan) (sizes: int list) =
        let bytes =
            (double (DType.bytes plan.DType), sizes)
            ||> List.fold (fun bytes size -> bytes * double size)

        if bytes > double Array.MaxLength then
            refuse
                where
                $"less than 2 GB for the weight \"{plan.Name}\""
                $"{showDims plan.Shape} of {DType.name plan.DType}"
                "several smaller layers, whose outputs are added or concatenated"

    /// The weight of this name, the same one at every call.
    let once (known: List<string * Weight>) where (plan: WeightPlan) role : Weight =
        let sizes = knownSizes where plan
        checkType where plan
        checkSize where plan sizes

        match known |> Seq.tryFind (fun (name, _) -> name = plan.Name) with
        | Some(_, weight) when weight.Dims = sizes -> weight
        | Some(_, weight) ->
            refuse
                where
                $"inputs for which \"{plan.Name}\" is {weight}, as at the first call"
                $"inputs for which it would be {showDims plan.Shape}"
                "call a shared layer with inputs of one size, or make another layer"
        | None ->
            let weight = make plan sizes role
            known.Add(plan.Name, weight)
            weight

    /// A value that no derivative reaches.
    let fixedPlan name sizes initializer dtype = {
        Name = name
        Shape = List.map size sizes
        Initializer = initializer
        Regularizer = None
        Constraint = None
        Trainable = false
        DType = dtype
        Storage = [ 0 .. List.length sizes - 1 ]
    }

    /// Whether training changes them.
    member _.Trainability = trainability

    /// The parameters with the names the layer gave them, trainable ones first, as files number them.
    member _.Named: (string * Weight) list =
        let trained, others =
            List.ofSeq weights |> List.partition (fun (_, w) -> w.MadeTrainable)

        trained @ others

    /// All of them, with what is handed on from batch to batch and the random generator's state.
    member _.All: Weight list = [
        yield! weights |> Seq.map snd
        yield! carried |> Seq.map snd
        yield! Option.toList seed
    ]

    /// A parameter.
    member _.Add(where, plan: WeightPlan) : Weight = once weights where plan Parameter

    /// A value that is handed on from batch to batch; it begins with zeros.
    member _.AddCarried(where, name: string, sizes: int list, dtype: DType) : Weight =
        once carried where (fixedPlan name sizes Initializer.Zeros dtype) Carried

    /// Seed and counter of the layer's random numbers; a different one for each call.
    member _.NextSeed(own: Nullable<int>) : Symbol =
        let weight =
            match seed with
            | Some weight -> weight
            | None ->
                let first =
                    if own.HasValue then
                        ValuesCase(NDArray.ofArray [| 2 |] [| int64 own.Value; 0L |])
                    else
                        Initializer.Zeros

                let weight =
                    make (fixedPlan "seed_generator_state" [ 2 ] first DType.Int64) [ 2 ] Seed

                seed <- Some weight
                weight

        seedUses <- seedUses + 1

        if seedUses = 1 then
            Sym.weight weight
        else
            // another call within the same step draws from far away
            Sym.weight weight
            + Sym.constant (NDArray.ofArray [| 2 |] [| 0L; int64 seedUses <<< 40 |])
