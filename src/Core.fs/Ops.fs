/// The catalogue of operations: keras.ops on symbols, for C# and F# alike. Formulas that take more than
/// a line are in Ops/.
namespace Keratin

open System
open System.Collections.Generic

/// <summary>Keras's operations on symbols, by Keras's names, parameters and defaults. An operand is a
/// symbol, a weight, a number or an array.</summary>
[<AbstractClass; Sealed>]
type Ops =

    // ---- arithmetic

    /// <summary>x1 + x2; shapes broadcast.</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    static member Add(x1: Operand, x2: Operand) : Symbol =
        let a, b = Operand.Pair(x1, x2)
        a + b

    /// <summary>x1 - x2; shapes broadcast.</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    static member Subtract(x1: Operand, x2: Operand) : Symbol =
        let a, b = Operand.Pair(x1, x2)
        a - b

    /// <summary>x1 · x2, element by element; shapes broadcast.</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    static member Multiply(x1: Operand, x2: Operand) : Symbol =
        let a, b = Operand.Pair(x1, x2)
        a * b

    /// <summary>x1 / x2 as floats; shapes broadcast.</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    static member Divide(x1: Operand, x2: Operand) : Symbol =
        let a, b = Operand.Pair(x1, x2)
        a / b

    /// <summary>x1 / x2 as floats; shapes broadcast.</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    static member TrueDivide(x1: Operand, x2: Operand) : Symbol =
        let a, b = Operand.Pair(x1, x2)
        a / b

    /// <summary>x1 / x2, and zero where x2 is zero.</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    static member DivideNoNan(x1: Operand, x2: Operand) : Symbol =
        let a, b = Operand.Pair(x1, x2)
        ratio a b

    /// <summary>x1 / x2 rounded down.</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    static member FloorDivide(x1: Operand, x2: Operand) : Symbol =
        let a, b = Operand.Pair(x1, x2)
        Sym.floorDivide a b

    /// <summary>The remainder of x1 / x2, with the sign of x2.</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    static member Mod(x1: Operand, x2: Operand) : Symbol =
        let a, b = Operand.Pair(x1, x2)
        a % b

    /// <summary>The remainder of x1 / x2, with the sign of x1.</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    static member Fmod(x1: Operand, x2: Operand) : Symbol =
        let a, b = Operand.Pair(x1, x2)
        let quotient = a / b
        a - Sym.sign quotient * Sym.floor (Sym.abs quotient) * b

    /// <summary>x1 to the power of x2.</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    static member Power(x1: Operand, x2: Operand) : Symbol =
        let a, b = Operand.Pair(x1, x2)
        Sym.power a b

    /// <summary>The greater of two, element by element.</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    static member Maximum(x1: Operand, x2: Operand) : Symbol =
        let a, b = Operand.Pair(x1, x2)
        Sym.maximum a b

    /// <summary>The smaller of two, element by element.</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    static member Minimum(x1: Operand, x2: Operand) : Symbol =
        let a, b = Operand.Pair(x1, x2)
        Sym.minimum a b

    /// <summary>sqrt(x1² + x2²).</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    static member Hypot(x1: Operand, x2: Operand) : Symbol =
        let a, b = Operand.Pair(x1, x2)
        Sym.sqrt (a * a + b * b)

    /// <summary>log(e^x1 + e^x2), without overflow.</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    static member Logaddexp(x1: Operand, x2: Operand) : Symbol =
        let a, b = Operand.Pair(x1, x2)
        Sym.maximum a b + Sym.log1p (Sym.exp -(Sym.abs (a - b)))

    /// <summary>-x.</summary>
    /// <param name="x">The value.</param>
    static member Negative(x: Operand) : Symbol = -x.Symbol

    /// <summary>|x|.</summary>
    /// <param name="x">The value.</param>
    static member Abs(x: Operand) : Symbol = Sym.abs x.Symbol

    /// <summary>|x|.</summary>
    /// <param name="x">The value.</param>
    static member Absolute(x: Operand) : Symbol = Sym.abs x.Symbol

    /// <summary>-1, 0 or 1.</summary>
    /// <param name="x">The value.</param>
    static member Sign(x: Operand) : Symbol = Sym.sign x.Symbol

    /// <summary>x².</summary>
    /// <param name="x">The value.</param>
    static member Square(x: Operand) : Symbol = Sym.square x.Symbol

    /// <summary>The square root.</summary>
    /// <param name="x">The value.</param>
    static member Sqrt(x: Operand) : Symbol = Sym.sqrt x.Symbol

    /// <summary>1 / sqrt(x).</summary>
    /// <param name="x">The value.</param>
    static member Rsqrt(x: Operand) : Symbol = Sym.rsqrt x.Symbol

    /// <summary>The cube root, of negative numbers too.</summary>
    /// <param name="x">The value.</param>
    static member Cbrt(x: Operand) : Symbol =
        let x = x.Symbol

        Sym.sign x
        * Sym.power (Sym.abs x) (Sym.scalar DType.Float32 (1.0 / 3.0) |> Sym.cast x.DType)

    /// <summary>1 / x.</summary>
    /// <param name="x">The value.</param>
    static member Reciprocal(x: Operand) : Symbol =
        Sym.apply (Op.Unary Unary.Reciprocal) [ x.Symbol ]

    /// <summary>x, and the bounds where x is beyond them.</summary>
    /// <param name="x">The value.</param>
    /// <param name="xMin">The least value.</param>
    /// <param name="xMax">The greatest value.</param>
    static member Clip(x: Operand, xMin: float, xMax: float) : Symbol = Sym.clip xMin xMax x.Symbol

    // ---- exponentials and logarithms

    /// <summary>e^x.</summary>
    /// <param name="x">The value.</param>
    static member Exp(x: Operand) : Symbol = Sym.exp x.Symbol

    /// <summary>2^x.</summary>
    /// <param name="x">The value.</param>
    static member Exp2(x: Operand) : Symbol = Sym.exp (x.Symbol * Math.Log 2.0)

    /// <summary>e^x - 1, exact near zero.</summary>
    /// <param name="x">The value.</param>
    static member Expm1(x: Operand) : Symbol =
        Sym.apply (Op.Unary Unary.Expm1) [ x.Symbol ]

    /// <summary>The natural logarithm.</summary>
    /// <param name="x">The value.</param>
    static member Log(x: Operand) : Symbol = Sym.log x.Symbol

    /// <summary>log(1 + x), exact near zero.</summary>
    /// <param name="x">The value.</param>
    static member Log1p(x: Operand) : Symbol = Sym.log1p x.Symbol

    /// <summary>The logarithm to base 2.</summary>
    /// <param name="x">The value.</param>
    static member Log2(x: Operand) : Symbol = Sym.log x.Symbol / Math.Log 2.0

    /// <summary>The logarithm to base 10.</summary>
    /// <param name="x">The value.</param>
    static member Log10(x: Operand) : Symbol = Sym.log x.Symbol / Math.Log 10.0

    /// <summary>log(Σ e^x), without overflow.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axes. Default: all of them.</param>
    /// <param name="keepdims">Whether the axes stay, with size 1. Default: false.</param>
    static member Logsumexp
        (x: Operand, [<Opt>] axis: Axes | null, [<Opt; Or(false)>] keepdims: bool)
        : Symbol =
        let x = x.Symbol
        Sym.reduce Aggregation.LogSumExp (axesOrAll x axis) keepdims x

    /// <summary>The error function.</summary>
    /// <param name="x">The value.</param>
    static member Erf(x: Operand) : Symbol =
        Sym.apply (Op.Unary Unary.Erf) [ x.Symbol ]

    /// <summary>1 - erf(x).</summary>
    /// <param name="x">The value.</param>
    static member Erfc(x: Operand) : Symbol =
        1.0 - Sym.apply (Op.Unary Unary.Erf) [ x.Symbol ]

    // ---- angles and hyperbolas

    /// <summary>The sine.</summary>
    /// <param name="x">The value.</param>
    static member Sin(x: Operand) : Symbol =
        Sym.apply (Op.Unary Unary.Sin) [ x.Symbol ]

    /// <summary>The cosine.</summary>
    /// <param name="x">The value.</param>
    static member Cos(x: Operand) : Symbol =
        Sym.apply (Op.Unary Unary.Cos) [ x.Symbol ]

    /// <summary>The tangent.</summary>
    /// <param name="x">The value.</param>
    static member Tan(x: Operand) : Symbol =
        Sym.apply (Op.Unary Unary.Tan) [ x.Symbol ]

    /// <summary>The inverse of the sine.</summary>
    /// <param name="x">The value.</param>
    static member Arcsin(x: Operand) : Symbol =
        Sym.apply (Op.Unary Unary.Arcsin) [ x.Symbol ]

    /// <summary>The inverse of the cosine.</summary>
    /// <param name="x">The value.</param>
    static member Arccos(x: Operand) : Symbol =
        Sym.apply (Op.Unary Unary.Arccos) [ x.Symbol ]

    /// <summary>The inverse of the tangent.</summary>
    /// <param name="x">The value.</param>
    static member Arctan(x: Operand) : Symbol =
        Sym.apply (Op.Unary Unary.Arctan) [ x.Symbol ]

    /// <summary>The hyperbolic sine.</summary>
    /// <param name="x">The value.</param>
    static member Sinh(x: Operand) : Symbol =
        Sym.apply (Op.Unary Unary.Sinh) [ x.Symbol ]

    /// <summary>The hyperbolic cosine.</summary>
    /// <param name="x">The value.</param>
    static member Cosh(x: Operand) : Symbol =
        Sym.apply (Op.Unary Unary.Cosh) [ x.Symbol ]

    /// <summary>The hyperbolic tangent.</summary>
    /// <param name="x">The value.</param>
    static member Tanh(x: Operand) : Symbol =
        Sym.apply (Op.Unary Unary.Tanh) [ x.Symbol ]

    /// <summary>The inverse of the hyperbolic sine.</summary>
    /// <param name="x">The value.</param>
    static member Arcsinh(x: Operand) : Symbol =
        Sym.apply (Op.Unary Unary.Arcsinh) [ x.Symbol ]

    /// <summary>The inverse of the hyperbolic cosine.</summary>
    /// <param name="x">The value.</param>
    static member Arccosh(x: Operand) : Symbol =
        Sym.apply (Op.Unary Unary.Arccosh) [ x.Symbol ]

    /// <summary>The inverse of the hyperbolic tangent.</summary>
    /// <param name="x">The value.</param>
    static member Arctanh(x: Operand) : Symbol =
        Sym.apply (Op.Unary Unary.Arctanh) [ x.Symbol ]

    /// <summary>The angle of the point (x2, x1).</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    static member Arctan2(x1: Operand, x2: Operand) : Symbol =
        let a, b = Operand.Pair(x1, x2)
        Sym.apply (Op.Binary Binary.Arctan2) [ a; b ]

    /// <summary>Degrees as radians.</summary>
    /// <param name="x">The value.</param>
    static member Deg2rad(x: Operand) : Symbol = x.Symbol * (Math.PI / 180.0)

    /// <summary>Radians as degrees.</summary>
    /// <param name="x">The value.</param>
    static member Rad2deg(x: Operand) : Symbol = x.Symbol * (180.0 / Math.PI)

    /// <summary>sin(πx) / (πx), and 1 at zero.</summary>
    /// <param name="x">The value.</param>
    static member Sinc(x: Operand) : Symbol =
        let x = x.Symbol * Math.PI
        let zero = Sym.equal x (x.Like 0.0)

        Sym.where
            zero
            (x.Like 1.0)
            (Sym.apply (Op.Unary Unary.Sin) [ x ] / Sym.where zero (x.Like 1.0) x)

    // ---- rounding and what is no number

    /// <summary>The next whole number below.</summary>
    /// <param name="x">The value.</param>
    static member Floor(x: Operand) : Symbol = Sym.floor x.Symbol

    /// <summary>The next whole number above.</summary>
    /// <param name="x">The value.</param>
    static member Ceil(x: Operand) : Symbol =
        Sym.apply (Op.Unary Unary.Ceil) [ x.Symbol ]

    /// <summary>The whole part.</summary>
    /// <param name="x">The value.</param>
    static member Trunc(x: Operand) : Symbol =
        let x = x.Symbol
        Sym.sign x * Sym.floor (Sym.abs x)

    /// <summary>The nearest number with so many decimals; halves go to the even one.</summary>
    /// <param name="x">The value.</param>
    /// <param name="decimals">How many decimals stay. Default: 0.</param>
    static member Round(x: Operand, [<Opt; Or(0)>] decimals: int) : Symbol =
        let factor = Math.Pow(10.0, float decimals)
        let round x = Sym.apply (Op.Unary Unary.Round) [ x ]

        if decimals = 0 then
            round x.Symbol
        else
            round (x.Symbol * factor) / factor

    /// <summary>True where x is not a number.</summary>
    /// <param name="x">The value.</param>
    static member Isnan(x: Operand) : Symbol =
        Sym.apply (Op.Unary Unary.IsNaN) [ x.Symbol ]

    /// <summary>True where x is infinite.</summary>
    /// <param name="x">The value.</param>
    static member Isinf(x: Operand) : Symbol =
        Sym.apply (Op.Unary Unary.IsInf) [ x.Symbol ]

    /// <summary>True where x is a number and not infinite.</summary>
    /// <param name="x">The value.</param>
    static member Isfinite(x: Operand) : Symbol =
        let x = x.Symbol

        Sym.not' (
            Sym.either
                (Sym.apply (Op.Unary Unary.IsNaN) [ x ])
                (Sym.apply (Op.Unary Unary.IsInf) [ x ])
        )

    /// <summary>x with numbers in place of what is none.</summary>
    /// <param name="x">The value.</param>
    /// <param name="nan">In place of what is not a number. Default: 0.</param>
    /// <param name="posinf">In place of infinity. Default: the greatest float32.</param>
    /// <param name="neginf">In place of minus infinity. Default: the least float32.</param>
    static member NanToNum
        (
            x: Operand,
            [<Opt; Or(0.0)>] nan: float,
            [<Opt>] posinf: Nullable<float>,
            [<Opt>] neginf: Nullable<float>
        ) : Symbol =
        let x = x.Symbol
        let infinite = Sym.apply (Op.Unary Unary.IsInf) [ x ]
        let zero = x.Like 0.0

        let put value condition other =
            Sym.where condition (x.Like value) other

        x
        |> put nan (Sym.apply (Op.Unary Unary.IsNaN) [ x ])
        |> put
            (if posinf.HasValue then
                 posinf.Value
             else
                 float Single.MaxValue)
            (Sym.both infinite (Sym.greater x zero))
        |> put
            (if neginf.HasValue then
                 neginf.Value
             else
                 float Single.MinValue)
            (Sym.both infinite (Sym.less x zero))

    // ---- comparisons and logic

    /// <summary>True where x1 = x2.</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    static member Equal(x1: Operand, x2: Operand) : Symbol =
        let a, b = Operand.Pair(x1, x2)
        Sym.equal a b

    /// <summary>True where x1 ≠ x2.</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    static member NotEqual(x1: Operand, x2: Operand) : Symbol =
        let a, b = Operand.Pair(x1, x2)
        Sym.notEqual a b

    /// <summary>True where x1 &lt; x2.</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    static member Less(x1: Operand, x2: Operand) : Symbol =
        let a, b = Operand.Pair(x1, x2)
        Sym.less a b

    /// <summary>True where x1 ≤ x2.</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    static member LessEqual(x1: Operand, x2: Operand) : Symbol =
        let a, b = Operand.Pair(x1, x2)
        Sym.lessEqual a b

    /// <summary>True where x1 &gt; x2.</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    static member Greater(x1: Operand, x2: Operand) : Symbol =
        let a, b = Operand.Pair(x1, x2)
        Sym.greater a b

    /// <summary>True where x1 ≥ x2.</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    static member GreaterEqual(x1: Operand, x2: Operand) : Symbol =
        let a, b = Operand.Pair(x1, x2)
        Sym.greaterEqual a b

    /// <summary>True where both are true.</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    static member LogicalAnd(x1: Operand, x2: Operand) : Symbol =
        let a, b = Operand.Pair(x1, x2)
        Sym.both (Sym.cast DType.Bool a) (Sym.cast DType.Bool b)

    /// <summary>True where one is true.</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    static member LogicalOr(x1: Operand, x2: Operand) : Symbol =
        let a, b = Operand.Pair(x1, x2)
        Sym.either (Sym.cast DType.Bool a) (Sym.cast DType.Bool b)

    /// <summary>True where one is true and the other is not.</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    static member LogicalXor(x1: Operand, x2: Operand) : Symbol =
        let a, b = Operand.Pair(x1, x2)
        Sym.apply (Op.Compare Comparison.Xor) [ Sym.cast DType.Bool a; Sym.cast DType.Bool b ]

    /// <summary>True where x is not.</summary>
    /// <param name="x">The value.</param>
    static member LogicalNot(x: Operand) : Symbol = Sym.not' (Sym.cast DType.Bool x.Symbol)

    /// <summary>True where |x1 - x2| ≤ atol + rtol · |x2|.</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    /// <param name="rtol">The tolerance relative to x2. Default: 1e-5.</param>
    /// <param name="atol">The tolerance that does not depend on x2. Default: 1e-8.</param>
    static member Isclose
        (x1: Operand, x2: Operand, [<Opt; Or(1e-5)>] rtol: float, [<Opt; Or(1e-8)>] atol: float)
        : Symbol =
        let a, b = Operand.Pair(x1, x2)
        Sym.lessEqual (Sym.abs (a - b)) (Sym.abs b * rtol + atol)

    /// <summary>x1 where the condition is true, x2 elsewhere; shapes broadcast.</summary>
    /// <param name="condition">True or false.</param>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    static member Where(condition: Operand, x1: Operand, x2: Operand) : Symbol =
        let a, b = Operand.Pair(x1, x2)
        Sym.where (Sym.cast DType.Bool condition.Symbol) a b

    // ---- reductions

    /// <summary>The sum.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axes. Default: all of them.</param>
    /// <param name="keepdims">Whether the axes stay, with size 1. Default: false.</param>
    static member Sum
        (x: Operand, [<Opt>] axis: Axes | null, [<Opt; Or(false)>] keepdims: bool)
        : Symbol =
        let x = x.Symbol
        Sym.reduce Aggregation.Sum (axesOrAll x axis) keepdims x

    /// <summary>The mean.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axes. Default: all of them.</param>
    /// <param name="keepdims">Whether the axes stay, with size 1. Default: false.</param>
    static member Mean
        (x: Operand, [<Opt>] axis: Axes | null, [<Opt; Or(false)>] keepdims: bool)
        : Symbol =
        let x = x.Symbol
        Statistics.mean (axesOrAll x axis) keepdims x

    /// <summary>The product.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axes. Default: all of them.</param>
    /// <param name="keepdims">Whether the axes stay, with size 1. Default: false.</param>
    static member Prod
        (x: Operand, [<Opt>] axis: Axes | null, [<Opt; Or(false)>] keepdims: bool)
        : Symbol =
        let x = x.Symbol
        Sym.reduce Aggregation.Prod (axesOrAll x axis) keepdims x

    /// <summary>The greatest value.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axes. Default: all of them.</param>
    /// <param name="keepdims">Whether the axes stay, with size 1. Default: false.</param>
    /// <param name="initial">A number that counts with the values. Default: none.</param>
    static member Max
        (
            x: Operand,
            [<Opt>] axis: Axes | null,
            [<Opt; Or(false)>] keepdims: bool,
            [<Opt>] initial: Nullable<float>
        ) : Symbol =
        let x = x.Symbol
        let y = Sym.reduce Aggregation.Max (axesOrAll x axis) keepdims x

        if initial.HasValue then
            Sym.maximum y (y.Like initial.Value)
        else
            y

    /// <summary>The greatest value.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axes. Default: all of them.</param>
    /// <param name="keepdims">Whether the axes stay, with size 1. Default: false.</param>
    static member Amax
        (x: Operand, [<Opt>] axis: Axes | null, [<Opt; Or(false)>] keepdims: bool)
        : Symbol =
        let x = x.Symbol
        Sym.reduce Aggregation.Max (axesOrAll x axis) keepdims x

    /// <summary>The least value.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axes. Default: all of them.</param>
    /// <param name="keepdims">Whether the axes stay, with size 1. Default: false.</param>
    /// <param name="initial">A number that counts with the values. Default: none.</param>
    static member Min
        (
            x: Operand,
            [<Opt>] axis: Axes | null,
            [<Opt; Or(false)>] keepdims: bool,
            [<Opt>] initial: Nullable<float>
        ) : Symbol =
        let x = x.Symbol
        let y = Sym.reduce Aggregation.Min (axesOrAll x axis) keepdims x

        if initial.HasValue then
            Sym.minimum y (y.Like initial.Value)
        else
            y

    /// <summary>The least value.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axes. Default: all of them.</param>
    /// <param name="keepdims">Whether the axes stay, with size 1. Default: false.</param>
    static member Amin
        (x: Operand, [<Opt>] axis: Axes | null, [<Opt; Or(false)>] keepdims: bool)
        : Symbol =
        let x = x.Symbol
        Sym.reduce Aggregation.Min (axesOrAll x axis) keepdims x

    /// <summary>The greatest value less the least.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axes. Default: all of them.</param>
    /// <param name="keepdims">Whether the axes stay, with size 1. Default: false.</param>
    static member Ptp
        (x: Operand, [<Opt>] axis: Axes | null, [<Opt; Or(false)>] keepdims: bool)
        : Symbol =
        let x = x.Symbol

        let of' kind =
            Sym.reduce kind (axesOrAll x axis) keepdims x

        of' Aggregation.Max - of' Aggregation.Min

    /// <summary>The mean of the squares of the distances from the mean.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axes. Default: all of them.</param>
    /// <param name="keepdims">Whether the axes stay, with size 1. Default: false.</param>
    static member Var
        (x: Operand, [<Opt>] axis: Axes | null, [<Opt; Or(false)>] keepdims: bool)
        : Symbol =
        let x = x.Symbol
        Statistics.variance (axesOrAll x axis) keepdims x

    /// <summary>The root of the variance.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axes. Default: all of them.</param>
    /// <param name="keepdims">Whether the axes stay, with size 1. Default: false.</param>
    static member Std
        (x: Operand, [<Opt>] axis: Axes | null, [<Opt; Or(false)>] keepdims: bool)
        : Symbol =
        let x = x.Symbol
        Sym.sqrt (Statistics.variance (axesOrAll x axis) keepdims x)

    /// <summary>Mean and variance.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axes">The axes.</param>
    /// <param name="keepdims">Whether the axes stay, with size 1. Default: false.</param>
    static member Moments
        (x: Operand, axes: Axes, [<Opt; Or(false)>] keepdims: bool)
        : struct (Symbol * Symbol) =
        let x = x.Symbol
        let mean, variance = Statistics.moments (Sym.axesOf x axes.Values) keepdims x
        struct (mean, variance)

    /// <summary>The mean with weights: Σ w · x / Σ w.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis. Default: all of them.</param>
    /// <param name="weights">Of x's shape, or of the axis's length. Default: all alike.</param>
    static member Average
        (x: Operand, [<Opt>] axis: Nullable<int>, [<Opt>] weights: Operand | null)
        : Symbol =
        let given = Option.ofObj weights |> Option.map _.Symbol
        let x = x.Symbol
        Statistics.average (Option.ofNullable axis |> Option.map (Sym.axisOf x)) given x

    /// <summary>The value in the middle; the mean of two where there are two.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis. Default: none, all values in a row.</param>
    /// <param name="keepdims">Whether the axes stay, with size 1. Default: false.</param>
    static member Median
        (x: Operand, [<Opt>] axis: Nullable<int>, [<Opt; Or(false)>] keepdims: bool)
        : Symbol =
        Ops.Quantile(x, 0.5, axis, keepdims)

    /// <summary>The value below which a share of the values lies; between two values in a straight line.</summary>
    /// <param name="x">The value.</param>
    /// <param name="q">The share, from 0 to 1.</param>
    /// <param name="axis">The axis, whose size must be known. Default: none, all values in a row.</param>
    /// <param name="keepdims">Whether the axes stay, with size 1. Default: false.</param>
    static member Quantile
        (x: Operand, q: float, [<Opt>] axis: Nullable<int>, [<Opt; Or(false)>] keepdims: bool)
        : Symbol =
        let whole = x.Symbol
        let along, at = alongOrFlat axis whole
        let y = Statistics.quantile q at along

        if not keepdims then y
        elif axis.HasValue then Sym.expandDims at y
        else Sym.reshape [ for _ in whole.Dims -> size 1 ] y

    /// <summary>True where all are true.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axes. Default: all of them.</param>
    /// <param name="keepdims">Whether the axes stay, with size 1. Default: false.</param>
    static member All
        (x: Operand, [<Opt>] axis: Axes | null, [<Opt; Or(false)>] keepdims: bool)
        : Symbol =
        let x = x.Symbol
        Sym.reduce Aggregation.All (axesOrAll x axis) keepdims x

    /// <summary>True where one is true.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axes. Default: all of them.</param>
    /// <param name="keepdims">Whether the axes stay, with size 1. Default: false.</param>
    static member Any
        (x: Operand, [<Opt>] axis: Axes | null, [<Opt; Or(false)>] keepdims: bool)
        : Symbol =
        let x = x.Symbol
        Sym.reduce Aggregation.Any (axesOrAll x axis) keepdims x

    /// <summary>How many are not zero, as int32.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axes. Default: all of them.</param>
    static member CountNonzero(x: Operand, [<Opt>] axis: Axes | null) : Symbol =
        let x = x.Symbol

        Sym.notEqual x (x.Like 0.0)
        |> Sym.cast DType.Int32
        |> Sym.sum (axesOrAll x axis) false

    /// <summary>Where the greatest value is, as int32; the first of several.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis. Default: none, all values in a row.</param>
    /// <param name="keepdims">Whether the axes stay, with size 1. Default: false.</param>
    static member Argmax
        (x: Operand, [<Opt>] axis: Nullable<int>, [<Opt; Or(false)>] keepdims: bool)
        : Symbol =
        let x, at = alongOrFlat axis x.Symbol
        let y = Sym.apply (Op.ArgMax at) [ x ] |> Sym.cast DType.Int32
        if keepdims && axis.HasValue then Sym.expandDims at y else y

    /// <summary>Where the least value is, as int32; the first of several.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis. Default: none, all values in a row.</param>
    /// <param name="keepdims">Whether the axes stay, with size 1. Default: false.</param>
    static member Argmin
        (x: Operand, [<Opt>] axis: Nullable<int>, [<Opt; Or(false)>] keepdims: bool)
        : Symbol =
        let x, at = alongOrFlat axis x.Symbol
        let y = Sym.apply (Op.ArgMin at) [ x ] |> Sym.cast DType.Int32
        if keepdims && axis.HasValue then Sym.expandDims at y else y

    /// <summary>The sums of all values up to each place.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis. Default: none, all values in a row.</param>
    /// <param name="dtype">The element type. Default: x's.</param>
    static member Cumsum
        (x: Operand, [<Opt>] axis: Nullable<int>, [<Opt>] dtype: string | null)
        : Symbol =
        let x, at = alongOrFlat axis x.Symbol
        Sym.cumSum at (Sym.cast (typeOr "cumsum" x.DType dtype) x)

    /// <summary>A norm of vectors (one axis) or of matrices (two).</summary>
    /// <param name="x">The value.</param>
    /// <param name="ord">The order: a number, "fro", or double.PositiveInfinity. Default: the root of the sum of squares.</param>
    /// <param name="axis">The axes. Default: all of them.</param>
    /// <param name="keepdims">Whether the axes stay, with size 1. Default: false.</param>
    static member Norm
        (
            x: Operand,
            [<Opt>] ord: NormOrder | null,
            [<Opt>] axis: Axes | null,
            [<Opt; Or(false)>] keepdims: bool
        ) : Symbol =
        let x = x.Symbol

        Statistics.norm (Option.ofObj ord) (axesOrAll x axis) keepdims x

    // ---- orders

    /// <summary>The values of an axis of known size in rising order.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis. Default: the last.</param>
    static member Sort(x: Operand, [<Opt; Or(-1)>] axis: int) : Symbol =
        fst (Statistics.sorted axis x.Symbol)

    /// <summary>The places of the values in rising order, as int32.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis. Default: the last.</param>
    static member Argsort(x: Operand, [<Opt; Or(-1)>] axis: int) : Symbol =
        Statistics.sorted axis x.Symbol |> snd |> Sym.cast DType.Int32

    /// <summary>The k greatest values of the last axis and their places as int32.</summary>
    /// <param name="x">The value.</param>
    /// <param name="k">How many.</param>
    /// <param name="sorted">Whether the greatest comes first, which it always does. Default: true.</param>
    static member TopK
        (x: Operand, k: int, [<Opt; Or(true)>] sorted: bool)
        : struct (Symbol * Symbol) =
        if not sorted then
            refuse "top_k" "sorted: true" "sorted: false" "leave it out: the greatest come first"

        let values, places = Sym.topK k x.Symbol
        struct (values, Sym.cast DType.Int32 places)

    /// <summary>True where fewer than k predictions are greater than that of the class.</summary>
    /// <param name="targets">Class numbers: (batch).</param>
    /// <param name="predictions">A number for each class: (batch, classes).</param>
    /// <param name="k">How many count as the greatest.</param>
    static member InTopK(targets: Operand, predictions: Operand, k: int) : Symbol =
        let p = predictions.Symbol
        let index = targets.Symbol |> Sym.cast DType.Int64 |> Sym.expandDims -1

        let before =
            Sym.greater p (Sym.takeAlong -1 p index)
            |> Sym.cast DType.Int32
            |> Sym.sum [ -1 ] false

        Sym.less before (before.Like(float k))

    /// <summary>Rows summed by the group they belong to.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="segmentIds">The group of each row, from 0.</param>
    /// <param name="numSegments">How many groups there are.</param>
    /// <param name="sorted">Whether the groups come in order, which makes no difference here. Default: false.</param>
    static member SegmentSum
        (data: Operand, segmentIds: Operand, numSegments: int, [<Opt; Or(false)>] sorted: bool)
        : Symbol =
        ignore sorted
        Statistics.segmentSum numSegments segmentIds.Symbol data.Symbol

    /// <summary>The greatest of each group of rows; minus infinity where a group is empty.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="segmentIds">The group of each row, from 0.</param>
    /// <param name="numSegments">How many groups there are.</param>
    /// <param name="sorted">Whether the groups come in order, which makes no difference here. Default: false.</param>
    static member SegmentMax
        (data: Operand, segmentIds: Operand, numSegments: int, [<Opt; Or(false)>] sorted: bool)
        : Symbol =
        ignore sorted
        Statistics.segmentMax numSegments segmentIds.Symbol data.Symbol

    // ---- products

    /// <summary>The matrix product of the last two axes; the axes before them broadcast, and vectors are rows or columns.</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    static member Matmul(x1: Operand, x2: Operand) : Symbol =
        let a, b = Operand.Pair(x1, x2)
        LinearAlgebra.matmul a b

    /// <summary>numpy's dot: the last axis of x1 with the last but one of x2.</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    static member Dot(x1: Operand, x2: Operand) : Symbol =
        let a, b = Operand.Pair(x1, x2)
        LinearAlgebra.dot a b

    /// <summary>Sums of products over the last axes of both.</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    static member Inner(x1: Operand, x2: Operand) : Symbol =
        let a, b = Operand.Pair(x1, x2)

        if a.Rank = 0 || b.Rank = 0 then
            a * b
        else
            LinearAlgebra.contract [ -1 ] [ -1 ] a b

    /// <summary>The product of every value with every other: a matrix.</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    static member Outer(x1: Operand, x2: Operand) : Symbol =
        let a, b = Operand.Pair(x1, x2)
        LinearAlgebra.outer a b

    /// <summary>The sum of the products of all values.</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    static member Vdot(x1: Operand, x2: Operand) : Symbol =
        let a, b = Operand.Pair(x1, x2)
        Sym.sumAll (a * Sym.reshape a.Dims b)

    /// <summary>The cross product of vectors of three, along the last axis.</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    static member Cross(x1: Operand, x2: Operand) : Symbol =
        let a, b = Operand.Pair(x1, x2)
        LinearAlgebra.cross a b

    /// <summary>Sums of products over the last axes of x1 and the first of x2.</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    /// <param name="axes">How many axes. Default: 2.</param>
    static member Tensordot(x1: Operand, x2: Operand, [<Opt; Or(2)>] axes: int) : Symbol =
        let a, b = Operand.Pair(x1, x2)
        LinearAlgebra.contract [ for i in axes .. -1 .. 1 -> -i ] [ 0 .. axes - 1 ] a b

    /// <summary>Einstein's sum: "ij,jk-&gt;ik" is a product of matrices.</summary>
    /// <param name="subscripts">The equation; without the arrow, letters that occur once stay.</param>
    /// <param name="operands">A value for each term.</param>
    static member Einsum(subscripts: string, [<ParamArray>] operands: Operand[]) : Symbol =
        LinearAlgebra.einsum subscripts (symbols operands)

    /// <summary>The sum of a diagonal.</summary>
    /// <param name="x">The value.</param>
    /// <param name="offset">Which diagonal; above the middle one where it is positive. Default: 0.</param>
    /// <param name="axis1">The axis of the rows. Default: 0.</param>
    /// <param name="axis2">The axis of the columns. Default: 1.</param>
    static member Trace
        (
            x: Operand,
            [<Opt; Or(0)>] offset: int,
            [<Opt; Or(0)>] axis1: int,
            [<Opt; Or(1)>] axis2: int
        ) : Symbol =
        Rearranging.diagonal offset axis1 axis2 x.Symbol |> Sym.sum [ -1 ] false

    // ---- shapes

    /// <summary>The sizes, for use in other shapes: those that are not known stay what they are.</summary>
    /// <param name="x">The value.</param>
    static member Shape(x: Operand) : IReadOnlyList<Dim> = Array.ofList x.Symbol.Dims :> _

    /// <summary>The number of axes.</summary>
    /// <param name="x">The value.</param>
    static member Ndim(x: Operand) : int = x.Symbol.Rank

    /// <summary>The values as another element type.</summary>
    /// <param name="x">The value.</param>
    /// <param name="dtype">The element type: "float32", "int32", "bool".</param>
    static member Cast(x: Operand, dtype: string) : Symbol = Sym.cast (nameOf "cast" dtype) x.Symbol

    /// <summary>The same values in another shape; one -1 follows from the rest.</summary>
    /// <param name="x">The value.</param>
    /// <param name="newshape">The sizes, of which one may be -1.</param>
    static member Reshape(x: Operand, newshape: IReadOnlyList<Dim>) : Symbol =
        openShape (List.ofSeq newshape) x.Symbol

    /// <summary>All values in a row.</summary>
    /// <param name="x">The value.</param>
    static member Ravel(x: Operand) : Symbol =
        let x = x.Symbol
        Sym.reshape [ product x.Dims ] x

    /// <summary>The axes in another order.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axes">The old axis of each new one. Default: the reverse order.</param>
    static member Transpose(x: Operand, [<Opt>] axes: Axes | null) : Symbol =
        let x = x.Symbol

        match axes with
        | null -> Sym.transpose [ x.Rank - 1 .. -1 .. 0 ] x
        | axes -> Sym.transpose (axes.Values |> List.map (Sym.axisOf x)) x

    /// <summary>Two axes, each in the place of the other.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis1">An axis.</param>
    /// <param name="axis2">Another axis.</param>
    static member Swapaxes(x: Operand, axis1: int, axis2: int) : Symbol =
        Rearranging.swapped axis1 axis2 x.Symbol

    /// <summary>Some axes at other places; the others keep their order.</summary>
    /// <param name="x">The value.</param>
    /// <param name="source">The axes.</param>
    /// <param name="destination">Their new places.</param>
    static member Moveaxis(x: Operand, source: Axes, destination: Axes) : Symbol =
        Rearranging.moved source.Values destination.Values x.Symbol

    /// <summary>A new axis of size 1.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">Where it is in the result.</param>
    static member ExpandDims(x: Operand, axis: Axes) : Symbol =
        (x.Symbol, axis.Values) ||> List.fold (fun x axis -> Sym.expandDims axis x)

    /// <summary>Without axes of size 1.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axes. Default: all of size 1.</param>
    static member Squeeze(x: Operand, [<Opt>] axis: Axes | null) : Symbol =
        let x = x.Symbol

        let ones = [
            for i, d in List.indexed x.Dims do
                if d = size 1 then
                    i
        ]

        match axis with
        | null -> Sym.squeeze ones x
        | axes -> Sym.squeeze axes.Values x

    /// <summary>The values repeated along axes of size 1.</summary>
    /// <param name="x">The value.</param>
    /// <param name="shape">The sizes.</param>
    static member BroadcastTo(x: Operand, shape: IReadOnlyList<Dim>) : Symbol =
        Sym.broadcastTo (List.ofSeq shape) x.Symbol

    /// <summary>Values behind one another along an axis.</summary>
    /// <param name="xs">The values in order.</param>
    /// <param name="axis">The axis. Default: the first.</param>
    static member Concatenate(xs: IReadOnlyList<Symbol>, [<Opt; Or(0)>] axis: int) : Symbol =
        Sym.concat axis (List.ofSeq xs)

    /// <summary>Two values behind one another.</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    /// <param name="axis">The axis. Default: none, all values in a row.</param>
    static member Append(x1: Operand, x2: Operand, [<Opt>] axis: Nullable<int>) : Symbol =
        let a, b = Operand.Pair(x1, x2)
        let a, at = alongOrFlat axis a
        let b, _ = alongOrFlat axis b
        Sym.concat at [ a; b ]

    /// <summary>Values beside one another along a new axis.</summary>
    /// <param name="x">The values in order, of one shape.</param>
    /// <param name="axis">Where the new axis is. Default: the first.</param>
    static member Stack(x: IReadOnlyList<Symbol>, [<Opt; Or(0)>] axis: int) : Symbol =
        Sym.stack axis (List.ofSeq x)

    /// <summary>The values at each place of an axis, which goes.</summary>
    /// <param name="x">The value.</param>
    /// <param name="num">How many. Default: the axis's size.</param>
    /// <param name="axis">The axis. Default: the first.</param>
    static member Unstack
        (x: Operand, [<Opt>] num: Nullable<int>, [<Opt; Or(0)>] axis: int)
        : IReadOnlyList<Symbol> =
        let x = x.Symbol
        let at = Sym.axisOf x axis
        let n = if num.HasValue then num.Value else knownSize "unstack" x at
        [| for i in 0 .. n - 1 -> Sym.pick at i x |] :> _

    /// <summary>Values as rows below one another.</summary>
    /// <param name="xs">The values in order.</param>
    static member Vstack(xs: IReadOnlyList<Symbol>) : Symbol =
        let rows = [
            for x in xs ->
                if x.Rank < 2 then
                    Sym.reshape [ size 1; product x.Dims ] x
                else
                    x
        ]

        Sym.concat 0 rows

    /// <summary>Values as columns beside one another.</summary>
    /// <param name="xs">The values in order.</param>
    static member Hstack(xs: IReadOnlyList<Symbol>) : Symbol =
        let xs = List.ofSeq xs
        Sym.concat (if xs.Head.Rank = 1 then 0 else 1) xs

    /// <summary>Parts of an axis.</summary>
    /// <param name="x">The value.</param>
    /// <param name="indicesOrSections">A number of equal parts, or the places where it is cut.</param>
    /// <param name="axis">The axis. Default: the first.</param>
    static member Split
        (x: Operand, indicesOrSections: Axes, [<Opt; Or(0)>] axis: int)
        : IReadOnlyList<Symbol> =
        Rearranging.cut indicesOrSections axis x.Symbol |> Array.ofList :> _

    /// <summary>Parts of the first axes: places (the axis goes) and ranges, as <c>x[.., 0, ^2..]</c> in Python style.</summary>
    /// <param name="x">The value.</param>
    /// <param name="key">A place or a range for each axis, in order.</param>
    static member GetItem(x: Operand, [<ParamArray>] key: Selection[]) : Symbol =
        Rearranging.select (List.ofArray key) x.Symbol

    /// <summary>A block of known place and size.</summary>
    /// <param name="inputs">The value.</param>
    /// <param name="startIndices">The first place of each axis.</param>
    /// <param name="shape">The size of each axis; -1: all that follows.</param>
    static member Slice(inputs: Operand, startIndices: Axes, shape: Axes) : Symbol =
        let x = inputs.Symbol

        (x, List.indexed (List.zip startIndices.Values shape.Values))
        ||> List.fold (fun x (axis, (start, length)) ->
            let stop = if length = -1 then x.Dims[axis] else size (start + length)
            Sym.slice axis (size start) stop x)

    /// <summary>The values of axes in reverse order.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axes. Default: all of them.</param>
    static member Flip(x: Operand, [<Opt>] axis: Axes | null) : Symbol =
        let x = x.Symbol
        Sym.reverse (axesOrAll x axis) x

    /// <summary>The end of an axis of known size at its beginning.</summary>
    /// <param name="x">The value.</param>
    /// <param name="shift">By how many places.</param>
    /// <param name="axis">The axis. Default: none, all values in a row.</param>
    static member Roll(x: Operand, shift: int, [<Opt>] axis: Nullable<int>) : Symbol =
        let whole = x.Symbol
        let along, at = alongOrFlat axis whole
        Rearranging.rolled shift at along |> Sym.reshape whole.Dims

    /// <summary>Each place of an axis several times, one after another.</summary>
    /// <param name="x">The value.</param>
    /// <param name="repeats">How many times.</param>
    /// <param name="axis">The axis. Default: none, all values in a row.</param>
    static member Repeat(x: Operand, repeats: int, [<Opt>] axis: Nullable<int>) : Symbol =
        let along, at = alongOrFlat axis x.Symbol
        Rearranging.repeated repeats at along

    /// <summary>The whole value several times along its axes.</summary>
    /// <param name="x">The value.</param>
    /// <param name="repeats">How many times along each of the last axes.</param>
    static member Tile(x: Operand, repeats: Axes) : Symbol =
        Rearranging.tiled repeats.Values x.Symbol

    /// <summary>More cells around a value.</summary>
    /// <param name="x">The value.</param>
    /// <param name="padWidth">Cells before and after, for each axis.</param>
    /// <param name="mode">"constant", "reflect", "edge" or "symmetric". Default: "constant".</param>
    /// <param name="constantValues">What new cells hold. Default: 0.</param>
    static member Pad
        (
            x: Operand,
            padWidth: Margins,
            [<Opt; Or("constant")>] mode: string,
            [<Opt; Or(0.0)>] constantValues: float
        ) : Symbol =
        let x = x.Symbol
        Rearranging.padded (padWidth.For("pad", "padWidth", x.Rank)) mode constantValues x

    /// <summary>Differences of neighbours.</summary>
    /// <param name="a">The value.</param>
    /// <param name="n">How many times over. Default: 1.</param>
    /// <param name="axis">The axis. Default: the last.</param>
    static member Diff(a: Operand, [<Opt; Or(1)>] n: int, [<Opt; Or(-1)>] axis: int) : Symbol =
        Rearranging.differences n axis a.Symbol

    // ---- indices

    /// <summary>Values by their places; from the end where a place is negative.</summary>
    /// <param name="x">The value.</param>
    /// <param name="indices">The places, in any shape.</param>
    /// <param name="axis">The axis. Default: none, all values in a row.</param>
    static member Take(x: Operand, indices: Operand, [<Opt>] axis: Nullable<int>) : Symbol =
        let x, at = alongOrFlat axis x.Symbol
        Rearranging.taken at indices.Symbol x

    /// <summary>One value for each index, along an axis.</summary>
    /// <param name="x">The value.</param>
    /// <param name="indices">The places, in x's shape but for the axis.</param>
    /// <param name="axis">The axis. Default: none, all values in a row.</param>
    static member TakeAlongAxis
        (x: Operand, indices: Operand, [<Opt>] axis: Nullable<int>)
        : Symbol =
        let x, at = alongOrFlat axis x.Symbol
        Sym.takeAlong at x (Sym.cast DType.Int64 indices.Symbol)

    /// <summary>Rows with a one at the number of the class.</summary>
    /// <param name="x">The value.</param>
    /// <param name="numClasses">The length of a row.</param>
    /// <param name="axis">Where the classes are. Default: the last.</param>
    /// <param name="dtype">The element type. Default: "float32".</param>
    static member OneHot
        (x: Operand, numClasses: int, [<Opt; Or(-1)>] axis: int, [<Opt>] dtype: string | null)
        : Symbol =
        Networks.oneHot numClasses axis (typeOr "one_hot" DType.Float32 dtype) x.Symbol

    /// <summary>Rows with ones at the numbers of all classes that are named along an axis.</summary>
    /// <param name="inputs">The value.</param>
    /// <param name="numClasses">The length of a row.</param>
    /// <param name="axis">The axis of the numbers. Default: the last.</param>
    /// <param name="dtype">The element type. Default: "float32".</param>
    static member MultiHot
        (inputs: Operand, numClasses: int, [<Opt; Or(-1)>] axis: int, [<Opt>] dtype: string | null)
        : Symbol =
        let x = inputs.Symbol
        let dtype = typeOr "multi_hot" DType.Float32 dtype
        let at = Sym.axisOf x axis
        Networks.oneHot numClasses -1 dtype x |> Sym.maxAlong [ at ] false

    /// <summary>The lower triangle of the last two axes, and zeros.</summary>
    /// <param name="x">The value.</param>
    /// <param name="k">The last diagonal that stays. Default: 0.</param>
    static member Tril(x: Operand, [<Opt; Or(0)>] k: int) : Symbol = Rearranging.tril k x.Symbol

    /// <summary>The upper triangle of the last two axes, and zeros.</summary>
    /// <param name="x">The value.</param>
    /// <param name="k">The first diagonal that stays. Default: 0.</param>
    static member Triu(x: Operand, [<Opt; Or(0)>] k: int) : Symbol = Rearranging.triu k x.Symbol

    /// <summary>A vector as the diagonal of a matrix, or the diagonal of a matrix.</summary>
    /// <param name="x">The value.</param>
    /// <param name="k">Which diagonal. Default: 0.</param>
    static member Diag(x: Operand, [<Opt; Or(0)>] k: int) : Symbol = Rearranging.diag k x.Symbol

    /// <summary>The diagonal of two axes, as the last axis.</summary>
    /// <param name="x">The value.</param>
    /// <param name="offset">Which diagonal. Default: 0.</param>
    /// <param name="axis1">The axis of the rows. Default: 0.</param>
    /// <param name="axis2">The axis of the columns. Default: 1.</param>
    static member Diagonal
        (
            x: Operand,
            [<Opt; Or(0)>] offset: int,
            [<Opt; Or(0)>] axis1: int,
            [<Opt; Or(1)>] axis2: int
        ) : Symbol =
        Rearranging.diagonal offset axis1 axis2 x.Symbol

    // ---- values from nothing

    /// <summary>Zeros.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="dtype">The element type. Default: "float32".</param>
    static member Zeros(shape: IReadOnlyList<Dim>, [<Opt>] dtype: string | null) : Symbol =
        Sym.fill (typeOr "zeros" DType.Float32 dtype) (List.ofSeq shape) 0.0

    /// <summary>Ones.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="dtype">The element type. Default: "float32".</param>
    static member Ones(shape: IReadOnlyList<Dim>, [<Opt>] dtype: string | null) : Symbol =
        Sym.fill (typeOr "ones" DType.Float32 dtype) (List.ofSeq shape) 1.0

    /// <summary>One number everywhere.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="fillValue">The number.</param>
    /// <param name="dtype">The element type. Default: "float32".</param>
    static member Full
        (shape: IReadOnlyList<Dim>, fillValue: float, [<Opt>] dtype: string | null)
        : Symbol =
        Sym.fill (typeOr "full" DType.Float32 dtype) (List.ofSeq shape) fillValue

    /// <summary>Zeros of x's shape.</summary>
    /// <param name="x">The value.</param>
    /// <param name="dtype">The element type. Default: x's.</param>
    static member ZerosLike(x: Operand, [<Opt>] dtype: string | null) : Symbol =
        let x = x.Symbol
        Sym.fill (typeOr "ZerosLike" x.DType dtype) x.Dims 0.0

    /// <summary>Ones of x's shape.</summary>
    /// <param name="x">The value.</param>
    /// <param name="dtype">The element type. Default: x's.</param>
    static member OnesLike(x: Operand, [<Opt>] dtype: string | null) : Symbol =
        let x = x.Symbol
        Sym.fill (typeOr "OnesLike" x.DType dtype) x.Dims 1.0

    /// <summary>One number everywhere, in x's shape.</summary>
    /// <param name="x">The value.</param>
    /// <param name="fillValue">The number.</param>
    /// <param name="dtype">The element type. Default: x's.</param>
    static member FullLike(x: Operand, fillValue: float, [<Opt>] dtype: string | null) : Symbol =
        let x = x.Symbol
        Sym.fill (typeOr "full_like" x.DType dtype) x.Dims fillValue

    /// <summary>Ones on a diagonal of a matrix, zeros elsewhere.</summary>
    /// <param name="N">Rows.</param>
    /// <param name="M">Columns. Default: as many as rows.</param>
    /// <param name="k">Which diagonal. Default: 0.</param>
    /// <param name="dtype">The element type. Default: "float32".</param>
    static member Eye
        (N: int, [<Opt>] M: Nullable<int>, [<Opt; Or(0)>] k: int, [<Opt>] dtype: string | null)
        : Symbol =
        let columns = if M.HasValue then M.Value else N
        Rearranging.eye (size N) (size columns) k (typeOr "eye" DType.Float32 dtype)

    /// <summary>Ones on the diagonal of a square matrix, zeros elsewhere.</summary>
    /// <param name="n">Rows and columns.</param>
    /// <param name="dtype">The element type. Default: "float32".</param>
    static member Identity(n: int, [<Opt>] dtype: string | null) : Symbol =
        Rearranging.eye (size n) (size n) 0 (typeOr "identity" DType.Float32 dtype)

    /// <summary>start, start + step, … below stop; with one number, from 0 to it.</summary>
    /// <param name="start">The first number, or the end where there is no stop.</param>
    /// <param name="stop">The end, which does not belong to it. Default: start is it.</param>
    /// <param name="step">From one to the next. Default: 1.</param>
    /// <param name="dtype">The element type. Default: "int32" where all numbers are whole, else "float32".</param>
    static member Arange
        (
            start: float,
            [<Opt>] stop: Nullable<float>,
            [<Opt; Or(1.0)>] step: float,
            [<Opt>] dtype: string | null
        ) : Symbol =
        let first, last = if stop.HasValue then start, stop.Value else 0.0, start
        let count = max 0 (int (ceil ((last - first) / step)))

        let whole =
            Math.Floor first = first && Math.Floor last = last && Math.Floor step = step

        let dtype = typeOr "arange" (if whole then DType.Int32 else DType.Float32) dtype

        [| for i in 0 .. count - 1 -> first + step * float i |]
        |> NDArray.ofFloats dtype [| count |]
        |> Sym.constant

    /// <summary>Numbers at equal distances.</summary>
    /// <param name="start">The first number.</param>
    /// <param name="stop">The last one.</param>
    /// <param name="num">How many. Default: 50.</param>
    /// <param name="endpoint">Whether stop belongs to it. Default: true.</param>
    /// <param name="dtype">The element type. Default: "float32".</param>
    static member Linspace
        (
            start: float,
            stop: float,
            [<Opt; Or(50)>] num: int,
            [<Opt; Or(true)>] endpoint: bool,
            [<Opt>] dtype: string | null
        ) : Symbol =
        let parts = max 1 (if endpoint then num - 1 else num)

        [| for i in 0 .. num - 1 -> start + (stop - start) * float i / float parts |]
        |> NDArray.ofFloats (typeOr "linspace" DType.Float32 dtype) [| num |]
        |> Sym.constant

    // ---- activations

    /// <summary>max(x, 0), with a slope below the threshold and a greatest value.</summary>
    /// <param name="x">The value.</param>
    /// <param name="negativeSlope">The slope below the threshold. Default: 0.</param>
    /// <param name="maxValue">The greatest value. Default: none.</param>
    /// <param name="threshold">Where it begins to rise. Default: 0.</param>
    static member Relu
        (
            x: Operand,
            [<Opt; Or(0.0)>] negativeSlope: float,
            [<Opt>] maxValue: Nullable<float>,
            [<Opt; Or(0.0)>] threshold: float
        ) : Symbol =
        Activation.Relu(negativeSlope, maxValue, threshold).Apply x.Symbol

    /// <summary>x clipped to [0, 6].</summary>
    /// <param name="x">The value.</param>
    static member Relu6(x: Operand) : Symbol = Activation.Relu6.Apply x.Symbol

    /// <summary>1 / (1 + e^-x).</summary>
    /// <param name="x">The value.</param>
    static member Sigmoid(x: Operand) : Symbol = Activation.Sigmoid.Apply x.Symbol

    /// <summary>log(1 + e^x).</summary>
    /// <param name="x">The value.</param>
    static member Softplus(x: Operand) : Symbol = Activation.Softplus.Apply x.Symbol

    /// <summary>x / (1 + |x|).</summary>
    /// <param name="x">The value.</param>
    static member Softsign(x: Operand) : Symbol = Activation.Softsign.Apply x.Symbol

    /// <summary>x · sigmoid(x).</summary>
    /// <param name="x">The value.</param>
    static member Silu(x: Operand) : Symbol = Activation.Silu.Apply x.Symbol

    /// <summary>x · tanh(softplus(x)).</summary>
    /// <param name="x">The value.</param>
    static member Mish(x: Operand) : Symbol = Activation.Mish.Apply x.Symbol

    /// <summary>The scaled elu that keeps mean zero and variance one.</summary>
    /// <param name="x">The value.</param>
    static member Selu(x: Operand) : Symbol = Activation.Selu.Apply x.Symbol

    /// <summary>(x + 3) / 6, clipped to [0, 1].</summary>
    /// <param name="x">The value.</param>
    static member HardSigmoid(x: Operand) : Symbol = Activation.HardSigmoid.Apply x.Symbol

    /// <summary>x · hard_sigmoid(x).</summary>
    /// <param name="x">The value.</param>
    static member HardSilu(x: Operand) : Symbol = Activation.HardSilu.Apply x.Symbol

    /// <summary>x clipped to [-1, 1].</summary>
    /// <param name="x">The value.</param>
    static member HardTanh(x: Operand) : Symbol = Activation.HardTanh.Apply x.Symbol

    /// <summary>log(sigmoid(x)).</summary>
    /// <param name="x">The value.</param>
    static member LogSigmoid(x: Operand) : Symbol = Activation.LogSigmoid.Apply x.Symbol

    /// <summary>x - tanh(x).</summary>
    /// <param name="x">The value.</param>
    static member TanhShrink(x: Operand) : Symbol = Activation.TanhShrink.Apply x.Symbol

    /// <summary>0 below -1, (x + 1)² / 4 up to 1, x above.</summary>
    /// <param name="x">The value.</param>
    static member SparsePlus(x: Operand) : Symbol = Activation.SparsePlus.Apply x.Symbol

    /// <summary>(x + 1) / 2, clipped to [0, 1].</summary>
    /// <param name="x">The value.</param>
    static member SparseSigmoid(x: Operand) : Symbol = Activation.SparseSigmoid.Apply x.Symbol

    /// <summary>x · sigmoid(x).</summary>
    /// <param name="x">The value.</param>
    static member Swish(x: Operand) : Symbol = Activation.Silu.Apply x.Symbol

    /// <summary>x · hard_sigmoid(x).</summary>
    /// <param name="x">The value.</param>
    static member HardSwish(x: Operand) : Symbol = Activation.HardSilu.Apply x.Symbol

    /// <summary>x · Φ(x). As in Keras, the operation approximates unless told otherwise, and the activation does not.</summary>
    /// <param name="x">The value.</param>
    /// <param name="approximate">Whether tanh stands for the error function. Default: true.</param>
    static member Gelu(x: Operand, [<Opt; Or(true)>] approximate: bool) : Symbol =
        Activation.Gelu(approximate).Apply x.Symbol

    /// <summary>x above zero, slope · x below.</summary>
    /// <param name="x">The value.</param>
    /// <param name="negativeSlope">The slope below zero. Default: 0.2.</param>
    static member LeakyRelu(x: Operand, [<Opt; Or(0.2)>] negativeSlope: float) : Symbol =
        Activation.LeakyRelu(negativeSlope).Apply x.Symbol

    /// <summary>x above zero, alpha · (e^x - 1) below.</summary>
    /// <param name="x">The value.</param>
    /// <param name="alpha">The factor below zero. Default: 1.</param>
    static member Elu(x: Operand, [<Opt; Or(1.0)>] alpha: float) : Symbol =
        Activation.Elu(alpha).Apply x.Symbol

    /// <summary>x above zero, alpha · (e^(x/alpha) - 1) below.</summary>
    /// <param name="x">The value.</param>
    /// <param name="alpha">The factor below zero. Default: 1.</param>
    static member Celu(x: Operand, [<Opt; Or(1.0)>] alpha: float) : Symbol =
        Activation.Celu(alpha).Apply x.Symbol

    /// <summary>The first half of an axis times the sigmoid of the second.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis. Default: the last.</param>
    static member Glu(x: Operand, [<Opt; Or(-1)>] axis: int) : Symbol =
        Activation.Glu(axis).Apply x.Symbol

    /// <summary>(x + sqrt(x² + b)) / 2.</summary>
    /// <param name="x">The value.</param>
    /// <param name="b">How smooth it is. Default: 4.</param>
    static member Squareplus(x: Operand, [<Opt; Or(4.0)>] b: float) : Symbol =
        Activation.Squareplus(b).Apply x.Symbol

    /// <summary>x outside [-threshold, threshold], zero inside.</summary>
    /// <param name="x">The value.</param>
    /// <param name="threshold">Where zero ends. Default: 0.5.</param>
    static member HardShrink(x: Operand, [<Opt; Or(0.5)>] threshold: float) : Symbol =
        Activation.HardShrink(threshold).Apply x.Symbol

    /// <summary>x moved towards zero by the threshold.</summary>
    /// <param name="x">The value.</param>
    /// <param name="threshold">By how much. Default: 0.5.</param>
    static member SoftShrink(x: Operand, [<Opt; Or(0.5)>] threshold: float) : Symbol =
        Activation.SoftShrink(threshold).Apply x.Symbol

    /// <summary>x above the threshold, another value elsewhere.</summary>
    /// <param name="x">The value.</param>
    /// <param name="threshold">The threshold.</param>
    /// <param name="defaultValue">The other value.</param>
    static member Threshold(x: Operand, threshold: float, defaultValue: float) : Symbol =
        Activation.Threshold(threshold, defaultValue).Apply x.Symbol

    /// <summary>e^x over the sum of the axis.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis. Default: the last.</param>
    static member Softmax(x: Operand, [<Opt; Or(-1)>] axis: int) : Symbol =
        Activation.Softmax(axis).Apply x.Symbol

    /// <summary>The logarithm of softmax.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis. Default: the last.</param>
    static member LogSoftmax(x: Operand, [<Opt; Or(-1)>] axis: int) : Symbol =
        Activation.LogSoftmax(axis).Apply x.Symbol

    /// <summary>A softmax with zeros, as Keras computes it.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis. Default: the last.</param>
    static member Sparsemax(x: Operand, [<Opt; Or(-1)>] axis: int) : Symbol =
        Activation.Sparsemax(axis).Apply x.Symbol

    // ---- neural networks

    /// <summary>A convolution over the spatial axes; groups follow from the channels of the kernel.</summary>
    /// <param name="inputs">The value.</param>
    /// <param name="kernel">(spatial…, in, out).</param>
    /// <param name="strides">Cells from one window to the next. Default: 1.</param>
    /// <param name="padding">"valid", "same" or "causal". Default: "valid".</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="dilationRate">Cells from one cell of a window to the next. Default: 1.</param>
    static member Conv
        (
            inputs: Operand,
            kernel: Operand,
            [<Opt>] strides: Sizes | null,
            [<Opt>] padding: Padding | null,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] dilationRate: Sizes | null
        ) : Symbol =
        let valid = padding |> orElse Padding.Valid
        let one: Sizes = Sizes.op_Implicit 1

        Networks.conv
            (strides |> orElse one)
            valid
            dataFormat
            (dilationRate |> orElse one)
            kernel.Symbol
            inputs.Symbol

    /// <summary>A convolution in which each channel has kernels of its own.</summary>
    /// <param name="inputs">The value.</param>
    /// <param name="kernel">(spatial…, in, multiplier).</param>
    /// <param name="strides">Cells from one window to the next. Default: 1.</param>
    /// <param name="padding">"valid" or "same". Default: "valid".</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="dilationRate">Cells from one cell of a window to the next. Default: 1.</param>
    static member DepthwiseConv
        (
            inputs: Operand,
            kernel: Operand,
            [<Opt>] strides: Sizes | null,
            [<Opt>] padding: Padding | null,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] dilationRate: Sizes | null
        ) : Symbol =
        let valid = padding |> orElse Padding.Valid
        let one: Sizes = Sizes.op_Implicit 1

        Networks.depthwiseConv
            (strides |> orElse one)
            valid
            dataFormat
            (dilationRate |> orElse one)
            kernel.Symbol
            inputs.Symbol

    /// <summary>A depthwise convolution and one of single cells.</summary>
    /// <param name="inputs">The value.</param>
    /// <param name="depthwiseKernel">(spatial…, in, multiplier).</param>
    /// <param name="pointwiseKernel">(1…, in · multiplier, out).</param>
    /// <param name="strides">Cells from one window to the next. Default: 1.</param>
    /// <param name="padding">"valid" or "same". Default: "valid".</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="dilationRate">Cells from one cell of a window to the next. Default: 1.</param>
    static member SeparableConv
        (
            inputs: Operand,
            depthwiseKernel: Operand,
            pointwiseKernel: Operand,
            [<Opt>] strides: Sizes | null,
            [<Opt>] padding: Padding | null,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] dilationRate: Sizes | null
        ) : Symbol =
        let valid = padding |> orElse Padding.Valid
        let one: Sizes = Sizes.op_Implicit 1

        let between =
            Networks.depthwiseConv
                (strides |> orElse one)
                valid
                dataFormat
                (dilationRate |> orElse one)
                depthwiseKernel.Symbol
                inputs.Symbol

        Networks.conv one Padding.Valid dataFormat one pointwiseKernel.Symbol between

    /// <summary>The reverse of a convolution's shapes.</summary>
    /// <param name="inputs">The value.</param>
    /// <param name="kernel">(spatial…, out, in).</param>
    /// <param name="strides">Cells from one window to the next. Default: 1.</param>
    /// <param name="padding">"valid" or "same". Default: "valid".</param>
    /// <param name="outputPadding">Cells added at the end of each spatial axis. Default: what the strides ask for.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="dilationRate">Cells from one cell of a window to the next. Default: 1.</param>
    static member ConvTranspose
        (
            inputs: Operand,
            kernel: Operand,
            [<Opt>] strides: Sizes | null,
            [<Opt>] padding: Padding | null,
            [<Opt>] outputPadding: Sizes | null,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] dilationRate: Sizes | null
        ) : Symbol =
        let valid = padding |> orElse Padding.Valid
        let one: Sizes = Sizes.op_Implicit 1

        Networks.convTranspose
            (strides |> orElse one)
            valid
            outputPadding
            dataFormat
            (dilationRate |> orElse one)
            kernel.Symbol
            inputs.Symbol

    /// <summary>The greatest value of each window.</summary>
    /// <param name="inputs">The value.</param>
    /// <param name="poolSize">The sizes of the window.</param>
    /// <param name="strides">Cells from one window to the next. Default: the window's size.</param>
    /// <param name="padding">"valid" or "same". Default: "valid".</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    static member MaxPool
        (
            inputs: Operand,
            poolSize: Sizes,
            [<Opt>] strides: Sizes | null,
            [<Opt>] padding: Padding | null,
            [<Opt>] dataFormat: DataFormat | null
        ) : Symbol =
        Networks.pool
            Op.MaxPool
            poolSize
            strides
            (padding |> orElse Padding.Valid)
            dataFormat
            inputs.Symbol

    /// <summary>The mean of each window.</summary>
    /// <param name="inputs">The value.</param>
    /// <param name="poolSize">The sizes of the window.</param>
    /// <param name="strides">Cells from one window to the next. Default: the window's size.</param>
    /// <param name="padding">"valid" or "same". Default: "valid".</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    static member AveragePool
        (
            inputs: Operand,
            poolSize: Sizes,
            [<Opt>] strides: Sizes | null,
            [<Opt>] padding: Padding | null,
            [<Opt>] dataFormat: DataFormat | null
        ) : Symbol =
        Networks.pool
            Op.AveragePool
            poolSize
            strides
            (padding |> orElse Padding.Valid)
            dataFormat
            inputs.Symbol

    /// <summary>(x - mean) / sqrt(variance + epsilon) · scale + offset, along an axis.</summary>
    /// <param name="x">The value.</param>
    /// <param name="mean">Means: of the axis's length.</param>
    /// <param name="variance">Variances: of the axis's length.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="offset">Is added. Default: nothing.</param>
    /// <param name="scale">Is multiplied. Default: nothing.</param>
    /// <param name="epsilon">Added to the variance. Default: 0.001.</param>
    static member BatchNormalization
        (
            x: Operand,
            mean: Operand,
            variance: Operand,
            axis: int,
            [<Opt>] offset: Operand | null,
            [<Opt>] scale: Operand | null,
            [<Opt; Or(0.001)>] epsilon: float
        ) : Symbol =
        let given (o: Operand | null) = Option.ofObj o |> Option.map _.Symbol

        Networks.batchNormalization
            mean.Symbol
            variance.Symbol
            axis
            (given offset)
            (given scale)
            epsilon
            x.Symbol

    /// <summary>(x - mean) / sqrt(variance + epsilon) · gamma + beta, by the mean and variance of axes.</summary>
    /// <param name="x">The value.</param>
    /// <param name="gamma">Is multiplied. Default: nothing.</param>
    /// <param name="beta">Is added. Default: nothing.</param>
    /// <param name="axis">The axes. Default: the last.</param>
    /// <param name="epsilon">Added to the variance. Default: 1e-7.</param>
    static member LayerNormalization
        (
            x: Operand,
            [<Opt>] gamma: Operand | null,
            [<Opt>] beta: Operand | null,
            [<Opt>] axis: Axes | null,
            [<Opt; Or(1e-7)>] epsilon: float
        ) : Symbol =
        let given (o: Operand | null) = Option.ofObj o |> Option.map _.Symbol
        let x = x.Symbol
        let axes = Sym.axesOf x (axis |> orElse (Axes.op_Implicit -1)).Values
        Networks.layerNormalization (given gamma) (given beta) axes epsilon x

    /// <summary>x over the root of the mean of its squares, times a scale.</summary>
    /// <param name="x">The value.</param>
    /// <param name="scale">Is multiplied. Default: nothing.</param>
    /// <param name="axis">The axes. Default: the last.</param>
    /// <param name="epsilon">Added to the mean of squares. Default: 1e-7.</param>
    static member RmsNormalization
        (
            x: Operand,
            [<Opt>] scale: Operand | null,
            [<Opt>] axis: Axes | null,
            [<Opt; Or(1e-7)>] epsilon: float
        ) : Symbol =
        let x = x.Symbol
        let axes = Sym.axesOf x (axis |> orElse (Axes.op_Implicit -1)).Values
        Networks.rmsNormalization (Option.ofObj scale |> Option.map _.Symbol) axes epsilon x

    /// <summary>Every value as a part of its axis's norm.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis. Default: the last.</param>
    /// <param name="order">The order of the norm. Default: 2.</param>
    /// <param name="epsilon">The least norm. Default: 1e-7.</param>
    static member Normalize
        (
            x: Operand,
            [<Opt; Or(-1)>] axis: int,
            [<Opt; Or(2.0)>] order: float,
            [<Opt; Or(1e-7)>] epsilon: float
        ) : Symbol =
        Statistics.normalize axis order epsilon x.Symbol

    /// <summary>softmax(query · key · scale + bias) · value; all are (batch, time, heads, size).</summary>
    /// <param name="query">What looks.</param>
    /// <param name="key">What is looked at.</param>
    /// <param name="value">What is taken.</param>
    /// <param name="bias">Added to the scores: (batch, heads, queries, keys). Default: nothing.</param>
    /// <param name="mask">True where a query may see a key. Default: everywhere.</param>
    /// <param name="scale">A factor of the scores. Default: 1 / sqrt(size).</param>
    /// <param name="isCausal">Whether a step sees no later one. Default: false.</param>
    static member DotProductAttention
        (
            query: Operand,
            key: Operand,
            value: Operand,
            [<Opt>] bias: Operand | null,
            [<Opt>] mask: Operand | null,
            [<Opt>] scale: Nullable<float>,
            [<Opt; Or(false)>] isCausal: bool
        ) : Symbol =
        let given (o: Operand | null) = Option.ofObj o |> Option.map _.Symbol

        Networks.attention
            (given bias)
            (given mask)
            scale
            isCausal
            query.Symbol
            key.Symbol
            value.Symbol

    // ---- losses, without a mean over samples

    /// <summary>-y · log(p) - (1 - y) · log(1 - p), element by element.</summary>
    /// <param name="target">What is true.</param>
    /// <param name="output">What was predicted.</param>
    /// <param name="fromLogits">Whether the predictions are logits. Default: false, probabilities.</param>
    static member BinaryCrossentropy
        (target: Operand, output: Operand, [<Opt; Or(false)>] fromLogits: bool)
        : Symbol =
        let p = output.Symbol
        Targets.binary fromLogits (Sym.cast p.DType target.Symbol) p

    /// <summary>-Σ y · log(p) over the classes.</summary>
    /// <param name="target">What is true.</param>
    /// <param name="output">What was predicted.</param>
    /// <param name="fromLogits">Whether the predictions are logits. Default: false, probabilities.</param>
    /// <param name="axis">The axis. Default: the last.</param>
    static member CategoricalCrossentropy
        (
            target: Operand,
            output: Operand,
            [<Opt; Or(false)>] fromLogits: bool,
            [<Opt; Or(-1)>] axis: int
        ) : Symbol =
        let p = output.Symbol
        CategoricalCrossentropy(fromLogits, axis = axis).CallLoss(Sym.cast p.DType target.Symbol, p)

    /// <summary>-log of the probability of the class, given by number.</summary>
    /// <param name="target">What is true.</param>
    /// <param name="output">What was predicted.</param>
    /// <param name="fromLogits">Whether the predictions are logits. Default: false, probabilities.</param>
    /// <param name="axis">The axis. Default: the last.</param>
    static member SparseCategoricalCrossentropy
        (
            target: Operand,
            output: Operand,
            [<Opt; Or(false)>] fromLogits: bool,
            [<Opt; Or(-1)>] axis: int
        ) : Symbol =
        SparseCategoricalCrossentropy(fromLogits, axis = axis)
            .CallLoss(target.Symbol, output.Symbol)

    // ---- graphs

    /// <summary>x, through which no gradient flows.</summary>
    /// <param name="x">The value.</param>
    static member StopGradient(x: Operand) : Symbol = Sym.stopGradient x.Symbol

    /// <summary>x.</summary>
    /// <param name="x">The value.</param>
    static member Copy(x: Operand) : Symbol = Sym.identity x.Symbol

    /// <summary>A number, a weight or an array as a symbol.</summary>
    /// <param name="x">The value.</param>
    /// <param name="dtype">The element type. Default: x's.</param>
    static member ConvertToTensor(x: Operand, [<Opt>] dtype: string | null) : Symbol =
        let x = x.Symbol
        Sym.cast (typeOr "convert_to_tensor" x.DType dtype) x
