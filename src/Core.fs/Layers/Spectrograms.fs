/// Sound as spectra over time.
namespace Keratin.LayerTypes

open System
open Keratin

[<RequireQualifiedAccess>]
module private Framed =
    /// A kernel of (frame, 1, bins) over (batch, time, 1): the transform of one frame after another.
    let conv padding step (kernel: Symbol) (x: Symbol) =
        let frame =
            match kernel.Dims[0] with
            | Size n -> n
            | Symbolic -> bug "spectrogram" "a kernel of unknown length"

        convolve (windowOf padding [ frame ] [ step ] [ 1 ]) 1 None kernel x

    let power (real: Symbol) (imag: Symbol) = Sym.square real + Sym.square imag

    /// The square root of the power, of which nothing is below a ten-millionth.
    let magnitude (real: Symbol) (imag: Symbol) =
        let power = power real imag
        Sym.sqrt (Sym.maximum power (power.Like 1e-7))

    /// The power of both sides of the spectrum: of every bin but the first and the last there are two.
    let bothSides (power: Symbol) =
        match power.Dims[2] with
        | Size bins when bins > 2 ->
            let inner = Sym.slice 2 (size 1) (size (bins - 1)) power
            power + Sym.pad [ 0, 0; 0, 0; 1, 1 ] 0.0 inner
        | _ -> power

/// What a spectrogram shows of the transform.
type internal SpectrumMode =
    | LogSpectrum
    | MagnitudeSpectrum
    | PowerSpectrum
    | RealSpectrum
    | ImaginarySpectrum
    | AngleSpectrum
    | WholeSpectrum

    /// Keras's name.
    override m.ToString() =
        match m with
        | LogSpectrum -> "log"
        | MagnitudeSpectrum -> "magnitude"
        | PowerSpectrum -> "psd"
        | RealSpectrum -> "real"
        | ImaginarySpectrum -> "imag"
        | AngleSpectrum -> "angle"
        | WholeSpectrum -> "stft"

[<RequireQualifiedAccess>]
module internal SpectrumMode =
    let names = [
        for mode in
            [
                LogSpectrum
                MagnitudeSpectrum
                PowerSpectrum
                RealSpectrum
                ImaginarySpectrum
                AngleSpectrum
                WholeSpectrum
            ] -> string mode, mode
    ]

    let parse where name =
        match names |> List.tryFind (fun (known, _) -> known = name) with
        | Some(_, mode) -> mode
        | None -> refuseWord where "mode" name (names |> List.map fst)

type internal STFTSpectrogram = {
    Mode: SpectrumMode
    FrameLength: int
    /// Half a frame where it is not given.
    FrameStep: Nullable<int>
    /// The frame's length up to a power of two where it is not given.
    FftLength: Nullable<int>
    Window: string option
    Periodic: bool
    Scaling: string option
    Padding: Padding
    ExpandDims: bool
    DataFormat: DataFormat
} with

    member s.Step =
        if s.FrameStep.HasValue then
            s.FrameStep.Value
        else
            s.FrameLength / 2

    member s.Fft =
        if s.FftLength.HasValue then
            s.FftLength.Value
        else
            int (Numerics.BitOperations.RoundUpToPowerOf2(uint32 s.FrameLength))

    interface ILayer with
        member s.Build(scope, inputs) =
            let x = inputs.Head
            ofRank scope 3 "batch, time, channels" x
            let x = channelsLast s.DataFormat x
            let batch, channels = x.Dims[0], x.Dims[2]
            let bins = s.Fft / 2 + 1

            let kernel name side =
                scope.Weight(
                    name,
                    [ size s.FrameLength; size 1; size bins ],
                    Initializer.STFT(
                        side,
                        Option.toObj s.Window,
                        Option.toObj s.Scaling,
                        s.Periodic
                    )
                )

            let real =
                if s.Mode = ImaginarySpectrum then
                    None
                else
                    Some(kernel "real_kernel" "real")

            let imag =
                if s.Mode = RealSpectrum then
                    None
                else
                    Some(kernel "imag_kernel" "imag")

            // each channel by itself
            let alone =
                x
                |> Sym.transpose [ 0; 2; 1 ]
                |> Sym.reshape [ product [ batch; channels ]; x.Dims[1]; size 1 ]

            let through kernel =
                Framed.conv s.Padding s.Step kernel alone

            let y =
                match real |> Option.map through, imag |> Option.map through with
                | Some real, None -> real
                | None, Some imag -> imag
                | Some real, Some imag ->
                    match s.Mode with
                    | LogSpectrum ->
                        let magnitude = Framed.magnitude real imag
                        Sym.log (Sym.maximum magnitude (magnitude.Like 1e-7))
                    | MagnitudeSpectrum -> Framed.magnitude real imag
                    | PowerSpectrum -> Framed.bothSides (Framed.power real imag)
                    | AngleSpectrum -> Sym.apply (Op.Binary Binary.Arctan2) [ imag; real ]
                    | WholeSpectrum
                    | RealSpectrum
                    | ImaginarySpectrum -> Sym.concat 2 [ real; imag ]
                | None, None -> bug scope.Where "neither a real nor an imaginary part"

            let frames, values = y.Dims[1], y.Dims[2]
            let y = y |> Sym.reshape [ batch; channels; frames; values ]

            let y =
                match s.DataFormat, s.ExpandDims with
                | LastFormat, true -> y |> Sym.transpose [ 0; 2; 3; 1 ]
                | LastFormat, false ->
                    y
                    |> Sym.transpose [ 0; 2; 1; 3 ]
                    |> Sym.reshape [ batch; frames; product [ channels; values ] ]
                | FirstFormat, true -> y
                | FirstFormat, false ->
                    y
                    |> Sym.transpose [ 0; 1; 3; 2 ]
                    |> Sym.reshape [ batch; product [ channels; values ]; frames ]

            [ unmasked y ]

type internal MelSpectrogram = {
    FftLength: int
    SequenceStride: int
    SequenceLength: int
    Window: string option
    SamplingRate: float
    NumMelBins: int
    MinFreq: float
    MaxFreq: float
    PowerToDb: bool
    TopDb: float
    MagExp: float
    MinPower: float
    RefPower: float
} with

    /// 10 · log10 of values that are at least minPower.
    member private m.Decibels(x: Symbol) =
        Sym.log (Sym.maximum x (x.Like m.MinPower)) * (10.0 / log 10.0)

    interface ILayer with
        member m.Build(scope, inputs) =
            let compute = scope.Layer.Policy.Compute
            let x = inputs.Head |> Sym.cast compute |> precise

            if x.Rank <> 1 && x.Rank <> 2 then
                scope.Refuse
                    "one sound (1 axis) or a batch of them (2)"
                    $"{x.Rank}: {x}"
                    "reshape the input"

            let single = x.Rank = 1
            let x = if single then Sym.expandDims 0 x else x
            let bins = m.FftLength / 2 + 1

            // the window lies in the middle of the frame
            let window =
                let inner = Spectra.window scope.Where m.Window true m.SequenceLength
                let before = (m.FftLength - m.SequenceLength) / 2

                Array.init m.FftLength (fun i ->
                    if i < before || i >= before + inner.Length then
                        0.0
                    else
                        inner[i - before])

            let kernel sine =
                Sym.floats
                    [| m.FftLength; 1; bins |]
                    (Spectra.transform sine window bins m.FftLength)
                |> Sym.cast x.DType

            let half = m.FftLength / 2

            let framed =
                Sym.apply (Op.Pad([ 0, 0; half, half ], ReflectPad)) [ x ] |> Sym.expandDims 2

            let through sine =
                Framed.conv ValidPadding m.SequenceStride (kernel sine) framed

            let spectrum = Sym.sqrt (Framed.power (through false) (through true))

            let spectrum =
                if m.MagExp = 1.0 then
                    spectrum
                else
                    Sym.power spectrum (spectrum.Like m.MagExp)

            let mel =
                Sym.matmul
                    spectrum
                    (Sym.floats
                        [| bins; m.NumMelBins |]
                        (Spectra.melMatrix m.NumMelBins bins m.SamplingRate m.MinFreq m.MaxFreq)
                     |> Sym.cast x.DType)

            let shown =
                if m.PowerToDb then
                    let decibels = m.Decibels mel - 10.0 * log10 (max (abs m.RefPower) m.MinPower)

                    let greatest = Sym.maxAlong [ 0 .. decibels.Rank - 1 ] false decibels
                    Sym.maximum decibels (greatest - m.TopDb)
                else
                    mel

            let y = shown |> Sym.transpose [ 0; 2; 1 ] |> Sym.cast compute
            [ (if single then Sym.squeeze [ 0 ] y else y) |> unmasked ]
