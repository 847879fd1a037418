/// A layer whose kernel is kept at a spectral norm of one.
namespace Keratin.LayerTypes

open Keratin

[<NoComparison; NoEquality>]
type internal SpectralNormalization = {
    Layer: Layer
    PowerIterations: int
} with

    /// The vector on which the next training step goes on, and the kernel divided by its greatest singular
    /// value, which so many steps of power iteration estimate.
    static member Normalized (iterations: int) (kernel: Symbol) (u: Symbol) : Symbol * Symbol =
        let rows = kernel.Dims[.. kernel.Rank - 2]
        let matrix = kernel |> Sym.reshape [ product rows; List.last kernel.Dims ]

        let unit (x: Symbol) =
            x / Sym.maximum (Sym.sqrt (Sym.sumAll (Sym.square x))) (x.Like 1e-12)

        let step (_, u) =
            let v = unit (Sym.matmul u (Sym.transpose [ 1; 0 ] matrix))
            v, unit (Sym.matmul v matrix)

        let v, u = ((u, u), [ 1..iterations ]) ||> List.fold (fun pair _ -> step pair)
        let sigma = Sym.sumAll (Sym.matmul v matrix * u)
        u, kernel / sigma

    /// The kernel of the layer, when the layer has been called.
    member s.Kernel =
        s.Layer.NamedWeights
        |> List.tryFind (fun (name, _) -> name = "kernel" || name = "embeddings")

    interface ILayer with
        member s.Build(scope, inputs) =
            let plain = scope.Part("layer", s.Layer, inputs)

            let kernel =
                match s.Kernel with
                | Some(_, weight) -> weight
                | None ->
                    scope.Refuse
                        "a layer with a kernel or embeddings"
                        $"{s.Layer}"
                        "wrap a Dense, a convolution or an Embedding"

            let u =
                scope.Weight(
                    "vector_u",
                    [ size 1; size (List.last kernel.Dims) ],
                    Initializer.TruncatedNormal(stddev = 0.02),
                    trainable = false
                )

            let value = Sym.weight kernel
            let next, normalized = SpectralNormalization.Normalized s.PowerIterations value u

            // training puts the normalized kernel in the place of the kernel, and derives by that
            let used = value + Sym.stopGradient (normalized - value)

            let trained =
                plain
                |> Graph.rewrite (fun node _ ->
                    match node.Op with
                    | Op.Weight weight when weight = kernel -> Some [ used ]
                    | _ -> None)

            // two calls in one step go on from each other
            let after part =
                fun before -> Scan.substitute (Sym.weight kernel) before part |> Sym.stopGradient

            scope.Additions.AddUpdate(weightOf u, fun _ -> Sym.stopGradient next)
            scope.Additions.AddUpdate(kernel, after normalized)

            [
                for trained, plain in List.zip trained plain ->
                    scope.Phase((fun () -> trained), plain).WithMask plain.Mask
            ]
