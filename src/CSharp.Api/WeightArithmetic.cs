namespace Keratin;

/// <summary>Weights in sums and products, where they stand for their values.</summary>
public static class WeightArithmetic
{
    extension(Weight)
    {
        /// <summary>The sum.</summary>
        public static Symbol operator +(Weight a, Weight b) => (Symbol)a + b;

        /// <summary>A weight and a number.</summary>
        public static Symbol operator +(Weight a, double b) => (Symbol)a + b;

        /// <summary>A number and a weight.</summary>
        public static Symbol operator +(double a, Weight b) => a + (Symbol)b;

        /// <summary>The difference.</summary>
        public static Symbol operator -(Weight a, Weight b) => (Symbol)a - b;

        /// <summary>A weight and a number.</summary>
        public static Symbol operator -(Weight a, double b) => (Symbol)a - b;

        /// <summary>A number and a weight.</summary>
        public static Symbol operator -(double a, Weight b) => a - (Symbol)b;

        /// <summary>The product, element by element.</summary>
        public static Symbol operator *(Weight a, Weight b) => (Symbol)a * b;

        /// <summary>A weight and a number.</summary>
        public static Symbol operator *(Weight a, double b) => (Symbol)a * b;

        /// <summary>A number and a weight.</summary>
        public static Symbol operator *(double a, Weight b) => a * (Symbol)b;

        /// <summary>The quotient, element by element.</summary>
        public static Symbol operator /(Weight a, Weight b) => (Symbol)a / b;

        /// <summary>A weight and a number.</summary>
        public static Symbol operator /(Weight a, double b) => (Symbol)a / b;

        /// <summary>A number and a weight.</summary>
        public static Symbol operator /(double a, Weight b) => a / (Symbol)b;

        /// <summary>The opposite number.</summary>
        public static Symbol operator -(Weight a) => -(Symbol)a;
    }
}
