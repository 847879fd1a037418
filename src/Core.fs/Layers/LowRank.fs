/// Layers whose kernel or table can be adapted by two narrow matrices.
namespace Keratin.LayerTypes

open Keratin

/// What a layer is asked to adapt its weight with.
type internal Adaptation = {
    Rank: int
    Alpha: float
} with

    /// The settings of a layer's constructor: none without a rank.
    static member Of
        (where: string, rank: System.Nullable<int>, alpha: System.Nullable<float>, limit: obj | null) : Adaptation option =
        if not rank.HasValue then
            None
        else
            positive where "lora_rank" rank.Value

            match limit with
            | null -> ()
            | limit ->
                refuse
                    where
                    "no constraint on the weight that lora_rank adapts"
                    $"{limit}"
                    "leave out the constraint, or loraRank"

            Some {
                Rank = rank.Value
                Alpha = if alpha.HasValue then alpha.Value else float rank.Value
            }

/// A layer with a weight that low-rank adaptation is for.
type internal IAdaptable =
    inherit ILayer
    /// The weight's name: "kernel", "embeddings".
    abstract Adaptable: string

[<RequireQualifiedAccess>]
module internal Adaptation =
    /// Freezes the weight and gives it two narrow matrices that are trained in its place.
    let enable
        (where: string)
        (layer: Layer)
        (adapted: string)
        (settings: Adaptation)
        (aInitializer: Initializer)
        (bInitializer: Initializer)
        =
        match layer.NamedWeights |> List.tryFind (fun (name, _) -> name = adapted) with
        | Some(_, weight) when weight.Adaptation.IsNone ->
            let narrow part shape initializer =
                layer.Own.Add(
                    where,
                    {
                        Name = $"lora_{adapted}_{part}"
                        Shape = List.map size shape
                        Initializer = initializer
                        Regularizer = weight.Regularizer
                        Constraint = None
                        Trainable = true
                        DType = weight.DType
                        Storage = [ 0 .. List.length shape - 1 ]
                    }
                )

            let outer = weight.Dims[.. weight.Dims.Length - 2]
            let a = narrow "a" (outer @ [ settings.Rank ]) aInitializer
            let b = narrow "b" [ settings.Rank; List.last weight.Dims ] bInitializer

            weight.Adaptation <-
                Some {
                    A = a
                    B = b
                    Scale = settings.Alpha / float settings.Rank
                }
        | Some _ ->
            refuse
                where
                "a layer that is not adapted yet"
                $"{layer}, which is"
                "call EnableLora once, or give loraRank alone"
        | None ->
            refuse
                where
                "a layer that has made its weights"
                $"{layer}, which was not called yet"
                "call the layer or make a model of it first, or give it loraRank"

    /// Adapts at the first call what the constructor was asked to.
    let apply (scope: Scope) (adapted: string) (settings: Adaptation option) =
        match settings, scope.Layer.NamedWeights |> List.tryFind (fst >> (=) adapted) with
        | Some settings, Some(_, weight) when weight.Adaptation.IsNone ->
            enable
                scope.Where
                scope.Layer
                adapted
                settings
                (Initializer.HeUniform())
                Initializer.Zeros
        | _ -> ()

namespace Keratin

open System
open System.Runtime.CompilerServices
open Keratin.LayerTypes

/// Adapts layers of trained models at little cost.
[<AbstractClass; Sealed; Extension>]
type LowRankAdaptation =
    /// <summary>Freezes the kernel (or the table) W of a layer and trains two narrow matrices in its place: it counts as
    /// W + (loraAlpha / rank) · A · B. Hu et al., 2021.</summary>
    /// <remarks>Compile the model again after that, so that the optimizer is for what is trained now. A file has the sum as the
    /// kernel, and no A and B.</remarks>
    /// <param name="layer">A Dense, EinsumDense, Embedding, ReversibleEmbedding, Conv1D, Conv2D or Conv3D that was called, without a
    /// constraint on that weight.</param>
    /// <param name="rank">The width of the matrices; above 0.</param>
    /// <param name="loraAlpha">How much the product counts, over rank. Default: rank.</param>
    /// <param name="aInitializer">First values of A, of the weight's shape with rank as last axis. Default: HeUniform.</param>
    /// <param name="bInitializer">First values of B (rank, last axis). Default: zeros.</param>
    [<Extension>]
    static member EnableLora
        (
            layer: Layer,
            rank: int,
            [<Opt>] loraAlpha: Nullable<float>,
            [<Opt>] aInitializer: Initializer | null,
            [<Opt>] bInitializer: Initializer | null
        ) : unit =
        let where = $"EnableLora of {layer}"

        match layer.Meaning with
        | Some(:? IAdaptable as meaning) ->
            let limit =
                layer.NamedWeights
                |> List.tryPick (fun (name, w) ->
                    if name = meaning.Adaptable then w.Constraint else None)
                |> Option.map box
                |> Option.toObj

            match Adaptation.Of(where, Nullable rank, loraAlpha, limit) with
            | Some settings ->
                Adaptation.enable
                    where
                    layer
                    meaning.Adaptable
                    settings
                    (aInitializer |> orElse (Initializer.HeUniform()))
                    (bInitializer |> orElse Initializer.Zeros)
            | None -> ()
        | _ ->
            refuse
                where
                "a Dense, EinsumDense, Embedding, ReversibleEmbedding or Conv layer"
                $"{layer}"
                "name such a layer of the model: model.GetLayer(\"dense\")"
