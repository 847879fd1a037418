/// Which types of the library call what can reach out of a file, seen in their code.
module Keratin.Properties.Fuzzing.Calls

open System
open System.IO
open System.Reflection
open System.Reflection.Metadata
open System.Reflection.Metadata.Ecma335
open System.Reflection.PortableExecutable
open Xunit
open Keratin

/// The instructions that call a method or make an object, each followed by a token of four bytes.
let private calling = [| 0x28uy; 0x6Fuy; 0x73uy |]

/// The types, without those within them, whose code calls members whose full names begin like this.
let private callers (assembly: Assembly) (beginnings: string list) : string list =
    use stream = File.OpenRead assembly.Location
    use file = new PEReader(stream)
    let reader = file.GetMetadataReader()

    let isMeant (handle: MemberReferenceHandle) =
        let called = reader.GetMemberReference handle

        called.Parent.Kind = HandleKind.TypeReference
        && (let t = reader.GetTypeReference(TypeReferenceHandle.op_Explicit called.Parent)

            let name =
                [ t.Namespace; t.Name; called.Name ]
                |> List.map reader.GetString
                |> String.concat "."

            beginnings |> List.exists name.StartsWith)

    let tokens =
        set [
            for handle in reader.MemberReferences do
                if isMeant handle then
                    MetadataTokens.GetToken(MemberReferenceHandle.op_Implicit handle: EntityHandle)
        ]

    let rec outermost (handle: TypeDefinitionHandle) =
        let t = reader.GetTypeDefinition handle

        if t.GetDeclaringType().IsNil then
            reader.GetString t.Name
        else
            outermost (t.GetDeclaringType())

    [
        for handle in reader.MethodDefinitions do
            let m = reader.GetMethodDefinition handle

            if m.RelativeVirtualAddress <> 0 then
                let body = file.GetMethodBody m.RelativeVirtualAddress
                let code = body.GetILBytes() |> Option.ofObj |> Option.defaultValue [||]

                for at in 0 .. code.Length - 5 do
                    if
                        Array.contains code[at] calling
                        && tokens.Contains(BitConverter.ToInt32(code, at + 1))
                    then
                        (outermost (m.GetDeclaringType())).TrimStart('$')
    ]
    |> List.distinct
    |> List.sort

let private core = typeof<KeratinException>.Assembly

[<Fact>]
let ``only a callback that sends numbers calls the network, and nothing starts programs`` () =
    Assert.Equal<string list>([ "RemoteMonitor" ], callers core [ "System.Net." ])

    Assert.Equal<string list>(
        [],
        callers core [
            "System.Diagnostics.Process."
            "System.Reflection.Assembly.Load"
            "System.Runtime.Loader."
        ]
    )

[<Fact>]
let ``few places open files`` () =
    let opening = [
        "System.IO.File.Open"
        "System.IO.File.Read"
        "System.IO.FileStream..ctor"
        "System.IO.StreamReader..ctor"
        "System.IO.MemoryMappedFiles."
    ]

    Assert.Equal<string>(
        "AtomicFile, CheckpointFile, LayerAlone, Native, Region",
        String.Join(", ", callers core opening)
    )
