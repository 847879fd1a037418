/// Texts in NumPy's files: every element as many words of 32 bits as the longest one has characters.
[<RequireQualifiedAccess>]
module internal Keratin.Saving.NpyTexts

open System
open System.Globalization
open System.Text
open Keratin

/// How many characters an element has room for, where the elements are texts of Unicode.
let (|Width|_|) (description: string) : int option =
    if description.StartsWith "<U" || description.StartsWith "|U" then
        match
            Int32.TryParse(description.AsSpan 2, NumberStyles.None, CultureInfo.InvariantCulture)
        with
        | true, width when width > 0 && width < (1 <<< 24) -> Some width
        | _ -> None
    else
        None

/// The bytes that the texts of an array take besides their characters.
let memory (shape: int[]) : int64 =
    (32L, shape) ||> Array.fold (fun bytes n -> bytes * int64 n)

let private encoding = UTF32Encoding(false, false, true)

/// The texts, without the zeros that fill their room.
let read where (width: int) (shape: int[]) (bytes: byte[]) : NDArray =
    let size = 4 * width

    let text i =
        try
            encoding.GetString(bytes, i * size, size).TrimEnd '\000'
        with :? DecoderFallbackException ->
            damaged where "texts of Unicode" "words of 32 bits that are no characters"

    NDArray.OfTexts(shape, Array.init (Array.fold (*) 1 shape) text)
