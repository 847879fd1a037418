/// Augmentations by histograms: values spread so that none is much more frequent than another.
namespace Keratin.LayerTypes

open System
open Keratin

[<RequireQualifiedAccess>]
module internal Histogram =
    /// Where each value's bin is, by whole numbers.
    let bins count range (x: Symbol) =
        (x |> Augment.toUnit range) * (255.0 * float count / 256.0)
        |> Sym.floor
        |> Sym.clip 0.0 (float (count - 1))
        |> Sym.cast DType.Int64

    /// Numbers 0, 1, 2, … of int64 along one axis of so many.
    let numbers axes axis dim =
        Sym.iota dim
        |> Sym.reshape [ for i in 0 .. axes - 1 -> if i = axis then dim else size 1 ]

    /// Values by their shares of the values of their channel in the whole batch, as Keras does it.
    let equalize count range (x: Symbol) =
        let channels = x.Dims[3]
        let place = bins count range x + numbers 4 3 channels * float count
        let places = Sym.reshape [ product x.Dims ] place
        let cells = channels.Times(size count)
        let ones = Sym.fill x.DType places.Dims 1.0

        // the derivative of a lookup adds up what belongs to a row: with ones, it counts
        let frequencies =
            Sym.apply (Op.Backward(Backward.Gather(cells, 0))) [ places; ones ]
            |> Sym.reshape [ channels; size count ]

        let sums = Sym.cumSum 1 frequencies
        let total = Sym.maxAlong [ 1 ] true sums
        let empty = Sym.equal frequencies (frequencies.Like 0.0)
        let least = Sym.reduce Aggregation.Min [ 1 ] true (Sym.where empty total sums)
        let others = total - least
        let one = others.Like 1.0

        let table =
            Sym.apply (Op.Unary Unary.Round) [ (sums - least) / Sym.maximum others one * 255.0 ]

        let spread = Sym.gather 0 (Sym.reshape [ cells ] table) place / 255.0
        let flat = Sym.lessEqual others (others.Like 0.0) |> Sym.reshape [ channels ]
        Sym.where flat x (Augment.fromUnit range spread)

type internal Equalization = {
    ValueRange: float * float
    Bins: int
    DataFormat: DataFormat
} with

    interface ILayer with
        member e.Build(scope, inputs) =
            Augment.inTraining scope e.DataFormat (Histogram.equalize e.Bins e.ValueRange) inputs

/// Equalization within tiles, with bins that are cut where they are too full, and tables between the tiles'
/// middles mixed. Pizer et al., 1987.
type internal ContrastLimitedAdaptiveHistogramEqualization = {
    ValueRange: float * float
    ClipLimit: float
    TileGridSize: int * int
    DataFormat: DataFormat
} with

    /// The tables of all tiles, one after another: (images · rows · columns · channels · 256).
    member private c.Tables(height, width, bins: Symbol, dtype: DType) =
        let down, right = c.TileGridSize
        let batch, channels = bins.Dims.Head, bins.Dims[3]

        let tiles =
            bins
            |> Sym.reshape [ batch; size down; size height; size right; size width; channels ]
            |> Sym.transpose [ 0; 1; 3; 5; 2; 4 ]
            |> Sym.reshape [ batch; size (down * right); channels; size (height * width) ]

        let frequencies = tiles |> Sym.oneHot 256 dtype |> Sym.sum [ 3 ] false

        let cut =
            if c.ClipLimit > 0.0 then
                let limit = c.ClipLimit * float (height * width) / 256.0
                let kept = Sym.minimum frequencies (frequencies.Like limit)
                kept + Sym.sum [ 3 ] true (frequencies - kept) / 256.0
            else
                frequencies

        let sums = Sym.cumSum 3 cut
        let first = Sym.slice 3 (size 0) (size 1) sums
        let span = Sym.slice 3 (size 255) (size 256) sums - first

        (sums - first) / Sym.maximum span (span.Like 1e-7)
        |> Sym.reshape [ product sums.Dims ]

    member private c.Change (scope: Scope) (x: Symbol) =
        let down, right = c.TileGridSize
        let rows, columns = heightAndWidth scope x
        let height, width = (rows + down - 1) / down, (columns + right - 1) / right
        let missing = [ 0, 0; 0, height * down - rows; 0, width * right - columns; 0, 0 ]

        let padded =
            if missing |> List.forall ((=) (0, 0)) then
                x
            else
                Sym.apply (Op.Pad(missing, EdgePad)) [ x ]

        let tables =
            c.Tables(height, width, Histogram.bins 256 c.ValueRange padded, x.DType)

        let bins = Histogram.bins 256 c.ValueRange x
        let channels = known scope "channels" x.Dims[3]

        /// For each place of an axis: the tile before, the one after, and the share of the latter.
        let neighbours axis count tiles length =
            let place = [| for i in 0 .. count - 1 -> float i / float length - 0.5 |]
            let shape = [| for i in 0..3 -> if i = axis then count else 1 |]

            let tile offset =
                let tiles = [|
                    for p in place -> int64 (Math.Clamp(floor p + offset, 0.0, float (tiles - 1)))
                |]

                Sym.constant (NDArray.ofArray shape tiles)

            let share = [| for p in place -> p - floor p |]
            tile 0.0, tile 1.0, Sym.floats shape share |> Sym.cast x.DType

        let above, below, low = neighbours 1 rows down height
        let left, right', far = neighbours 2 columns right width
        let image = Histogram.numbers 4 0 x.Dims.Head
        let channel = Histogram.numbers 4 3 x.Dims[3]

        let look (row: Symbol) (column: Symbol) =
            let tile = image * float (down * right) + row * float right + column
            let table = tile * float channels + channel
            Sym.gather 0 tables (table * 256.0 + bins)

        let line row =
            look row left * (1.0 - far) + look row right' * far

        line above * (1.0 - low) + line below * low |> Augment.fromUnit c.ValueRange

    interface ILayer with
        member c.Build(scope, inputs) = [
            Augment.images scope inputs
            |> Augment.always scope c.DataFormat (c.Change scope)
            |> unmasked
        ]
