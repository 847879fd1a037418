/// The derivative of every operation, three ways: the table's, LibTorch's autograd, finite differences.
module Keratin.Properties.OpGradients

open System
open Xunit
open Keratin
open Keratin.Engine
open Keratin.Properties

let names () : TheoryData<string> =
    let data = TheoryData<string>()

    for sample in OpSamples.all do
        data.Add sample.Name

    data

let private operand (random: Random) (shape: int list, domain: Domain) : NDArray =
    let shape = Array.ofList shape
    let count = Array.fold (*) 1 shape

    match domain with
    | Between(low, high) ->
        Array.init count (fun _ -> low + (high - low) * random.NextDouble())
        |> NDArray.ofFloats DType.Float64 shape
    | Index below ->
        Array.init count (fun _ -> float (random.Next below))
        |> NDArray.ofFloats DType.Int64 shape
    | Flag -> Array.init count (fun i -> i % 3 <> 1) |> NDArray.ofArray shape
    | Definite ->
        let n = Array.last shape

        Array.init (count / (n * n)) (fun _ ->
            let near = Array2D.init n n (fun _ _ -> random.NextDouble() - 0.5)

            Array.init (n * n) (fun i ->
                let row, column = i / n, i % n
                let own = if row = column then float (row + 2) else 0.0
                own + 0.2 * (near[row, column] + near[column, row])))
        |> Array.concat
        |> NDArray.ofFloats DType.Float64 shape

/// What is the kernel's own affair is not looked at: the statistics of norms, what recurrences and loops keep,
/// where the greatest values were.
let private shown (op: Op) (outputs: Symbol list) =
    match op with
    | Op.LayerNorm _
    | Op.BatchNorm _ -> List.truncate 1 outputs
    | Op.Rnn _
    | Op.Gru _
    | Op.Lstm _ -> List.truncate (outputs.Length - 1) outputs
    | Op.Scan scan ->
        outputs
        |> List.truncate scan.Body.Gives.Length
        |> List.filter (fun y -> DType.isFloat y.DType)
    | _ -> outputs |> List.filter (fun y -> DType.isFloat y.DType)

let private weigh (random: Random) (y: Symbol) =
    let shape = [| for dim in y.Dims -> (evaluate Map.empty dim).Value |]

    Sym.constant (
        NDArray.ofFloats DType.Float64 shape (Steps.normal random (Array.fold (*) 1 shape))
    )

[<Fact>]
let ``every operation has an example`` () = Assert.Empty OpSamples.missing

[<Theory>]
[<MemberData(nameof names)>]
let ``derivatives agree`` (name: string) =
    let sample = OpSamples.all |> List.find (fun s -> s.Name = name)
    let random = Random 23
    let arrays = sample.Operands |> List.mapi (fun i o -> $"x{i}", operand random o)

    let inputs = [
        for name, a in arrays ->
            Sym.input name {
                DType = a.DType
                Dims = [ for n in a.Shape -> size n ]
            }
    ]

    let outputs = Symbol.Apply(sample.Op, inputs)
    let seen = shown sample.Op outputs
    let factors = seen |> List.map (weigh random)

    // an operation that answers no numbers has no derivative: any constant will do for the rest
    let loss =
        (Sym.scalar DType.Float64 0.0, List.zip seen factors)
        ||> List.fold (fun sum (y, r) -> sum + Sym.sumAll (y * r))

    let variable =
        List.zip inputs arrays |> List.filter (fun (x, _) -> DType.isFloat x.DType)

    let table = Gradient.of' loss (variable |> List.map fst)

    let autograd =
        if not sample.OneCall then
            []
        else
            Symbol.Apply(Op.Backward(Backward.Autograd(sample.Op, 1)), inputs @ factors)
            |> List.filter (fun g -> DType.isFloat g.DType)

    let state = State Device.Default

    let program, tensors =
        Steps.compile state arrays {
            Fetches = [ loss ] @ table @ autograd
            Updates = []
        }

    use program = program
    program.Run()

    let fetched = [
        for i in 1 .. table.Length + autograd.Length -> NDArray.toFloats (program.Fetch i)
    ]

    let byTable, byTorch = List.splitAt table.Length fetched

    let near tolerance (a: float) (b: float) =
        abs (a - b) <= tolerance * (1.0 + abs a + abs b)

    Law.all [
        for (_, (name, _)), a, b in
            List.zip3
                (List.truncate byTorch.Length variable)
                (List.truncate byTorch.Length byTable)
                byTorch do
            // LibTorch itself holds some of its factors in float32
            if not (Array.forall2 (near 1e-7) a b) then
                $"{name}: %A{a} by the table, %A{b} by LibTorch"

        for (_, (name, a)), gradient in List.zip variable byTable do
            let values = NDArray.toFloats a

            for i in 0 .. values.Length - 1 do
                let at v =
                    let moved = Array.copy values
                    moved[i] <- v

                    if tensors.ContainsKey name then
                        Tensors.write tensors[name] (NDArray.ofFloats a.DType a.Shape moved)

                    program.Run()
                    NDArray.toFloats (program.Fetch 0) |> Array.head

                let step = 1e-6
                let measured = (at (values[i] + step) - at (values[i] - step)) / (2.0 * step)

                if not (near 1e-5 measured gradient[i]) then
                    $"{name}, element {i}: {gradient[i]} by the table, {measured} by difference"

            Tensors.write tensors[name] a
    ]

[<Fact>]
let ``the slope of a product is that of the others, at zeros too`` () =
    let values = [|
        [| 2.0; 3.0; 4.0 |]
        [| 2.0; 0.0; 4.0 |]
        [| 0.0; 3.0; 0.0 |]
        [| 0.0; 0.0; 0.0 |]
    |]

    let x =
        Sym.input "x" {
            DType = DType.Float64
            Dims = [ size 4; size 3 ]
        }

    let y = Sym.reduce Aggregation.Prod [ 1 ] false x
    let slopes = Gradient.of' (Sym.sumAll y) [ x ]

    let others = [|
        for row in values do
            for i in 0..2 -> row |> Array.removeAt i |> Array.reduce (*)
    |]

    let given = Array.concat values |> NDArray.ofFloats DType.Float64 [| 4; 3 |]

    let found =
        Steps.run (State Device.Default) [ "x", given ] { Fetches = slopes; Updates = [] }

    Assert.Equal<float[]>(others, NDArray.toFloats found.Head)
