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

    /// <summary>True where |x1 - x2| ≤ atol + rtol · |x2|, or both are the same infinity.</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    /// <param name="rtol">The tolerance relative to x2. Default: 1e-5.</param>
    /// <param name="atol">The tolerance that does not depend on x2. Default: 1e-8.</param>
    /// <param name="equalNan">Whether two that are no numbers are close. Default: false.</param>
    static member Isclose
        (
            x1: Operand,
            x2: Operand,
            [<Opt; Or(1e-5)>] rtol: float,
            [<Opt; Or(1e-8)>] atol: float,
            [<Opt; Or(false)>] equalNan: bool
        ) : Symbol =
        let a, b = Operand.Pair(x1, x2)
        let apart = Sym.abs (a - b)
        let finite = Sym.less apart (apart.Like Double.PositiveInfinity)
        let near = Sym.both finite (Sym.lessEqual apart (Sym.abs b * rtol + atol))
        let close = Sym.either (Sym.equal a b) near
        let missing x = Sym.apply (Op.Unary Unary.IsNaN) [ x ]

        if equalNan then
            Sym.either close (Sym.both (missing a) (missing b))
        else
            close

    /// <summary>Whether all are close: |x1 - x2| ≤ atol + rtol · |x2|.</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    /// <param name="rtol">The tolerance relative to x2. Default: 1e-5.</param>
    /// <param name="atol">The tolerance that does not depend on x2. Default: 1e-8.</param>
    /// <param name="equalNan">Whether two that are no numbers are close. Default: false.</param>
    static member Allclose
        (
            x1: Operand,
            x2: Operand,
            [<Opt; Or(1e-5)>] rtol: float,
            [<Opt; Or(1e-8)>] atol: float,
            [<Opt; Or(false)>] equalNan: bool
        ) : Symbol =
        let close = Ops.Isclose(x1, x2, rtol, atol, equalNan)
        Sym.all [ 0 .. close.Rank - 1 ] false close

    /// <summary>x1 where the condition is true, x2 elsewhere; shapes broadcast.</summary>
    /// <param name="condition">True or false.</param>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    static member Where(condition: Operand, x1: Operand, x2: Operand) : Symbol =
        let a, b = Operand.Pair(x1, x2)
        Sym.where (Sym.cast DType.Bool condition.Symbol) a b

    // ---- reductions

    /// <summary>The sum. Truth values and whole numbers of less than 32 bits are summed as int32.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axes. Default: all of them.</param>
    /// <param name="keepdims">Whether the axes stay, with size 1. Default: false.</param>
    static member Sum
        (x: Operand, [<Opt>] axis: Axes | null, [<Opt; Or(false)>] keepdims: bool)
        : Symbol =
        let x = Statistics.countable x.Symbol
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

    /// <summary>The product. Truth values and whole numbers of less than 32 bits are multiplied as int32.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axes. Default: all of them.</param>
    /// <param name="keepdims">Whether the axes stay, with size 1. Default: false.</param>
    /// <param name="dtype">The element type it is calculated in. Default: x's.</param>
    static member Prod
        (
            x: Operand,
            [<Opt>] axis: Axes | null,
            [<Opt; Or(false)>] keepdims: bool,
            [<Opt>] dtype: string | null
        ) : Symbol =
        let x = Statistics.countable x.Symbol
        let x = Sym.cast (typeOr "prod" x.DType dtype) x
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
        Ops.Quantile(x, 0.5, axis, keepdims = keepdims)

    /// <summary>The value below which a share of the values lies; between two values in a straight line.</summary>
    /// <param name="x">The value.</param>
    /// <param name="q">The share, from 0 to 1.</param>
    /// <param name="axis">The axis, whose size must be known. Default: none, all values in a row.</param>
    /// <param name="method">Between two values: "linear", "lower", "higher", "midpoint" or "nearest". Default: "linear".</param>
    /// <param name="keepdims">Whether the axes stay, with size 1. Default: false.</param>
    static member Quantile
        (
            x: Operand,
            q: float,
            [<Opt>] axis: Nullable<int>,
            [<Opt; Or("linear")>] method: string,
            [<Opt; Or(false)>] keepdims: bool
        ) : Symbol =
        let whole = x.Symbol
        let along, at = alongOrFlat axis whole
        let y = Statistics.quantile method q at along

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
        let own = if x.DType = DType.Bool then DType.Int32 else x.DType
        Sym.cumSum at (Sym.cast (typeOr "cumsum" own dtype) x)

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

    /// <summary>The values of an axis in rising order.</summary>
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
    /// <param name="isStable">Whether equal values come in their order, which they always do. Default: true.</param>
    static member TopK
        (x: Operand, k: int, [<Opt; Or(true)>] sorted: bool, [<Opt; Or(true)>] isStable: bool)
        : struct (Symbol * Symbol) =
        ignore isStable

        if not sorted then
            refuse "top_k" "sorted: true" "sorted: false" "leave it out: the greatest come first"

        let values, places = Sym.topK k x.Symbol
        struct (values, Sym.cast DType.Int32 places)

    /// <summary>True where fewer than k predictions are greater than that of the class.</summary>
    /// <param name="targets">Class numbers: (batch).</param>
    /// <param name="predictions">A number for each class: (batch, classes).</param>
    /// <param name="k">How many count as the greatest.</param>
    static member InTopK(targets: Operand, predictions: Operand, k: int) : Symbol =
        Hits.amongGreatest k targets.Symbol predictions.Symbol

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

    /// <summary>The cross product of vectors of three.</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    /// <param name="axisa">The axis of the vectors of x1. Default: the last.</param>
    /// <param name="axisb">The axis of the vectors of x2. Default: the last.</param>
    /// <param name="axisc">The axis of the result's vectors. Default: the last.</param>
    /// <param name="axis">All three of them at once. Default: none.</param>
    static member Cross
        (
            x1: Operand,
            x2: Operand,
            [<Opt; Or(-1)>] axisa: int,
            [<Opt; Or(-1)>] axisb: int,
            [<Opt; Or(-1)>] axisc: int,
            [<Opt>] axis: Nullable<int>
        ) : Symbol =
        let a, b = Operand.Pair(x1, x2)

        let chosen own =
            if axis.HasValue then axis.Value else own

        let last own = Rearranging.moved [ chosen own ] [ -1 ]

        LinearAlgebra.cross (last axisa a) (last axisb b)
        |> Rearranging.moved [ -1 ] [ chosen axisc ]

    /// <summary>Sums of products over some axes of x1 and x2.</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    /// <param name="axes">How many, the last of x1 and the first of x2; or those of x1 and those of x2. Default: 2.</param>
    static member Tensordot
        (x1: Operand, x2: Operand, [<Opt>] axes: ContractedAxes | null)
        : Symbol =
        let a, b = Operand.Pair(x1, x2)
        let axes = axes |> orElse (ContractedAxes.op_Implicit 2)
        LinearAlgebra.contract axes.First axes.Second a b

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

    /// <summary>As many cells as wanted along each spatial axis, each the mean of its part.</summary>
    /// <param name="inputs">The value, of known spatial sizes.</param>
    /// <param name="outputSize">The cells of each spatial axis.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    static member AdaptiveAveragePool
        (inputs: Operand, outputSize: Sizes, [<Opt>] dataFormat: DataFormat | null)
        : Symbol =
        Networks.adaptivePool
            "adaptive_average_pool"
            Aggregation.Mean
            outputSize
            dataFormat
            inputs.Symbol

    /// <summary>As many cells as wanted along each spatial axis, each the greatest value of its part.</summary>
    /// <param name="inputs">The value, of known spatial sizes.</param>
    /// <param name="outputSize">The cells of each spatial axis.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    static member AdaptiveMaxPool
        (inputs: Operand, outputSize: Sizes, [<Opt>] dataFormat: DataFormat | null)
        : Symbol =
        Networks.adaptivePool
            "adaptive_max_pool"
            Aggregation.Max
            outputSize
            dataFormat
            inputs.Symbol

    /// <summary>Windows of images with channels first, as columns: (batch, channels · height · width of a window, windows).</summary>
    /// <param name="x">Images: (batch, channels, height, width).</param>
    /// <param name="kernelSize">The sizes of a window.</param>
    /// <param name="dilation">From one place of a window to the next. Default: 1.</param>
    /// <param name="padding">Zeros before and after each axis. Default: 0.</param>
    /// <param name="stride">From one window to the next. Default: 1.</param>
    static member Unfold
        (
            x: Operand,
            kernelSize: Sizes,
            [<Opt>] dilation: Sizes | null,
            [<Opt>] padding: Sizes | null,
            [<Opt>] stride: Sizes | null
        ) : Symbol =
        Blocks.unfold (Blocks.gridOf "unfold" kernelSize dilation padding stride) x.Symbol

    /// <summary>Columns as Unfold gives them, put together to images: what lies on the same pixel is summed.</summary>
    /// <param name="x">(batch, channels · height · width of a window, windows).</param>
    /// <param name="outputSize">The sizes of the images.</param>
    /// <param name="kernelSize">The sizes of a window.</param>
    /// <param name="dilation">From one place of a window to the next. Default: 1.</param>
    /// <param name="padding">What Unfold had before and after each axis. Default: 0.</param>
    /// <param name="stride">From one window to the next. Default: 1.</param>
    static member Fold
        (
            x: Operand,
            outputSize: Sizes,
            kernelSize: Sizes,
            [<Opt>] dilation: Sizes | null,
            [<Opt>] padding: Sizes | null,
            [<Opt>] stride: Sizes | null
        ) : Symbol =
        x.Symbol
        |> Blocks.fold
            (outputSize.For("fold", "outputSize", 2))
            (Blocks.gridOf "fold" kernelSize dilation padding stride)

    /// <summary>Parts of the last axis: (…, parts, sequenceLength).</summary>
    /// <param name="x">The value.</param>
    /// <param name="sequenceLength">How long a part is.</param>
    /// <param name="sequenceStride">From the start of a part to that of the next.</param>
    static member ExtractSequences(x: Operand, sequenceLength: int, sequenceStride: int) : Symbol =
        Blocks.sequences sequenceLength sequenceStride x.Symbol

    /// <summary>Images smoothed by a bell; beyond the border is zero.</summary>
    /// <param name="images">Images, or one of them.</param>
    /// <param name="kernelSize">Columns and rows that are looked at, in this order, as Keras does. Default: 3.</param>
    /// <param name="sigma">The standard deviations along a row and along a column. Default: 1.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    static member GaussianBlur
        (
            images: Operand,
            [<Opt>] kernelSize: Sizes | null,
            [<Opt>] sigma: Nullable<struct (float * float)>,
            [<Opt>] dataFormat: string | null
        ) : Symbol =
        let where = "gaussian_blur"
        let sizes = (kernelSize |> orElse (Sizes [ 3 ])).For(where, "kernelSize", 2)

        let struct (alongRow, alongColumn) =
            if sigma.HasValue then sigma.Value else struct (1.0, 1.0)

        images.Symbol
        |> Pictures.inLayout
            where
            dataFormat
            (Blocks.blur (sizes[0], sizes[1]) (alongRow, alongColumn))

    /// <summary>How steep images are downwards and to the right, by Sobel, along a new last axis.</summary>
    /// <param name="images">Images: (batch, height, width, channels).</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    static member SobelEdges(images: Operand, [<Opt>] dataFormat: string | null) : Symbol =
        match dataFormat with
        | null
        | "channels_last" -> Blocks.sobel images.Symbol
        | "channels_first" ->
            images.Symbol
            |> Rearranging.moved [ 1 ] [ -1 ]
            |> Blocks.sobel
            |> Rearranging.moved [ 3 ] [ 1 ]
        | other -> refuseWord "sobel_edges" "dataFormat" other [ "channels_last"; "channels_first" ]

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

    // ---- matrices: the last two axes

    /// <summary>The determinant.</summary>
    /// <param name="x">Square matrices.</param>
    static member Det(x: Operand) : Symbol = Matrices.determinant x.Symbol

    /// <summary>The sign of the determinant, and the logarithm of its size.</summary>
    /// <param name="x">Square matrices.</param>
    static member Slogdet(x: Operand) : struct (Symbol * Symbol) =
        let found = Matrices.determinant x.Symbol
        struct (Sym.sign found, Sym.log (Sym.abs found))

    /// <summary>The logarithm of the determinant of symmetric matrices with positive eigenvalues.</summary>
    /// <param name="x">Square matrices.</param>
    static member Logdet(x: Operand) : Symbol =
        let factor = Matrices.cholesky false x.Symbol
        (Rearranging.diagonal 0 -2 -1 factor |> Sym.log |> Sym.sum [ -1 ] false) * 2.0

    /// <summary>The inverse.</summary>
    /// <param name="x">Square matrices.</param>
    static member Inv(x: Operand) : Symbol = Matrices.inverse x.Symbol

    /// <summary>The triangle whose product with itself, turned, is a symmetric matrix with positive eigenvalues.</summary>
    /// <param name="x">Square matrices.</param>
    /// <param name="upper">Whether it is the upper triangle. Default: false, the lower one.</param>
    static member Cholesky(x: Operand, [<Opt; Or(false)>] upper: bool) : Symbol =
        Matrices.cholesky upper x.Symbol

    /// <summary>The inverse of the matrix whose Cholesky factor is given.</summary>
    /// <param name="x">The triangles.</param>
    /// <param name="upper">Whether they are upper ones. Default: false.</param>
    static member CholeskyInverse(x: Operand, [<Opt; Or(false)>] upper: bool) : Symbol =
        Matrices.choleskyInverse upper x.Symbol

    /// <summary>The x with a · x = b.</summary>
    /// <param name="a">Square matrices.</param>
    /// <param name="b">Matrices of as many rows, or vectors.</param>
    static member Solve(a: Operand, b: Operand) : Symbol = Matrices.solve a.Symbol b.Symbol

    /// <summary>The x with a · x = b, where only a triangle of a counts.</summary>
    /// <param name="a">Square matrices.</param>
    /// <param name="b">Matrices of as many rows, or vectors.</param>
    /// <param name="lower">Whether it is the lower triangle. Default: false.</param>
    static member SolveTriangular(a: Operand, b: Operand, [<Opt; Or(false)>] lower: bool) : Symbol =
        Matrices.solveTriangular lower a.Symbol b.Symbol

    /// <summary>Orthonormal columns and an upper triangle whose product is x.</summary>
    /// <param name="x">Matrices.</param>
    /// <param name="mode">"reduced", or "complete" for as many columns as rows. Default: the first.</param>
    static member Qr(x: Operand, [<Opt; Or("reduced")>] mode: string) : struct (Symbol * Symbol) =
        let complete =
            match mode with
            | "reduced" -> false
            | "complete" -> true
            | other -> refuseWord "qr" "mode" other [ "reduced"; "complete" ]

        let q, r = Matrices.qr complete x.Symbol
        struct (q, r)

    /// <summary>The eigenvalues of symmetric matrices in rising order, and the eigenvectors as columns.</summary>
    /// <param name="x">Symmetric matrices.</param>
    static member Eigh(x: Operand) : struct (Symbol * Symbol) =
        let values, vectors = Matrices.eigh x.Symbol
        struct (values, vectors)

    /// <summary>u, the singular values in falling order, and vᵀ, whose product is x; or the singular values alone.</summary>
    /// <param name="x">Matrices.</param>
    /// <param name="fullMatrices">Whether u and v are square; they have no derivative then. Default: true.</param>
    /// <param name="computeUv">Whether u and vᵀ are answered too. Default: true.</param>
    static member Svd
        (x: Operand, [<Opt; Or(true)>] fullMatrices: bool, [<Opt; Or(true)>] computeUv: bool)
        : IReadOnlyList<Symbol> =
        let u, s, vh = Matrices.svd fullMatrices x.Symbol
        if computeUv then [| u; s; vh |] else [| s |]

    /// <summary>Moore and Penrose's inverse.</summary>
    /// <param name="x">Matrices.</param>
    /// <param name="rcond">Singular values below this part of the greatest count as zero. Default: by the size and the precision.</param>
    static member Pinv(x: Operand, [<Opt>] rcond: Nullable<float>) : Symbol =
        Matrices.pseudoInverse (Option.ofNullable rcond) x.Symbol

    /// <summary>The x for which a · x is nearest to b, by the sum of squares; of several, the shortest.</summary>
    /// <param name="a">Matrices.</param>
    /// <param name="b">Matrices of as many rows, or vectors.</param>
    /// <param name="rcond">Singular values below this part of the greatest count as zero. Default: by the size and the precision.</param>
    static member Lstsq(a: Operand, b: Operand, [<Opt>] rcond: Nullable<float>) : Symbol =
        Matrices.leastSquares (Option.ofNullable rcond) a.Symbol b.Symbol

    /// <summary>How many singular values are not zero, as int32.</summary>
    /// <param name="x">Matrices.</param>
    /// <param name="tol">What counts as zero. Default: by the size and the precision.</param>
    static member MatrixRank(x: Operand, [<Opt>] tol: Nullable<float>) : Symbol =
        Matrices.rank (Option.ofNullable tol) x.Symbol

    /// <summary>The product of a matrix with itself, so often; below zero, of its inverse.</summary>
    /// <param name="x">Square matrices.</param>
    /// <param name="n">How often.</param>
    static member MatrixPower(x: Operand, n: int) : Symbol = Matrices.power n x.Symbol

    /// <summary>The Kronecker product: x2 times every element of x1, side by side; of two values of the same rank.</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    static member Kron(x1: Operand, x2: Operand) : Symbol =
        let a, b = Operand.Pair(x1, x2)

        if a.Rank <> b.Rank then
            refuse "kron" "values of the same rank" $"{a} and {b}" "Ops.ExpandDims"

        let rank = a.Rank

        let wide =
            Sym.reshape
                [
                    for d in a.Dims do
                        yield! [ d; size 1 ]
                ]
                a

        let narrow =
            Sym.reshape
                [
                    for d in b.Dims do
                        yield! [ size 1; d ]
                ]
                b

        wide * narrow
        |> Sym.reshape [ for i in 0 .. rank - 1 -> product [ a.Dims[i]; b.Dims[i] ] ]

    /// <summary>The distances of every row of x from every row of y.</summary>
    /// <param name="x">Rows: (…, m, features).</param>
    /// <param name="y">Rows: (…, n, features).</param>
    static member Cdist(x: Operand, y: Operand) : Symbol =
        let apart = Sym.expandDims -2 x.Symbol - Sym.expandDims -3 y.Symbol
        Sym.sqrt (Sym.square apart |> Sym.sum [ -1 ] false)

    /// <summary>The correlations of rows with each other.</summary>
    /// <param name="x">Variables as rows, observations as columns.</param>
    static member Corrcoef(x: Operand) : Symbol =
        let x = x.Symbol
        let centred = x - Statistics.mean [ -1 ] true x
        let unit = centred / Sym.sqrt (Sym.square centred |> Sym.sum [ -1 ] true)
        Sym.matmul unit (Matrices.turned unit)

    // ---- places, groups and what is not a number

    /// <summary>The place of each value in a rising sequence, as int32.</summary>
    /// <param name="sortedSequence">The sequence: one axis.</param>
    /// <param name="values">The values.</param>
    /// <param name="side">"left": before equal ones; "right": behind them. Default: the first.</param>
    static member Searchsorted
        (sortedSequence: Operand, values: Operand, [<Opt; Or("left")>] side: string)
        : Symbol =
        let right =
            match side with
            | "left" -> false
            | "right" -> true
            | other -> refuseWord "searchsorted" "side" other [ "left"; "right" ]

        Counting.places right sortedSequence.Symbol values.Symbol

    /// <summary>How many bounds are not above each value, as int32.</summary>
    /// <param name="x">The value.</param>
    /// <param name="bins">Bounds in rising order.</param>
    static member Digitize(x: Operand, bins: Operand) : Symbol =
        Counting.places true bins.Symbol x.Symbol

    /// <summary>How many values are in each of equal parts of a range, and the bounds of the parts.</summary>
    /// <param name="x">The value.</param>
    /// <param name="bins">How many parts. Default: 10.</param>
    /// <param name="range">From and to. Default: from the least value to the greatest.</param>
    static member Histogram
        (x: Operand, [<Opt; Or(10)>] bins: int, [<Opt>] range: Interval | null)
        : struct (Symbol * Symbol) =
        let range =
            match range with
            | null -> None
            | given -> Some(given.Low, given.High)

        let counts, bounds = Counting.histogram bins range x.Symbol
        struct (counts, bounds)

    /// <summary>Whether each value of x1 is among those of x2.</summary>
    /// <param name="x1">The values.</param>
    /// <param name="x2">What they are looked for in.</param>
    /// <param name="assumeUnique">Whether all are different, which makes no difference here. Default: false.</param>
    /// <param name="invert">Whether it is asked for those that are not. Default: false.</param>
    static member Isin
        (
            x1: Operand,
            x2: Operand,
            [<Opt; Or(false)>] assumeUnique: bool,
            [<Opt; Or(false)>] invert: bool
        ) : Symbol =
        ignore assumeUnique
        let found = Counting.isIn x2.Symbol x1.Symbol
        if invert then Sym.not' found else found

    /// <summary>The product of all values up to each place of an axis of known size.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis. Default: none, all values in a row.</param>
    /// <param name="dtype">The element type. Default: x's.</param>
    static member Cumprod
        (x: Operand, [<Opt>] axis: Nullable<int>, [<Opt>] dtype: string | null)
        : Symbol =
        let x, at = alongOrFlat axis x.Symbol
        Counting.runningProduct at (Sym.cast (typeOr "cumprod" x.DType dtype) x)

    /// <summary>The least of each group of rows; infinity where a group is empty.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="segmentIds">The group of each row, from 0.</param>
    /// <param name="numSegments">How many groups there are.</param>
    /// <param name="sorted">Whether the groups come in order, which makes no difference here. Default: false.</param>
    static member SegmentMin
        (data: Operand, segmentIds: Operand, numSegments: int, [<Opt; Or(false)>] sorted: bool)
        : Symbol =
        ignore sorted
        Counting.segmentMin numSegments segmentIds.Symbol data.Symbol

    /// <summary>The product of each group of rows; one where a group is empty.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="segmentIds">The group of each row, from 0.</param>
    /// <param name="numSegments">How many groups there are.</param>
    /// <param name="sorted">Whether the groups come in order, which makes no difference here. Default: false.</param>
    static member SegmentProd
        (data: Operand, segmentIds: Operand, numSegments: int, [<Opt; Or(false)>] sorted: bool)
        : Symbol =
        ignore sorted
        Counting.segmentProduct numSegments segmentIds.Symbol data.Symbol

    /// <summary>Quantile of what is a number; NaN where nothing is.</summary>
    /// <param name="x">The value.</param>
    /// <param name="q">The share, from 0 to 1.</param>
    /// <param name="axis">The axis. Default: none, all values in a row.</param>
    /// <param name="method">Between two values: "linear", "lower", "higher", "midpoint" or "nearest". Default: "linear".</param>
    /// <param name="keepdims">Whether the axes stay, with size 1. Default: false.</param>
    static member Nanquantile
        (
            x: Operand,
            q: float,
            [<Opt>] axis: Nullable<int>,
            [<Opt; Or("linear")>] method: string,
            [<Opt; Or(false)>] keepdims: bool
        ) : Symbol =
        let whole = x.Symbol
        let along, at = alongOrFlat axis whole
        let y = Statistics.quantileOfKnown method q at along

        if not keepdims then y
        elif axis.HasValue then Sym.expandDims at y
        else Sym.reshape [ for _ in whole.Dims -> size 1 ] y

    /// <summary>Median of what is a number; NaN where nothing is.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis. Default: none, all values in a row.</param>
    /// <param name="keepdims">Whether the axes stay, with size 1. Default: false.</param>
    static member Nanmedian
        (x: Operand, [<Opt>] axis: Nullable<int>, [<Opt; Or(false)>] keepdims: bool)
        : Symbol =
        Ops.Nanquantile(x, 0.5, axis, keepdims = keepdims)

    /// <summary>Percentile of what is a number; NaN where nothing is.</summary>
    /// <param name="x">The value.</param>
    /// <param name="q">From 0 to 100.</param>
    /// <param name="axis">The axis. Default: none, all values in a row.</param>
    /// <param name="method">Between two values: "linear", "lower", "higher", "midpoint" or "nearest". Default: "linear".</param>
    /// <param name="keepdims">Whether the axes stay, with size 1. Default: false.</param>
    static member Nanpercentile
        (
            x: Operand,
            q: float,
            [<Opt>] axis: Nullable<int>,
            [<Opt; Or("linear")>] method: string,
            [<Opt; Or(false)>] keepdims: bool
        ) : Symbol =
        Ops.Nanquantile(x, q / 100.0, axis, method, keepdims)

    /// <summary>The sum of what is a number.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axes. Default: all of them.</param>
    /// <param name="keepdims">Whether the axes stay, with size 1. Default: false.</param>
    static member Nansum
        (x: Operand, [<Opt>] axis: Axes | null, [<Opt; Or(false)>] keepdims: bool)
        : Symbol =
        let x = x.Symbol
        Known.sum (axesOrAll x axis) keepdims x

    /// <summary>The mean of what is a number.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axes. Default: all of them.</param>
    /// <param name="keepdims">Whether the axes stay, with size 1. Default: false.</param>
    static member Nanmean
        (x: Operand, [<Opt>] axis: Axes | null, [<Opt; Or(false)>] keepdims: bool)
        : Symbol =
        let x = x.Symbol
        Known.mean (axesOrAll x axis) keepdims x

    /// <summary>The product of what is a number.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axes. Default: all of them.</param>
    /// <param name="keepdims">Whether the axes stay, with size 1. Default: false.</param>
    static member Nanprod
        (x: Operand, [<Opt>] axis: Axes | null, [<Opt; Or(false)>] keepdims: bool)
        : Symbol =
        let x = x.Symbol
        Known.product (axesOrAll x axis) keepdims x

    /// <summary>The variance of what is a number.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axes. Default: all of them.</param>
    /// <param name="keepdims">Whether the axes stay, with size 1. Default: false.</param>
    static member Nanvar
        (x: Operand, [<Opt>] axis: Axes | null, [<Opt; Or(false)>] keepdims: bool)
        : Symbol =
        let x = x.Symbol
        Known.variance (axesOrAll x axis) keepdims x

    /// <summary>The greatest of what is a number.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axes. Default: all of them.</param>
    /// <param name="keepdims">Whether the axes stay, with size 1. Default: false.</param>
    static member Nanmax
        (x: Operand, [<Opt>] axis: Axes | null, [<Opt; Or(false)>] keepdims: bool)
        : Symbol =
        let x = x.Symbol
        Known.extreme Aggregation.Max (axesOrAll x axis) keepdims x

    /// <summary>The least of what is a number.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axes. Default: all of them.</param>
    /// <param name="keepdims">Whether the axes stay, with size 1. Default: false.</param>
    static member Nanmin
        (x: Operand, [<Opt>] axis: Axes | null, [<Opt; Or(false)>] keepdims: bool)
        : Symbol =
        let x = x.Symbol
        Known.extreme Aggregation.Min (axesOrAll x axis) keepdims x

    /// <summary>The root of the variance of what is a number.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axes. Default: all of them.</param>
    /// <param name="keepdims">Whether the axes stay, with size 1. Default: false.</param>
    static member Nanstd
        (x: Operand, [<Opt>] axis: Axes | null, [<Opt; Or(false)>] keepdims: bool)
        : Symbol =
        let x = x.Symbol
        Sym.sqrt (Known.variance (axesOrAll x axis) keepdims x)

    /// <summary>Sums up to each place, where NaN counts as zero.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis. Default: none, all values in a row.</param>
    /// <param name="dtype">The element type. Default: x's.</param>
    static member Nancumsum
        (x: Operand, [<Opt>] axis: Nullable<int>, [<Opt>] dtype: string | null)
        : Symbol =
        let x, at = alongOrFlat axis (Known.filled 0.0 x.Symbol)
        Sym.cumSum at (Sym.cast (typeOr "nancumsum" x.DType dtype) x)

    /// <summary>Products up to each place, where NaN counts as one.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis. Default: none, all values in a row.</param>
    /// <param name="dtype">The element type. Default: x's.</param>
    static member Nancumprod
        (x: Operand, [<Opt>] axis: Nullable<int>, [<Opt>] dtype: string | null)
        : Symbol =
        let x, at = alongOrFlat axis (Known.filled 1.0 x.Symbol)
        Counting.runningProduct at (Sym.cast (typeOr "nancumprod" x.DType dtype) x)

    /// <summary>The value below which so many of a hundred lie; between two values in a straight line.</summary>
    /// <param name="x">The value.</param>
    /// <param name="q">From 0 to 100.</param>
    /// <param name="axis">The axis, whose size must be known. Default: none, all values in a row.</param>
    /// <param name="method">Between two values: "linear", "lower", "higher", "midpoint" or "nearest". Default: "linear".</param>
    /// <param name="keepdims">Whether the axes stay, with size 1. Default: false.</param>
    static member Percentile
        (
            x: Operand,
            q: float,
            [<Opt>] axis: Nullable<int>,
            [<Opt; Or("linear")>] method: string,
            [<Opt; Or(false)>] keepdims: bool
        ) : Symbol =
        Ops.Quantile(x, q / 100.0, axis, method, keepdims)

    // ---- more of numpy

    /// <summary>|x|, as Abs.</summary>
    /// <param name="x">The value.</param>
    static member Fabs(x: Operand) : Symbol = Sym.abs x.Symbol

    /// <summary>0 below zero, 1 above, and x2 at zero.</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    static member Heaviside(x1: Operand, x2: Operand) : Symbol =
        let a, b = Operand.Pair(x1, x2)
        let zero = a.Like 0.0
        Sym.where (Sym.equal a zero) b (Sym.cast b.DType (Sym.greater a zero))

    /// <summary>True at minus infinity.</summary>
    /// <param name="x">The value.</param>
    static member Isneginf(x: Operand) : Symbol =
        let x = x.Symbol
        Sym.both (Sym.apply (Op.Unary Unary.IsInf) [ x ]) (Sym.less x (x.Like 0.0))

    /// <summary>True at infinity.</summary>
    /// <param name="x">The value.</param>
    static member Isposinf(x: Operand) : Symbol =
        let x = x.Symbol
        Sym.both (Sym.apply (Op.Unary Unary.IsInf) [ x ]) (Sym.greater x (x.Like 0.0))

    /// <summary>x1 · 2^x2.</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    static member Ldexp(x1: Operand, x2: Operand) : Symbol =
        let a, b = x1.Symbol, x2.Symbol

        let a =
            if DType.isFloat a.DType then
                a
            else
                Sym.cast DType.Float32 a

        let b = Sym.cast a.DType b
        a * Sym.power (b.Like 2.0) b

    /// <summary>log2(2^x1 + 2^x2), without overflow.</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    static member Logaddexp2(x1: Operand, x2: Operand) : Symbol =
        let a, b = Operand.Pair(x1, x2)
        let two = Math.Log 2.0
        Sym.maximum a b + Sym.log1p (Sym.exp (Sym.abs (a - b) * -two)) / two

    /// <summary>True where the sign is a minus: below zero, and at minus zero.</summary>
    /// <param name="x">The value.</param>
    static member Signbit(x: Operand) : Symbol =
        let x = x.Symbol
        let below = Sym.less x (x.Like 0.0)

        if DType.isFloat x.DType then
            // the reciprocal of minus zero is minus infinity
            let atZero = Sym.both (Sym.equal x (x.Like 0.0)) (Sym.less (1.0 / x) (x.Like 0.0))
            Sym.either below atZero
        else
            below

    /// <summary>The place of the greatest number, as int32; what is no number does not count, and -1 is where nothing does.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis. Default: none, all values in a row.</param>
    /// <param name="keepdims">Whether the axes stay, with size 1. Default: false.</param>
    static member Nanargmax
        (x: Operand, [<Opt>] axis: Nullable<int>, [<Opt; Or(false)>] keepdims: bool)
        : Symbol =
        x.Symbol
        |> Statistics.placeOfKnown Double.NegativeInfinity axis keepdims (fun known ->
            Ops.Argmax(SymbolOperand known, axis, keepdims))

    /// <summary>The place of the least number, as int32; what is no number does not count, and -1 is where nothing does.</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">The axis. Default: none, all values in a row.</param>
    /// <param name="keepdims">Whether the axes stay, with size 1. Default: false.</param>
    static member Nanargmin
        (x: Operand, [<Opt>] axis: Nullable<int>, [<Opt; Or(false)>] keepdims: bool)
        : Symbol =
        x.Symbol
        |> Statistics.placeOfKnown Double.PositiveInfinity axis keepdims (fun known ->
            Ops.Argmin(SymbolOperand known, axis, keepdims))

    /// <summary>The greater of two; where one is not a number, the other.</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    static member Fmax(x1: Operand, x2: Operand) : Symbol =
        let a, b = Operand.Pair(x1, x2)
        let missing x = Sym.apply (Op.Unary Unary.IsNaN) [ x ]
        Sym.where (missing a) b (Sym.where (missing b) a (Sym.maximum a b))

    /// <summary>The smaller of two; where one is not a number, the other.</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    static member Fmin(x1: Operand, x2: Operand) : Symbol =
        let a, b = Operand.Pair(x1, x2)
        let missing x = Sym.apply (Op.Unary Unary.IsNaN) [ x ]
        Sym.where (missing a) b (Sym.where (missing b) a (Sym.minimum a b))

    /// <summary>The area under points by trapezoids.</summary>
    /// <param name="y">Heights.</param>
    /// <param name="x">Places. Default: none, dx apart.</param>
    /// <param name="dx">How far the places are apart. Default: 1.</param>
    /// <param name="axis">The axis. Default: the last.</param>
    static member Trapezoid
        (y: Operand, [<Opt>] x: Symbol | null, [<Opt; Or(1.0)>] dx: float, [<Opt; Or(-1)>] axis: int) : Symbol =
        let y = y.Symbol
        let axis = Sym.axisOf y axis
        let n = y.Dims[axis]
        let sums = Sym.slice axis (size 0) (n - 1) y + Sym.slice axis (size 1) n y

        match x with
        | null -> Sym.sum [ axis ] false sums * (dx / 2.0)
        | x when x.Rank = 1 && y.Rank > 1 ->
            let steps = Rearranging.differences 1 0 x

            let wide =
                Sym.reshape
                    [ for i in 0 .. y.Rank - 1 -> if i = axis then steps.Dims.Head else size 1 ]
                    steps

            Sym.sum [ axis ] false (sums * wide) / 2.0
        | x -> Sym.sum [ axis ] false (sums * Rearranging.differences 1 axis x) / 2.0

    /// <summary>Powers of a vector as columns, the highest first.</summary>
    /// <param name="x">The vector.</param>
    /// <param name="N">How many columns. Default: as many as x has elements.</param>
    /// <param name="increasing">Whether the lowest comes first. Default: false.</param>
    static member Vander
        (x: Operand, [<Opt>] N: Nullable<int>, [<Opt; Or(false)>] increasing: bool)
        : Symbol =
        let x = x.Symbol
        let n = if N.HasValue then N.Value else knownSize "vander" x 0
        let powers = [| for i in 0 .. n - 1 -> float (if increasing then i else n - 1 - i) |]
        Sym.power (Sym.expandDims -1 x) (Sym.floats [| n |] powers |> Sym.cast x.DType)

    /// <summary>All values in a row on a diagonal of a matrix.</summary>
    /// <param name="x">The value.</param>
    /// <param name="k">Which diagonal. Default: 0.</param>
    static member Diagflat(x: Operand, [<Opt; Or(0)>] k: int) : Symbol =
        let x = x.Symbol
        Rearranging.diag k (Sym.reshape [ product x.Dims ] x)

    /// <summary>Ones on and below a diagonal, zeros above it.</summary>
    /// <param name="N">Rows.</param>
    /// <param name="M">Columns. Default: as many as rows.</param>
    /// <param name="k">Which diagonal. Default: 0.</param>
    /// <param name="dtype">The element type. Default: "float32".</param>
    static member Tri
        (N: int, [<Opt>] M: Nullable<int>, [<Opt; Or(0)>] k: int, [<Opt>] dtype: string | null)
        : Symbol =
        let columns = if M.HasValue then M.Value else N

        Sym.fill (typeOr "tri" DType.Float32 dtype) [ size N; size columns ] 1.0
        |> Rearranging.tril k

    /// <summary>Coordinates of a grid: one value for each vector, of the shape of the grid.</summary>
    /// <param name="xs">The vectors.</param>
    /// <param name="indexing">"xy": the first goes along columns; "ij": along rows. Default: the first.</param>
    static member Meshgrid
        (xs: IReadOnlyList<Symbol>, [<Opt; Or("xy")>] indexing: string)
        : IReadOnlyList<Symbol> =
        let isXy =
            match indexing with
            | "xy" -> true
            | "ij" -> false
            | other -> refuseWord "meshgrid" "indexing" other [ "xy"; "ij" ]

        let place i =
            if isXy && xs.Count > 1 && i < 2 then 1 - i else i

        let dims = [ for i in 0 .. xs.Count - 1 -> xs[place i].Dims.Head ]

        [|
            for i in 0 .. xs.Count - 1 ->
                xs[i]
                |> Sym.reshape [
                    for j in 0 .. xs.Count - 1 -> if j = place i then xs[i].Dims.Head else size 1
                ]
                |> Sym.broadcastTo dims
        |]

    /// <summary>Powers of a base at equal distances of their exponents.</summary>
    /// <param name="start">The first exponent.</param>
    /// <param name="stop">The last one.</param>
    /// <param name="num">How many. Default: 50.</param>
    /// <param name="endpoint">Whether stop belongs to it. Default: true.</param>
    /// <param name="base">The base. Default: 10.</param>
    /// <param name="dtype">The element type. Default: "float32".</param>
    static member Logspace
        (
            start: float,
            stop: float,
            [<Opt; Or(50)>] num: int,
            [<Opt; Or(true)>] endpoint: bool,
            [<Opt; Or(10.0)>] ``base``: float,
            [<Opt>] dtype: string | null
        ) : Symbol =
        let exponents = Ops.Linspace(start, stop, num, endpoint, "float64")

        Sym.power (exponents.Like ``base``) exponents
        |> Sym.cast (typeOr "logspace" DType.Float32 dtype)

    /// <summary>Numbers at equal ratios.</summary>
    /// <param name="start">The first number, above zero.</param>
    /// <param name="stop">The last one, above zero.</param>
    /// <param name="num">How many. Default: 50.</param>
    /// <param name="endpoint">Whether stop belongs to it. Default: true.</param>
    /// <param name="dtype">The element type. Default: "float32".</param>
    static member Geomspace
        (
            start: float,
            stop: float,
            [<Opt; Or(50)>] num: int,
            [<Opt; Or(true)>] endpoint: bool,
            [<Opt>] dtype: string | null
        ) : Symbol =
        if not (start > 0.0 && stop > 0.0) then
            refuse "geomspace" "start and stop above zero" $"{start} and {stop}" "Ops.Linspace"

        Ops.Logspace(Math.Log10 start, Math.Log10 stop, num, endpoint, 10.0, dtype)

    /// <summary>Vectors as the columns of a matrix; matrices side by side.</summary>
    /// <param name="xs">The values.</param>
    static member ColumnStack(xs: IReadOnlyList<Symbol>) : Symbol =
        [ for x in xs -> if x.Rank = 1 then Sym.expandDims 1 x else x ] |> Sym.concat 1

    /// <summary>Values behind each other along a third axis.</summary>
    /// <param name="xs">The values.</param>
    static member Dstack(xs: IReadOnlyList<Symbol>) : Symbol =
        [
            for x in xs ->
                match x.Rank with
                | 1 -> Sym.reshape [ size 1; x.Dims.Head; size 1 ] x
                | 2 -> Sym.expandDims 2 x
                | _ -> x
        ]
        |> Sym.concat 2

    /// <summary>The second axis the other way round.</summary>
    /// <param name="x">The value.</param>
    static member Fliplr(x: Operand) : Symbol = Sym.reverse [ 1 ] x.Symbol

    /// <summary>The first axis the other way round.</summary>
    /// <param name="x">The value.</param>
    static member Flipud(x: Operand) : Symbol = Sym.reverse [ 0 ] x.Symbol

    /// <summary>A quarter turn of two axes, so often, from the first towards the second.</summary>
    /// <param name="array">The value.</param>
    /// <param name="k">How often. Default: 1.</param>
    /// <param name="axes">The two axes. Default: the first two.</param>
    static member Rot90(array: Operand, [<Opt; Or(1)>] k: int, [<Opt>] axes: Axes | null) : Symbol =
        let x = array.Symbol

        let first, second =
            match axes with
            | null -> 0, 1
            | axes ->
                match axes.Values with
                | [ a; b ] -> Sym.axisOf x a, Sym.axisOf x b
                | other -> refuse "rot90" "two axes" $"%A{other}" "axes: new[] { 0, 1 }"

        match ((k % 4) + 4) % 4 with
        | 0 -> x
        | 1 -> Sym.reverse [ second ] x |> Rearranging.swapped first second
        | 2 -> Sym.reverse [ first; second ] x
        | _ -> Rearranging.swapped first second x |> Sym.reverse [ second ]

    /// <summary>Parts of the first axis.</summary>
    /// <param name="x">The value.</param>
    /// <param name="indicesOrSections">How many equal parts, or the places to cut at.</param>
    static member Vsplit(x: Operand, indicesOrSections: Axes) : IReadOnlyList<Symbol> =
        let x = x.Symbol
        Rearranging.cut indicesOrSections 0 x

    /// <summary>Parts of the second axis (the only one of a vector).</summary>
    /// <param name="x">The value.</param>
    /// <param name="indicesOrSections">How many equal parts, or the places to cut at.</param>
    static member Hsplit(x: Operand, indicesOrSections: Axes) : IReadOnlyList<Symbol> =
        let x = x.Symbol
        Rearranging.cut indicesOrSections (min 1 (x.Rank - 1)) x

    /// <summary>Parts of the third axis.</summary>
    /// <param name="x">The value.</param>
    /// <param name="indicesOrSections">How many equal parts, or the places to cut at.</param>
    static member Dsplit(x: Operand, indicesOrSections: Axes) : IReadOnlyList<Symbol> =
        let x = x.Symbol
        Rearranging.cut indicesOrSections 2 x

    /// <summary>So many parts of an axis of known size, of which the first are one longer where it does not divide.</summary>
    /// <param name="x">The value.</param>
    /// <param name="indicesOrSections">How many, or the places where it is cut.</param>
    /// <param name="axis">The axis. Default: 0.</param>
    static member ArraySplit
        (x: Operand, indicesOrSections: Axes, [<Opt; Or(0)>] axis: int)
        : IReadOnlyList<Symbol> =
        let x = x.Symbol
        let axis = Sym.axisOf x axis

        match indicesOrSections.IsSingle, indicesOrSections.Values with
        | true, [ sections ] ->
            let n = knownSize "array_split" x axis

            let bound i =
                i * (n / sections) + min i (n % sections)

            [|
                for i in 0 .. sections - 1 ->
                    Sym.slice axis (size (bound i)) (size (bound (i + 1))) x
            |]
        | _ -> Rearranging.cut indicesOrSections axis x |> Array.ofList :> _

    /// <summary>From the first condition that is true the choice that belongs to it.</summary>
    /// <param name="condlist">Conditions.</param>
    /// <param name="choicelist">As many values.</param>
    /// <param name="default">Where no condition is true. Default: 0.</param>
    static member Select
        (
            condlist: IReadOnlyList<Symbol>,
            choicelist: IReadOnlyList<Symbol>,
            [<Opt; Or(0.0)>] ``default``: float
        ) : Symbol =
        if condlist.Count <> choicelist.Count || condlist.Count = 0 then
            refuse
                "select"
                "as many conditions as choices"
                $"{condlist.Count} and {choicelist.Count}"
                "give one for each"

        (List.zip (List.ofSeq condlist) (List.ofSeq choicelist), choicelist[0].Like ``default``)
        ||> List.foldBack (fun (condition, choice) rest ->
            Sym.where (Sym.cast DType.Bool condition) choice rest)

    /// <summary>Places in a value of this shape, axis by axis, of places in all of its values in a row.</summary>
    /// <param name="indices">The places.</param>
    /// <param name="shape">The shape.</param>
    static member UnravelIndex
        (indices: Operand, shape: IReadOnlyList<int>)
        : IReadOnlyList<Symbol> =
        let flat = indices.Symbol

        let after i =
            (1, shape |> Seq.skip (i + 1)) ||> Seq.fold (*)

        [|
            for i in 0 .. shape.Count - 1 ->
                Sym.floorDivide flat (flat.Like(float (after i))) % flat.Like(float shape[i])
        |]

    /// <summary>How many values there are.</summary>
    /// <param name="x">The value.</param>
    static member Size(x: Operand) : Dim = product x.Symbol.Dims

    /// <summary>Zeros: what an empty value has is not said.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="dtype">The element type. Default: "float32".</param>
    static member Empty(shape: IReadOnlyList<Dim>, [<Opt>] dtype: string | null) : Symbol =
        Ops.Zeros(shape, dtype)

    /// <summary>Zeros of the shape of a value.</summary>
    /// <param name="x">The value.</param>
    /// <param name="dtype">The element type. Default: x's.</param>
    static member EmptyLike(x: Operand, [<Opt>] dtype: string | null) : Symbol =
        Ops.ZerosLike(x, dtype)

    /// <summary>A window: Hanning's weights of so many samples.</summary>
    /// <param name="x">How many samples.</param>
    static member Hanning(x: int) : Symbol =
        Spectra.window "hanning" (Some "hann") false x |> Sym.floats [| x |]

    /// <summary>A window: Hamming's weights of so many samples.</summary>
    /// <param name="x">How many samples.</param>
    static member Hamming(x: int) : Symbol =
        Spectra.window "hamming" (Some "hamming") false x |> Sym.floats [| x |]

    /// <summary>A window: Blackman's weights of so many samples.</summary>
    /// <param name="x">How many samples.</param>
    static member Blackman(x: int) : Symbol =
        Spectra.window "blackman" (Some "blackman") false x |> Sym.floats [| x |]

    /// <summary>A window: Bartlett's weights of so many samples.</summary>
    /// <param name="x">How many samples.</param>
    static member Bartlett(x: int) : Symbol =
        Spectra.window "bartlett" (Some "bartlett") false x |> Sym.floats [| x |]

    // ---- images

    /// <summary>Images of one channel: how light they are.</summary>
    /// <param name="images">Images: (…, height, width, channels).</param>
    /// <param name="dataFormat">"channels_last" or "channels_first". Default: the first.</param>
    static member RgbToGrayscale(images: Operand, [<Opt>] dataFormat: string | null) : Symbol =
        images.Symbol |> Pictures.inLayout "rgb_to_grayscale" dataFormat Pictures.gray

    /// <summary>Hue, saturation and value of red, green and blue; all from 0 to 1.</summary>
    /// <param name="images">Images: (…, height, width, channels).</param>
    /// <param name="dataFormat">"channels_last" or "channels_first". Default: the first.</param>
    static member RgbToHsv(images: Operand, [<Opt>] dataFormat: string | null) : Symbol =
        images.Symbol |> Pictures.inLayout "rgb_to_hsv" dataFormat Pictures.toHsv

    /// <summary>Red, green and blue of hue, saturation and value; all from 0 to 1.</summary>
    /// <param name="images">Images: (…, height, width, channels).</param>
    /// <param name="dataFormat">"channels_last" or "channels_first". Default: the first.</param>
    static member HsvToRgb(images: Operand, [<Opt>] dataFormat: string | null) : Symbol =
        images.Symbol |> Pictures.inLayout "hsv_to_rgb" dataFormat Pictures.fromHsv

    /// <summary>A part of images, where two of three numbers say the third.</summary>
    /// <param name="images">Images: (…, height, width, channels).</param>
    /// <param name="topCropping">Rows or columns at the top. Default: what follows.</param>
    /// <param name="leftCropping">Rows or columns at the left. Default: what follows.</param>
    /// <param name="bottomCropping">Rows or columns at the bottom. Default: what follows.</param>
    /// <param name="rightCropping">Rows or columns at the right. Default: what follows.</param>
    /// <param name="targetHeight">Rows of the result. Default: what follows.</param>
    /// <param name="targetWidth">Columns of the result. Default: what follows.</param>
    /// <param name="dataFormat">"channels_last" or "channels_first". Default: the first.</param>
    static member CropImages
        (
            images: Operand,
            [<Opt>] topCropping: Nullable<int>,
            [<Opt>] leftCropping: Nullable<int>,
            [<Opt>] bottomCropping: Nullable<int>,
            [<Opt>] rightCropping: Nullable<int>,
            [<Opt>] targetHeight: Nullable<int>,
            [<Opt>] targetWidth: Nullable<int>,
            [<Opt>] dataFormat: string | null
        ) : Symbol =
        let given = Option.ofNullable

        images.Symbol
        |> Pictures.inLayout
            "crop_images"
            dataFormat
            (Pictures.crop
                (given topCropping, given targetHeight, given bottomCropping)
                (given leftCropping, given targetWidth, given rightCropping))

    /// <summary>Images with zeros around them, where two of three numbers say the third.</summary>
    /// <param name="images">Images: (…, height, width, channels).</param>
    /// <param name="topPadding">Rows or columns at the top. Default: what follows.</param>
    /// <param name="leftPadding">Rows or columns at the left. Default: what follows.</param>
    /// <param name="bottomPadding">Rows or columns at the bottom. Default: what follows.</param>
    /// <param name="rightPadding">Rows or columns at the right. Default: what follows.</param>
    /// <param name="targetHeight">Rows of the result. Default: what follows.</param>
    /// <param name="targetWidth">Columns of the result. Default: what follows.</param>
    /// <param name="dataFormat">"channels_last" or "channels_first". Default: the first.</param>
    static member PadImages
        (
            images: Operand,
            [<Opt>] topPadding: Nullable<int>,
            [<Opt>] leftPadding: Nullable<int>,
            [<Opt>] bottomPadding: Nullable<int>,
            [<Opt>] rightPadding: Nullable<int>,
            [<Opt>] targetHeight: Nullable<int>,
            [<Opt>] targetWidth: Nullable<int>,
            [<Opt>] dataFormat: string | null
        ) : Symbol =
        let given = Option.ofNullable

        images.Symbol
        |> Pictures.inLayout
            "pad_images"
            dataFormat
            (Pictures.pad
                (given topPadding, given targetHeight, given bottomPadding)
                (given leftPadding, given targetWidth, given rightPadding))

    /// <summary>Windows of images, each as one row of numbers.</summary>
    /// <param name="images">Images: (…, height, width, channels).</param>
    /// <param name="size">Rows and columns of a window.</param>
    /// <param name="strides">From one window to the next. Default: the size.</param>
    /// <param name="dilationRate">From one pixel of a window to the next. Default: 1.</param>
    /// <param name="padding">"valid" or "same". Default: the first.</param>
    /// <param name="dataFormat">"channels_last" or "channels_first". Default: the first.</param>
    static member ExtractPatches
        (
            images: Operand,
            size: Sizes,
            [<Opt>] strides: Sizes | null,
            [<Opt>] dilationRate: Sizes | null,
            [<Opt; Or("valid")>] padding: string,
            [<Opt>] dataFormat: string | null
        ) : Symbol =
        let pair (given: Sizes) =
            match given.Values with
            | [ one ] -> one, one
            | [ tall; wide ] -> tall, wide
            | other ->
                refuse "extract_patches" "one size, or two" $"%A{other}" "size: new[] { 3, 3 }"

        let same =
            match padding with
            | "valid" -> false
            | "same" -> true
            | other -> refuseWord "extract_patches" "padding" other [ "valid"; "same" ]

        let steps = strides |> Option.ofObj |> Option.defaultValue size |> pair

        let dilation =
            dilationRate |> Option.ofObj |> Option.map pair |> Option.defaultValue (1, 1)

        images.Symbol
        |> Pictures.inLayout
            "extract_patches"
            dataFormat
            (Pictures.patches (pair size) steps dilation same)

    /// <summary>Channels spread over squares of pixels.</summary>
    /// <param name="x">Images: (batch, height, width, channels).</param>
    /// <param name="blockSize">Pixels of a side of a square.</param>
    /// <param name="dataFormat">"channels_last" or "channels_first". Default: the first.</param>
    static member DepthToSpace
        (x: Operand, blockSize: int, [<Opt>] dataFormat: string | null)
        : Symbol =
        x.Symbol
        |> Pictures.inLayout "depth_to_space" dataFormat (Pictures.depthToSpace blockSize)

    /// <summary>Squares of pixels as channels.</summary>
    /// <param name="x">Images: (batch, height, width, channels).</param>
    /// <param name="blockSize">Pixels of a side of a square.</param>
    /// <param name="dataFormat">"channels_last" or "channels_first". Default: the first.</param>
    static member SpaceToDepth
        (x: Operand, blockSize: int, [<Opt>] dataFormat: string | null)
        : Symbol =
        x.Symbol
        |> Pictures.inLayout "space_to_depth" dataFormat (Pictures.spaceToDepth blockSize)

    /// <summary>How near two images are, in decibels: 20 · log10(maxVal) - 10 · log10(mean((x1 - x2)²)).</summary>
    /// <param name="x1">The first value; a number takes the type of the other.</param>
    /// <param name="x2">The second value.</param>
    /// <param name="maxVal">The greatest value there can be.</param>
    static member Psnr(x1: Operand, x2: Operand, maxVal: float) : Symbol =
        let a, b = Operand.Pair(x1, x2)
        let mse = Sym.square (a - b) |> Sym.meanAll
        20.0 * Math.Log10 maxVal - Sym.log mse * (10.0 / Math.Log 10.0)

    /// <summary>Images of another size.</summary>
    /// <param name="images">Images: (…, height, width, channels).</param>
    /// <param name="size">Rows and columns.</param>
    /// <param name="interpolation">"nearest", "bilinear", "bicubic", "lanczos3", "lanczos5", … Default: "bilinear".</param>
    /// <param name="antialias">Whether what becomes smaller is smoothed first. Default: false.</param>
    /// <param name="cropToAspectRatio">Whether the middle part with the proportions of the output is taken first. Default: false.</param>
    /// <param name="padToAspectRatio">Whether the image gets a border first, so that it has the proportions of the output. Default: false.</param>
    /// <param name="fillMode">What the border is: "constant". Default: "constant".</param>
    /// <param name="fillValue">The number of the border. Default: 0.</param>
    /// <param name="dataFormat">"channels_last" or "channels_first". Default: the first.</param>
    static member Resize
        (
            images: Operand,
            size: Sizes,
            [<Opt; Or("bilinear")>] interpolation: string,
            [<Opt; Or(false)>] antialias: bool,
            [<Opt; Or(false)>] cropToAspectRatio: bool,
            [<Opt; Or(false)>] padToAspectRatio: bool,
            [<Opt; Or("constant")>] fillMode: string,
            [<Opt; Or(0.0)>] fillValue: float,
            [<Opt>] dataFormat: string | null
        ) : Symbol =
        let method = LayerTypes.Interpolation.parse "resize" interpolation

        let wanted =
            match size.Values with
            | [ height; width ] -> height, width
            | other -> refuse "resize" "rows and columns" $"%A{other}" "size: new[] { 32, 32 }"

        if cropToAspectRatio && padToAspectRatio then
            refuse
                "resize"
                "one of crop_to_aspect_ratio and pad_to_aspect_ratio"
                "both"
                "padToAspectRatio: false"

        if fillMode <> "constant" then
            refuseWord "resize" "fill_mode" fillMode [ "constant" ]

        let change (x: Symbol) =
            let before = knownSize "resize" x (x.Rank - 3), knownSize "resize" x (x.Rank - 2)

            if cropToAspectRatio then
                LayerTypes.Interpolate.cropAndResize method antialias wanted before x
            elif padToAspectRatio then
                LayerTypes.Interpolate.padAndResize method antialias fillValue wanted before x
            else
                LayerTypes.Interpolate.resize method antialias wanted x

        images.Symbol |> Pictures.inLayout "resize" dataFormat change

    /// <summary>x at coordinates between its places: one value for each, by rounding or as a mixture of the places
    /// around.</summary>
    /// <param name="inputs">The array; its sizes must be known.</param>
    /// <param name="coordinates">(axes of inputs, …): for each axis, where to look.</param>
    /// <param name="order">0: the nearest place; 1: a mixture in straight lines.</param>
    /// <param name="fillMode">What is beyond the border: "constant", "nearest", "wrap", "mirror" or "reflect". Default: "constant".</param>
    /// <param name="fillValue">The number beyond the border, with "constant". Default: 0.</param>
    static member MapCoordinates
        (
            inputs: Operand,
            coordinates: Operand,
            order: int,
            [<Opt; Or("constant")>] fillMode: string,
            [<Opt; Or(0.0)>] fillValue: float
        ) : Symbol =
        let where = "map_coordinates"

        let interpolation =
            match order with
            | 0 -> "nearest"
            | 1 -> "bilinear"
            | other -> refuse where "order 0 or 1" $"{other}" "order: 1"

        let lookup =
            LayerTypes.Lookup.Parse(
                where,
                fillMode,
                fillValue,
                interpolation,
                LayerTypes.FillMode.all
            )

        Sampling.at lookup coordinates.Symbol inputs.Symbol

    /// <summary>Images turned, moved, scaled and sheared: the place (x, y) of the output shows what is at
    /// ((a0·x + a1·y + a2) / k, (b0·x + b1·y + b2) / k) of the image, with k = c0·x + c1·y + 1.</summary>
    /// <param name="images">Images: (height, width, channels) or (batch, height, width, channels).</param>
    /// <param name="transform">[a0, a1, a2, b0, b1, b2, c0, c1], for all images or a row for each.</param>
    /// <param name="interpolation">"nearest" or "bilinear". Default: "bilinear".</param>
    /// <param name="fillMode">What is beyond the border: "constant", "nearest", "wrap" or "reflect". Default: "constant".</param>
    /// <param name="fillValue">The number beyond the border, with "constant". Default: 0.</param>
    /// <param name="dataFormat">"channels_last" or "channels_first". Default: the first.</param>
    static member AffineTransform
        (
            images: Operand,
            transform: Operand,
            [<Opt; Or("bilinear")>] interpolation: string,
            [<Opt; Or("constant")>] fillMode: string,
            [<Opt; Or(0.0)>] fillValue: float,
            [<Opt>] dataFormat: string | null
        ) : Symbol =
        let where = "affine_transform"

        let lookup =
            LayerTypes.Lookup.Parse(
                where,
                fillMode,
                fillValue,
                interpolation,
                LayerTypes.FillMode.usual
            )

        images.Symbol
        |> Pictures.inLayout where dataFormat (Sampling.affine lookup transform.Symbol)

    /// <summary>Images seen from elsewhere: what is at four points goes to four others.</summary>
    /// <param name="images">Images: (height, width, channels) or (batch, height, width, channels).</param>
    /// <param name="startPoints">Upper left, upper right, lower left and lower right as (column, row): (4, 2) or (batch, 4, 2).</param>
    /// <param name="endPoints">Where they go, of the same shape.</param>
    /// <param name="interpolation">"nearest" or "bilinear". Default: "bilinear".</param>
    /// <param name="fillValue">The number beyond the border. Default: 0.</param>
    /// <param name="dataFormat">"channels_last" or "channels_first". Default: the first.</param>
    static member PerspectiveTransform
        (
            images: Operand,
            startPoints: Operand,
            endPoints: Operand,
            [<Opt; Or("bilinear")>] interpolation: string,
            [<Opt; Or(0.0)>] fillValue: float,
            [<Opt>] dataFormat: string | null
        ) : Symbol =
        let where = "perspective_transform"

        let lookup =
            LayerTypes.Lookup.Parse(
                where,
                "constant",
                fillValue,
                interpolation,
                LayerTypes.FillMode.usual
            )

        images.Symbol
        |> Pictures.inLayout
            where
            dataFormat
            (Sampling.perspective lookup startPoints.Symbol endPoints.Symbol)

    // ---- written over

    /// <summary>Zeros of a shape, with values at places; of two at one place, one stays.</summary>
    /// <param name="indices">(n, k): for each value, its place on the first k axes.</param>
    /// <param name="values">(n, the sizes of the other axes).</param>
    /// <param name="shape">The shape of the result.</param>
    static member Scatter(indices: Operand, values: Operand, shape: int[]) : Symbol =
        let values = values.Symbol

        Sym.fill values.DType [ for n in shape -> size n ] 0.0
        |> Scattering.update "scatter" false indices.Symbol values

    /// <summary>x with values at places; without a reduction, one of two at one place stays.</summary>
    /// <param name="inputs">What is written over.</param>
    /// <param name="indices">(n, k): for each update, its place on the first k axes.</param>
    /// <param name="updates">(n, the sizes of the other axes).</param>
    /// <param name="reduction">null: updates take the place of what is there; "add": they are added to it. Default: null.</param>
    static member ScatterUpdate
        (inputs: Operand, indices: Operand, updates: Operand, [<Opt>] reduction: string | null)
        : Symbol =
        let add =
            match reduction with
            | null -> false
            | "add" -> true
            | other -> refuseWord "scatter_update" "reduction" other [ "add" ]

        inputs.Symbol
        |> Scattering.update "scatter_update" add indices.Symbol updates.Symbol

    /// <summary>x with a block written over what is there.</summary>
    /// <param name="inputs">What is written over.</param>
    /// <param name="startIndices">Where the block begins, one number for each axis.</param>
    /// <param name="updates">The block.</param>
    static member SliceUpdate(inputs: Operand, startIndices: int[], updates: Operand) : Symbol =
        inputs.Symbol |> Scattering.slice (List.ofArray startIndices) updates.Symbol

    // ---- graphs

    /// <summary>A value through which no gradient flows.</summary>
    /// <param name="variable">The value.</param>
    static member StopGradient(variable: Operand) : Symbol = Sym.stopGradient variable.Symbol

    /// <summary>x.</summary>
    /// <param name="x">The value.</param>
    static member Copy(x: Operand) : Symbol = Sym.identity x.Symbol

    /// <summary>A number, a weight or an array as a symbol.</summary>
    /// <param name="x">The value.</param>
    /// <param name="dtype">The element type. Default: x's.</param>
    static member ConvertToTensor(x: Operand, [<Opt>] dtype: string | null) : Symbol =
        let x = x.Symbol
        Sym.cast (typeOr "convert_to_tensor" x.DType dtype) x
