/// Archives that lie: zip, and NumPy's archive of arrays.
module Keratin.Properties.Fuzzing.HostileArchives

open System
open System.IO.Compression
open Xunit
open Keratin.Properties
open Keratin.Properties.Fuzzing.Seeds
open Keratin.Properties.Fuzzing.ZipBytes

let private members =
    lazy
        (match (Corpus.make () |> List.find (fun s -> s.Name = "dense.keras")).Content with
         | Archive members -> members
         | _ -> failwith "a .keras file is an archive")

let private honestAll () =
    members.Value |> List.map (fun (name, bytes) -> honest name bytes)

/// The honest members, the config's changed.
let private changed (change: Member -> Member) =
    honestAll ()
    |> List.map (fun m -> if m.Name = "config.json" then change m else m)

let private refused (said: string) (bytes: byte[]) =
    Hostile.refusal "hostile.keras" bytes |> Hostile.says said

[<Fact>]
let ``an archive written byte by byte is read`` () =
    for ending in [ Plain; Zip64 id ] do
        for read in Readers().Of "honest.keras" do
            let file = archive (honestAll ()) ending
            Hostile.reads read "honest.keras" file

[<Fact>]
let ``an archive that is cut off anywhere is refused`` () =
    let whole = archive (honestAll ()) Plain

    for length in 0..97 .. whole.Length - 1 do
        refused "zip" (Array.truncate length whole)

[<Theory>]
[<InlineData("../config.json")>]
[<InlineData("/etc/config.json")>]
[<InlineData("assets/../../config.json")>]
[<InlineData("C:config.json")>]
[<InlineData("..\\config.json")>]
[<InlineData("a/./b")>]
[<InlineData("a\000b")>]
let ``a name that leads out of an archive is refused`` (name: string) =
    refused "stay inside the archive" (archive (honestAll () @ [ honest name [||] ]) Plain)

[<Fact>]
let ``a name that occurs twice is refused`` () =
    refused "twice" (archive (honestAll () @ [ honest "config.json" "{}"B ]) Plain)

[<Fact>]
let ``sizes and checksums that lie are refused`` () =
    for said, change in
        [
            "",
            fun m -> {
                m with
                    Size = m.Size + 1u
                    PackedSize = m.PackedSize + 1u
            }
            "",
            fun m -> {
                m with
                    Size = m.Size - 1u
                    PackedSize = m.PackedSize - 1u
            }
            "", fun m -> { m with Size = m.Size - 1u }
            "", fun m -> { m with Size = 100_000_000u }
            "",
            fun m -> {
                m with
                    PackedSize = 0x7FFFFFFFu
                    Size = 0x7FFFFFFFu
            }
            "checksum", fun m -> { m with Checksum = m.Checksum ^^^ 1u }
            "", fun m -> { m with Start = Some 0x7FFFFFFFu }
            "", fun m -> { m with Start = Some 1u }
            "", fun m -> { m with Method = 8us }
            "", fun m -> { m with Method = 99us }
        ] do
        refused said (archive (changed change) Plain)

[<Fact>]
let ``a member that unpacks to far more than it is packed into is refused`` () =
    let bomb =
        zip CompressionLevel.SmallestSize (members.Value @ [ "bomb", Array.zeroCreate (64 <<< 20) ])
    // what nobody asks for is not unpacked
    Hostile.reads (Readers().Of "bomb.keras").Head "bomb.keras" bomb

    members.Value
    |> List.map (fun (name, bytes) ->
        name,
        (if name = "config.json" then
             Array.create (64 <<< 20) (byte ' ')
         else
             bytes))
    |> zip CompressionLevel.SmallestSize
    |> refused "100 times"

[<Fact>]
let ``sizes of eight bytes that lie are refused`` () =
    let big = UInt32.MaxValue

    for sizes in
        [
            [ 1UL <<< 62; 1UL <<< 62 ]
            [ UInt64.MaxValue; UInt64.MaxValue ]
            [ 1UL <<< 33; 1UL <<< 33 ]
            [ 5UL ]
            []
        ] do
        refused
            ""
            (archive
                (changed (fun m -> {
                    m with
                        Size = big
                        PackedSize = big
                        Extra = zip64 sizes
                }))
                Plain)

    // the field is cut off, or longer than it can be
    for extra in [ [| 1uy; 0uy; 200uy; 0uy |]; [| 1uy; 0uy |] ] do
        refused
            ""
            (archive
                (changed (fun m -> {
                    m with
                        Size = big
                        PackedSize = big
                        Extra = extra
                }))
                Plain)

[<Fact>]
let ``an end of eight byte numbers that lies is refused`` () =
    let lies: (Numbers -> Numbers) list = [
        fun n -> { n with Entries = UInt64.MaxValue }
        fun n -> { n with Entries = 1UL <<< 40 }
        fun n -> { n with Entries = n.Entries + 1UL }
        fun n -> { n with ListStart = 1UL <<< 62 }
        fun n -> { n with ListStart = UInt64.MaxValue }
        fun n -> { n with ListStart = n.ListStart + 1UL }
        fun n -> { n with Place = 1UL <<< 62 }
        fun n -> { n with Place = UInt64.MaxValue }
        fun n -> { n with Place = 0UL }
    ]

    for lie in lies do
        refused "" (archive (honestAll ()) (Zip64 lie))

[<Theory>]
[<InlineData("|O", "Python objects")>]
[<InlineData("O", "Python objects")>]
[<InlineData(">f4", "big-endian")>]
[<InlineData("|S4", "texts")>]
[<InlineData("<c8", "complex")>]
let ``an archive with arrays of other than numbers is refused``
    (description: string)
    (said: string)
    =
    let header =
        $"{{'descr': '{description}', 'fortran_order': False, 'shape': (1,), }}\n"

    let pickle = "\128\004cposix\nsystem\n(S'touch'\ntR."
    let bytes = pickle.ToCharArray() |> Array.map byte
    let file = zip CompressionLevel.NoCompression [ "a.npy", npy header bytes ]
    Hostile.refusal "objects.npz" file |> Hostile.says said
