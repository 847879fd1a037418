/// Texts in NumPy's files: every element as many words of 32 bits as the longest one has characters.
[<RequireQualifiedAccess>]
module internal Keratin.Saving.NpyTexts

open System
open System.Globalization
open System.Text
open Keratin

/// How many characters an element has room for; None where the elements are no texts of Unicode.
let tryWidth (description: string) : int option =
    if description.StartsWith "<U" || description.StartsWith "|U" then
        match
            Int32.TryParse(description.AsSpan 2, NumberStyles.None, CultureInfo.InvariantCulture)
        with
        | true, width when width < (1 <<< 24) -> Some width
        | _ -> None
    else
        None

let private encoding = UTF32Encoding(false, false, true)

/// The texts, without the zeros that fill their room.
let read
    where
    (budget: Budget)
    (width: int)
    (shape: int[])
    (bytes: ReadOnlyMemory<byte>)
    : NDArray =
    let size = 4 * width

    let text i =
        budget.SpendEntry where
        let element = bytes.Slice(i * size, size).Span

        try
            (encoding.GetString element).TrimEnd '\000'
        with :? DecoderFallbackException ->
            damaged where "texts of Unicode" "words of 32 bits that are no characters"

    NDArray.OfTexts(shape, Array.init (Array.fold (*) 1 shape) text)
