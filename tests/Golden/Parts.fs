/// Cases of single parts: activations, initializers, regularizers, constraints, schedules, losses,
/// metrics and optimizers.
module internal Keratin.Golden.Parts

open System
open System.Text.Json
open Keratin
open Keratin.Engine
open Keratin.Saving
open Keratin.Golden.Cases

let private noLayers (_: JsonElement) : Layer = failwith "no layer is expected here"

let private constants (a: NDArray) =
    Sym.constant (NDArray.cast DType.Float32 a)

let private compute (fetches: Symbol list) =
    Models.runStep (State Device.Default) [] { Fetches = fetches; Updates = [] }

let private config (case: Case) = case.Entry.GetProperty "config"

/// A value of a type with static members by its config: an Initializer, a Constraint.
let private value<'t> (case: Case) : 't =
    KerasObjects.value<'t> case.Name (config case)

let activation (case: Case) : Answer =
    let arrays = arrays case
    let name = case.Text "function"

    let activation =
        KerasObjects.activation case.Name name (case.Entry.GetProperty "arguments")

    let x = constants arrays["x"]
    let y = activation.Apply x
    let gx = Gradient.of' (Sym.sumAll (y * constants arrays["r"])) [ x ]

    let edge =
        arrays
        |> Map.tryFind "xe"
        |> Option.map (fun a -> activation.Apply(constants a))

    match compute ([ y ] @ gx @ Option.toList edge) with
    | y :: gx :: rest ->
        Values [
            "y", y
            "gx", gx
            for e in rest do
                "ye", e
        ]
    | _ -> Faults [ "no values" ]

let initializer (case: Case) : Answer =
    let shape = [ for n in (case.Entry.GetProperty "shape").EnumerateArray() -> n.GetInt32() ]
    let made = value<Initializer> case
    let values = Initializers.values case.Name 42L shape made

    if case.Entry.GetProperty("random").GetBoolean() then
        let expected = case.Entry.GetProperty "expected"
        // a larger sample than the case's own shape where that is small: moments need numbers
        let mean = Array.average values
        let deviation = sqrt (values |> Array.averageBy (fun v -> (v - mean) ** 2.0))

        let get (name: string) =
            match expected.TryGetProperty name with
            | true, e when e.ValueKind = JsonValueKind.Number -> Some(e.GetDouble())
            | _ -> None

        let faults = [
            match get "mean", get "mean_tolerance" with
            | Some m, Some t when abs (mean - m) > t -> $"mean {mean} instead of {m} ± {t}"
            | _ -> ()
            match get "std", get "std_tolerance" with
            | Some s, Some t when abs (deviation - s) > t ->
                $"deviation {deviation} instead of {s} ± {t}"
            | _ -> ()
            match get "low" |> Option.orElse (get "min") with
            | Some low when Array.min values < low - 1e-6 ->
                $"least value {Array.min values} below {low}"
            | _ -> ()
            match get "high" |> Option.orElse (get "max") with
            | Some high when Array.max values > high + 1e-6 ->
                $"greatest value {Array.max values} above {high}"
            | _ -> ()
        ]

        Faults faults
    else
        Values [ "y", NDArray.ofFloats DType.Float32 (Array.ofList shape) values ]

let regularizer (case: Case) : Answer =
    let arrays = arrays case
    let x = constants arrays["x"]
    let y = Penalties.penalty (value<Regularizer> case) x

    match compute (y :: Gradient.of' y [ x ]) with
    | [ y; gx ] -> Values [ "y", y; "gx", gx ]
    | _ -> Faults [ "no values" ]

let limit (case: Case) : Answer =
    let arrays = arrays case
    let y = Penalties.limit (value<Constraint> case) (constants arrays["x"])
    Values [ "y", (compute [ y ]).Head ]

let schedule (case: Case) : Answer =
    let arrays = arrays case

    let made =
        KerasObjects.instance case.Name noLayers typeof<Schedule> (config case) :?> Schedule

    let steps = NDArray.toFloats arrays["steps"]
    let rates = compute [ for s in steps -> made.Rate(Sym.scalar DType.Float32 s) ]
    let got = rates |> List.map (fun a -> (NDArray.toFloats a)[0]) |> Array.ofList

    Values [ "values", NDArray.ofFloats DType.Float32 [| got.Length |] got ]

let private known (family: Type) (case: Case) =
    let name =
        (config case).GetProperty("class_name").GetString()
        |> Option.ofObj
        |> Option.defaultValue ""

    family.Assembly.GetTypes()
    |> Array.exists (fun t ->
        t.IsPublic && not t.IsAbstract && family.IsAssignableFrom t && t.Name = name),
    name

let loss (case: Case) : Answer =
    match known typeof<Loss> case with
    | false, name -> NotRun $"no loss {name}"
    | _ ->
        let arrays = arrays case
        let y = Sym.constant arrays["y_true"]
        let p = constants arrays["y_pred"]
        let weight = Map.tryFind "sample_weight" arrays |> Option.map constants

        let mask =
            Map.tryFind "mask" arrays
            |> Option.map (fun a -> Sym.constant (NDArray.cast DType.Bool a))

        let parts = [
            for reduction in case.List "reductions" do
                let made =
                    KerasObjects.lossWith case.Name (config case) (Reduction.op_Implicit reduction)

                for prefix, w in [ "", None; "_weighted", weight ] do
                    if prefix = "" || w.IsSome then
                        let value = made.Value(y, p, w, mask)
                        let gradient = (Gradient.of' (Sym.sumAll value) [ p ]).Head
                        $"value{prefix}/{reduction}", value
                        $"grad{prefix}/{reduction}", gradient
        ]

        let results = compute (parts |> List.map snd)

        Values [ for (name, _), got in List.zip parts results -> name, got ]

let metric (case: Case) : Answer =
    match known typeof<Metric> case with
    | false, name -> NotRun $"no metric {name}"
    | _ ->
        let arrays = arrays case

        let made =
            KerasObjects.instance case.Name noLayers typeof<Metric> (config case) :?> Metric

        let state = State Device.Default
        let mutable resolved: Metric option = None

        let update i =
            let values = Map.tryFind $"values/{i}" arrays

            let p =
                Sym.constant (values |> Option.defaultWith (fun () -> arrays[$"y_pred/{i}"]))

            let y =
                Map.tryFind $"y_true/{i}" arrays
                |> Option.map Sym.constant
                |> Option.defaultValue p

            let w = Map.tryFind $"sample_weight/{i}" arrays |> Option.map constants

            let metric =
                match resolved with
                | Some m -> m
                | None ->
                    let y, p = Fit.ranks y p
                    let m = made.Resolve(y, p)
                    resolved <- Some m
                    m

            let y, p = if values.IsSome then y, p else Fit.ranks y p
            let updates = metric.CallUpdate(y, p, Option.toObj w).Pairs

            Models.runStep state [] {
                Fetches = []
                Updates = updates |> List.map Assign
            }
            |> ignore

            (Models.runStep state [] {
                Fetches = [ metric.CallResult() ]
                Updates = []
            })
                .Head

        let updates = case.Entry.GetProperty("updates").GetInt32()

        let results = [ for i in 0 .. updates - 1 -> $"result/{i}", update i ]

        let sums = [
            for m in Option.toList resolved do
                for j, w in List.indexed m.State do
                    $"var/{j}", state.Read w
        ]

        let again =
            match resolved with
            | Some m when arrays.ContainsKey "result_after_reset" ->
                for w in m.State do
                    state.Write(
                        w,
                        NDArray.ofFloats
                            w.DType
                            w.Shape
                            (Initializers.values w.Path 0L w.Dims w.Initializer)
                    )

                [ "result_after_reset", update 0 ]
            | _ -> []

        Values(results @ sums @ again)

let optimizer (case: Case) : Answer =
    match known typeof<Optimizer> case with
    | false, name -> NotRun $"no optimizer {name}"
    | _ ->
        let arrays = arrays case

        let run fused =
            let made =
                KerasObjects.instance case.Name noLayers typeof<Optimizer> (config case)
                :?> Optimizer

            match case.Try "configured" with
            | Some calls ->
                for name in
                    calls
                        .GetProperty("exclude_from_weight_decay")
                        .GetProperty("var_names")
                        .EnumerateArray() do
                    made.ExcludeFromWeightDecay [| string name |] |> ignore
            | None -> ()

            let paths = [
                for e in case.Entry.GetProperty("variables").EnumerateArray() ->
                    string (e.GetProperty "path")
            ]

            let state = State Device.Default

            let weights =
                numbered "v0/" arrays
                |> List.zip paths
                |> List.map (fun (path, a) ->
                    let w =
                        Weight(
                            path,
                            DType.Float32,
                            a.Shape,
                            Initializer.Zeros,
                            Parameter,
                            true,
                            Trainability(),
                            None,
                            None,
                            [ 0 .. a.Shape.Length - 1 ]
                        )

                    state.Write(w, a)
                    w)

            let steps = case.Entry.GetProperty("steps").GetInt32()

            let values = [
                for t in 0 .. steps - 1 do
                    let gradients =
                        weights |> List.mapi (fun j _ -> Map.tryFind $"g/{t}/{j}" arrays)

                    let pairs =
                        List.zip weights gradients
                        |> List.choose (fun (w, g) ->
                            g
                            |> Option.map (fun g -> {
                                Weight = w
                                Value = Sym.weight w
                                Gradient = constants g
                            }))

                    let step = {
                        Fetches = []
                        Updates = made.Updates pairs
                    }

                    use program = Program.Compile(state, step, [], fused)
                    program.Run()

                    for j, w in List.indexed weights do
                        $"v/{t}/{j}", state.Read w
            ]

            let final = [
                if arrays.ContainsKey "vfinal/0" then
                    let step = {
                        Fetches = []
                        Updates = [
                            for w, average in made.Updating.Averages weights ->
                                Assign(w, Sym.weight average)
                        ]
                    }

                    use program = Program.Compile(state, step, [], fused)
                    program.Run()

                    for j, w in List.indexed weights do
                        $"vfinal/{j}", state.Read w
            ]

            values
            @ final
            @ [
                for k, w in List.indexed (made.Updating.Variables weights) do
                    $"ov/{k}", state.Read w
            ]

        // by the engine's kernel and as ordinary operations
        Values(run true @ run false)
