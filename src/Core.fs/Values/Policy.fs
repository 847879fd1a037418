namespace Keratin

/// The element types a layer calculates in and keeps its weights in.
type internal Policy = {
    Compute: DType
    Variable: DType
} with

    static member Float32 = {
        Compute = DType.Float32
        Variable = DType.Float32
    }

    /// "float64" is both; "mixed_bfloat16" calculates in bfloat16 and keeps float32.
    static member Parse(name: string) =
        let parse (text: string) =
            match DType.tryParse text with
            | Some dtype -> dtype
            | None ->
                refuseWord "dtype" "dtype" text [
                    yield! DType.all |> Seq.map DType.name
                    "mixed_float16"
                    "mixed_bfloat16"
                ]

        if name.StartsWith "mixed_" then
            {
                Policy.Float32 with
                    Compute = parse (name.Substring 6)
            }
        else
            {
                Compute = parse name
                Variable = parse name
            }

/// <summary>The types of numbers that layers calculate in and keep weights in. As Keras's global dtype policy.</summary>
[<AbstractClass; Sealed>]
type DTypePolicy =
    static let mutable name = "float32"
    static let mutable current = Policy.Float32

    static member internal Current = current

    /// The policy of this name; the global one where there is none.
    static member internal Of(name: string | null) =
        match name with
        | null -> current
        | name -> Policy.Parse name

    /// <summary>What layers have that are made from now on without a dtype of their own: "float32", "mixed_float16",
    /// "bfloat16", … Default: "float32".</summary>
    /// <exception cref="KeratinException">No policy has this name.</exception>
    static member Global
        with get () = name
        and set (value: string) =
            current <- Policy.Parse value
            name <- value
