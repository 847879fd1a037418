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
    static member Parse(name: string | null) =
        let parse (text: string) =
            match DType.tryParse text with
            | Some dtype -> dtype
            | None ->
                refuseWord "dtype" "dtype" text [
                    yield! DType.all |> Seq.map DType.name
                    "mixed_float16"
                    "mixed_bfloat16"
                ]

        match name with
        | null -> Policy.Float32
        | name when name.StartsWith "mixed_" -> {
            Policy.Float32 with
                Compute = parse (name.Substring 6)
          }
        | name -> {
            Compute = parse name
            Variable = parse name
          }
