/// HDF5's groups: the names in them and where each one leads.
namespace Keratin.Saving

open System.Collections.Generic
open Keratin

/// Where a name leads.
type internal Link =
    | Hard of address: int64
    | Soft
    | External

[<RequireQualifiedAccess>]
module internal Links =
    let private signatureOfTree = "TREE"

    /// The addresses of the nodes below a version 1 tree's node, leaves first to last. Levels fall strictly,
    /// so that a tree made to contain itself ends.
    let rec walkTree
        (source: Hdf5Source)
        where
        kind
        (address: int64)
        level
        (leaf: Cursor -> int -> unit)
        (keySize: int64)
        =
        source.Budget.SpendEntry where
        let cursor = source.From(where, address)
        cursor.Expect signatureOfTree
        let foundKind = cursor.Byte()
        let foundLevel = cursor.Byte()
        let count = cursor.UInt16()
        cursor.Skip 16L

        if foundKind <> kind then
            damaged where $"a tree of type {kind}" $"one of type {foundKind}"

        match level with
        | Some level when foundLevel <> level ->
            damaged where $"a node of level {level}" $"{foundLevel}"
        | _ -> ()

        if foundLevel = 0 then
            leaf cursor count
        else
            for _ in 1..count do
                cursor.Skip keySize

                match cursor.Address() with
                | ValueSome child ->
                    walkTree source where kind child (Some(foundLevel - 1)) leaf keySize
                | ValueNone -> damaged where "the address of a node" "none"

    let private readSymbols
        (source: Hdf5Source)
        where
        (heap: Cursor -> string)
        (add: string -> Link -> unit)
        address
        =
        let cursor = source.From(where, address)
        cursor.Expect "SNOD"
        cursor.Version("a symbol node", [ 1 ]) |> ignore
        cursor.Skip 1L

        for _ in 1 .. cursor.UInt16() do
            let name = heap cursor
            let header = cursor.Address()
            let cacheType = cursor.UInt32()
            cursor.Skip 20L

            match header with
            | _ when cacheType = 2L -> add name Soft
            | ValueSome address -> add name (Hard address)
            | ValueNone -> damaged where "the address of an object" "none"

    /// The names of a group as files have it since the beginning: a tree of nodes, and a heap of names.
    let private readTable (source: Hdf5Source) where add (cursor: Cursor) =
        let tree = cursor.Address()
        let heap = cursor.Address()

        match tree, heap with
        | ValueSome tree, ValueSome heap ->
            let header = source.From(where, heap)
            header.Expect "HEAP"
            header.Version("a local heap", [ 0 ]) |> ignore
            header.Skip 3L
            let size = header.Length()
            header.Skip 8L

            let names =
                match header.Address() with
                | ValueSome address -> source.At(where, address, size)
                | ValueNone -> damaged where "the address of the names" "none"

            let name (entry: Cursor) =
                let names = Cursor(names, where)
                names.Skip(entry.Length())
                names.ZeroTerminated()

            let leaf (node: Cursor) count =
                for _ in 1..count do
                    node.Skip 8L

                    match node.Address() with
                    | ValueSome address -> readSymbols source where name add address
                    | ValueNone -> damaged where "the address of a symbol node" "none"

            walkTree source where 0 tree None leaf 8L
        | _ -> damaged where "the addresses of a group's tree and names" "none"

    /// One link message, as newer files have them in a group's header.
    let readLink where (add: string -> Link -> unit) (cursor: Cursor) =
        cursor.Version("a link", [ 1 ]) |> ignore
        let flags = cursor.Byte()
        let kind = if flags &&& 8 <> 0 then cursor.Byte() else 0
        cursor.Skip(if flags &&& 4 <> 0 then 8L else 0L)
        cursor.Skip(if flags &&& 16 <> 0 then 1L else 0L)
        let length = cursor.Unsigned(1 <<< (flags &&& 3))
        let name = decodeText where (cursor.Take length).Span

        match kind with
        | 0 ->
            match cursor.Address() with
            | ValueSome address -> add name (Hard address)
            | ValueNone -> damaged where "the address of an object" "none"
        | 1 -> add name Soft
        | 64 -> add name External
        | unknown -> damaged where "a link of type 0, 1 or 64" $"type {unknown}"

    /// The fractal heap and the tree of names, where a group keeps more links than fit into its header.
    let private readInfo where (cursor: Cursor) =
        cursor.Version("link information", [ 0 ]) |> ignore
        let flags = cursor.Byte()
        cursor.Skip(if flags &&& 1 <> 0 then 8L else 0L)
        let heap = cursor.Address()
        let tree = cursor.Address()

        match heap, tree with
        | ValueSome heap, ValueSome tree -> Some(heap, tree)
        | _ -> None

    /// Everything that a group contains.
    let read
        (source: Hdf5Source)
        (where: string)
        (messages: Message list)
        : Dictionary<string, Link> =
        let links = Dictionary()

        let add (name: string) link =
            source.Budget.SpendEntry where

            if name = "" || name = "." || name.Contains '/' then
                damaged where "names without a slash" $"\"{name}\""

            if not (links.TryAdd(name, link)) then
                damaged where "every name once" $"\"{name}\" twice"

        for message in messages do
            match message.Type with
            | MessageType.SymbolTable -> readTable source where add (Cursor(message.Data, where))
            | MessageType.Link -> readLink where add (Cursor(message.Data, where))
            | MessageType.LinkInfo ->
                match readInfo where (Cursor(message.Data, where)) with
                | None -> ()
                | Some(heap, tree) ->
                    DenseStorage.read source where heap tree DenseKind.LinkNames
                    |> Seq.iter (fun link -> readLink where add (Cursor(link, where)))
            | _ -> ()

        links
