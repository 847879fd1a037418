/// Operations of a graph in the forms in which Keras writes them: settings in the config, values in the call.
module Keratin.Properties.OperationFiles

open System
open System.Text.Json
open Xunit
open Keratin
open Keratin.Engine
open Keratin.Saving
open Keratin.Properties

let private tensor name =
    $$"""{"class_name": "__keras_tensor__", "config": {"keras_history": ["{{name}}", 0, 0]} }"""

let private input name (shape: string) dtype =
    $$"""{"class_name": "InputLayer", "name": "{{name}}", "inbound_nodes": [],
        "config": {"name": "{{name}}", "batch_shape": {{shape}}, "dtype": "{{dtype}}"} }"""

/// A model of the one operation on `x` (batch, 3), `y` (batch, 3) and the whole numbers `n` (batch, 3), which stand
/// in the arguments as $x, $y and $n.
let private model kind className config (args: string) kwargs : Network =
    let put (text: string) =
        (text, [ "x"; "y"; "n" ])
        ||> List.fold (fun text name -> text.Replace("$" + name, tensor name))

    let json =
        $$"""{"class_name": "Functional", "config": {"name": "m", "layers": [
            {{input "x" "[null, 3]" "float32"}}, {{input "y" "[null, 3]" "float32"}}, {{input "n" "[null, 3]" "int32"}},
            {"class_name": "{{className}}", "module": "keras.src.ops.{{kind}}", "name": "op",
             "config": {"name": "op" {{config}} },
             "inbound_nodes": [{"args": [{{put args}}], "kwargs": { {{put kwargs}} } }]}],
            "input_layers": [["x", 0, 0], ["y", 0, 0], ["n", 0, 0]], "output_layers": [["op", 0, 0]]} }"""

    KerasConfig.model "test" (JsonDocument.Parse json).RootElement

let private values =
    let floats (v: float list) =
        NDArray.ofFloats DType.Float32 [| 2; 3 |] (Array.ofList v)

    [
        "x", floats [ 1.0; -2.0; 3.5; 0.25; 4.0; -1.0 ]
        "y", floats [ 2.0; 0.5; -1.0; 3.0; 1.0; 0.125 ]
        "n", NDArray.ofArray [| 2; 3 |] [| 3; 0; 2; 1; 5; 4 |]
    ]

let private answer (network: Network) =
    Steps.infer (State Device.Cpu) network values |> List.head

/// The operation of a file gives what the function gives, also when it was written again.
let private means
    kind
    className
    config
    args
    kwargs
    (call: Operand -> Operand -> Operand -> Symbol)
    =
    let network = model kind className config args kwargs

    let inputs = [ for name, v in values -> InputLayer.symbol [ Nullable 3 ] None v.DType name ]

    let direct =
        match inputs with
        | [ x; y; n ] -> call (SymbolOperand x) (SymbolOperand y) (SymbolOperand n)
        | _ -> failwith "three inputs"

    let wanted = answer (Network("direct", inputs, [ direct ]))
    let got = answer network
    Assert.Equal(wanted, got)
    Assert.Equal(wanted.DType, got.DType)

    let again =
        (KerasGraphs.model "test" true network).ToJsonString()
        |> fun text -> KerasConfig.model "test" (JsonDocument.Parse text).RootElement

    Assert.Equal(wanted, answer again)

[<Fact>]
let ``a number is whole or not as it is written`` () =
    means "numpy" "Multiply" "" "$n, 2" "" (fun _ _ n -> Ops.Multiply(n, Operand.op_Implicit 2))
    means "numpy" "Multiply" "" "$n, 2.0" "" (fun _ _ n -> Ops.Multiply(n, Operand.op_Implicit 2.0))
    means "numpy" "Add" "" "1e-06, $x" "" (fun x _ _ -> Ops.Add(Operand.op_Implicit 1e-6, x))

[<Fact>]
let ``null holds the place of an argument`` () =
    // bias is null, the mask comes after it
    means
        "nn"
        "LayerNorm"
        ", \"axis\": -1, \"epsilon\": 0.001, \"rms_scaling\": false"
        "$x, null, [1.0, 2.0, 3.0]"
        ""
        (fun x _ _ ->
            Ops.LayerNormalization(
                x,
                beta = SymbolOperand(Sym.floats [| 3 |] [| 1.0; 2.0; 3.0 |]),
                axis = Axes [ -1 ],
                epsilon = 0.001
            ))

[<Fact>]
let ``lists of values are lists`` () =
    means "numpy" "Concatenate" ", \"axis\": 1" "[$x, $y]" "" (fun x y _ ->
        Ops.Concatenate([| x.Symbol; y.Symbol |], 1))

    means "numpy" "Stack" ", \"axis\": -1" "" "\"x\": [$y, $x, $y]" (fun x y _ ->
        Ops.Stack([| y.Symbol; x.Symbol; y.Symbol |], -1))

    means "numpy" "Einsum" ", \"subscripts\": \"bi,bi->b\"" "$x, $y" "" (fun x y _ ->
        Ops.Einsum("bi,bi->b", x, y))

    means "numpy" "Select" "" "[$n, $x], [$x, $y], 5.0" "" (fun x y n ->
        Ops.Select([| n.Symbol; x.Symbol |], [| x.Symbol; y.Symbol |], 5.0))

[<Fact>]
let ``values may come by name`` () =
    means "numpy" "Subtract" "" "" "\"x2\": $x, \"x1\": $y" (fun x y _ -> Ops.Subtract(y, x))

    means "numpy" "Where" "" "$n" "\"x1\": $x, \"x2\": 0.0" (fun x _ n ->
        Ops.Where(n, x, Operand.op_Implicit 0.0))

[<Fact>]
let ``what an operation is asked for and cannot do is refused`` () =
    let refusal config =
        let error =
            Assert.Throws<KeratinException>(fun () ->
                model "numpy" "Absolute" config "$x" "" |> ignore)

        Assert.Contains("\"strangely\"", error.Message)

    refusal ", \"strangely\": true"
    refusal ", \"strangely\": 3"
    // nothing is asked for
    answer (model "numpy" "Absolute" ", \"strangely\": null, \"sparse\": false" "$x" "")
    |> ignore
