namespace Keratin

/// A layer that changes data by chance: applied to arrays, it does so unless it is told not to.
type internal IAugmentation =
    inherit ILayer

/// A layer of the catalogue.
[<Sealed>]
type internal CatalogueLayer(kind: string, name: string | null, meaning: ILayer) =
    inherit
        Layer(
            kind,
            (match name with
             | null -> Names.unique (Words.snake kind)
             | given -> given),
            Some meaning
        )
