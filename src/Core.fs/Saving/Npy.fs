/// NumPy's files: .npy, one array, and .npz, a zip archive of them. Nothing in them is ever executed.
namespace Keratin.Saving

open System
open System.Globalization
open System.Text
open Keratin

/// What the header of an .npy file says.
type private NpyHeader = {
    Description: string
    FortranOrder: bool
    Shape: int64[]
}

/// The header's little language: a Python dict of one string, one truth value and one tuple of numbers.
[<Sealed>]
type private NpyParser(text: string, where: string) =
    let mutable at = 0

    let fail (expected: string) : 'a =
        let rest = text.Substring(at, min 20 (text.Length - at))
        damaged where $"{expected} in the .npy header" $"\"{rest}\""

    let skipSpace () =
        while at < text.Length && (text[at] = ' ' || text[at] = '\n') do
            at <- at + 1

    let tryTake (word: string) =
        skipSpace ()
        let found = String.CompareOrdinal(text, at, word, 0, word.Length) = 0

        if found then
            at <- at + word.Length

        found

    let take word =
        if not (tryTake word) then
            fail word

    let quoted () =
        let quote =
            if tryTake "'" then '\''
            elif tryTake "\"" then '"'
            else fail "a string"

        let stop = text.IndexOf(quote, at)

        if stop < 0 then
            fail "a closing quote"

        let content = text.Substring(at, stop - at)
        at <- stop + 1
        content

    let truth () =
        if tryTake "True" then true
        elif tryTake "False" then false
        else fail "True or False"

    let number () =
        skipSpace ()
        let start = at

        while at < text.Length && Char.IsAsciiDigit text[at] do
            at <- at + 1

        match
            Int64.TryParse(
                text.AsSpan(start, at - start),
                NumberStyles.None,
                CultureInfo.InvariantCulture
            )
        with
        | true, value -> value
        | _ -> fail "a number"

    let tuple () =
        take "("

        let rec numbers found =
            if tryTake ")" then
                found
            else
                let found = number () :: found

                if tryTake "," then
                    numbers found
                else
                    take ")"
                    found

        numbers [] |> List.rev |> Array.ofList

    let description () =
        skipSpace ()

        if at < text.Length && text[at] = '[' then
            refuse where "an array of numbers" "an array of records" "save one array per field"

        quoted ()

    member _.Header() : NpyHeader =
        let mutable descr = None
        let mutable order = None
        let mutable shape = None
        take "{"

        while not (tryTake "}") do
            let key = quoted ()
            take ":"

            match key with
            | "descr" when descr.IsNone -> descr <- Some(description ())
            | "fortran_order" when order.IsNone -> order <- Some(truth ())
            | "shape" when shape.IsNone -> shape <- Some(tuple ())
            | key -> damaged where "descr, fortran_order and shape, each once" $"\"{key}\""

            if not (tryTake ",") then
                skipSpace ()

                if at >= text.Length || text[at] <> '}' then
                    fail "a comma"

        skipSpace ()

        match descr, order, shape with
        | Some descr, Some order, Some shape when at = text.Length && shape.Length <= 64 -> {
            Description = descr
            FortranOrder = order
            Shape = shape
          }
        | _ ->
            damaged where "descr, fortran_order and shape in the .npy header" $"\"{text.Trim()}\""

[<RequireQualifiedAccess>]
module internal Npy =
    let private stored where (description: string) : Stored =
        match description with
        | "|b1" -> Plain DType.Bool
        | "|u1" -> Plain DType.UInt8
        | "|i1" -> Plain DType.Int8
        | "<i2" -> Plain DType.Int16
        | "<i4" -> Plain DType.Int32
        | "<i8" -> Plain DType.Int64
        | "<u2" -> UnsignedWord 2
        | "<u4" -> UnsignedWord 4
        | "<u8" -> UnsignedWord 8
        | "<f2" -> Plain DType.Float16
        | "<f4" -> Plain DType.Float32
        | "<f8" -> Plain DType.Float64
        | NpyTexts.Width width -> Texts width
        | _ ->
            let what =
                if description.Contains 'O' then
                    "Python objects, which only running their code could read"
                elif description.StartsWith '>' then
                    "big-endian numbers"
                elif description.Contains 'U' || description.Contains 'S' then
                    "texts that are not little-endian Unicode"
                elif description.Contains 'c' then
                    "complex numbers"
                else
                    "elements of a type that is not known"

            refuse
                where
                "integers, floats, truth values or Unicode texts, little-endian"
                $"{what} (\"{description}\")"
                "convert the array with astype before saving it"

    /// The array of an .npy file.
    let read (where: string) (bytes: Region) : FileArray =
        let budget = bytes.Budget
        let cursor = Cursor(bytes, where)
        cursor.Expect "\147NUMPY"
        let major = cursor.Byte()
        cursor.Skip 1L

        if major < 1 || major > 3 then
            refuse
                where
                "an .npy file of version 1, 2 or 3"
                $"version {major}"
                "save it with numpy.save"

        let length =
            if major = 1 then
                int64 (cursor.UInt16())
            else
                cursor.UInt32()

        budget.CheckNpyHeader(where, length)

        let header =
            NpyParser(Encoding.Latin1.GetString (cursor.Take length).Span, where).Header()

        let stored = stored where header.Description
        let count = Stored.byteCount where (Stored.size stored) header.Shape

        if cursor.Left <> count then
            damaged where $"{count} bytes of elements" $"{cursor.Left} bytes"

        let shape = Stored.shape where header.Shape

        match stored with
        | Texts _ when header.FortranOrder && shape.Length > 1 ->
            refuse
                where
                "texts row by row"
                "column by column"
                "save numpy.ascontiguousarray of the array"
        | Texts _ -> budget.SpendBytes(where, NpyTexts.memory shape)
        | Plain _
        | UnsignedWord _ -> ()

        let array = {
            Where = where
            Stored = stored
            Shape = shape
            Elements = InFile(cursor.Part count)
        }

        if header.FortranOrder && shape.Length > 1 then
            // columns first is the array with its axes the other way round
            let turned = ({ array with Shape = Array.rev shape }).Read()
            budget.SpendBytes(where, turned.Bytes.LongLength)
            let rows = turned |> NDArray.permute [ shape.Length - 1 .. -1 .. 0 ]

            {
                array with
                    Stored = Plain turned.DType
                    Elements = Made rows.Bytes
            }
        else
            array

/// The arrays of an .npz file by name, each found when it is asked for.
[<Sealed>]
type internal Npz(file: Region, where: string) =
    static let extension = ".npy"
    let zip = Zip(file, where)

    /// The names, as numpy.load gives them.
    member _.Names: string list = [
        for name in zip.Names do
            if name.EndsWith(extension, StringComparison.Ordinal) then
                name.Substring(0, name.Length - extension.Length)
    ]

    member _.TryFind(name: string) : FileArray option =
        zip.TryFind(name + extension) |> Option.map (Npy.read $"{where} / {name}")
