/// Values written over parts of others.
[<RequireQualifiedAccess>]
module internal Keratin.Scattering

open Keratin

/// Updates at places of the first axes, in the place of what is there or added to it.
let update where add (indices: Symbol) (updates: Symbol) (x: Symbol) : Symbol =
    let depth =
        match indices.Dims with
        | [ _; Size depth ] when depth >= 1 && depth <= x.Rank -> depth
        | _ ->
            refuse
                where
                $"indices of shape (n, k), with k from 1 to {x.Rank}"
                $"{indices}"
                "a row of the indices is one place"

    let sizes = [ for axis in 1 .. depth - 1 -> knownSize where x axis ]
    let numbers = Sym.cast DType.Int64 indices

    // a place as the number of its row in a table of all places
    let row =
        (Sym.slice 1 (size 0) (size 1) numbers, List.indexed sizes)
        ||> List.fold (fun row (i, n) ->
            row * float n + Sym.slice 1 (size (i + 1)) (size (i + 2)) numbers)

    let rest = x.Dims[depth..]
    let table = Sym.reshape [ product x.Dims[.. depth - 1]; product rest ] x

    let rows =
        Sym.cast x.DType updates
        |> Sym.broadcastTo (indices.Dims.Head :: rest)
        |> Sym.reshape [ indices.Dims.Head; product rest ]

    Sym.scatterRows add table row rows |> Sym.reshape x.Dims

/// A block that begins at a place, written over what is there.
let slice (start: int list) (updates: Symbol) (x: Symbol) : Symbol =
    let where = "slice_update"

    if start.Length <> x.Rank || updates.Rank <> x.Rank then
        refuse
            where
            $"a start and updates with {x.Rank} axes, as {x} has"
            $"start %A{start}, updates {updates}"
            "startIndices: one number for each axis"

    for axis, first in List.indexed start do
        match updates.Dims[axis], x.Dims[axis] with
        | Size own, Size n when first < 0 || first + own > n ->
            refuse
                where
                $"a block within {n} on axis {axis}"
                $"{own} from {first}"
                "check the start"
        | _ -> ()

    /// The parts before and behind the block stay, axis by axis.
    let rec within axis (x: Symbol) : Symbol =
        if axis = x.Rank then
            Sym.cast x.DType updates
        else
            let first = size start[axis]
            let behind = first + updates.Dims[axis]

            Sym.concat axis [
                if start[axis] > 0 then
                    Sym.slice axis (size 0) first x
                within (axis + 1) (Sym.slice axis first behind x)
                if behind <> x.Dims[axis] then
                    Sym.slice axis behind x.Dims[axis] x
            ]

    within 0 x
