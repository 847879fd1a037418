namespace Keratin.Saving

open System.Collections.Generic
open System.Text.Json.Nodes
open Keratin
open Keratin.Saving.KerasValues

/// Where every value of a network comes from: the name, the number of the call and of the output.
[<Sealed>]
type internal Places(network: Network) =
    let names = Dictionary<Member, string>()
    let taken = HashSet<string>(network.InputNames)
    let places = Dictionary<struct (int64 * int), string * int * int>()
    let calls = Dictionary<Member, List<Use>>()

    let unique (word: string) =
        Seq.append [ word ] (Seq.initInfinite (fun i -> $"{word}_{i + 1}"))
        |> Seq.find (fun name -> taken.Add name)

    let outputsOf (item: Use) =
        match item with
        | CallUse call -> call.Outputs
        | OperationUse call -> call.Outputs
        | OpUse node -> node.Types |> List.mapi (fun i _ -> Symbol(node, i, None, null))

    let where = $"model \"{network.Name}\""

    do
        // names that users see come first, so that an operation takes what is left
        for m in network.Members do
            match m with
            | LayerMember layer ->
                names[m] <- layer.Name
                taken.Add layer.Name |> ignore
            | OperationMember call -> names[m] <- unique call.Name
            | OpMember _ -> ()

        for m in network.Members do
            match m with
            | OpMember node ->
                names[m] <- unique (Words.snake (KerasOpNodes.operation where node).ClassName)
            | LayerMember _
            | OperationMember _ -> ()

        for name, s in List.zip network.InputNames network.Inputs do
            places[s.Key] <- (name, 0, 0)

        // calls in the order in which they were made
        for item in network.Uses |> List.sortBy (fun u -> (outputsOf u).Head.Node.Id) do
            let outputs = outputsOf item

            if not (outputs |> List.forall (fun s -> places.ContainsKey s.Key)) then
                let known =
                    match calls.TryGetValue item.Member with
                    | true, known -> known
                    | _ ->
                        let fresh = List<Use>()
                        calls[item.Member] <- fresh
                        fresh

                // a value that is two outputs is the first of them
                for i, s in List.indexed outputs do
                    places.TryAdd(s.Key, (names[item.Member], known.Count, i)) |> ignore

                known.Add item

    member _.Where = where
    member _.Name(m: Member) = names[m]

    /// The calls of a member within this network.
    member _.Calls(m: Member) : Use list =
        match calls.TryGetValue m with
        | true, known -> List.ofSeq known
        | _ -> []

    member _.Of(s: Symbol) : string * int * int =
        match places.TryGetValue s.Key with
        | true, place -> place
        | _ ->
            refuse
                where
                "values that layers and operations of the model make"
                $"{s}, a constant that is given to a layer"
                "make it an input, or put it into a layer of your own"

    member p.Tensor(s: Symbol) : JsonNode =
        let name, node, output = p.Of s

        object' [
            "class_name", text "__keras_tensor__"
            "config",
            object' [
                "shape", KerasLayers.shape s.Dims
                "dtype", text (DType.name s.DType)
                "keras_history", list [ text name; whole node; whole output ]
            ]
        ]
