/// What a command answers: lines for people, the same as JSON for scripts, and an exit code.
namespace Keratin.Cli

open System.IO
open System.Text.Encodings.Web
open System.Text.Json
open System.Text.Json.Nodes
open Keratin

/// The codes the program ends with.
[<RequireQualifiedAccess>]
module internal ExitCode =
    [<Literal>]
    let Fine = 0

    /// A difference was found, a check did not hold, or the command could not be done.
    [<Literal>]
    let Failed = 1

    /// The command line was not understood.
    [<Literal>]
    let WrongUse = 2

/// What a command found out.
[<NoComparison>]
type internal Answer = {
    Code: int
    Text: string
    Json: JsonNode
}

/// Building JSON out of F#'s values.
[<RequireQualifiedAccess>]
module internal Node =
    let text (value: string) : JsonNode | null = JsonValue.Create value
    let whole (value: int64) : JsonNode | null = JsonValue.Create value
    let truth (value: bool) : JsonNode | null = JsonValue.Create value

    /// A number; what JSON has no number for is a text.
    let number (value: float) : JsonNode | null =
        if System.Double.IsFinite value then
            JsonValue.Create value
        else
            JsonValue.Create(string value)

    let list (items: (JsonNode | null) seq) : JsonNode | null = JsonArray(Array.ofSeq items)

    let object (members: (string * (JsonNode | null)) seq) : JsonNode =
        let made = JsonObject()

        for name, value in members do
            made.Add(name, value)

        made

    let optional (make: 'a -> JsonNode | null) (value: 'a option) : JsonNode | null =
        match value with
        | Some value -> make value
        | None -> null

    // names and paths are for eyes and shells, not for web pages
    let private options =
        JsonSerializerOptions(
            WriteIndented = true,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping
        )

    let print (node: JsonNode) : string = node.ToJsonString options

[<RequireQualifiedAccess>]
module internal Answer =
    let make code (lines: string seq) (json: (string * (JsonNode | null)) list) : Answer = {
        Code = code
        Text = String.concat "\n" lines
        Json = Node.object json
    }

    let fine lines json = make ExitCode.Fine lines json

    let print (asJson: bool) (output: TextWriter) (answer: Answer) : int =
        output.WriteLine(if asJson then Node.print answer.Json else answer.Text)
        answer.Code

    /// The exception's four parts.
    let printFailure (asJson: bool) (errors: TextWriter) (failure: KeratinException) : int =
        if asJson then
            Node.object [
                "where", Node.text failure.Where
                "expected", Node.text failure.Expected
                "got", Node.text failure.Got
                "fix", Node.text failure.Fix
            ]
            |> Node.print
            |> errors.WriteLine
        else
            errors.WriteLine failure.Message

        ExitCode.Failed
