/// What reading a file may cost: bytes, entries, depth, expansion and time, all refused before they are spent.
/// Every reader of every format spends from one account; docs/security.md says what that promises.
namespace Keratin.Saving

open System
open System.Diagnostics
open Keratin

/// The most that reading one file, with everything inside it, may cost.
type internal Limits = {
    /// Bytes of memory that all reads together may fill, besides what the files' own bytes are worth.
    Bytes: int64
    /// How many times its own bytes a file may fill.
    FileRatio: int64
    /// Names, header messages, tree nodes, chunks, strings and values of JSON.
    Entries: int64
    /// Groups within groups.
    Depth: int
    /// Groups opened once more under another name: paths through such groups can be more than anyone can walk.
    SecondNames: int
    /// JSON values, or messages of Protocol Buffers, within each other.
    Nesting: int
    /// Bytes of one JSON text. The safetensors format has the same limit for its header.
    JsonBytes: int64
    /// Bytes of the header of an .npy file.
    NpyHeaderBytes: int64
    /// Bytes of an .onnx file: no message of Protocol Buffers can be larger.
    OnnxBytes: int64
    /// The unpacked size of one packed zip member, which is one array in memory.
    MemberBytes: int64
    /// How many times its packed size a zip member may unpack to.
    MemberRatio: int64
    /// How many times the file's size a dataset may claim. Deflate itself cannot do more than 1032.
    DatasetRatio: int64
    /// An unpacked size that is always plausible.
    SmallBytes: int64
    Time: TimeSpan
    /// The bytes of a file that add a second to the time.
    BytesOfSecond: int64
}

[<RequireQualifiedAccess>]
module internal Limits =
    let private mebibyte = 1L <<< 20

    /// Room for every real model, too little for a file made to exhaust the machine.
    let standard = {
        Bytes = 16384L * mebibyte
        FileRatio = 4L
        Entries = 2_000_000L
        Depth = 64
        SecondNames = 4096
        Nesting = 256
        JsonBytes = 100_000_000L
        NpyHeaderBytes = 65536L
        OnnxBytes = int64 Int32.MaxValue
        MemberBytes = int64 Array.MaxLength
        MemberRatio = 100L
        DatasetRatio = 1100L
        SmallBytes = mebibyte
        Time = TimeSpan.FromMinutes 5.0
        BytesOfSecond = 16L * mebibyte
    }

/// The running account of one load; every reader of the file spends from the same one.
[<Sealed>]
type internal Budget(limits: Limits) =
    let clock = Stopwatch.StartNew()
    let mutable bytes = 0L
    let mutable entries = 0L
    let mutable secondNames = 0
    let mutable mostBytes = limits.Bytes
    let mutable time = limits.Time

    let trust =
        "load files only from people you trust; a real model this large must be split"

    let checkTime where =
        if clock.Elapsed > time then
            refuse where $"a load within {time}" $"{clock.Elapsed} and no end" trust

    let checkRatio where (what: string) ratio packed unpacked =
        if unpacked > limits.SmallBytes && unpacked / ratio > packed then
            refuse
                where
                $"at most {ratio} times the {packed} bytes that are there"
                $"{what} of {unpacked} bytes"
                trust

    new() = Budget(Limits.standard)

    /// Makes room for a file that is there: what is in it may be read, however large it is.
    member _.Allow(length: int64) =
        mostBytes <- mostBytes + limits.FileRatio * length
        time <- time + TimeSpan.FromSeconds(float (length / limits.BytesOfSecond))

    /// Pays for memory about to be filled.
    member _.SpendBytes(where: string, count: int64) =
        checkTime where

        if count < 0L || count > mostBytes - bytes then
            refuse
                where
                $"at most {mostBytes} bytes in all"
                $"{bytes} bytes read, and {count} more asked for"
                trust

        bytes <- bytes + count

    /// Pays for one more name, message, node, chunk or string.
    member _.SpendEntry(where: string) =
        // Looking at the clock costs more than most entries do.
        if entries &&& 0xFFL = 0L then
            checkTime where

        if entries >= limits.Entries then
            refuse where $"at most {limits.Entries} entries in all" "more than that" trust

        entries <- entries + 1L

    member _.CheckDepth(where: string, depth: int) =
        if depth > limits.Depth then
            refuse where $"at most {limits.Depth} groups within each other" "more than that" trust

    /// Pays for a group that is opened once more under another name.
    member _.SpendSecondName(where: string) =
        if secondNames >= limits.SecondNames then
            refuse
                where
                $"at most {limits.SecondNames} groups with several names"
                "more than that"
                trust

        secondNames <- secondNames + 1

    /// How deep JSON values and messages of Protocol Buffers may lie within each other.
    member _.Nesting = limits.Nesting

    member private _.CheckSize(where: string, what: string, most: int64, count: int64) =
        if count < 0L || count > most then
            refuse where $"{what} of at most {most} bytes" $"{count} bytes" trust

    /// Refuses a JSON text that is longer than any real one.
    member b.CheckJson(where: string, count: int64) =
        b.CheckSize(where, "a JSON text", limits.JsonBytes, count)

    member b.CheckNpyHeader(where: string, count: int64) =
        b.CheckSize(where, "an .npy header", limits.NpyHeaderBytes, count)

    member b.CheckOnnx(where: string, count: int64) =
        b.CheckSize(where, "an .onnx file", limits.OnnxBytes, count)

    /// Refuses a zip member that claims to unpack to an implausible size.
    member _.CheckMember(where: string, packed: int64, unpacked: int64) =
        if packed < 0L || unpacked < 0L || unpacked > limits.MemberBytes then
            refuse
                where
                $"at most {limits.MemberBytes} bytes"
                $"a member of {unpacked} bytes, packed into {packed}"
                trust

        checkRatio where "a member" limits.MemberRatio packed unpacked

    /// Refuses a dataset, or a chunk of one, that claims far more than the bytes that are there can hold.
    member _.CheckDataset(where: string, stored: int64, claimed: int64) =
        checkRatio where "a dataset" limits.DatasetRatio stored claimed
