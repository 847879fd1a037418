/// Texts and whole numbers by the bin that a hash puts them into: no vocabulary is needed.
namespace Keratin.LayerTypes

open Keratin

/// The texts whose hashes decide.
[<RequireQualifiedAccess>]
module internal HashTexts =
    /// Numbers as decimals; a fraction is cut off.
    let ofArray (a: NDArray) : string[] =
        if a.DType = DType.String then
            a.Texts
        else
            NDArray.toIntegers a |> Array.map string

    /// The bins of a call as numbers or as vectors.
    let encode (scope: Scope) output bins (numbers: Symbol) =
        let dtype = scope.Layer.Policy.Compute

        match output with
        | IntOutput -> [ unmasked (Sym.cast dtype numbers) ]
        | _ -> [ unmasked (Tally.encode output bins dtype None numbers) ]

/// A value's hash, modulo the number of bins.
[<NoComparison; NoEquality>]
type internal Hashing = {
    NumBins: int
    /// What goes to bin 0, which is kept free for it.
    MaskValue: Token option
    Salt: Salt option
    OutputMode: CategoryOutput
} with

    /// Outputs are dense.
    member _.Sparse = false

    interface IHostLayer with
        member _.Takes = DType.String

        member h.Build(scope, inputs) =
            let x = inputs.Head

            HostLayer.call scope [ x ] [ { DType = DType.Int64; Dims = x.Dims } ]
            |> List.collect (HashTexts.encode scope h.OutputMode h.NumBins)

        member h.Evaluate(_, inputs) =
            let salt = Salt.Key h.Salt

            let bin: string -> int64 =
                match h.MaskValue with
                | Some mask when h.NumBins > 1 ->
                    fun text ->
                        if text = string mask then
                            0L
                        else
                            1L + Fingerprints.bucket salt (h.NumBins - 1) text
                | _ -> Fingerprints.bucket salt h.NumBins

            [
                HashTexts.ofArray inputs.Head
                |> Array.map bin
                |> NDArray.ofArray inputs.Head.Shape
            ]

/// The hash of several features together, modulo the number of bins.
[<NoComparison>]
type internal HashedCrossing = {
    NumBins: int
    OutputMode: CategoryOutput
} with

    /// Outputs are dense.
    member _.Sparse = false

    /// What the hash begins with.
    static member private Key = 0xDECAFCAFFEUL

    interface IHostLayer with
        member _.Takes = DType.String

        member h.Build(scope, inputs) =
            let first = inputs.Head

            if inputs.Length < 2 then
                scope.Refuse "at least two inputs" $"{inputs.Length}" "Apply([first, second])"

            for x in inputs do
                match x.Dims with
                | [ _ ]
                | [ _; Size 1 ] when x.Rank = first.Rank && not (DType.isFloat x.DType) -> ()
                | _ ->
                    scope.Refuse
                        "inputs of texts or whole numbers, all (batch) or all (batch, 1)"
                        $"{x}"
                        "Input(shape: [1], dtype: \"string\") or dtype: \"int64\""

            HostLayer.call scope inputs [
                {
                    DType = DType.Int64
                    Dims = first.Dims
                }
            ]
            |> List.collect (HashTexts.encode scope h.OutputMode h.NumBins)

        member h.Evaluate(_, inputs) =
            let hashes (a: NDArray) : uint64[] =
                if a.DType = DType.String then
                    a.Texts |> Array.map (System.Text.Encoding.UTF8.GetBytes >> Fingerprints.farm)
                else
                    NDArray.toIntegers a |> Array.map uint64

            let columns = inputs |> List.map hashes

            let bin row =
                let all = columns |> List.map (fun column -> column[row])

                int64 (
                    ((HashedCrossing.Key, all) ||> List.fold Fingerprints.concat) % uint64 h.NumBins
                )

            [ Array.init inputs.Head.Count bin |> NDArray.ofArray inputs.Head.Shape ]
