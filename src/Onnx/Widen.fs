/// bfloat16 calculated in float32: runtimes read and write such numbers, and few calculate with them.
[<RequireQualifiedAccess>]
module internal Keratin.Onnx.Widen

open Keratin

let private widen (s: Symbol) =
    if s.DType = DType.BFloat16 then
        Sym.cast DType.Float32 s
    else
        s

/// The same outputs, of the same types, with everything between in float32.
let rec bfloat16 (roots: Symbol list) : Symbol list =
    let wide =
        roots
        |> Graph.rewrite (fun node inputs ->
            let outputs = node.Types |> List.mapi (fun i _ -> Symbol(node, i, None, null))

            match node.Op with
            | Op.Input _
            | Op.Weight _
            | Op.Constant _ when node.Types.Head.DType = DType.BFloat16 ->
                Some(outputs |> List.map widen)
            | Op.Fill(value, DType.BFloat16, dims) -> Some [ Sym.fill DType.Float32 dims value ]
            | Op.OneHot(depth, DType.BFloat16) ->
                Some [ Sym.oneHot depth DType.Float32 inputs.Head ]
            | Op.Scan scan -> Some(Scan.rewrite bfloat16 scan inputs)
            | Op.Cast DType.BFloat16 -> Some [ Sym.cast DType.Float32 inputs.Head ]
            | _ -> None)

    List.map2 (fun (root: Symbol) s -> Sym.cast root.DType s) roots wide
