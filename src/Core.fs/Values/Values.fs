/// The values layers are described with: sizes, margins, axes, intervals, paddings.
/// Each is written alike in C# and F#, and a string goes wherever Keras takes one.
namespace Keratin

open System
open System.Runtime.InteropServices

type internal Opt = OptionalAttribute
type internal Or = DefaultParameterValueAttribute

/// On a member that makes the same as another one: Keras's other name of it.
[<AttributeUsage(AttributeTargets.Method)>]
type internal AliasOf(name: string) =
    inherit Attribute()
    member _.Name = name

/// The number that stands for Keras's None at a parameter whose default is something else.
[<AttributeUsage(AttributeTargets.Parameter)>]
type internal Off(value: float) =
    inherit Attribute()
    member _.Value = value

[<AutoOpen>]
module internal Defaults =
    /// The given value, or another one where none was given.
    let orElse<'t when 't: not null and 't: not struct> (other: 't) (given: 't | null) : 't =
        match given with
        | null -> other
        | value -> value

/// One size for each spatial axis; a single number stands for all of them.
[<Sealed>]
type Sizes internal (values: int list) =
    member internal _.Values = values

    /// The sizes of this many axes.
    member internal _.For(where: string, parameter: string, axes: int) =
        match values with
        | [] ->
            refuse
                where
                $"{parameter}: one number, or one for each of {axes} axes"
                "none"
                $"{parameter}: 1"
        | [ one ] -> List.replicate axes one
        | several when several.Length = axes -> several
        | several ->
            refuse
                where
                $"{parameter}: one number, or one for each of {axes} axes"
                $"%A{several}"
                $"{parameter}: {several.Head}"

    /// The same size on every axis.
    static member op_Implicit(size: int) = Sizes [ size ]

    /// A size for each of two axes.
    static member op_Implicit(sizes: struct (int * int)) =
        let struct (a, b) = sizes
        Sizes [ a; b ]

    /// A size for each of three axes.
    static member op_Implicit(sizes: struct (int * int * int)) =
        let struct (a, b, c) = sizes
        Sizes [ a; b; c ]

    /// A size for each axis.
    static member op_Implicit(sizes: int[]) = Sizes(List.ofArray sizes)

    /// The sizes as they would be written.
    override _.ToString() = String.Join(", ", values)

/// How much is added to (or cut from) both sides of each spatial axis.
[<Sealed>]
type Margins internal (values: (int * int) list) =
    /// The margins of this many axes.
    member internal _.For(where: string, parameter: string, axes: int) =
        match values with
        | [] ->
            refuse
                where
                $"{parameter}: one number, or one for each of {axes} axes"
                "none"
                $"{parameter}: 1"
        | [ one ] -> List.replicate axes one
        | several when several.Length = axes -> several
        | several -> refuse where $"{parameter} for {axes} axes" $"%A{several}" $"{parameter}: 1"

    /// The same margin on every side.
    static member op_Implicit(margin: int) = Margins [ margin, margin ]

    /// A margin for each of two axes, alike on both of its sides.
    static member op_Implicit(margins: struct (int * int)) =
        let struct (a, b) = margins
        Margins [ (a, a); (b, b) ]

    /// Before and after, for each of two axes.
    static member op_Implicit(margins: struct (struct (int * int) * struct (int * int))) =
        let struct (struct (a, b), struct (c, d)) = margins
        Margins [ (a, b); (c, d) ]

    /// Before and after, for each axis.
    static member op_Implicit(margins: int[][]) =
        Margins [ for pair in margins -> pair[0], pair[Array.length pair - 1] ]

/// Some axes; a single number stands for a list of one.
[<Sealed>]
type Axes internal (values: int list, single: bool) =
    internal new(values: int list) = Axes(values, false)
    member internal _.Values = values
    /// Whether it was given as a number and not as a list.
    member internal _.IsSingle = single
    /// One axis.
    static member op_Implicit(axis: int) = Axes([ axis ], true)
    /// Several axes.
    static member op_Implicit(axes: int[]) = Axes(List.ofArray axes)

    /// Two axes.
    static member op_Implicit(axes: struct (int * int)) =
        let struct (a, b) = axes
        Axes [ a; b ]

/// The axes over which products of two values are summed: so many, which are the last of the first value and the first
/// of the second; or those of the first value and those of the second.
[<Sealed>]
type ContractedAxes internal (first: int list, second: int list) =
    member internal _.First = first
    member internal _.Second = second

    /// The last axes of the first value and the first of the second.
    static member op_Implicit(count: int) =
        ContractedAxes([ for i in count .. -1 .. 1 -> -i ], [ 0 .. count - 1 ])

    /// The axes of the first value and of the second.
    static member op_Implicit(axes: struct (int[] * int[])) =
        let struct (first, second) = axes
        ContractedAxes(List.ofArray first, List.ofArray second)

/// A range of numbers, low to high. As the strength of an augmentation, a single number f stands for the range
/// from -f to f, cut to what the parameter allows.
[<Sealed>]
type Interval internal (low: float, high: float, single: bool) =
    member internal _.Low = low
    member internal _.High = high

    member private _.Refuse(where: string, parameter: string, least: float, most: float) =
        refuse
            where
            $"{parameter} from {least} to {most}"
            (if single then $"{low}" else $"{low} to {high}")
            $"{parameter}: {min most (max least 0.5)}"

    /// The range of a strength: a single number lies between two bounds, and its range begins at its negative, or at
    /// the lower bound where that is above; two numbers need only not lie beyond the bounds, as in Keras.
    member internal i.Within(where: string, parameter: string, least: float, most: float) =
        let fits =
            if single then
                low >= least && high <= most
            else
                low <= most && high >= least

        if not fits then
            i.Refuse(where, parameter, least, most)

        if single then
            max least -(abs high), abs high
        else
            low, high

    /// The range of a strength, where all of it lies between two bounds; what a single number's begins at is a
    /// function of the number.
    member internal i.AllWithin
        (where: string, parameter: string, least: float, most: float, from: float -> float)
        =
        if not (low >= least && high <= most) then
            i.Refuse(where, parameter, least, most)

        if single then from (abs high), abs high else low, high

    /// The range of values of images; it is not empty.
    member internal _.OfValues(where: string) =
        if not (low < high && Double.IsFinite(high - low)) then
            refuse
                where
                "value_range: two numbers, the lower first"
                $"{low}, {high}"
                "value_range: (0, 255)"

        low, high

    /// One number.
    static member op_Implicit(number: float) = Interval(number, number, true)

    /// From one number to another.
    static member op_Implicit(range: struct (float * float)) =
        let struct (a, b) = range
        Interval(min a b, max a b, false)

    /// Two numbers, or one.
    static member op_Implicit(range: float[]) : Interval =
        match range with
        | [| number |] -> Interval(number, number, true)
        | [| a; b |] -> Interval(min a b, max a b, false)
        | other ->
            refuse
                "interval"
                "one number, or two: the range's ends"
                $"%A{other}"
                "factor: (0.1, 0.3)"

    /// The range as it would be written.
    override _.ToString() =
        if single then $"{low}" else $"{low}, {high}"

/// What a window does at the border.
[<NoComparison>]
type Padding =
    internal
    | ValidPadding
    | SamePadding
    | CausalPadding

    /// The window stays inside: the output is shorter.
    static member Valid = ValidPadding
    /// The output has ceil(n / stride) steps; what is missing is added, the odd cell at the end.
    static member Same = SamePadding
    /// Only the past is padded, so that a step never sees a later one. Convolutions over time only.
    static member Causal = CausalPadding

    /// Keras's name: "valid", "same" or "causal".
    static member op_Implicit(name: string) : Padding =
        match name.ToLowerInvariant() with
        | "valid" -> ValidPadding
        | "same" -> SamePadding
        | "causal" -> CausalPadding
        | _ -> refuseWord "padding" "padding" name [ "valid"; "same"; "causal" ]

    /// Keras's name.
    override p.ToString() =
        match p with
        | ValidPadding -> "valid"
        | SamePadding -> "same"
        | CausalPadding -> "causal"

/// Where the channels are.
[<NoComparison>]
type DataFormat =
    internal
    | LastFormat
    | FirstFormat

    /// (batch, height, width, channels): the default.
    static member ChannelsLast = LastFormat
    /// (batch, channels, height, width).
    static member ChannelsFirst = FirstFormat

    /// Keras's name: "channels_last" or "channels_first".
    static member op_Implicit(name: string) : DataFormat =
        match name with
        | "channels_last" -> LastFormat
        | "channels_first" -> FirstFormat
        | _ -> refuseWord "data_format" "data_format" name [ "channels_last"; "channels_first" ]

    /// Keras's name.
    override f.ToString() =
        match f with
        | LastFormat -> "channels_last"
        | FirstFormat -> "channels_first"

[<RequireQualifiedAccess>]
module internal Words =
    /// Names agree whatever their case and underscores: `beta1` is `beta_1`.
    let plain (name: string) =
        name.Replace("_", "").ToLowerInvariant()

    /// `GlorotUniform` and `glorot_uniform` alike become `glorot_uniform`; `L1L2` becomes `l1_l2`.
    let snake (name: string) =
        let step (pattern: string) (text: string) =
            Text.RegularExpressions.Regex.Replace(text, pattern, "$1_$2")

        (Text.RegularExpressions.Regex.Replace(name, @"\W+", "")
         |> step "(.)([A-Z][a-z]+)"
         |> step "([a-z])([A-Z])")
            .ToLowerInvariant()
