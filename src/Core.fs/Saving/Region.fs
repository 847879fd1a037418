/// Bytes that are read where they lie, at offsets of 64 bits: in a file, in a stream or in memory. Nothing is read from
/// outside of them, and what is copied into memory is paid for.
namespace Keratin.Saving

open System
open System.Collections.Generic
open System.IO
open Microsoft.Win32.SafeHandles
open Keratin

/// Memory for the bytes of one array after another.
[<Sealed>]
type internal ReusedMemory() =
    let mutable buffer = Array.empty<byte>

    member _.Of(count: int) : Memory<byte> =
        if buffer.Length < count then
            buffer <- GC.AllocateUninitializedArray<byte> count

        buffer.AsMemory(0, count)

/// Where bytes lie.
[<AbstractClass>]
type internal Storage(length: int64, blockSize: int) =
    let reused = ReusedMemory()

    member _.Length = length

    /// Memory that arrays pass through on their way to a weight.
    member _.Reused = reused

    /// How many bytes are at hand together at most.
    member _.BlockSize = blockSize

    /// Fills memory with the bytes from an offset on, which all lie inside.
    abstract Fill: offset: int64 * target: Span<byte> -> unit

    /// Bytes from an offset inside on, as many as are at hand, but at least one. They never change.
    abstract Window: offset: int64 -> ReadOnlyMemory<byte>

[<Sealed>]
type private MemoryStorage(bytes: ReadOnlyMemory<byte>) =
    inherit Storage(int64 bytes.Length, bytes.Length)
    override _.Window offset = bytes.Slice(int offset)

    override _.Fill(offset, target) =
        bytes.Span.Slice(int offset, target.Length).CopyTo target

/// Storage that is read block by block. The blocks read last are kept: descriptions of data are many and small.
[<AbstractClass>]
type private BlockStorage(length: int64, blockSize: int) =
    inherit Storage(length, blockSize)
    let blocks = Dictionary<int64, byte[]>()
    static let mostBlocks = 256

    override s.Window offset =
        let number, inside = Math.DivRem(offset, int64 blockSize)

        let block =
            match blocks.TryGetValue number with
            | true, known -> known
            | _ ->
                if blocks.Count = mostBlocks then
                    blocks.Clear()

                let start = offset - inside
                let size = min (int64 blockSize) (length - start)
                let bytes = GC.AllocateUninitializedArray<byte>(int size)
                s.Fill(start, Span bytes)
                blocks[number] <- bytes
                bytes

        ReadOnlyMemory(block).Slice(int inside)

[<RequireQualifiedAccess>]
module internal FileFault =
    /// What the system refuses, with the file's name.
    let because name (fault: exn) : KeratinException =
        KeratinException(
            name,
            "a file that can be read",
            fault.Message,
            "look at the path and its permissions",
            fault
        )

    /// What the system refuses becomes an exception with the file's name.
    let guard name (act: unit -> 'a) : 'a =
        try
            act ()
        with
        | :? IOException
        | :? UnauthorizedAccessException
        // what is no file on a disk has no length
        | :? NotSupportedException as fault -> raise (because name fault)

    let shorter name length : 'a =
        refuse
            name
            $"the {length} bytes that were there when it was opened"
            "a file that became shorter"
            "load it when nothing writes to it any more"

/// A file; its pages are not mapped, since those of one that becomes shorter would end the process.
[<Sealed>]
type private FileStorage(handle: SafeFileHandle, name: string, blockSize: int) =
    inherit BlockStorage(RandomAccess.GetLength handle, blockSize)

    override s.Fill(offset, target) =
        let mutable filled = 0

        try
            while filled < target.Length do
                let count = RandomAccess.Read(handle, target.Slice filled, offset + int64 filled)

                if count = 0 then
                    FileFault.shorter name s.Length

                filled <- filled + count
        with
        | :? IOException
        | :? UnauthorizedAccessException as fault -> raise (FileFault.because name fault)

[<Sealed>]
type private StreamStorage(stream: Stream, name: string, blockSize: int) =
    inherit BlockStorage(stream.Length, blockSize)

    override s.Fill(offset, target) =
        try
            stream.Seek(offset, SeekOrigin.Begin) |> ignore

            if stream.ReadAtLeast(target, target.Length, false) < target.Length then
                FileFault.shorter name s.Length
        with :? IOException as fault ->
            raise (FileFault.because name fault)

/// Some of the bytes of a storage, one after another.
[<Sealed>]
type internal Region private (storage: Storage, start: int64, length: int64, budget: Budget) =
    static let blockSize = 1 <<< 14
    static let blocksOfPiece = 64L

    let checkInside where offset count =
        if offset < 0L || count < 0L || offset > length || count > length - offset then
            damaged where $"{count} bytes at offset {offset}" $"{length} bytes"

    /// All bytes where they are at hand, or none.
    let atHand () =
        if length > 0L && length <= int64 storage.BlockSize then
            let window = storage.Window start

            if int64 window.Length >= length then
                window.Slice(0, int length)
            else
                ReadOnlyMemory.Empty
        else
            ReadOnlyMemory.Empty

    static let whole (storage: Storage) (budget: Budget) =
        budget.Allow storage.Length
        Region(storage, 0L, storage.Length, budget)

    static member OfMemory(bytes: ReadOnlyMemory<byte>, budget: Budget) : Region =
        Region(MemoryStorage bytes, 0L, int64 bytes.Length, budget)

    static member OfFile(handle: SafeFileHandle, name: string, budget: Budget) : Region =
        whole (FileStorage(handle, name, blockSize)) budget

    /// A stream that can seek, and that stays open as long as it is read.
    static member OfStream
        (stream: Stream, name: string, budget: Budget, ?blockSize': int)
        : Region =
        whole (StreamStorage(stream, name, defaultArg blockSize' blockSize)) budget

    member _.Length = length

    /// The account that pays for what is copied.
    member _.Budget = budget

    /// So many of the bytes from an offset on.
    member _.Slice(where: string, offset: int64, count: int64) : Region =
        checkInside where offset count
        Region(storage, start + offset, count, budget)

    /// The bytes from an offset on, as many as are at hand: none at the end, and at least one before it.
    member _.Window(where: string, offset: int64) : ReadOnlyMemory<byte> =
        checkInside where offset 0L

        if offset = length then
            ReadOnlyMemory.Empty
        else
            let window = storage.Window(start + offset)
            window.Slice(0, int (min (int64 window.Length) (length - offset)))

    /// All bytes in an array of their own that was paid for before.
    member _.CopyPaid(where: string) : byte[] =
        let bytes =
            GC.AllocateUninitializedArray<byte>(int (Stored.byteCount where 1 [ length ]))

        storage.Fill(start, Span bytes)
        bytes

    /// All bytes in an array of their own.
    member r.Copy(where: string) : byte[] =
        budget.SpendBytes(where, Stored.byteCount where 1 [ length ])
        r.CopyPaid where

    /// All bytes, paid for only where they have to be copied.
    member r.Take(where: string) : ReadOnlyMemory<byte> =
        let window = atHand ()

        if int64 window.Length = length then
            window
        else
            ReadOnlyMemory(r.Copy where)

    /// All bytes, which may be put into this memory.
    member _.TakeInto(where: string, memory: ReusedMemory) : ReadOnlyMemory<byte> =
        let window = atHand ()

        if int64 window.Length = length then
            window
        else
            let bytes = memory.Of(int (Stored.byteCount where 1 [ length ]))
            storage.Fill(start, bytes.Span)
            Memory.op_Implicit bytes

    /// All bytes, which are there until some of the same file are taken in this way again.
    member r.TakePassing(where: string) : ReadOnlyMemory<byte> = r.TakeInto(where, storage.Reused)

    /// All bytes in their order, some at a time: each is there until the next one is.
    member r.Pieces(where: string) : ReadOnlyMemory<byte> seq =
        seq {
            let size = blocksOfPiece * int64 (max 1 storage.BlockSize)

            for at in 0L .. size .. length - 1L do
                (r.Slice(where, at, min size (length - at))).TakePassing where
        }

/// The files that are open for one load, and its account.
[<Sealed>]
type internal Files(budget: Budget) =
    let handles = List<SafeFileHandle>()

    new() = new Files(Budget())

    member _.Budget = budget

    /// A file, until all files are closed.
    member _.Open(path: string) : Region =
        FileFault.guard path (fun () ->
            let handle = File.OpenHandle path
            handles.Add handle
            Region.OfFile(handle, path, budget))

    interface IDisposable with
        member _.Dispose() =
            for handle in handles do
                handle.Dispose()
