/// Augmentations by histograms: values spread so that none is much more frequent than another.
namespace Keratin.LayerTypes

open System
open Keratin

[<RequireQualifiedAccess>]
module internal Histogram =
    /// Whole numbers from 0 to below `count`.
    let private whole count (x: Symbol) =
        x |> Sym.clip 0.0 (float (count - 1)) |> Sym.floor |> Sym.cast DType.Int64

    /// Where the bins of values from 0 to 255 are, when there are 256.
    let bytes (x: Symbol) = whole 256 x

    /// Numbers 0, 1, 2, … of int64 along one axis of so many.
    let numbers axes axis dim =
        Sym.iota dim
        |> Sym.reshape [ for i in 0 .. axes - 1 -> if i = axis then dim else size 1 ]

    /// Values by their shares of the values of their channel in the whole batch, as Keras does it.
    let equalize count range (x: Symbol) =
        let channels = x.Dims[3]
        let level = float (count - 1)
        let bytes = Augment.changeRange range Augment.bytes x
        let first = numbers 4 3 channels * float count
        // values are counted and looked up by two orders of calculation, as in Keras: bins of the same value may differ
        let counted = whole count (bytes * level / 255.0) + first
        let looked = whole count (bytes / 255.0 * level) + first
        let places = Sym.reshape [ product x.Dims ] counted
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
        let divisor = Sym.maximum others (others.Like 1.0)

        let table = Sym.apply (Op.Unary Unary.Round) [ (sums - least) * 255.0 / divisor ]

        let spread = Sym.gather 0 (Sym.reshape [ cells ] table) looked
        let flat = Sym.lessEqual others (others.Like 0.0) |> Sym.reshape [ channels ]
        Sym.where flat x (Augment.changeRange Augment.bytes range spread)

type internal Equalization = {
    ValueRange: float * float
    Bins: int
    DataFormat: DataFormat
} with

    interface IAugmentation with
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

        // a bin has two digits of 16: pairs are counted by a product, without a place for each bin of each pixel
        let upper = Sym.floorDivide tiles (tiles.Like 16.0)
        let lower = tiles - upper * 16.0

        let frequencies =
            Sym.matmul
                (Sym.oneHot 16 dtype upper |> Sym.transpose [ 0; 1; 2; 4; 3 ])
                (Sym.oneHot 16 dtype lower)
            |> Sym.reshape [ batch; size (down * right); channels; size 256 ]

        let count = float (height * width)

        let cut =
            if c.ClipLimit > 0.0 then
                let limit = c.ClipLimit * count / 256.0
                let kept = Sym.minimum frequencies (frequencies.Like limit)
                kept + Sym.sum [ 3 ] true (frequencies - kept) / 256.0
            else
                frequencies

        let sums = Sym.cumSum 3 cut
        let first = Sym.slice 3 (size 0) (size 1) sums
        let span = count - first
        let divisor = Sym.where (Sym.equal span (span.Like 0.0)) (Sym.onesLike span) span

        (sums - first) * 255.0 / divisor
        |> Sym.clip 0.0 255.0
        |> Sym.reshape [ product sums.Dims ]

    /// An axis continued in a mirror that stands behind its last cell.
    member private _.Continue (axis, count, wanted) (x: Symbol) =
        if count = wanted then
            x
        else
            let cells = [|
                for i in 0 .. wanted - 1 ->
                    let place = i % (2 * count)
                    int64 (min place (2 * count - 1 - place))
            |]

            Sym.gather axis x (Sym.constant (NDArray.ofArray [| wanted |] cells))

    member private c.Change (scope: Scope) (x: Symbol) =
        let down, right = c.TileGridSize
        let rows, columns = heightAndWidth scope x
        let height, width = (rows + down - 1) / down, (columns + right - 1) / right

        let bins = x |> Augment.changeRange c.ValueRange Augment.bytes |> Histogram.bytes

        let whole =
            bins
            |> c.Continue(1, rows, height * down)
            |> c.Continue(2, columns, width * right)

        let tables = c.Tables(height, width, whole, x.DType)
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

        line above * (1.0 - low) + line below * low
        |> Augment.changeRange Augment.bytes c.ValueRange

    interface IAugmentation with
        member c.Build(scope, inputs) = [
            Augment.images scope inputs
            |> Augment.always scope c.DataFormat (c.Change scope)
            |> unmasked
        ]
