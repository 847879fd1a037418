/// Images as (…, height, width, channels): colours, borders and patches.
[<RequireQualifiedAccess>]
module internal Keratin.Pictures

open Keratin

/// A function of channels-last images, for images of either layout.
let inLayout where (dataFormat: string | null) (change: Symbol -> Symbol) (x: Symbol) : Symbol =
    let first = x.Rank - 3

    match dataFormat with
    | null
    | "channels_last" -> change x
    | "channels_first" ->
        x
        |> Rearranging.moved [ first ] [ -1 ]
        |> change
        |> Rearranging.moved [ -1 ] [ first ]
    | other -> refuseWord where "dataFormat" other [ "channels_last"; "channels_first" ]

let private channels (x: Symbol) =
    match List.last x.Dims with
    | Size 3 -> [ for i in 0..2 -> Sym.slice (x.Rank - 1) (size i) (size (i + 1)) x ]
    | _ -> refuse "image" "three channels" $"{x}" "check the layout, and dataFormat"

let gray (x: Symbol) =
    List.map2 (*) (channels x) [ x.Like 0.2989; x.Like 0.587; x.Like 0.114 ]
    |> List.reduce Sym.add

/// Hue, saturation and value from 0 to 1.
let toHsv (x: Symbol) =
    match channels x with
    | [ r; g; b ] ->
        let value = Sym.maxAlong [ -1 ] true x
        let spread = value - Sym.reduce Aggregation.Min [ -1 ] true x

        let hue =
            Sym.where
                (Sym.equal r value)
                (ratio (g - b) spread)
                (Sym.where
                    (Sym.equal g value)
                    (ratio (b - r) spread + 2.0)
                    (ratio (r - g) spread + 4.0))
            / 6.0

        Sym.concat -1 [ hue - Sym.floor hue; ratio spread value; value ]
    | _ -> bug "rgb_to_hsv" "three channels"

let fromHsv (x: Symbol) =
    match channels x with
    | [ hue; saturation; value ] ->
        let red = Sym.abs (hue * 6.0 - 3.0) - 1.0
        let green = 2.0 - Sym.abs (hue * 6.0 - 2.0)
        let blue = 2.0 - Sym.abs (hue * 6.0 - 4.0)

        Sym.concat -1 [
            for tone in [ red; green; blue ] ->
                (1.0 - saturation * (1.0 - Sym.clip 0.0 1.0 tone)) * value
        ]
    | _ -> bug "hsv_to_rgb" "three channels"

/// Where a part of an axis begins and ends, of which two of three numbers say the third.
let private between where (n: int) (before: int option) (wanted: int option) (after: int option) =
    match before, wanted, after with
    | Some before, Some wanted, None -> before, n - before - wanted
    | Some before, None, Some after -> before, after
    | None, Some wanted, Some after -> n - after - wanted, after
    | _ ->
        refuse
            where
            "two of: what is before, the size, what is after"
            "another number of them"
            "leave one of the three out"

let crop (top, height, bottom) (left, width, right) (x: Symbol) =
    let cut axis (before, after) (x: Symbol) =
        let n = knownSize "crop_images" x axis

        if before < 0 || after < 0 || before + after >= n then
            refuse
                "crop_images"
                $"a part within {n}"
                $"{before} before and {after} after"
                "check the sizes"

        Sym.slice axis (size before) (size (n - after)) x

    let rows, columns = x.Rank - 3, x.Rank - 2
    let known axis = knownSize "crop_images" x axis

    x
    |> cut rows (between "crop_images" (known rows) top height bottom)
    |> cut columns (between "crop_images" (known columns) left width right)

let pad (top, height, bottom) (left, width, right) (x: Symbol) =
    let around axis before wanted after =
        let n = knownSize "pad_images" x axis
        let before, after = between "pad_images" -n before (wanted |> Option.map (~-)) after

        if before < 0 || after < 0 then
            refuse
                "pad_images"
                $"a size of at least {n}"
                $"{before} before and {after} after"
                "check the sizes"

        before, after

    let rows, columns = x.Rank - 3, x.Rank - 2

    x
    |> Sym.pad
        [
            for axis in 0 .. x.Rank - 1 ->
                if axis = rows then around rows top height bottom
                elif axis = columns then around columns left width right
                else 0, 0
        ]
        0.0

/// Windows of an image, each as one row of numbers (rows, columns, channels).
let patches (tall, wide) (down, across) (dilation: int * int) (same: bool) (x: Symbol) =
    let rows, columns = x.Rank - 3, x.Rank - 2
    let reach size' dilation = (size' - 1) * dilation + 1

    let border n stride size' dilation =
        if same then
            let missing =
                max 0 (((n + stride - 1) / stride - 1) * stride + reach size' dilation - n)

            missing / 2, missing - missing / 2
        else
            0, 0

    let known axis = knownSize "extract_patches" x axis

    let x =
        x
        |> Sym.pad
            [
                for axis in 0 .. x.Rank - 1 ->
                    if axis = rows then
                        border (known rows) down tall (fst dilation)
                    elif axis = columns then
                        border (known columns) across wide (snd dilation)
                    else
                        0, 0
            ]
            0.0

    let every axis stride start size' dilation (x: Symbol) =
        let n = knownSize "extract_patches" x axis
        let stop = n - reach size' dilation + start + 1
        Sym.apply (Op.Slice(axis, size start, size stop, stride)) [ x ]

    Sym.concat -1 [
        for i in 0 .. tall - 1 do
            for j in 0 .. wide - 1 ->
                x
                |> every rows down (i * fst dilation) tall (fst dilation)
                |> every columns across (j * snd dilation) wide (snd dilation)
    ]

/// Channels spread over squares of pixels.
let depthToSpace (block: int) (x: Symbol) =
    match x.Dims with
    | [ batch; Size h; Size w; Size c ] when c % (block * block) = 0 ->
        let depth = size (c / (block * block))

        x
        |> Sym.reshape [ batch; size h; size w; size block; size block; depth ]
        |> Sym.transpose [ 0; 1; 3; 2; 4; 5 ]
        |> Sym.reshape [ batch; size (h * block); size (w * block); depth ]
    | _ ->
        refuse
            "depth_to_space"
            $"images of known size whose channels divide by {block * block}"
            $"{x}"
            "another blockSize"

/// Squares of pixels as channels.
let spaceToDepth (block: int) (x: Symbol) =
    match x.Dims with
    | [ batch; Size h; Size w; Size c ] when h % block = 0 && w % block = 0 ->
        x
        |> Sym.reshape [ batch; size (h / block); size block; size (w / block); size block; size c ]
        |> Sym.transpose [ 0; 1; 3; 2; 4; 5 ]
        |> Sym.reshape [ batch; size (h / block); size (w / block); size (c * block * block) ]
    | _ ->
        refuse
            "space_to_depth"
            $"images of known size that divide by {block}"
            $"{x}"
            "another blockSize"
