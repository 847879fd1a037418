/// Arrays in files that other programs read: NumPy's and safetensors.
namespace Keratin

open System
open System.Collections.Generic
open System.IO
open System.Runtime.InteropServices
open Keratin.Saving

[<AutoOpen>]
module private ArrayFile =
    let nameOf (path: string) = nonNull (Path.GetFileName path)

    let arrayOf (value: Array) : LazyArray =
        LazyArray.Of(PlainArrays.ofObject value)

    /// A plain array of the elements; a number alone is an array of one.
    let plain (a: NDArray) : Array =
        let fill (kind: Type) (a: NDArray) =
            let lengths = if a.Shape.Length = 0 then [| 1 |] else a.Shape
            let made = Array.CreateInstance(kind, lengths)

            if a.Bytes.Length > 0 then
                a.Bytes.CopyTo(
                    MemoryMarshal.CreateSpan(
                        &MemoryMarshal.GetArrayDataReference made,
                        a.Bytes.Length
                    )
                )

            made

        let texts () =
            let made = Array.CreateInstance(typeof<string>, a.Shape)
            let place = Array.zeroCreate<int> a.Shape.Length

            for text in a.Texts do
                made.SetValue(text, place)
                let mutable axis = place.Length - 1
                place[axis] <- place[axis] + 1

                while axis > 0 && place[axis] = a.Shape[axis] do
                    place[axis] <- 0
                    axis <- axis - 1
                    place[axis] <- place[axis] + 1

            made

        match a.DType with
        | DType.String when a.Shape.Length = 0 -> [| a.Texts[0] |] :> Array
        | DType.String -> texts ()
        | DType.Bool -> fill typeof<bool> a
        | DType.UInt8 -> fill typeof<byte> a
        | DType.Int8 -> fill typeof<sbyte> a
        | DType.Int16 -> fill typeof<int16> a
        | DType.Int32 -> fill typeof<int> a
        | DType.Int64 -> fill typeof<int64> a
        | DType.Float16 -> fill typeof<Half> a
        | DType.Float64 -> fill typeof<float> a
        | DType.Float32
        | _ -> fill typeof<float32> (NDArray.cast DType.Float32 a)

    let all (arrays: IReadOnlyDictionary<string, Array>) : (string * LazyArray) list = [
        for KeyValue(name, value) in arrays -> name, arrayOf value
    ]

    let save (path: string) overwrite content =
        AtomicFile.checkOverwrite path overwrite
        AtomicFile.write path content

    let dictionary (values: (string * 'v) seq) : IReadOnlyDictionary<string, 'v> =
        dict values |> Dictionary :> _

/// <summary>Arrays in .npy, .npz and .safetensors files. An array is a plain one of .NET, of any rank, of float, double,
/// Half, int, long, short, byte, sbyte or bool; NumPy's texts are read as strings. Files are there as a whole or not at
/// all.</summary>
[<AbstractClass; Sealed>]
type ArrayFiles =
    /// <summary>Saves an array as NumPy's .npy file.</summary>
    /// <param name="path">The path.</param>
    /// <param name="array">The array.</param>
    /// <param name="overwrite">Whether a file that is there may be replaced. Default: false.</param>
    static member SaveNpy(path: string, array: Array, [<Opt; Or(false)>] overwrite: bool) : unit =
        save path overwrite (NpyWriter.write (nameOf path) (arrayOf array))

    /// <summary>The array of a .npy file. A number alone is an array of one element.</summary>
    /// <param name="path">The path.</param>
    /// <exception cref="KeratinException">The file is damaged, or has other elements than numbers and texts.</exception>
    static member LoadNpy(path: string) : Array =
        use files = new Files()
        plain ((Npy.read (nameOf path) (files.Open path)).Read())

    /// <summary>Saves arrays by name as NumPy's .npz file.</summary>
    /// <param name="path">The path.</param>
    /// <param name="arrays">The arrays.</param>
    /// <param name="overwrite">Whether a file that is there may be replaced. Default: false.</param>
    static member SaveNpz
        (
            path: string,
            arrays: IReadOnlyDictionary<string, Array>,
            [<Opt; Or(false)>] overwrite: bool
        ) : unit =
        save path overwrite (NpyWriter.writeAll (nameOf path) (all arrays))

    /// <summary>The arrays of a .npz file by name.</summary>
    /// <param name="path">The path.</param>
    /// <exception cref="KeratinException">The file is damaged, or has other elements than numbers and texts.</exception>
    static member LoadNpz(path: string) : IReadOnlyDictionary<string, Array> =
        use files = new Files()
        let file = Npz(files.Open path, nameOf path)

        dictionary [
            for name in file.Names do
                match file.TryFind name with
                | Some a -> name, plain (a.Read())
                | None -> ()
        ]

    /// <summary>Saves arrays by name, and texts beside them, as a safetensors file.</summary>
    /// <param name="path">The path.</param>
    /// <param name="arrays">The arrays.</param>
    /// <param name="metadata">Texts by name. Default: none.</param>
    /// <param name="overwrite">Whether a file that is there may be replaced. Default: false.</param>
    static member SaveSafeTensors
        (
            path: string,
            arrays: IReadOnlyDictionary<string, Array>,
            [<Opt>] metadata: IReadOnlyDictionary<string, string> | null,
            [<Opt; Or(false)>] overwrite: bool
        ) : unit =
        let metadata =
            match metadata with
            | null -> []
            | given -> [ for KeyValue(key, value) in given -> key, value ]

        save path overwrite (SafeTensors.write metadata (all arrays))

    /// <summary>The arrays of a safetensors file by name; bfloat16 becomes float.</summary>
    /// <param name="path">The path.</param>
    /// <exception cref="KeratinException">The file is damaged.</exception>
    static member LoadSafeTensors(path: string) : IReadOnlyDictionary<string, Array> =
        use files = new Files()
        let arrays, _ = SafeTensors.read (nameOf path) (files.Open path)
        dictionary [ for name, a in arrays -> name, plain (a.Read()) ]

    /// <summary>The texts that a safetensors file has beside its arrays.</summary>
    /// <param name="path">The path.</param>
    /// <exception cref="KeratinException">The file is damaged.</exception>
    static member LoadSafeTensorsMetadata(path: string) : IReadOnlyDictionary<string, string> =
        use files = new Files()
        let _, metadata = SafeTensors.read (nameOf path) (files.Open path)
        dictionary metadata
