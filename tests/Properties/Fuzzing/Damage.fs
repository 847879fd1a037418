/// Damage to bytes and to JSON, in places and ways that a generator of numbers decides.
module internal Keratin.Properties.Fuzzing.Damage

open System
open System.Buffers.Binary
open System.Text
open System.Text.Json

let pick (random: Random) (choices: 'a[]) : 'a = choices[random.Next choices.Length]

/// Numbers at which counting goes wrong.
let private numbers = [|
    for bits in [ 0; 7; 8; 15; 16; 20; 24; 31; 32; 40; 62; 63 ] do
        (1L <<< bits) - 1L
        1L <<< bits
        -(1L <<< bits)
    10L
    100_000_000L
|]

/// A copy with bytes of another place instead of these.
let private replace (bytes: byte[]) start count (other: ReadOnlySpan<byte>) : byte[] =
    let result = Array.zeroCreate<byte>(bytes.Length - count + other.Length)
    bytes.AsSpan(0, start).CopyTo(Span result)
    other.CopyTo(result.AsSpan start)
    bytes.AsSpan(start + count).CopyTo(result.AsSpan(start + other.Length))
    result

/// Some of the bytes: where they begin and how many they are, mostly few.
let private stretch (random: Random) (bytes: byte[]) : struct (int * int) =
    let start = random.Next bytes.Length
    let most = bytes.Length - start

    let count =
        if random.Next 4 = 0 then
            random.Next(most + 1)
        else
            random.Next(1 + min most 16)

    struct (start, count)

/// One change, with another file's bytes at hand.
let private changeOnce (random: Random) (other: byte[]) (bytes: byte[]) : byte[] =
    if bytes.Length = 0 then
        Array.sub other 0 (random.Next(other.Length + 1))
    else
        let struct (start, count) = stretch random bytes

        match random.Next 12 with
        | 0
        | 1 ->
            let copy = Array.copy bytes
            copy[start] <- copy[start] ^^^ byte (1 <<< random.Next 8)
            copy
        | 2
        | 3 ->
            let copy = Array.copy bytes
            copy[start] <- byte (random.Next 256)
            copy
        | 4
        | 5
        | 6
        | 7 ->
            let number = Array.zeroCreate<byte> 8
            BinaryPrimitives.WriteInt64LittleEndian(Span number, pick random numbers)
            let width = min (1 <<< random.Next 4) (bytes.Length - start)
            replace bytes start width (ReadOnlySpan(number, 0, width))
        | 8 -> Array.sub bytes 0 start
        | 9 -> replace bytes start count ReadOnlySpan.Empty
        | 10 ->
            // twice what was once
            replace bytes start 0 (ReadOnlySpan(bytes, start, count))
        | _ when other.Length > 0 ->
            let struct (from, length) = stretch random other
            let taken = if random.Next 2 = 0 then count else 0
            replace bytes start taken (ReadOnlySpan(other, from, length))
        | _ -> replace bytes start count ReadOnlySpan.Empty

/// One change, or a few.
let bytes (random: Random) (other: byte[]) (original: byte[]) : byte[] =
    let mutable result = changeOnce random other original

    while random.Next 3 = 0 do
        result <- changeOnce random other result

    result

/// JSON that need not be right: keys may occur twice, and numbers are words.
type Json =
    | Word of string
    | Text of string
    | Items of Json list
    | Members of (string * Json) list

module Json =
    let rec private ofElement (e: JsonElement) : Json =
        match e.ValueKind with
        | JsonValueKind.Object ->
            Members [ for p in e.EnumerateObject() -> p.Name, ofElement p.Value ]
        | JsonValueKind.Array -> Items [ for item in e.EnumerateArray() -> ofElement item ]
        | JsonValueKind.String ->
            Text(e.GetString() |> Option.ofObj |> Option.defaultValue String.Empty)
        | _ -> Word(e.GetRawText())

    let ofBytes (bytes: byte[]) : Json =
        use document = JsonDocument.Parse(ReadOnlyMemory bytes)
        ofElement document.RootElement

    let rec private writeTo (text: StringBuilder) (json: Json) : unit =
        let separated (items: 'a list) (write: 'a -> unit) =
            items
            |> List.iteri (fun i item ->
                if i > 0 then
                    text.Append ',' |> ignore

                write item)

        match json with
        | Word word -> text.Append word |> ignore
        | Text t -> text.Append(JsonSerializer.Serialize t) |> ignore
        | Items items ->
            text.Append '[' |> ignore
            separated items (writeTo text)
            text.Append ']' |> ignore
        | Members members ->
            text.Append '{' |> ignore

            separated members (fun (key, value) ->
                text.Append(JsonSerializer.Serialize key).Append(':') |> ignore
                writeTo text value)

            text.Append '}' |> ignore

    let toBytes (json: Json) : byte[] =
        let text = StringBuilder()
        writeTo text json
        Encoding.UTF8.GetBytes(text.ToString())

    /// All values, each before what is in it.
    let rec values (json: Json) : Json list = [
        yield json

        match json with
        | Items items ->
            for item in items do
                yield! values item
        | Members members ->
            for _, value in members do
                yield! values value
        | Word _
        | Text _ -> ()
    ]

    /// Puts others in the place of one value, by its number in the order of `values`; what it is called is known where it
    /// is in an object, and is "" in a list.
    let replaceAt
        (place: int)
        (change: string * Json -> (string * Json) list)
        (json: Json)
        : Json list =
        let mutable next = 0

        let rec visit (key: string, json: Json) : (string * Json) list =
            let here = next
            next <- next + 1

            if here = place then
                change (key, json)
            else
                match json with
                | Items items -> [
                    key, Items(items |> List.collect (fun item -> visit ("", item) |> List.map snd))
                  ]
                | Members members -> [ key, Members(List.collect visit members) ]
                | Word _
                | Text _ -> [ key, json ]

        visit ("", json) |> List.map snd

    /// A value of each type, and numbers that are hard to hold.
    let strangers = [|
        Word "null"
        Word "true"
        Word "0"
        Word "-1"
        Word "0.5"
        Word "1e308"
        Word "1e999"
        Word "NaN"
        Word "-Infinity"
        Word "65536"
        Word "2147483647"
        Word "2147483648"
        Word "-9223372036854775808"
        Word "18446744073709551616"
        Text ""
        Text "x"
        Text(String('x', 1000))
        Items []
        Items [ Word "1" ]
        Items [ Word "0"; Text "a"; Word "null" ]
        Members []
        Members [ "class_name", Text "Dense"; "config", Members [] ]
    |]

    let nested depth inner =
        (inner, [ 1..depth ])
        ||> List.fold (fun json i ->
            if i % 2 = 0 then
                Items [ json ]
            else
                Members [ "config", json ])

/// One change to JSON, or a few.
let json (random: Random) (original: Json) : Json =
    let changeOnce (json: Json) =
        let all = Json.values json |> Array.ofList
        let place = if all.Length = 1 then 0 else random.Next(1, all.Length)

        let change (key, value) =
            match random.Next 10 with
            | 0 -> []
            | 1 -> [ key, value; key, pick random Json.strangers ]
            | 2 -> [ key, pick random all ]
            | 3 -> [ key, value; "extra", pick random all ]
            | 4 -> [ key, Json.nested (pick random [| 2; 30; 120; 300 |]) value ]
            | 5 -> [ "x" + key, value ]
            | 6 ->
                // a number of the same kind, or a text with something more
                match value with
                | Word _ -> [ key, Word(string (pick random numbers)) ]
                | Text t -> [ key, Text(t + pick random [| "x"; "/"; "\000"; "/.."; "_1"; ":0" |]) ]
                | Items items -> [ key, Items(items @ items) ]
                | Members members -> [ key, Members(List.rev members) ]
            | _ -> [ key, pick random Json.strangers ]

        match Json.replaceAt place change json with
        | [ changed ] -> changed
        | others -> Items others

    let mutable result = changeOnce original

    while random.Next 3 = 0 do
        result <- changeOnce result

    result
