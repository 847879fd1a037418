/// HDF5 files that lie.
module Keratin.Properties.Fuzzing.HostileHdf5

open System
open System.IO
open Xunit
open Keratin
open Keratin.Saving
open Keratin.Properties
open Keratin.Properties.Fuzzing.Seeds

let private fixture (name: string) : byte[] =
    File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "files", name))

let private refused (said: string) (bytes: byte[]) =
    Hostile.refusal "hostile.hdf5" bytes |> Hostile.says said

/// A copy with other bytes where these are, everywhere.
let private patched (these: byte[]) (others: byte[]) (bytes: byte[]) : byte[] =
    let copy = Array.copy bytes
    let mutable found = 0

    for at in 0 .. bytes.Length - these.Length do
        if bytes.AsSpan(at, these.Length).SequenceEqual(ReadOnlySpan these) then
            others.CopyTo(copy, at)
            found <- found + 1

    Assert.True(found > 0, "nothing was found to be changed")
    copy

let private long (n: int64) : byte[] = BitConverter.GetBytes n
let private longs = List.map long >> Array.concat

/// An array of 7919 numbers in one piece, after which nothing else in the file is called.
let private contiguous =
    GroupTree(
        [],
        [
            "a", ArrayTree(LazyArray.Of(NDArray.ofArray [| 7919 |] (Array.create 7919 1y)))
        ]
    )
    |> fun tree -> written (fun stream -> Hdf5Writer.write stream tree)

[<Fact>]
let ``shapes that claim more than there is are refused`` () =
    for count in [ 1L <<< 32; 1L <<< 40; Int64.MaxValue; -1L ] do
        refused "" (patched (long 7919L) (long count) contiguous)

    // without its place the size of the elements is the shape's alone
    let chunked = fixture "superblock3_unfiltered.weights.h5"
    let shape = longs [ 4L; 3L ]

    for a, b in
        [
            1L <<< 20, 1L <<< 20
            1L <<< 31, 1L <<< 31
            1L <<< 62, 1L <<< 62
            4L, 1L <<< 40
        ] do
        refused "" (patched shape (longs [ a; b ]) chunked)

[<Fact>]
let ``groups that contain themselves are refused`` () =
    refused "contains itself" (fixture "hostile/cyclic.hdf5")

[<Fact>]
let ``groups with more paths than can be walked are refused`` () =
    refused "groups with several names" (fixture "hostile/diamonds.hdf5")

[<Fact>]
let ``a group under two names is read under both`` () =
    let file =
        Hdf5.Open(Region.OfMemory(fixture "two_names.hdf5", Budget()), "two names")

    let values (layer: string) =
        match file.TryFind $"layers/{layer}/vars/0" with
        | Some(H5Object.Dataset d) -> d.Read()
        | _ -> failwith $"{layer} is not there"

    Assert.Equal<NDArray>(values "dense", values "dense_1")
    Assert.Equal<int[]>([| 4; 4 |], (values "dense").Shape)

let private look = lazy ((Readers().Of "a.hdf5").Head)

let private faults (what: string) (variants: (string * byte[]) seq) : string list = [
    for change, bytes in variants do
        match Hostile.fault look.Value "small.hdf5" bytes with
        | Some fault -> $"{what}, {change}: {fault}"
        | None -> ()
]

[<Fact>]
let ``wild numbers in every place are read or refused`` () =
    let small = fixture "small.hdf5"

    let wild = [
        -1L
        -2L
        Int64.MaxValue
        int64 small.Length
        int64 small.Length - 1L
        0L
        1L <<< 32
    ]

    faults
        "small.hdf5"
        (seq {
            for at in 0 .. small.Length - 8 do
                let copy = Array.copy small
                (long wild[at % wild.Length]).CopyTo(copy, at)
                $"{wild[at % wild.Length]} at {at}", copy
        })
    |> Law.all

[<Fact>]
let ``every flip of a byte of an HDF5 file is read or refused`` () =
    let flips (file: byte[]) =
        seq {
            for at in 0 .. file.Length - 1 do
                for bits in [ 1uy; 0x80uy; 0xFFuy ] do
                    let copy = Array.copy file
                    copy[at] <- copy[at] ^^^ bits
                    $"byte {at} with {bits}", copy
        }

    let written =
        GroupTree(
            [ "name", OneText "text"; "list", TextList [ "a"; "b" ] ],
            [ "a", ArrayTree(LazyArray.Of(NDArray.ofArray [| 2 |] [| 1.0f; 2.0f |])) ]
        )
        |> fun tree -> written (fun stream -> Hdf5Writer.write stream tree)

    Law.all (faults "small.hdf5" (flips (fixture "small.hdf5")))
    Law.all (faults "written" (flips written))

[<Fact>]
let ``filters that are not known, or do not agree with their chunks, are refused`` () =
    let small = fixture "small.hdf5"
    // version 2, three filters, the first of which is number 2
    let pipeline = [| 2uy; 3uy; 2uy; 0uy |]
    refused "filter" (patched pipeline [| 2uy; 3uy; 4uy; 0uy |] small)
    refused "filters" (patched pipeline [| 2uy; 33uy; 2uy; 0uy |] small)
    // a shuffle that is left out, so that sizes agree and the checksum is of other bytes
    refused "" (patched pipeline [| 2uy; 3uy; 3uy; 0uy |] small)
    // what gzip begins with
    refused "" (patched [| 0x78uy; 0x5euy |] [| 0x78uy; 0x5fuy |] small)
