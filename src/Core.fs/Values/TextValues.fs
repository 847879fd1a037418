/// The values that layers of words are described with. Each is written alike in C# and F#.
namespace Keratin

open System

/// The numbers of neighbouring words that become tokens together.
[<Sealed>]
type Ngrams internal (lengths: int list) =
    member internal _.Lengths = lengths

    /// All numbers from one word to this many.
    static member op_Implicit(most: int) = Ngrams [ 1..most ]

    /// These numbers of words, in this order.
    static member op_Implicit(lengths: int[]) = Ngrams(List.ofArray lengths)

    /// The numbers as they would be written.
    override _.ToString() = String.Join(", ", lengths)

/// The key of a hash that others cannot foresee: SipHash instead of FarmHash.
[<Sealed>]
type Salt internal (first: int64, second: int64) =
    member internal _.Values = [ first; second ]

    /// The key, where there is a salt.
    static member internal Key(salt: Salt option) : struct (uint64 * uint64) option =
        salt
        |> Option.map (fun salt -> struct (uint64 salt.Values[0], uint64 salt.Values[1]))

    /// One number as both halves of the key.
    static member op_Implicit(salt: int64) = Salt(salt, salt)

    /// Both halves of the key.
    static member op_Implicit(salt: struct (int64 * int64)) =
        let struct (first, second) = salt
        Salt(first, second)

    /// The numbers as they would be written.
    override _.ToString() = $"{first}, {second}"

/// A word or a whole number, where a layer takes either.
[<Sealed>]
type Token internal (text: string, number: int64 option) =
    /// The number, where it is one.
    member internal _.Number = number

    /// A word.
    static member op_Implicit(word: string) = Token(word, None)

    /// A number.
    static member op_Implicit(number: int64) = Token(string number, Some number)

    /// The word, or the number's decimals.
    override _.ToString() = text
