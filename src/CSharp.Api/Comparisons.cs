namespace Keratin;

/// <summary>
/// Comparisons of symbols, element by element, as true and false; shapes broadcast. <c>==</c> asks whether two symbols are
/// the same one: their values are compared by <see cref="Ops.Equal"/>.
/// </summary>
public static class Comparisons
{
    extension(Symbol)
    {
        /// <summary>Where the first is less.</summary>
        public static Symbol operator <(Symbol a, Symbol b) => Ops.Less(a, b);

        /// <summary>Where the first is greater.</summary>
        public static Symbol operator >(Symbol a, Symbol b) => Ops.Greater(a, b);

        /// <summary>Where the first is less or the same.</summary>
        public static Symbol operator <=(Symbol a, Symbol b) => Ops.LessEqual(a, b);

        /// <summary>Where the first is greater or the same.</summary>
        public static Symbol operator >=(Symbol a, Symbol b) => Ops.GreaterEqual(a, b);

        /// <summary>Where the symbol is less than the number.</summary>
        public static Symbol operator <(Symbol a, double b) => Ops.Less(a, b);

        /// <summary>Where the symbol is greater than the number.</summary>
        public static Symbol operator >(Symbol a, double b) => Ops.Greater(a, b);

        /// <summary>Where the symbol is the number or less.</summary>
        public static Symbol operator <=(Symbol a, double b) => Ops.LessEqual(a, b);

        /// <summary>Where the symbol is the number or greater.</summary>
        public static Symbol operator >=(Symbol a, double b) => Ops.GreaterEqual(a, b);
    }
}
