/// Momentum made orthogonal, for the matrices of a model.
namespace Keratin

open System
open System.Text.RegularExpressions

module private Orthogonal =
    /// A matrix with nearly the same singular vectors and singular values near 1, by steps of
    /// X ← a·X + (b·A + c·A·A)·X with A = X·Xᵀ.
    let newtonSchulz (a: float, b: float, c: float) (steps: int) (x: Symbol) : Symbol =
        let flip = Sym.transpose [ 1; 0 ]

        let isTall =
            match x.Dims with
            | [ Size rows; Size columns ] -> rows > columns
            | _ -> bug "Muon" "a matrix of known size"

        let step (x: Symbol) _ =
            let square = Sym.matmul x (flip x)
            x * a + Sym.matmul (square * b + Sym.matmul square square * c) x

        let wide = if isTall then flip x else x
        let unit = wide / (norm wide + 1e-7)
        let after = (unit, [ 1..steps ]) ||> List.fold step
        if isTall then flip after else after

/// <summary>Steps along the momentum of a matrix with its singular values made equal: m ← μ·m + g, and
/// w ← w - η · NewtonSchulz(m) · rmsRate · √max(rows, columns), with g + μ·m in the place of m where Nesterov.
/// Whatever is no matrix, embeddings and the excluded layers go by AdamW. Jordan et al., 2024; Liu et al.,
/// 2025.</summary>
/// <param name="learningRate">A number or a schedule. Default: 0.001.</param>
/// <param name="adamBeta1">AdamW's decay of the first moment. Default: 0.9.</param>
/// <param name="adamBeta2">AdamW's decay of the second moment. Default: 0.999.</param>
/// <param name="adamWeightDecay">Decoupled decay of the weights that go by AdamW. Default: 0.004.</param>
/// <param name="epsilon">AdamW's: added to the root. Default: 1e-7.</param>
/// <param name="weightDecay">Decoupled decay of the matrices, times the learning rate. Default: 0.004.</param>
/// <param name="clipnorm">Each gradient's greatest norm. Default: none.</param>
/// <param name="clipvalue">Greatest size of a gradient's element. Default: none.</param>
/// <param name="globalClipnorm">Greatest norm of all gradients together. Default: none.</param>
/// <param name="useEma">Whether averages of the weights are kept. Default: false.</param>
/// <param name="emaMomentum">Decay of those averages. Default: 0.99.</param>
/// <param name="emaOverwriteFrequency">Steps between copying averages into weights. Default: never.</param>
/// <param name="lossScaleFactor">The loss is multiplied, gradients divided by it. Default: none.</param>
/// <param name="gradientAccumulationSteps">Steps whose gradients are averaged for an update. Default: none.</param>
/// <param name="name">The name it is saved with. Default: "muon".</param>
/// <param name="excludeLayers">Regular expressions; weights with one of them in their path go by AdamW.
/// Default: none.</param>
/// <param name="excludeEmbeddings">Whether weights with "embedding" in their path go by AdamW. Default: true.</param>
/// <param name="muonA">The factor of X in a Newton-Schulz step. Default: 3.4445.</param>
/// <param name="muonB">The factor of X·Xᵀ·X. Default: -4.775.</param>
/// <param name="muonC">The factor of (X·Xᵀ)²·X. Default: 2.0315.</param>
/// <param name="adamLrRatio">AdamW's learning rate over that of the matrices. Default: 1.</param>
/// <param name="momentum">Decay of the momentum. Default: 0.95.</param>
/// <param name="nsSteps">The number of Newton-Schulz steps. Default: 5.</param>
/// <param name="nesterov">Whether the gradient counts where the momentum leads. Default: true.</param>
/// <param name="rmsRate">The root mean square of a step over the learning rate, as Adam's; 0: steps are not
/// scaled, which Keras writes as None. Default: 0.2.</param>
[<Sealed>]
type Muon
    (
        [<Opt>] learningRate: LearningRate | null,
        [<Opt; Or(0.9)>] adamBeta1: float,
        [<Opt; Or(0.999)>] adamBeta2: float,
        [<Opt; Or(0.004); Off(0.0)>] adamWeightDecay: float,
        [<Opt; Or(1e-7)>] epsilon: float,
        [<Opt; Or(0.004); Off(0.0)>] weightDecay: float,
        [<Opt>] clipnorm: Nullable<float>,
        [<Opt>] clipvalue: Nullable<float>,
        [<Opt>] globalClipnorm: Nullable<float>,
        [<Opt; Or(false)>] useEma: bool,
        [<Opt; Or(0.99)>] emaMomentum: float,
        [<Opt>] emaOverwriteFrequency: Nullable<int>,
        [<Opt>] lossScaleFactor: Nullable<float>,
        [<Opt>] gradientAccumulationSteps: Nullable<int>,
        [<Opt; Or("muon")>] name: string,
        [<Opt>] excludeLayers: string[] | null,
        [<Opt; Or(true)>] excludeEmbeddings: bool,
        [<Opt; Or(3.4445)>] muonA: float,
        [<Opt; Or(-4.775)>] muonB: float,
        [<Opt; Or(2.0315)>] muonC: float,
        [<Opt; Or(1.0)>] adamLrRatio: float,
        [<Opt; Or(0.95)>] momentum: float,
        [<Opt; Or(5)>] nsSteps: int,
        [<Opt; Or(true)>] nesterov: bool,
        [<Opt; Or(0.2); Off(0.0)>] rmsRate: float
    ) =
    inherit
        Optimizer(
            name,
            rateOr 0.001 learningRate,
            {
                settings
                    (Nullable weightDecay)
                    clipnorm
                    clipvalue
                    globalClipnorm
                    useEma
                    emaMomentum
                    emaOverwriteFrequency
                    lossScaleFactor
                    gradientAccumulationSteps with
                    DecayOf =
                        fun w ->
                            if Muon.GoesByAdam(excludeLayers, excludeEmbeddings, w) then
                                adamWeightDecay
                            else
                                weightDecay
            },
            {
                Slots =
                    fun w -> [
                        [
                            slot "momentum" 0.0
                            if Muon.GoesByAdam(excludeLayers, excludeEmbeddings, w) then
                                slot "velocity" 0.0
                        ]
                    ]
                Shared = []
                Apply =
                    fun rate w g slots ->
                        match slots with
                        | [ m ] ->
                            let m = m * momentum + g
                            let direction = if nesterov then g + m * momentum else m

                            let step =
                                direction |> Orthogonal.newtonSchulz (muonA, muonB, muonC) nsSteps

                            let longest =
                                w.Dims
                                |> List.choose (fun dim ->
                                    match dim with
                                    | Size n -> Some(float n)
                                    | Symbolic -> None)
                                |> List.max

                            let scale = if rmsRate = 0.0 then 1.0 else rmsRate * sqrt longest
                            w - step * (rate.Learning * scale), [ m ]
                        | _ ->
                            let slower = {
                                rate with
                                    Learning = rate.Learning * adamLrRatio
                            }

                            Moments.step adamBeta1 adamBeta2 epsilon false slower w g slots
                Kernel = None
            }
        )

    member internal _.AdamBeta1 = adamBeta1
    member internal _.AdamBeta2 = adamBeta2
    member internal _.AdamWeightDecay = adamWeightDecay
    member internal _.Epsilon = epsilon
    member internal _.ExcludeLayers = excludeLayers
    member internal _.ExcludeEmbeddings = excludeEmbeddings
    member internal _.MuonA = muonA
    member internal _.MuonB = muonB
    member internal _.MuonC = muonC
    member internal _.AdamLrRatio = adamLrRatio
    member internal _.Momentum = momentum
    member internal _.NsSteps = nsSteps
    member internal _.Nesterov = nesterov
    member internal _.RmsRate = rmsRate

    /// Whether a weight goes by AdamW.
    static member internal GoesByAdam
        (excludeLayers: string[] | null, excludeEmbeddings: bool, w: Weight)
        : bool =
        w.Dims.Length <> 2
        || excludeEmbeddings
           && w.Path.Contains("embedding", StringComparison.OrdinalIgnoreCase)
        || excludeLayers
           |> orElse [||]
           |> Array.exists (fun pattern -> Regex.IsMatch(w.Path, pattern))
