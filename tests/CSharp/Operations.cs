using System.Reflection;
using System.Runtime.CompilerServices;
using Xunit;

namespace Keratin.CSharp;

/// <summary>Every operation of the catalogue, against what .NET's own arithmetic or a pencil gives.</summary>
public class Operations
{
    private static readonly float[,] m =
    {
        { -2, -0.5f, 0 },
        { 0.5f, 1, 3 },
    };
    private static readonly float[,] a =
    {
        { 1, 2, 3 },
        { 4, 5, 6 },
    };
    private static readonly float[,] unit =
    {
        { -0.9f, -0.5f, 0 },
        { 0.25f, 0.5f, 0.9f },
    };
    private static readonly float[,] square =
    {
        { 1, 2 },
        { 3, 4 },
    };
    private static readonly float[] row = [3, 1, 2];
    private static readonly bool[] yes = [true, false, true];
    private static readonly bool[] no = [true, true, false];
    private static readonly float[] odd =
    [
        float.NaN,
        float.PositiveInfinity,
        float.NegativeInfinity,
        1,
    ];

    private static readonly Dictionary<string, (Symbol[] Got, double[] Wanted)> table = [];

    /// <summary>What an operation gave, as a list of symbols.</summary>
    private static Symbol[] Symbols(object result) =>
        result switch
        {
            Symbol one => [one],
            IEnumerable<Symbol> several => [.. several],
            ITuple pair => [(Symbol)pair[0]!, (Symbol)pair[1]!],
            _ => throw new InvalidOperationException($"{result}"),
        };

    private static void Is(
        object result,
        double[] wanted,
        [CallerArgumentExpression(nameof(result))] string name = ""
    )
    {
        var op = name.Split('.')[1].Split('(')[0];
        table[$"{op}: {name}"] = (Symbols(result), wanted);
    }

    private static double[] Flat(Array values) =>
        [.. values.Cast<object>().Select(v => Convert.ToDouble(v))];

    private static double[] Each(Array values, Func<double, double> f) =>
        [.. Flat(values).Select(f)];

    private static double[] Both(Array x, Array y, Func<double, double, double> f) =>
        [.. Flat(x).Zip(Flat(y), f)];

    private static double[] Truth(params int[] bits) => [.. bits.Select(b => (double)b)];

    private static double Softplus(double x) => Math.Log(1 + Math.Exp(x));

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    static Operations()
    {
        Elementwise();
        Pairs();
        Reductions();
        Arrangements();
        Makers();
        Activations();
        Networks();
        Matrices();
        Places();
        Numpy();
        Images();
    }

    private static void Matrices()
    {
        var definite = new float[,]
        {
            { 4, 2 },
            { 2, 5 },
        };
        Is(Ops.Det(square), [-2]);
        Is(Ops.Slogdet(square), [-1, Math.Log(2)]);
        Is(Ops.Logdet(definite), [Math.Log(16)]);
        Is(Ops.Inv(square), [-2, 1, 1.5, -0.5]);
        Is(Ops.Cholesky(definite), [2, 0, 1, 2]);
        Is(Ops.Cholesky(definite, upper: true), [2, 1, 0, 2]);
        Is(
            Ops.CholeskyInverse(
                new float[,]
                {
                    { 2, 0 },
                    { 1, 2 },
                }
            ),
            [5.0 / 16, -2.0 / 16, -2.0 / 16, 4.0 / 16]
        );
        Is(Ops.Solve(square, new float[] { 5, 11 }), [1, 2]);
        Is(Ops.Solve(square, square), [1, 0, 0, 1]);
        Is(Ops.SolveTriangular(square, new float[] { 5, 8 }), [1, 2]);
        Is(Ops.SolveTriangular(square, new float[] { 1, 11 }, lower: true), [1, 2]);
        var line = new float[,]
        {
            { 3 },
            { 4 },
        };
        Is(Ops.Qr(line), [-0.6, -0.8, -5]);
        Is(Ops.Qr(line, "complete").Item1, [-0.6, -0.8, -0.8, 0.6]);
        Is(
            Ops.Eigh(
                new float[,]
                {
                    { 2, 1 },
                    { 1, 2 },
                }
            ).Item1,
            [1, 3]
        );
        Is(Ops.Svd(line, fullMatrices: false)[1], [5]);
        Is(Ops.Svd(square, computeUv: false)[0], [5.4649857, 0.36596619]);
        Is(Ops.Pinv(line), [3.0 / 25, 4.0 / 25]);
        Is(Ops.Lstsq(line, new float[] { 3, 4 }), [1]);
        Is(
            Ops.MatrixRank(
                new float[,]
                {
                    { 1, 2 },
                    { 2, 4 },
                }
            ),
            [1]
        );
        Is(Ops.MatrixPower(square, 2), [7, 10, 15, 22]);
        Is(Ops.MatrixPower(square, -1), [-2, 1, 1.5, -0.5]);
        Is(Ops.MatrixPower(square, 0), [1, 0, 0, 1]);
        Is(Ops.Kron(new float[] { 1, 2 }, row), [3, 1, 2, 6, 2, 4]);
        Is(
            Ops.Cdist(
                square,
                new float[,]
                {
                    { 1, 2 },
                    { 4, 6 },
                }
            ),
            [0, 5, Math.Sqrt(8), Math.Sqrt(5)]
        );
        Is(
            Ops.Corrcoef(
                new float[,]
                {
                    { 1, 2, 3 },
                    { 3, 2, 1 },
                }
            ),
            [1, -1, -1, 1]
        );
    }

    private static void Places()
    {
        var gaps = new float[,]
        {
            { 1, float.NaN, 3 },
            { float.NaN, float.NaN, 2 },
        };
        var rising = new float[] { 1, 2, 2, 4 };
        Is(Ops.Searchsorted(rising, new float[] { 0, 2, 5 }), [0, 1, 4]);
        Is(Ops.Searchsorted(rising, new float[] { 2 }, side: "right"), [3]);
        Is(Ops.Digitize(new float[] { 0.5f, 1, 3 }, new float[] { 1, 3 }), [0, 1, 2]);
        Is(Ops.Histogram(new float[] { 0, 1, 1, 4 }, 2), [3, 1, 0, 2, 4]);
        Is(Ops.Histogram(row, 2, (0, 2)), [0, 2, 0, 1, 2]);
        Is(Ops.Isin(row, new[] { 1, 3 }), [1, 1, 0]);
        Is(Ops.Isin(row, new[] { 1, 3 }, invert: true), [0, 0, 1]);
        Is(Ops.Cumprod(a, axis: 1), [1, 2, 6, 4, 20, 120]);
        Is(Ops.Cumprod(square), [1, 2, 6, 24]);
        Is(Ops.SegmentMin(m, new[] { 0, 0 }, 1), [-2, -0.5, 0]);
        Is(Ops.SegmentProd(square, new[] { 1, 1 }, 2), [1, 1, 3, 8]);
        Is(Ops.Nansum(gaps, axis: 1), [4, 2]);
        Is(Ops.Nanmean(gaps, axis: 1), [2, 2]);
        Is(Ops.Nanmedian(gaps, axis: 1), [2, 2]);
        Is(Ops.Nanquantile(gaps, 0.25), [1.5]);
        Is(Ops.Nanpercentile(gaps, 100, axis: 1), [3, 2]);
        Is(Ops.Nanprod(gaps), [6]);
        Is(Ops.Nanvar(gaps, axis: 1), [1, 0]);
        Is(Ops.Nanstd(gaps), [Math.Sqrt(2.0 / 3)]);
        Is(Ops.Nanmax(gaps, axis: 0), [1, double.NaN, 3]);
        Is(Ops.Nanmin(gaps), [1]);
        Is(Ops.Nancumsum(gaps, axis: 1), [1, 1, 4, 0, 0, 2]);
        Is(Ops.Nancumprod(gaps, axis: 1), [1, 1, 3, 1, 1, 2]);
        Is(Ops.Percentile(row, 25), [1.5]);

        // as far as the tolerance, and infinities that are the same
        float[] near = [1, 1.0001f, float.PositiveInfinity, float.NaN, float.PositiveInfinity];
        float[] beside = [1, 1, float.PositiveInfinity, float.NaN, 3];
        Is(Ops.Isclose(near, beside, rtol: 1e-3), Truth(1, 1, 1, 0, 0));
        Is(Ops.Isclose(near, beside, rtol: 1e-3, equalNan: true), Truth(1, 1, 1, 1, 0));
        Is(Ops.Allclose(near[..3], beside[..3], rtol: 1e-3), Truth(1));
        Is(Ops.Allclose(near, beside), Truth(0));
        Is(Ops.Signbit(new[] { -1f, -0f, 0f, 2f }), Truth(1, 1, 0, 0));
        Is(Ops.Nanargmax(new[] { float.NaN, 1, 3, 2 }), [2]);
        Is(
            Ops.Nanargmin(
                new[,]
                {
                    { float.NaN, 1 },
                    { float.NaN, float.NaN },
                },
                axis: 1
            ),
            [1, -1]
        );
        Is(Ops.ArraySplit(row, new[] { 1 }), [3, 1, 2]);
        // columns (1, 0, 0) and (0, 1, 0): their product is (0, 0, 1), as a column again
        Is(
            Ops.Cross(
                new float[,]
                {
                    { 1 },
                    { 0 },
                    { 0 },
                },
                new float[,]
                {
                    { 0 },
                    { 1 },
                    { 0 },
                },
                axis: 0
            ),
            [0, 0, 1]
        );
        Is(Ops.Prod(new[] { 2, 3 }, dtype: "float32"), [6]);
        // places of 1, 2, 3, 10: the share 0.5 is between 2 and 3, 0.9 between 3 and 10
        float[] uneven = [10, 1, 3, 2];
        Is(Ops.Quantile(uneven, 0.5, method: "lower"), [2]);
        Is(Ops.Quantile(uneven, 0.5, method: "higher"), [3]);
        Is(Ops.Quantile(uneven, 0.9, method: "midpoint"), [6.5]);
        Is(Ops.Quantile(uneven, 0.5, method: "nearest"), [3]);
        Is(Ops.Quantile(uneven, 0.9, method: "nearest"), [10]);
        Is(Ops.Quantile(new[] { 1, float.NaN }, 0), [double.NaN]);
        Is(Ops.Nanquantile(new[] { 10, 1, float.NaN, 3, 2 }, 0.9, method: "midpoint"), [6.5]);
        Is(Ops.Nanquantile(new[] { 10, 1, float.NaN, 3, 2 }, 0.5, method: "nearest"), [3]);

        // (batch, height, width, channels): bins of 5 cells for 3 are 0-1, 1-3 and 3-4
        var five = new float[1, 5, 1, 1];
        for (var i = 0; i < 5; i++)
            five[0, i, 0, 0] = i * i;
        Is(Ops.AdaptiveAveragePool(five, (3, 1)), [0.5, 14 / 3.0, 12.5]);
        Is(Ops.AdaptiveMaxPool(five, (3, 1)), [1, 9, 16]);
        Is(
            Ops.AdaptiveMaxPool(Ops.Reshape(five, [1, 1, 5, 1]), (2, 1), DataFormat.ChannelsFirst),
            [4, 16]
        );

        // 0 1 2 / 3 4 5 / 6 7 8: windows of two as columns, place after place
        var nine = Ops.Reshape(Ops.Arange(9), [1, 1, 3, 3]);
        Is(Ops.Unfold(nine, 2), [0, 1, 3, 4, 1, 2, 4, 5, 3, 4, 6, 7, 4, 5, 7, 8]);
        // two places apart, with a border of one, every second window: corners and sides
        Is(
            Ops.Unfold(nine, 2, dilation: 2, padding: 1, stride: 2),
            [0, 0, 0, 4, 0, 0, 4, 0, 0, 4, 0, 0, 4, 0, 0, 0]
        );
        // every pixel as often as there are windows over it
        Is(Ops.Fold(Ops.Unfold(nine, 2), 3, 2), [0, 2, 2, 6, 16, 10, 6, 14, 8]);
        Is(
            Ops.Fold(Ops.Unfold(nine, 2, padding: 1, stride: 2), 3, 2, padding: 1, stride: 2),
            [0, 1, 2, 3, 4, 5, 6, 7, 8]
        );
        Is(Ops.ExtractSequences(new[] { 1f, 2, 3, 4, 5 }, 3, 2), [1, 2, 3, 3, 4, 5]);

        // a point in the middle of a row of three: the bell's weights along the row, none beside it
        var side = Math.Exp(-0.5) / (1 + 2 * Math.Exp(-0.5));
        var point = new float[3, 3, 1];
        point[1, 1, 0] = 1;
        Is(Ops.GaussianBlur(point, (3, 1)), [0, 0, 0, side, 1 - 2 * side, side, 0, 0, 0]);
        // weights 1, 2, 1 across a step of one to the right
        float[,,,] step =
        {
            {
                {
                    { 0 },
                    { 0 },
                    { 1 },
                },
                {
                    { 0 },
                    { 0 },
                    { 1 },
                },
                {
                    { 0 },
                    { 0 },
                    { 1 },
                },
            },
        };
        Is(Ops.SobelEdges(step), [0, 0, 1, 3, 2, 0, 0, 0, 0, 4, 0, 0, 0, 0, -1, 3, -2, 0]);
    }

    private static void Numpy()
    {
        Symbol one = Ops.Copy(row);
        Is(Ops.Fabs(m), Each(m, Math.Abs));
        Is(
            Ops.Heaviside(m, 0.5),
            Each(
                m,
                x =>
                    x < 0 ? 0
                    : x > 0 ? 1
                    : 0.5
            )
        );
        Is(Ops.Isneginf(odd), [0, 0, 1, 0]);
        Is(Ops.Isposinf(odd), [0, 1, 0, 0]);
        Is(Ops.Ldexp(new float[] { 3, 5 }, new[] { 2, -1 }), [12, 2.5]);
        Is(Ops.Logaddexp2(m, a), Both(m, a, (x, y) => Math.Log2(Math.Pow(2, x) + Math.Pow(2, y))));
        Is(Ops.Fmax(odd, 2), [2, double.PositiveInfinity, 2, 2]);
        Is(Ops.Fmin(odd, 2), [2, 2, double.NegativeInfinity, 1]);
        Is(Ops.Trapezoid(row), [2 + 1.5]);
        Is(Ops.Trapezoid(a, dx: 2), [8, 20]);
        Is(Ops.Trapezoid(a, x: Ops.Copy(new float[] { 0, 1, 3 })), [1.5 + 5, 4.5 + 11]);
        Is(Ops.Vander(row), [9, 3, 1, 1, 1, 1, 4, 2, 1]);
        Is(Ops.Vander(row, 2, increasing: true), [1, 3, 1, 1, 1, 2]);
        Is(Ops.Diagflat(new float[] { 5, 6 }, 0), [5, 0, 0, 6]);
        Is(Ops.Tri(2, 3), [1, 0, 0, 1, 1, 0]);
        Is(Ops.Meshgrid([one, Ops.Arange(2)]), [3, 1, 2, 3, 1, 2, 0, 0, 0, 1, 1, 1]);
        Is(Ops.Meshgrid([one, Ops.Arange(2)], "ij")[0], [3, 3, 1, 1, 2, 2]);
        Is(Ops.Logspace(0, 2, 3), [1, 10, 100]);
        Is(Ops.Geomspace(1, 8, 4), [1, 2, 4, 8]);
        Is(Ops.ColumnStack([one, one]), [3, 3, 1, 1, 2, 2]);
        Is(Ops.Dstack([one, one]), [3, 3, 1, 1, 2, 2]);
        Is(Ops.Fliplr(a), [3, 2, 1, 6, 5, 4]);
        Is(Ops.Flipud(a), [4, 5, 6, 1, 2, 3]);
        Is(Ops.Rot90(a), [3, 6, 2, 5, 1, 4]);
        Is(Ops.Rot90(a, -1), [4, 1, 5, 2, 6, 3]);
        Is(Ops.Rot90(a, 2), [6, 5, 4, 3, 2, 1]);
        Is(Ops.Vsplit(a, 2), [1, 2, 3, 4, 5, 6]);
        Is(Ops.Hsplit(a, 3), [1, 4, 2, 5, 3, 6]);
        Is(Ops.Dsplit(Ops.ExpandDims(a, 0), 3), [1, 4, 2, 5, 3, 6]);
        Is(Ops.ArraySplit(row, 2), [3, 1, 2]);
        Is(
            Ops.Select([Ops.Greater(row, 2), Ops.Less(row, 2)], [one, -one], @default: 9),
            [3, -1, 9]
        );
        Is(Ops.UnravelIndex(new[] { 5, 3 }, [2, 3]), [1, 1, 2, 0]);
        Is(Ops.Zeros([Ops.Size(a)]), [0, 0, 0, 0, 0, 0]);
        Is(Ops.Empty([2]), [0, 0]);
        Is(Ops.EmptyLike(row), [0, 0, 0]);
        Is(Ops.Hanning(5), [0, 0.5, 1, 0.5, 0]);
        Is(Ops.Hamming(3), [0.08, 1, 0.08]);
        Is(Ops.Blackman(3), [0, 1, 0]);
        Is(Ops.Bartlett(5), [0, 0.5, 1, 0.5, 0]);
    }

    private static void Images()
    {
        var pixel = new float[,,]
        {
            {
                { 0.5f, 0.25f, 1 },
            },
        };
        var picture = Ops.Reshape(Ops.Arange(4, dtype: "float32"), [1, 2, 2, 1]);
        Is(Ops.RgbToGrayscale(pixel), [0.5 * 0.2989 + 0.25 * 0.587 + 0.114]);
        // blue is greatest: (0.5 - 0.25) / 0.75 + 4, of six
        Is(Ops.RgbToHsv(pixel), [(4 + 1.0 / 3) / 6, 0.75, 1]);
        Is(Ops.HsvToRgb(Ops.RgbToHsv(pixel)), [0.5, 0.25, 1]);
        Is(
            Ops.CropImages(
                picture,
                topCropping: 1,
                leftCropping: 0,
                targetHeight: 1,
                targetWidth: 1
            ),
            [2]
        );
        Is(
            Ops.PadImages(picture, topPadding: 0, leftPadding: 1, targetHeight: 2, targetWidth: 3),
            [0, 0, 1, 0, 2, 3]
        );
        Is(Ops.ExtractPatches(picture, 2), [0, 1, 2, 3]);
        Is(
            Ops.ExtractPatches(picture, 2, strides: 1, padding: "same"),
            [0, 1, 2, 3, 1, 0, 3, 0, 2, 3, 0, 0, 3, 0, 0, 0]
        );
        Is(Ops.DepthToSpace(Ops.Reshape(picture, [1, 1, 1, 4]), 2), [0, 1, 2, 3]);
        Is(Ops.SpaceToDepth(picture, 2), [0, 1, 2, 3]);
        Is(
            Ops.Psnr(
                square,
                new float[,]
                {
                    { 1, 2 },
                    { 3, 2 },
                },
                10
            ),
            [20]
        );
        Is(Ops.Resize(picture, new[] { 1, 1 }), [1.5]);
        Is(Ops.Resize(picture, new[] { 4, 2 }, "nearest"), [0, 1, 0, 1, 2, 3, 2, 3]);
        Is(Ops.Resize(picture, new[] { 1, 2 }, cropToAspectRatio: true), [0, 1]);
        Is(
            Ops.Resize(picture, new[] { 2, 4 }, padToAspectRatio: true, fillValue: 7),
            [7, 0, 1, 7, 7, 2, 3, 7]
        );
        // between four places, beyond the border, and where a half goes to the even one
        var places = new[,]
        {
            { 0.5f, 1, -1, 0 },
            { 0.5f, 0, 0, 1 },
        };
        Is(Ops.MapCoordinates(square, places, 1, fillValue: 9), [2.5, 3, 9, 2]);
        Is(Ops.MapCoordinates(square, places, 0, "nearest"), [1, 3, 1, 2]);
        Is(
            Ops.MapCoordinates(
                row,
                new[,]
                {
                    { -1f, -2, 3, 4 },
                },
                1,
                "wrap"
            ),
            [2, 1, 3, 1]
        );
        Is(
            Ops.MapCoordinates(
                row,
                new[,]
                {
                    { -1f, -2, 3, 4 },
                },
                1,
                "mirror"
            ),
            [1, 2, 1, 3]
        );
        Is(
            Ops.MapCoordinates(
                row,
                new[,]
                {
                    { -1f, -2, 3, 4 },
                },
                1,
                "reflect"
            ),
            [3, 1, 2, 1]
        );
        // one column to the left, and half of one
        Is(Ops.AffineTransform(picture, new float[] { 1, 0, 1, 0, 1, 0, 0, 0 }), [1, 0, 3, 0]);
        Is(
            Ops.AffineTransform(picture, new[] { 1, 0, 0.5f, 0, 1, 0, 0, 0 }, fillMode: "nearest"),
            [0.5, 1, 2.5, 3]
        );
        // left and right exchanged
        Is(
            Ops.PerspectiveTransform(
                picture,
                new float[,]
                {
                    { 0, 0 },
                    { 1, 0 },
                    { 0, 1 },
                    { 1, 1 },
                },
                new float[,]
                {
                    { 1, 0 },
                    { 0, 0 },
                    { 1, 1 },
                    { 0, 1 },
                }
            ),
            [1, 0, 3, 2]
        );
    }

    private static void Elementwise()
    {
        Is(Ops.Negative(m), Each(m, x => -x));
        Is(Ops.Abs(m), Each(m, Math.Abs));
        Is(Ops.Absolute(m), Each(m, Math.Abs));
        Is(Ops.Sign(m), Each(m, x => Math.Sign(x)));
        Is(Ops.Square(m), Each(m, x => x * x));
        Is(Ops.Sqrt(a), Each(a, Math.Sqrt));
        Is(Ops.Rsqrt(a), Each(a, x => 1 / Math.Sqrt(x)));
        Is(Ops.Cbrt(m), Each(m, Math.Cbrt));
        Is(Ops.Reciprocal(a), Each(a, x => 1 / x));
        Is(Ops.Clip(m, -1, 2), Each(m, x => Math.Clamp(x, -1, 2)));
        Is(Ops.Exp(m), Each(m, Math.Exp));
        Is(Ops.Exp2(m), Each(m, x => Math.Pow(2, x)));
        Is(Ops.Expm1(m), Each(m, x => Math.Exp(x) - 1));
        Is(Ops.Log(a), Each(a, Math.Log));
        Is(Ops.Log1p(a), Each(a, x => Math.Log(1 + x)));
        Is(Ops.Log2(a), Each(a, Math.Log2));
        Is(Ops.Log10(a), Each(a, Math.Log10));
        Is(Ops.Erf(new float[] { 0, 1, -1 }), [0, 0.842700793, -0.842700793]);
        Is(Ops.Erfc(new float[] { 0, 1, -1 }), [1, 0.157299207, 1.842700793]);
        Is(Ops.Sin(m), Each(m, Math.Sin));
        Is(Ops.Cos(m), Each(m, Math.Cos));
        Is(Ops.Tan(m), Each(m, Math.Tan));
        Is(Ops.Arcsin(unit), Each(unit, Math.Asin));
        Is(Ops.Arccos(unit), Each(unit, Math.Acos));
        Is(Ops.Arctan(m), Each(m, Math.Atan));
        Is(Ops.Sinh(m), Each(m, Math.Sinh));
        Is(Ops.Cosh(m), Each(m, Math.Cosh));
        Is(Ops.Tanh(m), Each(m, Math.Tanh));
        Is(Ops.Arcsinh(m), Each(m, Math.Asinh));
        Is(Ops.Arccosh(a), Each(a, Math.Acosh));
        Is(Ops.Arctanh(unit), Each(unit, Math.Atanh));
        Is(Ops.Deg2rad(m), Each(m, x => x * Math.PI / 180));
        Is(Ops.Rad2deg(m), Each(m, x => x * 180 / Math.PI));
        Is(Ops.Sinc(unit), Each(unit, x => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x)));
        Is(Ops.Floor(m), Each(m, Math.Floor));
        Is(Ops.Ceil(m), Each(m, Math.Ceiling));
        Is(Ops.Trunc(m), Each(m, Math.Truncate));
        Is(Ops.Round(new float[] { 0.5f, 1.5f, -2.6f }), [0, 2, -3]);
        Is(Ops.Round(new float[] { 1.234f, -0.756f }, 1), [1.2, -0.8]);
        Is(Ops.Isnan(odd), [1, 0, 0, 0]);
        Is(Ops.Isinf(odd), [0, 1, 1, 0]);
        Is(Ops.Isfinite(odd), [0, 0, 0, 1]);
        Is(Ops.NanToNum(odd, nan: 5, posinf: 6, neginf: 7), [5, 6, 7, 1]);
        Is(Ops.NanToNum(odd), [0, float.MaxValue, float.MinValue, 1]);
        Is(Ops.LogicalNot(yes), [0, 1, 0]);
        Is(Ops.Cast(m, "int32"), Each(m, Math.Truncate));
        Is(Ops.StopGradient(m), Flat(m));
        Is(Ops.Copy(m), Flat(m));
        Is(Ops.ConvertToTensor(2.5), [2.5]);
    }

    private static void Pairs()
    {
        Is(Ops.Add(m, a), Both(m, a, (x, y) => x + y));
        Is(Ops.Add(1, m), Each(m, x => 1 + x));
        Is(Ops.Subtract(m, a), Both(m, a, (x, y) => x - y));
        Is(Ops.Multiply(m, 3), Each(m, x => 3 * x));
        Is(Ops.Divide(m, a), Both(m, a, (x, y) => x / y));
        Is(Ops.TrueDivide(new[] { 1, 2 }, 4), [0.25, 0.5]);
        Is(Ops.DivideNoNan(a, m), Both(a, m, (x, y) => y == 0 ? 0 : x / y));
        Is(Ops.FloorDivide(m, 0.75), Each(m, x => Math.Floor(x / 0.75)));
        Is(Ops.Mod(new float[] { -3, 3, 5 }, 2), [1, 1, 1]);
        Is(Ops.Fmod(new float[] { -3, 3, 5 }, 2), [-1, 1, 1]);
        Is(Ops.Power(a, 0.5), Each(a, Math.Sqrt));
        Is(Ops.Power(2.0, a), Each(a, x => Math.Pow(2, x)));
        Is(Ops.Maximum(m, 0.25), Each(m, x => Math.Max(x, 0.25)));
        Is(Ops.Minimum(m, a), Both(m, a, Math.Min));
        Is(Ops.Hypot(3.0, new float[] { 4, 0 }), [5, 3]);
        Is(Ops.Logaddexp(m, a), Both(m, a, (x, y) => Math.Log(Math.Exp(x) + Math.Exp(y))));
        Is(Ops.Arctan2(m, a), Both(m, a, Math.Atan2));
        Is(Ops.Equal(row, 1), [0, 1, 0]);
        Is(Ops.NotEqual(row, 1), [1, 0, 1]);
        Is(Ops.Less(row, 2), [0, 1, 0]);
        Is(Ops.LessEqual(row, 2), [0, 1, 1]);
        Is(Ops.Greater(row, 2), [1, 0, 0]);
        Is(Ops.GreaterEqual(row, 2), [1, 0, 1]);
        Is(Ops.LogicalAnd(yes, no), [1, 0, 0]);
        Is(Ops.LogicalOr(yes, no), [1, 1, 1]);
        Is(Ops.LogicalXor(yes, no), [0, 1, 1]);
        Is(Ops.Isclose(new float[] { 1, 1 }, new float[] { 1.000001f, 1.1f }), [1, 0]);
        Is(Ops.Where(yes, row, -1), [3, -1, 2]);
    }

    private static void Reductions()
    {
        Is(Ops.Sum(a), [21]);
        Is(Ops.Sum(a, axis: 0), [5, 7, 9]);
        Is(Ops.Mean(a, axis: -1, keepdims: true), [2, 5]);
        Is(Ops.Prod(a, axis: 1), [6, 120]);
        // more than a byte holds
        Is(Ops.Sum(new byte[] { 200, 100 }), [300]);
        Is(Ops.Sum(yes), [2]);
        Is(Ops.Max(m, axis: 0), [0.5, 1, 3]);
        Is(Ops.Max(m, initial: 7), [7]);
        Is(Ops.Min(m), [-2]);
        Is(Ops.Amax(m, axis: 1), [0, 3]);
        Is(Ops.Amin(m, axis: 1), [-2, 0.5]);
        Is(Ops.Ptp(a, axis: 1), [2, 2]);
        Is(Ops.Var(a, axis: 1), [2.0 / 3, 2.0 / 3]);
        Is(Ops.Std(a), [Math.Sqrt(35.0 / 12)]);
        Is(Ops.Moments(a, axes: 0), [2.5, 3.5, 4.5, 2.25, 2.25, 2.25]);
        Is(Ops.Average(a, axis: 1, weights: row), [(3 + 2 + 6) / 6.0, (12 + 5 + 12) / 6.0]);
        Is(Ops.Average(a), [3.5]);
        Is(Ops.Median(a, axis: 1), [2, 5]);
        Is(Ops.Median(a), [3.5]);
        Is(Ops.Quantile(row, 0.25), [1.5]);
        Is(Ops.All(yes), [0]);
        Is(Ops.Any(yes), [1]);
        Is(Ops.CountNonzero(m, axis: 1), [2, 3]);
        Is(
            Ops.Logsumexp(a, axis: 0),
            [.. Enumerable.Range(1, 3).Select(x => Math.Log(Math.Exp(x) + Math.Exp(x + 3)))]
        );
        Is(Ops.Argmax(m, axis: 1), [2, 2]);
        Is(Ops.Argmin(m), [0]);
        Is(Ops.Cumsum(a, axis: 1), [1, 3, 6, 4, 9, 15]);
        Is(Ops.Cumsum(square), [1, 3, 6, 10]);
        Is(Ops.Norm(a, axis: 1), [Math.Sqrt(14), Math.Sqrt(77)]);
        Is(Ops.Norm(m, ord: 1, axis: 1), [2.5, 4.5]);
        Is(Ops.Norm(m, ord: double.PositiveInfinity, axis: 1), [2, 3]);
        Is(Ops.Norm(a, ord: "fro"), [Math.Sqrt(91)]);
        Is(Ops.Sort(row), [1, 2, 3]);
        Is(Ops.Sort(m, axis: 0), Flat(m));
        Is(Ops.Argsort(row), [1, 2, 0]);
        Is(Ops.Argsort(new[] { 1, 0, 1, 0, 1, 0 }), [1, 3, 5, 0, 2, 4]);
        Is(Ops.Argsort(square, axis: 0), [0, 0, 1, 1]);
        Is(
            Ops.Scatter(
                new[,]
                {
                    { 0, 1 },
                    { 1, 1 },
                },
                new[] { 5f, 6 },
                [2, 2]
            ),
            [0, 5, 0, 6]
        );
        Is(
            Ops.ScatterUpdate(
                square,
                new[,]
                {
                    { 1 },
                },
                new[,]
                {
                    { 8f, 9 },
                }
            ),
            [1, 2, 8, 9]
        );
        Is(
            Ops.ScatterUpdate(
                square,
                new[,]
                {
                    { 1, 0 },
                    { 1, 0 },
                },
                new[] { 8f, 9 },
                "add"
            ),
            [1, 2, 20, 4]
        );
        Is(
            Ops.SliceUpdate(
                square,
                [1, 0],
                new[,]
                {
                    { 8f },
                }
            ),
            [1, 2, 8, 4]
        );
        Is(
            Ops.SliceUpdate(
                a,
                [0, 1],
                new[,]
                {
                    { 8f },
                    { 9 },
                }
            ),
            [1, 8, 3, 4, 9, 6]
        );
        Is(Ops.TopK(row, 2), [3, 2, 0, 2]);
        Is(Ops.InTopK(new[] { 0, 2 }, a, 1), [0, 1]);
        Is(Ops.SegmentSum(square, new[] { 1, 1 }, 2), [0, 0, 4, 6]);
        Is(Ops.SegmentMax(m, new[] { 0, 0 }, 1), [0.5, 1, 3]);
    }

    private static void Arrangements()
    {
        Is(Ops.Matmul(square, square), [7, 10, 15, 22]);
        Is(Ops.Matmul(a, row), [11, 29]);
        Is(Ops.Dot(square, new float[] { 1, 2 }), [5, 11]);
        Is(Ops.Inner(row, row), [14]);
        Is(Ops.Outer(new float[] { 1, 2 }, row), [3, 1, 2, 6, 2, 4]);
        Is(Ops.Vdot(square, square), [30]);
        Is(Ops.Cross(new float[] { 1, 0, 0 }, new float[] { 0, 1, 0 }), [0, 0, 1]);
        Is(Ops.Tensordot(square, square, 2), [30]);
        Is(Ops.Tensordot(square, square, 1), [7, 10, 15, 22]);
        // the columns of both: entry (i, j) is row i times row j
        Is(Ops.Tensordot(square, square, (new[] { 1 }, new[] { -1 })), [5, 11, 11, 25]);
        Is(Ops.Einsum("ij,kj->ik", square, square), [5, 11, 11, 25]);
        Is(Ops.Einsum("ij", a), Flat(a));
        Is(Ops.Trace(square), [5]);
        Is(Ops.Reshape(a, [3, -1]), Flat(a));
        Is(Ops.Ravel(a), Flat(a));
        Is(Ops.Transpose(a), [1, 4, 2, 5, 3, 6]);
        Is(Ops.Swapaxes(a, 0, 1), [1, 4, 2, 5, 3, 6]);
        Is(Ops.Moveaxis(a, 0, -1), [1, 4, 2, 5, 3, 6]);
        Is(Ops.ExpandDims(row, 0), [3, 1, 2]);
        Is(
            Ops.Squeeze(
                new float[,]
                {
                    { 1, 2 },
                }
            ),
            [1, 2]
        );
        Is(Ops.BroadcastTo(row, [2, 3]), [3, 1, 2, 3, 1, 2]);
        Is(Ops.Concatenate([Ops.Copy(row), Ops.Copy(row)]), [3, 1, 2, 3, 1, 2]);
        Is(Ops.Append(row, new float[] { 9 }), [3, 1, 2, 9]);
        Is(Ops.Stack([Ops.Copy(row), Ops.Copy(row)], axis: 1), [3, 3, 1, 1, 2, 2]);
        Is(Ops.Unstack(a, axis: 1), [1, 4, 2, 5, 3, 6]);
        Is(Ops.Vstack([Ops.Copy(row), Ops.Copy(row)]), [3, 1, 2, 3, 1, 2]);
        Is(Ops.Hstack([Ops.Copy(square), Ops.Copy(square)]), [1, 2, 1, 2, 3, 4, 3, 4]);
        Is(Ops.Split(a, 3, axis: 1), [1, 4, 2, 5, 3, 6]);
        Is(Ops.Split(row, new[] { 1 }), [3, 1, 2]);
        Is(Ops.GetItem(a, 1), [4, 5, 6]);
        Is(Ops.GetItem(a, .., ^1), [3, 6]);
        Is(Ops.GetItem(a, .., 1..), [2, 3, 5, 6]);
        Is(Ops.GetItem(a, 0, Selection.Of(step: 2)), [1, 3]);
        Is(Ops.GetItem(a, Selection.Rest, 0), [1, 4]);
        Is(Ops.GetItem(a, Selection.NewAxis, 1), [4, 5, 6]);
        Is(Ops.GetItem(a, .., Selection.Of(step: -2)), [3, 1, 6, 4]);
        Is(Ops.Slice(a, new[] { 0, 1 }, new[] { 2, 2 }), [2, 3, 5, 6]);
        Is(Ops.Flip(a, axis: 1), [3, 2, 1, 6, 5, 4]);
        Is(Ops.Roll(row, 1), [2, 3, 1]);
        Is(Ops.Roll(a, -1, axis: 1), [2, 3, 1, 5, 6, 4]);
        Is(Ops.Repeat(row, 2), [3, 3, 1, 1, 2, 2]);
        Is(Ops.Repeat(square, 2, axis: 0), [1, 2, 1, 2, 3, 4, 3, 4]);
        Is(Ops.Tile(row, 2), [3, 1, 2, 3, 1, 2]);
        Is(Ops.Tile(row, new[] { 2, 1 }), [3, 1, 2, 3, 1, 2]);
        Is(Ops.Pad(row, new[] { new[] { 1, 2 } }), [0, 3, 1, 2, 0, 0]);
        Is(Ops.Pad(row, 1, mode: "reflect"), [1, 3, 1, 2, 1]);
        Is(Ops.Pad(row, 2, mode: "symmetric"), [1, 3, 3, 1, 2, 2, 1]);
        Is(Ops.Pad(row, 1, mode: "edge"), [3, 3, 1, 2, 2]);
        Is(Ops.Diff(a), [1, 1, 1, 1]);
        Is(Ops.Take(row, new[] { 2, -3 }), [2, 3]);
        Is(Ops.Take(a, new[] { 0, 0 }, axis: 1), [1, 1, 4, 4]);
        Is(
            Ops.TakeAlongAxis(
                a,
                new[,]
                {
                    { 2 },
                    { 0 },
                },
                axis: 1
            ),
            [3, 4]
        );
        Is(Ops.OneHot(new[] { 1, 0 }, 2), [0, 1, 1, 0]);
        Is(Ops.OneHot(new[] { 1, 0, 0 }, 2, axis: 0), [0, 1, 1, 1, 0, 0]);
        Is(
            Ops.MultiHot(
                new[,]
                {
                    { 1, 2 },
                    { 0, 0 },
                },
                3
            ),
            [0, 1, 1, 1, 0, 0]
        );
        Is(Ops.Tril(a), [1, 0, 0, 4, 5, 0]);
        Is(Ops.Triu(a, 1), [0, 2, 3, 0, 0, 6]);
        Is(Ops.Diag(new float[] { 5, 6 }), [5, 0, 0, 6]);
        Is(Ops.Diag(new float[] { 5 }, 1), [0, 5, 0, 0]);
        Is(Ops.Diag(new float[] { 5 }, -1), [0, 0, 5, 0]);
        Is(Ops.Diagonal(a, 1), [2, 6]);
        Is(Ops.Diagonal(a, -1), [4]);
    }

    private static void Makers()
    {
        Is(Ops.Zeros([2]), [0, 0]);
        Is(Ops.Ones([1, 2]), [1, 1]);
        Is(Ops.Full([2], 7), [7, 7]);
        Is(Ops.ZerosLike(row), [0, 0, 0]);
        Is(Ops.OnesLike(row), [1, 1, 1]);
        Is(Ops.FullLike(row, 4), [4, 4, 4]);
        Is(Ops.Eye(2, 3), [1, 0, 0, 0, 1, 0]);
        Is(Ops.Eye(2, k: 1), [0, 1, 0, 0]);
        Is(Ops.Identity(2), [1, 0, 0, 1]);
        Is(Ops.Arange(3), [0, 1, 2]);
        Is(Ops.Arange(1, 2, 0.25), [1, 1.25, 1.5, 1.75]);
        Is(Ops.Linspace(0, 1, 5), [0, 0.25, 0.5, 0.75, 1]);
        Is(Ops.Linspace(0, 1, 4, endpoint: false), [0, 0.25, 0.5, 0.75]);
    }

    private static void Activations()
    {
        static double Selu(double x) =>
            1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * (Math.Exp(x) - 1));
        static double HardSigmoid(double x) => Math.Clamp(x / 6 + 0.5, 0, 1);
        Is(Ops.Relu(m), Each(m, x => Math.Max(x, 0)));
        Is(Ops.Relu(m, negativeSlope: 0.1), Each(m, x => x > 0 ? x : 0.1 * x));
        Is(Ops.Relu6(a), Each(a, x => Math.Min(x, 6)));
        Is(Ops.Sigmoid(m), Each(m, Sigmoid));
        Is(Ops.Softplus(m), Each(m, Softplus));
        Is(Ops.Softsign(m), Each(m, x => x / (1 + Math.Abs(x))));
        Is(Ops.Silu(m), Each(m, x => x * Sigmoid(x)));
        Is(Ops.Swish(m), Each(m, x => x * Sigmoid(x)));
        Is(Ops.Mish(m), Each(m, x => x * Math.Tanh(Softplus(x))));
        Is(Ops.Selu(m), Each(m, Selu));
        Is(Ops.HardSigmoid(m), Each(m, HardSigmoid));
        Is(Ops.HardSilu(m), Each(m, x => x * HardSigmoid(x)));
        Is(Ops.HardSwish(m), Each(m, x => x * HardSigmoid(x)));
        Is(Ops.HardTanh(m), Each(m, x => Math.Clamp(x, -1, 1)));
        Is(Ops.LogSigmoid(m), Each(m, x => Math.Log(Sigmoid(x))));
        Is(Ops.TanhShrink(m), Each(m, x => x - Math.Tanh(x)));
        Is(
            Ops.SparsePlus(m),
            Each(
                m,
                x =>
                    x <= -1 ? 0
                    : x < 1 ? (x + 1) * (x + 1) / 4
                    : x
            )
        );
        Is(Ops.SparseSigmoid(m), Each(m, x => Math.Clamp((x + 1) / 2, 0, 1)));
        Is(
            Ops.Gelu(m),
            Each(
                m,
                x => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)))
            )
        );
        Is(Ops.LeakyRelu(m), Each(m, x => x > 0 ? x : 0.2 * x));
        Is(Ops.Elu(m), Each(m, x => x > 0 ? x : Math.Exp(x) - 1));
        Is(Ops.Celu(m, 2), Each(m, x => x > 0 ? x : 2 * (Math.Exp(x / 2) - 1)));
        Is(Ops.Glu(new float[] { 1, 2, 0, 1 }), [0.5, 2 * Sigmoid(1)]);
        Is(Ops.Squareplus(m), Each(m, x => (x + Math.Sqrt(x * x + 4)) / 2));
        Is(Ops.HardShrink(m), Each(m, x => Math.Abs(x) > 0.5 ? x : 0));
        Is(Ops.SoftShrink(m), Each(m, x => Math.Abs(x) > 0.5 ? x - 0.5 * Math.Sign(x) : 0));
        Is(Ops.Threshold(m, 0.75, -1), Each(m, x => x > 0.75 ? x : -1));
        var exp = row.Select(v => Math.Exp(v)).ToArray();
        Is(Ops.Softmax(row), [.. exp.Select(e => e / exp.Sum())]);
        Is(Ops.LogSoftmax(row), [.. exp.Select(e => Math.Log(e / exp.Sum()))]);
        Is(Ops.Sparsemax(new float[] { 0, 0 }), [0.5, 0.5]);
    }

    private static void Networks()
    {
        var line = new float[,,]
        {
            {
                { 1 },
                { 2 },
                { 3 },
                { 4 },
            },
        };
        var kernel = new float[,,]
        {
            {
                { 1 },
            },
            {
                { 10 },
            },
        };
        Is(Ops.Conv(line, kernel), [21, 32, 43]);
        Is(Ops.Conv(line, kernel, padding: "same"), [21, 32, 43, 4]);
        Is(Ops.Conv(line, kernel, strides: 2), [21, 43]);
        var two = new float[,,]
        {
            {
                { 1, 10 },
                { 2, 20 },
            },
        };
        var each = new float[,,]
        {
            {
                { 1 },
                { 2 },
            },
        };
        Is(Ops.DepthwiseConv(two, each), [1, 20, 2, 40]);
        Is(
            Ops.SeparableConv(
                two,
                each,
                new float[,,]
                {
                    {
                        { 1 },
                        { 1 },
                    },
                }
            ),
            [21, 42]
        );
        Is(Ops.ConvTranspose(line, kernel), [1, 12, 23, 34, 40]);
        Is(Ops.MaxPool(line, 2), [2, 4]);
        Is(Ops.AveragePool(line, 2, strides: 1), [1.5, 2.5, 3.5]);
        Is(
            Ops.BatchNormalization(
                square,
                new float[] { 1, 2 },
                new float[] { 4, 4 },
                1,
                epsilon: 0,
                scale: new float[] { 2, 2 },
                offset: new float[] { 1, 0 }
            ),
            [1, 0, 3, 2]
        );
        var deviation = Math.Sqrt(2.0 / 3 + 1e-3);
        Is(
            Ops.LayerNormalization(a, epsilon: 1e-3),
            [-1 / deviation, 0, 1 / deviation, -1 / deviation, 0, 1 / deviation]
        );
        Is(Ops.RmsNormalization(new float[] { 3, 4 }), [3 / Math.Sqrt(12.5), 4 / Math.Sqrt(12.5)]);
        Is(Ops.Normalize(new float[] { 3, 4 }), [0.6, 0.8]);
        Is(Ops.Normalize(new float[] { 3, -1 }, order: 1), [0.75, -0.25]);
        var keys = new float[1, 2, 1, 1];
        var values = new float[,,,]
        {
            {
                {
                    { 2 },
                },
                {
                    { 4 },
                },
            },
        };
        Is(Ops.DotProductAttention(keys, keys, values), [3, 3]);
        Is(Ops.DotProductAttention(keys, keys, values, isCausal: true), [2, 3]);
        Is(
            Ops.BinaryCrossentropy(new float[] { 1, 0 }, new float[] { 0.25f, 0.25f }),
            [-Math.Log(0.25), -Math.Log(0.75)]
        );
        Is(
            Ops.CategoricalCrossentropy(
                new float[,]
                {
                    { 0, 1 },
                },
                new float[,]
                {
                    { 0.2f, 0.8f },
                }
            ),
            [-Math.Log(0.8)]
        );
        Is(
            Ops.SparseCategoricalCrossentropy(
                new[] { 1 },
                new float[,]
                {
                    { 0.2f, 0.8f },
                }
            ),
            [-Math.Log(0.8)]
        );
    }

    [Fact]
    public void Every_operation_gives_its_formula()
    {
        var results = new Step([.. table.Values.SelectMany(entry => entry.Got)]).Run();
        var faults = new List<string>();
        var n = 0;
        foreach (var (name, (got, wanted)) in table)
        {
            double[] values =
            [
                .. got.SelectMany(_ => results[n++].ToArray()).Select(v => (double)v),
            ];
            var same =
                values.Length == wanted.Length
                && values
                    .Zip(wanted)
                    .All(pair =>
                        pair.First.Equals(pair.Second)
                        || Math.Abs(pair.First - pair.Second)
                            <= 1e-5 * Math.Max(1, Math.Abs(pair.Second))
                    );
            if (!same)
                faults.Add(
                    $"{name}: [{string.Join(", ", values)}] instead of [{string.Join(", ", wanted)}]"
                );
        }
        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }

    [Fact]
    public void Every_operation_is_in_the_table()
    {
        var tried = table.Keys.Select(name => name.Split(':')[0]).ToHashSet();
        // these give no symbol
        tried.UnionWith(["Shape", "Ndim", "Size"]);
        var missing = typeof(Ops)
            .GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Select(method => method.Name)
            .Where(name => !tried.Contains(name));
        Assert.Empty(missing);
    }

    [Fact]
    public void Sizes_that_are_not_known_stay_what_they_are()
    {
        var x = Layers.Input(6);
        var shape = Ops.Shape(x);
        var y = Ops.Reshape(x, [shape[0], 2, 3]);
        Assert.Equal("(None, 2, 3)", y.Shape.ToString());
        Assert.Equal(2, Ops.Ndim(x));
        var z = Ops.Concatenate([y, Ops.Zeros([shape[0], 1, 3])], axis: 1);
        Assert.Equal("(None, 3, 3)", z.Shape.ToString());
        Assert.Equal(
            "(None, 18)",
            Ops.Reshape(Ops.Concatenate([z, z], 1), [shape[0], -1]).Shape.ToString()
        );
    }

    [Fact]
    public void Numbers_take_the_type_of_what_is_beside_them()
    {
        Assert.Equal("int32", Ops.Add(new[] { 1 }, 2).ElementType);
        Assert.Equal("float32", Ops.Add(new[] { 1 }, 2.5).ElementType);
        Assert.Equal("float64", Ops.Multiply(2.0, new[] { 1.0 }).ElementType);
    }

    [Fact]
    public void Wrong_parameters_are_refused()
    {
        Assert.Contains(
            "float32",
            Assert.Throws<KeratinException>(() => Ops.Cast(m, "flaot32")).Fix
        );
        Assert.Throws<KeratinException>(() => Ops.Sum(m, axis: 2));
        Assert.Throws<KeratinException>(() => Ops.Pad(row, 1, mode: "wrap"));
        Assert.Throws<KeratinException>(() => Ops.GetItem(row, 0, 0));
    }
}
