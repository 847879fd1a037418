/// Dense, and its general form over any equation.
namespace Keratin.LayerTypes

open System
open Keratin

type internal Dense = {
    Units: int
    Activation: Activation
    UseBias: bool
    KernelInitializer: Initializer
    BiasInitializer: Initializer
    KernelRegularizer: Regularizer option
    BiasRegularizer: Regularizer option
    ActivityRegularizer: Regularizer option
    KernelConstraint: Constraint option
    BiasConstraint: Constraint option
    Adaptation: Adaptation option
} with

    /// Kernel and bias, for this input.
    member d.Weights (scope: Scope) (x: Symbol) : Symbol * Symbol option =
        atLeastRank scope 2 "batch, …, features" x

        let kernel =
            scope.Weight(
                "kernel",
                [ List.last x.Dims; size d.Units ],
                d.KernelInitializer,
                d.KernelRegularizer,
                d.KernelConstraint
            )

        let bias =
            if d.UseBias then
                Some(
                    scope.Weight(
                        "bias",
                        [ size d.Units ],
                        d.BiasInitializer,
                        d.BiasRegularizer,
                        d.BiasConstraint
                    )
                )
            else
                None

        Adaptation.apply scope "kernel" d.Adaptation
        kernel, bias

    /// What comes after the product.
    member d.Finish (scope: Scope) (y: Symbol) : Symbol =
        y
        |> activate d.Activation
        |> activityPenalty scope d.ActivityRegularizer
        |> maskOf scope

    interface IAdaptable with
        member _.Adaptable = "kernel"

        member d.Build(scope, inputs) =
            let kernel, bias = d.Weights scope inputs.Head
            [ inputs.Head |> Sym.linear kernel bias |> d.Finish scope ]

/// A dense layer whose kernel counts as -1, 0 or 1; its gradient is that of the kernel before rounding.
type internal TernaryDense = {
    Dense: Dense
    /// Below it a weight is 0; without one, half the mean size, and the product is scaled by that mean.
    Threshold: float option
} with

    interface ILayer with
        member t.Build(scope, inputs) =
            let kernel, bias = t.Dense.Weights scope inputs.Head
            let sizes = Sym.abs kernel
            let mean = Sym.meanAll sizes

            let threshold =
                match t.Threshold with
                | Some threshold -> kernel.Like threshold
                | None -> mean * 0.5

            let ternary = Sym.sign kernel * Sym.cast kernel.DType (Sym.greater sizes threshold)

            let rounded = kernel + Sym.stopGradient (ternary - kernel)
            let product = Sym.matmul inputs.Head rounded

            let scaled =
                match t.Threshold with
                | Some _ -> product
                | None -> product * mean

            let y =
                match bias with
                | Some bias -> scaled + bias
                | None -> scaled

            [ y |> t.Dense.Finish scope ]

type internal EinsumDense = {
    Equation: string
    /// The output's axes after the batch axis; null where the size is the input's.
    OutputShape: Nullable<int> list
    Activation: Activation
    BiasAxes: string option
    KernelInitializer: Initializer
    BiasInitializer: Initializer
    KernelRegularizer: Regularizer option
    BiasRegularizer: Regularizer option
    ActivityRegularizer: Regularizer option
    KernelConstraint: Constraint option
    BiasConstraint: Constraint option
    Adaptation: Adaptation option
} with

    /// The letters of input, kernel and output, with those an ellipsis stands for, as capitals.
    static member Parse(where: string, equation: string, rank: int) =
        let example = "equation: \"ab,bc->ac\""

        let input, kernel, output =
            match equation.Replace(" ", "").Split "->" with
            | [| left; output |] ->
                match left.Split ',' with
                | [| input; kernel |] -> input, kernel, output
                | _ -> refuse where "two operands: input and kernel" $"\"{equation}\"" example
            | _ -> refuse where "an equation with one \"->\"" $"\"{equation}\"" example

        let hidden = rank - input.Replace("...", "").Length

        if hidden < 0 || (hidden > 0 && not (input.Contains "...")) then
            refuse where $"one letter for each of {rank} axes" $"\"{equation}\"" example

        let letters = String [| for i in 0 .. hidden - 1 -> char (int 'A' + i) |]

        let input, output = input.Replace("...", letters), output.Replace("...", letters)

        for letter in kernel do
            if not (input.Contains letter || output.Contains letter) then
                refuse where "kernel letters that the input or output has" $"'{letter}'" example

        input, kernel, output

    interface IAdaptable with
        member _.Adaptable = "kernel"

        member d.Build(scope, inputs) =
            let x = inputs.Head

            let input, kernelLetters, output =
                EinsumDense.Parse(scope.Where, d.Equation, x.Rank)

            // where the ellipsis stands, the sizes are the input's: at the end, or at the beginning with the batch
            let given =
                let free =
                    List.replicate (max 0 (output.Length - d.OutputShape.Length)) (Nullable())

                match free with
                | batch :: others when d.Equation.TrimEnd().EndsWith "..." ->
                    batch :: d.OutputShape @ others
                | free -> free @ d.OutputShape

            let sizes =
                (Map(Seq.zip input x.Dims),
                 List.zip (List.ofSeq output) (given |> List.skip (given.Length - output.Length)))
                ||> List.fold (fun sizes (letter, n) ->
                    match Map.tryFind letter sizes with
                    | Some(Size m) when n.HasValue && n.Value <> m ->
                        scope.Refuse
                            $"{m} for the output's axis '{letter}', as the input has"
                            $"{n.Value}"
                            "leave the size null"
                    | Some _ -> sizes
                    | None when n.HasValue -> Map.add letter (size n.Value) sizes
                    | None ->
                        scope.Refuse
                            $"a size for the output's axis '{letter}'"
                            "null"
                            "name it in outputShape")

            let axesWhere (wanted: char -> bool) = [
                for i, letter in Seq.indexed kernelLetters do
                    if wanted letter then
                        i
            ]

            // letters that vanish are the fan-in, letters that appear are the fan-out
            let fans =
                axesWhere (fun letter -> not (output.Contains letter)),
                axesWhere (fun letter -> not (input.Contains letter))

            let kernel =
                scope.Weight(
                    "kernel",
                    [ for letter in kernelLetters -> sizes[letter] ],
                    d.KernelInitializer |> withFans fans,
                    d.KernelRegularizer,
                    d.KernelConstraint
                )

            let y = Sym.einsum $"{input},{kernelLetters}->{output}" [ x; kernel ]

            let y =
                match d.BiasAxes with
                | None -> y
                | Some axes ->
                    for letter in axes do
                        if not (output.Contains letter) then
                            scope.Refuse
                                $"bias axes among the output's letters \"{output}\""
                                $"'{letter}'"
                                "biasAxes: the letters that carry a bias"

                    // from the first axis that carries a bias on, the others with size one
                    let shape = [
                        for letter in
                            Seq.skipWhile (fun (letter: char) -> not (axes.Contains letter)) output ->
                            if axes.Contains letter then sizes[letter] else size 1
                    ]

                    y
                    + scope.Weight(
                        "bias",
                        shape,
                        d.BiasInitializer,
                        d.BiasRegularizer,
                        d.BiasConstraint
                    )

            Adaptation.apply scope "kernel" d.Adaptation

            [
                y
                |> activate d.Activation
                |> activityPenalty scope d.ActivityRegularizer
                |> unmasked
            ]
