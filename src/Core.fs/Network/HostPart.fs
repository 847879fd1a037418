/// The part of a network that the host calculates before a step begins, and what is left for the device.
namespace Keratin

open System.Collections.Generic

/// What a device's program is given in the place of a network's inputs.
[<NoComparison>]
type internal HostPart = {
    /// Inputs that the device reads, and what the host makes of others, by name.
    Fed: (string * Symbol) list
    /// The arrays for these, from arrays for the network's inputs.
    Evaluate: NDArray list -> NDArray list
    /// Whether the host makes arrays whose sizes depend on what else is in the batch: texts have as many words as the longest.
    Varies: bool
}

[<RequireQualifiedAccess>]
module internal HostPart =
    /// The values at which the device begins, in the order of their making.
    let beginnings (roots: Symbol list) : Symbol list =
        let seen = HashSet<struct (int64 * int)>()
        let found = List<Symbol>()
        let todo = Stack<Symbol>(roots)

        while todo.Count > 0 do
            let s = todo.Pop()

            if seen.Add s.Key then
                match s.Node.Op with
                | Op.Input _
                | Op.Host _ -> found.Add s
                | _ ->
                    for input in s.Node.Inputs do
                        todo.Push input

        found |> List.ofSeq |> List.sortBy _.Key

    /// The values of symbols that depend on nothing but these inputs and the host.
    let values (given: (Symbol * NDArray) list) (wanted: Symbol list) : NDArray list =
        let known = Dictionary<int64, NDArray list>()

        for s, a in given do
            known[s.Node.Id] <- [ a ]

        let valueOf (s: Symbol) = known[s.Node.Id][s.Output]

        for node in Graph.nodes wanted do
            if not (known.ContainsKey node.Id) then
                let inputs = node.Inputs |> List.map valueOf

                known[node.Id] <-
                    match node.Op with
                    | Op.Host f -> f.Run inputs
                    | Op.Unary Unary.Identity -> inputs
                    | Op.Cast dtype -> inputs |> List.map (NDArray.cast dtype)
                    | op -> bug node.Place $"%A{op} on the host"

        wanted |> List.map valueOf

    /// Whether the host's values decide about a size, which no input has.
    let private hasOwnSize (s: Symbol) =
        match s.Node.Op with
        | Op.Host _ ->
            let known = s.Node.Inputs |> List.collect _.Dims

            s.Dims
            |> List.exists (fun dim ->
                match dim with
                | Symbolic -> not (List.contains dim known)
                | Size _ -> false)
        | _ -> false

    /// The host's part of what these roots need of a network.
    let create (network: Network) (roots: Symbol list) : HostPart =
        let names =
            dict [ for s, name in List.zip network.Inputs network.InputNames -> s.Key, name ]

        let begins = beginnings roots

        for s in begins do
            if s.DType = DType.String then
                refuse
                    $"model \"{network.Name}\""
                    "outputs that are numbers"
                    "an output of texts"
                    "leave the layer out of the model, and apply it to what the model predicts"

        let name (s: Symbol) =
            match names.TryGetValue s.Key with
            | true, name -> name
            | _ -> $"{s.Node.Place}/{s.Node.Id}/{s.Output}"

        {
            Fed = begins |> List.map (fun s -> name s, s)
            Evaluate = fun arrays -> values (List.zip network.Inputs arrays) begins
            Varies = begins |> List.exists hasOwnSize
        }
