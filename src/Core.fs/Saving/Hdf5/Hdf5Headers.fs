/// HDF5's object headers: the list of messages that says what an object is.
namespace Keratin.Saving

open System
open System.Collections.Generic
open Keratin

/// The types of messages that are understood, by their numbers.
module internal MessageType =
    [<Literal>]
    let Dataspace = 0x01

    [<Literal>]
    let LinkInfo = 0x02

    [<Literal>]
    let Datatype = 0x03

    [<Literal>]
    let OldFillValue = 0x04

    [<Literal>]
    let FillValue = 0x05

    [<Literal>]
    let Link = 0x06

    [<Literal>]
    let ExternalFiles = 0x07

    [<Literal>]
    let Layout = 0x08

    [<Literal>]
    let GroupInfo = 0x0A

    [<Literal>]
    let Filters = 0x0B

    [<Literal>]
    let Attribute = 0x0C

    [<Literal>]
    let Continuation = 0x10

    [<Literal>]
    let SymbolTable = 0x11

    [<Literal>]
    let AttributeInfo = 0x15

/// One message of an object header.
type internal Message = {
    Type: int
    /// The message is elsewhere, in an object of its own.
    IsShared: bool
    Data: Region
}

[<RequireQualifiedAccess>]
module internal ObjectHeader =
    let private sharedFlag = 2

    /// The messages of one block; those that continue elsewhere are put into the queue.
    let private readBlock
        (source: Hdf5Source)
        where
        next
        (continued: Queue<_>)
        (block: Cursor)
        headerSize
        =
        let messages = List()

        // Less than a message's own header at the end of a block is a gap.
        while block.Left >= int64 headerSize do
            source.Budget.SpendEntry where
            let message: Message = next block

            if message.Type = MessageType.Continuation then
                let cursor = Cursor(message.Data, where)

                match cursor.Address() with
                | ValueSome address -> continued.Enqueue(struct (address, cursor.Length()))
                | ValueNone -> damaged where "the address of more messages" "none"
            else
                messages.Add message

        messages

    let private readAll
        (source: Hdf5Source)
        where
        next
        headerSize
        (first: Cursor)
        (open': Cursor -> Cursor)
        =
        let continued = Queue()
        let seen = HashSet()
        let messages = readBlock source where next continued first headerSize

        while continued.Count > 0 do
            let struct (address, length) = continued.Dequeue()

            if not (seen.Add address) then
                damaged where "messages that come once" "a header that continues in itself"

            let block = Cursor(source.At(where, address, length), where)
            messages.AddRange(readBlock source where next continued (open' block) headerSize)

        List.ofSeq messages

    let private readVersion1 (source: Hdf5Source) where (cursor: Cursor) =
        // The version, and how many messages and how many links to the object there are.
        cursor.Skip 8L
        let size = cursor.UInt32()
        cursor.Skip 4L

        let next (block: Cursor) =
            let kind = block.UInt16()
            let size = block.UInt16()
            let flags = block.Byte()
            block.Skip 3L

            {
                Type = kind
                IsShared = flags &&& sharedFlag <> 0
                Data = block.Part(int64 size)
            }

        readAll source where next 8 (Cursor(cursor.Part size, where)) id

    let private readVersion2 (source: Hdf5Source) where (cursor: Cursor) =
        cursor.Expect "OHDR"
        cursor.Version("an object header", [ 2 ]) |> ignore
        let flags = cursor.Byte()

        if flags &&& 0x20 <> 0 then
            cursor.Skip 16L

        if flags &&& 0x10 <> 0 then
            cursor.Skip 4L

        let size = cursor.Unsigned(1 <<< (flags &&& 3))
        let orderSize = if flags &&& 4 <> 0 then 2L else 0L

        let next (block: Cursor) =
            let kind = block.Byte()
            let size = block.UInt16()
            let flags = block.Byte()
            block.Skip orderSize

            {
                Type = kind
                IsShared = flags &&& sharedFlag <> 0
                Data = block.Part(int64 size)
            }

        // A block that continues the header has a signature before its messages and a checksum after them.
        let openBlock (block: Cursor) =
            block.Expect "OCHK"
            Cursor(block.Part(block.Left - 4L), where)

        readAll source where next (4 + int orderSize) (Cursor(cursor.Part size, where)) openBlock

    /// The messages of the object at this address.
    let read (source: Hdf5Source) (where: string) (address: int64) : Message list =
        let cursor = source.From(where, address)

        match (source.From(where, address)).Byte() with
        | 1 -> readVersion1 source where cursor
        | _ -> readVersion2 source where cursor

    /// The message of this type, if there is one.
    let tryFind (where: string) (kind: int) (messages: Message list) : Cursor option =
        messages
        |> List.tryFind (fun message -> message.Type = kind)
        |> Option.map (fun message ->
            if message.IsShared then
                refuse
                    where
                    "an object that describes itself"
                    "one whose description is in another object (a committed type)"
                    "save the file with h5py's default settings"

            Cursor(message.Data, where))
