/// Windows, and the sines and cosines of a Fourier transform over short frames.
[<RequireQualifiedAccess>]
module internal Keratin.Spectra

open System

/// A sum of cosines, Σ (-1)^k a_k cos(2πkn/N): what most windows are.
let private cosines (a: float list) periodic length =
    let period = if periodic then float length else float (length - 1)

    Array.init length (fun n ->
        if length = 1 then
            1.0
        else
            a
            |> List.mapi (fun k c ->
                let sign = if k % 2 = 0 then 1.0 else -1.0
                sign * c * cos (2.0 * Math.PI * float k * float n / period))
            |> List.sum)

let private triangle periodic length =
    let middle = (if periodic then float length else float (length - 1)) / 2.0

    Array.init length (fun n ->
        if length = 1 then
            1.0
        else
            1.0 - abs (float n - middle) / middle)

/// Windows by the names SciPy gives them.
let private windows: (string * (bool -> int -> float[])) list = [
    "hann", cosines [ 0.5; 0.5 ]
    "hamming", cosines [ 0.54; 0.46 ]
    "blackman", cosines [ 0.42; 0.5; 0.08 ]
    "nuttall", cosines [ 0.3635819; 0.4891775; 0.1365995; 0.0106411 ]
    "blackmanharris", cosines [ 0.35875; 0.48829; 0.14128; 0.01168 ]
    "flattop", cosines [ 0.21557895; 0.41663158; 0.277263158; 0.083578947; 0.006947368 ]
    "bartlett", triangle
    "boxcar", cosines [ 1.0 ]
]

/// A window of this length; periodic: the first of two equal ends, as a transform wants it. Without a name
/// every sample counts alike.
let window where (name: string option) (periodic: bool) (length: int) : float[] =
    match name with
    | None -> Array.create length 1.0
    | Some name ->
        match windows |> List.tryFind (fun (known, _) -> known = name) with
        | Some(_, make) -> make periodic length
        | None -> refuseWord where "window" name (windows |> List.map fst)

/// What the window is divided by: "density" keeps the power, "spectrum" the amplitude.
let scaleOf where (scaling: string option) (window: float[]) =
    match scaling with
    | None -> 1.0
    | Some "density" -> window |> Array.sumBy (fun w -> w * w) |> sqrt
    | Some "spectrum" -> window |> Array.sumBy abs
    | Some other -> refuseWord where "scaling" other [ "density"; "spectrum" ]

/// Row after row (a row for each sample of the frame), the window times the cosine (or minus the sine) of
/// each frequency: 2π · sample · frequency / fftLength.
let transform (sine: bool) (window: float[]) (bins: int) (fftLength: int) : float[] = [|
    for t in 0 .. window.Length - 1 do
        for f in 0 .. bins - 1 do
            let angle = -2.0 * Math.PI * float t * float f / float fftLength
            window[t] * (if sine then sin angle else cos angle)
|]

let private mel hertz = 1127.0 * log (1.0 + hertz / 700.0)

/// The matrix (bins, melBins) that sums a spectrum into triangles equally wide on the mel scale (HTK's).
let melMatrix melBins bins samplingRate low high : float[] =
    let edges =
        let first, last = mel low, mel high
        Array.init (melBins + 2) (fun i -> first + (last - first) * float i / float (melBins + 1))

    [|
        for bin in 0 .. bins - 1 do
            let at = mel (samplingRate / 2.0 * float bin / float (bins - 1))

            for i in 0 .. melBins - 1 do
                let rising = (at - edges[i]) / (edges[i + 1] - edges[i])
                let falling = (edges[i + 2] - at) / (edges[i + 2] - edges[i + 1])
                // the constant part of a signal belongs to no band
                if bin = 0 then 0.0 else max 0.0 (min rising falling)
    |]
