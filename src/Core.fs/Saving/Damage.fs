/// Files that are not what their format says.
namespace Keratin.Saving

open System
open System.IO
open System.Runtime.InteropServices
open System.Text
open Keratin

[<AutoOpen>]
module internal Damage =
    /// Refuses a file that is not what its format says.
    let damaged where expected got : 'a =
        refuse where expected got "the file is damaged or cut off: copy it again or save it again"

    let private strict = UTF8Encoding(false, true)

    /// The text that UTF-8 bytes spell.
    let decodeText where (bytes: ReadOnlySpan<byte>) =
        try
            strict.GetString bytes
        with :? DecoderFallbackException ->
            damaged where "text in UTF-8" "bytes that are none"

[<RequireQualifiedAccess>]
module internal Memory =
    /// The bytes as a stream.
    let stream (bytes: ReadOnlyMemory<byte>) : Stream =
        match MemoryMarshal.TryGetArray bytes with
        | true, segment ->
            new MemoryStream(nonNull segment.Array, segment.Offset, segment.Count, false)
        | false, _ -> new MemoryStream(bytes.ToArray(), false)
