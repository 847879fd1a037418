/// Vocabularies as lines of text: a file that a user names, or a part of an archive.
[<RequireQualifiedAccess>]
module internal Keratin.Saving.VocabularyFile

open System
open System.Globalization
open Keratin

/// The lines as tokens of the layer's kind.
let tokens where (vocabulary: IVocabulary) (lines: string[]) : NDArray =
    let number (i: int) (line: string) =
        match Int64.TryParse(line, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) with
        | true, n -> n
        | _ ->
            refuse
                where
                "a whole number in every line"
                $"\"{line}\" in line {i + 1}"
                "mend the file"

    match (vocabulary.Tokens true).DType with
    | DType.String -> NDArray.OfTexts([| lines.Length |], lines)
    | _ -> NDArray.ofArray [| lines.Length |] (Array.mapi number lines)

/// A text's lines; empty ones at the end are none.
let private linesOf (text: string) : string[] =
    let lines = text.Replace("\r\n", "\n").Split('\n')

    match Array.tryFindIndexBack ((<>) "") lines with
    | Some last -> lines[..last]
    | None -> [||]

/// The vocabularies that an archive keeps beside its weights: part and text. A layer that was made with one has it in
/// its config.
let assets (layers: (string * Layer) list) : (string * string) list = [
    for path, layer in layers do
        match layer.Meaning with
        | Some(:? IVocabulary as vocabulary) when vocabulary.IsKnown && not vocabulary.IsGiven ->
            let tokens = vocabulary.Tokens true

            let lines =
                if tokens.DType = DType.String then
                    tokens.Texts
                else
                    NDArray.toIntegers tokens
                    |> Array.map (fun n -> n.ToString CultureInfo.InvariantCulture)

            for line in lines do
                if line.Contains '\n' || line.Contains '\r' then
                    refuse
                        $"{layer}"
                        "tokens of one line"
                        $"\"{line}\""
                        "give the layer its vocabulary when it is made"

            $"assets/{path}/vocabulary.txt", String.concat "\n" lines
        | _ -> ()
]

/// The vocabularies that Keras keeps beside the weights: of layers that were not made with one. A path that a file
/// names is never opened.
let restore (archive: Archive) (weights: H5Group) (layers: (string * Layer) list) : unit =
    for path, layer in layers do
        match layer.Meaning with
        | Some(:? IVocabulary as vocabulary) when not vocabulary.IsGiven ->
            let where = $"{archive.Name} / assets/{path}/vocabulary.txt"

            match archive.TryAsset $"{path}/vocabulary.txt" with
            | None -> ()
            | Some bytes ->
                let lines = linesOf (decodeText where (ReadOnlySpan bytes))

                if lines.Length > 0 then
                    let idf =
                        match weights.TryFind $"{path}/vars/idf_weights" with
                        | Some(H5Object.Dataset d) ->
                            Some(
                                NDArray.toFloats (d.Read())
                                |> Array.truncate lines.Length
                                |> List.ofArray
                            )
                        | Some(H5Object.Group _)
                        | None -> None

                    let restored = vocabulary.WithTokens(where, tokens where vocabulary lines, idf)

                    match box restored with
                    | :? ILearning as after when after.Settled <> vocabulary.Settled ->
                        refuse
                            where
                            $"{vocabulary.Settled}, as the config says"
                            after.Settled
                            "the file is damaged: save it again"
                    | _ -> layer.Meaning <- Some restored
        | _ -> ()
