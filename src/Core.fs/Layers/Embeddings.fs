/// Vectors for indices, and the way back.
namespace Keratin.LayerTypes

open System
open Keratin

/// What the layers of this page share: a table with a row for each index.
type internal Table = {
    InputDim: int
    OutputDim: int
    EmbeddingsInitializer: Initializer
    EmbeddingsRegularizer: Regularizer option
    EmbeddingsConstraint: Constraint option
    MaskZero: bool
    Adaptation: Adaptation option
} with

    member t.Weight(scope: Scope) : Symbol =
        let table =
            scope.Weight(
                "embeddings",
                [ size t.InputDim; size t.OutputDim ],
                t.EmbeddingsInitializer,
                t.EmbeddingsRegularizer,
                t.EmbeddingsConstraint
            )

        Adaptation.apply scope "embeddings" t.Adaptation
        table

    /// The rows of these indices, with the mask that index 0 stands for.
    member t.Rows (table: Symbol) (x: Symbol) : Symbol =
        let indices =
            match x.DType with
            | DType.Int32
            | DType.Int64 -> x
            | _ -> Sym.cast DType.Int32 x

        let mask =
            if t.MaskZero then
                Some(Sym.notEqual x (x.Like 0.0))
            else
                None

        (Sym.gather 0 table indices).WithMask mask

type internal Embedding = {
    Table: Table
} with

    interface IAdaptable with
        member _.Adaptable = "embeddings"
        member e.Build(scope, inputs) = [ e.Table.Rows (e.Table.Weight scope) inputs.Head ]

/// An embedding that also goes from vectors back to a number for each index, called with reverse.
type internal ReversibleEmbedding = {
    Table: Table
    TieWeights: bool
    ReverseDType: DType option
    LogitSoftCap: float option
} with

    interface IReversible

    interface IAdaptable with
        member _.Adaptable = "embeddings"

        member e.Build(scope, inputs) =
            let table = e.Table.Weight scope

            let back =
                if e.TieWeights then
                    table
                else
                    scope.Weight(
                        "reverse_embeddings",
                        [ size e.Table.OutputDim; size e.Table.InputDim ],
                        e.Table.EmbeddingsInitializer,
                        e.Table.EmbeddingsRegularizer,
                        e.Table.EmbeddingsConstraint
                    )

            if scope.Flag "reverse" then
                let dtype = e.ReverseDType |> Option.defaultValue scope.Layer.Policy.Compute
                let x = Sym.cast dtype inputs.Head
                let back = Sym.cast dtype back

                let logits =
                    Sym.matmul x (if e.TieWeights then Sym.transpose [ 1; 0 ] back else back)

                [
                    (match e.LogitSoftCap with
                     | Some cap -> Sym.tanh (logits / cap) * cap
                     | None -> logits)
                    |> unmasked
                ]
            else
                [ e.Table.Rows table inputs.Head ]
