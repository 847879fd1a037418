namespace Keratin;

/// <summary>Penalties that are functions.</summary>
public static class Regularizers
{
    extension(Regularizer)
    {
        /// <summary>A penalty of one's own: a function of the weight or output. Of any shape but a scalar's, the sum counts.</summary>
        /// <param name="penalty">Gives what is added to the loss.</param>
        public static Regularizer Of(Func<Symbol, Symbol> penalty) =>
            Penalties.regularizer(penalty);
    }
}

/// <summary>Constraints that are functions.</summary>
public static class Constraints
{
    extension(Constraint)
    {
        /// <summary>A constraint of one's own: what a weight becomes after each update.</summary>
        /// <param name="limit">Gives the weight's next value, in its shape.</param>
        public static Constraint Of(Func<Symbol, Symbol> limit) => Penalties.constraintOf(limit);
    }
}
