namespace Keratin.Properties

open System
open System.Collections.Generic
open System.IO

/// A stream of any length in little memory: pages of zeros are not kept.
[<Sealed>]
type internal SparseStream() =
    inherit Stream()
    static let pageSize = 4096
    let pages = Dictionary<int64, byte[]>()
    let mutable length = 0L
    let mutable position = 0L

    /// The page at an offset, where in it that is, and how many of so many bytes are in it.
    let place (at: int64) (count: int) =
        let number, inside = Math.DivRem(at, int64 pageSize)
        struct (number, int inside, min count (pageSize - int inside))

    override _.CanRead = true
    override _.CanSeek = true
    override _.CanWrite = true
    override _.Length = length
    override _.SetLength wanted = length <- wanted
    override _.Flush() = ()

    override _.Position
        with get () = position
        and set value = position <- value

    override _.Seek(offset, origin) =
        position <-
            match origin with
            | SeekOrigin.Current -> position + offset
            | SeekOrigin.End -> length + offset
            | _ -> offset

        position

    override _.Read(target: Span<byte>) : int =
        let count = int (min (int64 target.Length) (length - position))
        let mutable at = 0

        while at < count do
            let struct (number, inside, size) = place (position + int64 at) (count - at)
            let part = target.Slice(at, size)

            match pages.TryGetValue number with
            | true, page -> page.AsSpan(inside, size).CopyTo part
            | _ -> part.Clear()

            at <- at + size

        position <- position + int64 count
        count

    override _.Write(source: ReadOnlySpan<byte>) : unit =
        let mutable at = 0

        while at < source.Length do
            let struct (number, inside, size) = place (position + int64 at) (source.Length - at)

            let part = source.Slice(at, size)
            let isKept = pages.ContainsKey number

            if isKept || part.IndexOfAnyExcept 0uy >= 0 then
                if not isKept then
                    pages[number] <- Array.zeroCreate pageSize

                part.CopyTo(pages[number].AsSpan(inside, size))

            at <- at + size

        position <- position + int64 source.Length
        length <- max length position

    override s.Read(buffer: byte[], offset: int, count: int) : int =
        s.Read(Span(buffer, offset, count))

    override s.Write(buffer: byte[], offset: int, count: int) : unit =
        s.Write(ReadOnlySpan(buffer, offset, count))
