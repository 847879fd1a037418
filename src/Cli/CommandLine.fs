/// The commands with their arguments and options, and help with examples.
[<RequireQualifiedAccess>]
module internal Keratin.Cli.CommandLine

open System
open System.CommandLine
open System.IO
open Keratin
open Keratin.Onnx

/// An argument or an option.
type private Part = System.CommandLine.Symbol

let private switch (name: string) (description: string) =
    Option<bool>(name, Description = description, DefaultValueFactory = fun _ -> false)

let private json =
    let made = switch "--json" "answer as JSON, for scripts"
    made.Recursive <- true
    made

let private overwrite () =
    switch "--overwrite" "replace a file that is there"

let private file (name: string) (description: string) =
    Argument<string>(name, Description = description)

let private output (description: string) =
    Option<string>("--output", [| "-o" |], Description = description, Required = true)

let private described (what: string) (examples: string list) =
    let lines = examples |> List.map (fun example -> $"  {example}")
    String.concat "\n" (what :: "" :: "Examples:" :: lines)

/// A command that answers; what it is refused is said on the error output.
let private command
    (name: string)
    (what: string)
    (examples: string list)
    (parts: Part list)
    (answer: ParseResult -> Answer)
    : Command =
    let made = Command(name, described what examples)

    for part in parts do
        match part with
        | :? Argument as argument -> made.Add argument
        | :? Option as option -> made.Add option
        | other -> invalidArg (nameof parts) $"{other.Name} is neither argument nor option"

    made.SetAction(
        Func<ParseResult, int>(fun parsed ->
            let asJson = parsed.GetRequiredValue json
            let console = parsed.InvocationConfiguration

            try
                answer parsed |> Answer.print asJson console.Output
            with :? KeratinException as failure ->
                Answer.printFailure asJson console.Error failure)
    )

    made

let private info () =
    let path =
        file "FILE" $"""a file that ends in {String.concat ", " Contents.endings}"""

    command
        "info"
        "Says what a file is, who wrote it, and what is in it."
        [ "keratin info model.keras"; "keratin info weights.safetensors --json" ]
        [ path ]
        (fun parsed -> Info.run (parsed.GetRequiredValue path))

let private model () =
    file "MODEL" "a .keras file or folder, or a whole model in an .h5 file"

let private expandNested () =
    switch "--expand-nested" "show the layers of models within the model"

let private showTrainable () =
    switch "--show-trainable" "show whether training changes a layer"

let private summary () =
    let path, expand, trainable = model (), expandNested (), showTrainable ()

    command
        "summary"
        "Prints the table of layers, output shapes and parameters."
        [ "keratin summary model.keras --expand-nested" ]
        [ path; expand; trainable ]
        (fun parsed ->
            Show.summary
                (parsed.GetRequiredValue path)
                (parsed.GetRequiredValue expand)
                (parsed.GetRequiredValue trainable))

let private plot () =
    let path, replace = model (), overwrite ()

    let target = output "a file that ends in .svg or .dot"
    let shapes = switch "--show-shapes" "show the shapes that go in and come out"
    let dtype = switch "--show-dtype" "show the element type that comes out"
    let names = switch "--show-layer-names" "show the names of layers"
    let activations = switch "--show-layer-activations" "show activations"
    let expand, trainable = expandNested (), showTrainable ()

    let direction =
        Option<string>(
            "--rankdir",
            Description = "from where to where it flows",
            DefaultValueFactory = fun _ -> "TB"
        )

    direction.AcceptOnlyFromAmong [| "TB"; "BT"; "LR"; "RL" |] |> ignore

    command
        "plot"
        "Draws a model: a box for each layer, an arrow for each value."
        [ "keratin plot model.keras -o model.svg --show-shapes" ]
        [
            path
            target
            shapes
            dtype
            names
            direction
            expand
            activations
            trainable
            replace
        ]
        (fun parsed ->
            Show.plot
                (parsed.GetRequiredValue path)
                (parsed.GetRequiredValue target)
                (parsed.GetRequiredValue replace)
                {
                    ShowShapes = parsed.GetRequiredValue shapes
                    ShowDtype = parsed.GetRequiredValue dtype
                    ShowLayerNames = parsed.GetRequiredValue names
                    Rankdir = parsed.GetRequiredValue direction
                    ExpandNested = parsed.GetRequiredValue expand
                    ShowLayerActivations = parsed.GetRequiredValue activations
                    ShowTrainable = parsed.GetRequiredValue trainable
                })

let private convert () =
    let input, replace = model (), overwrite ()

    let target =
        file "OUTPUT" $"""a file that ends in {String.concat ", " Convert.endings}"""

    let opset =
        Option<int>(
            "--opset",
            Description = "the version of ONNX's operators, 13 to 24",
            DefaultValueFactory = fun _ -> Export.defaultOpset
        )

    let samples =
        Option<string>(
            "--samples",
            Description = "an .npy or .npz file of inputs to check with, instead of random ones"
        )

    let noCheck = switch "--no-check" "do not compare the written file with the model"

    command
        "convert"
        "Writes a model in another format, and checks that the written file has the same numbers."
        [
            "keratin convert model.keras model.onnx"
            "keratin convert model.h5 model.keras --overwrite"
            "keratin convert model.keras model.safetensors --no-check"
        ]
        [ input; target; opset; samples; noCheck; replace ]
        (fun parsed ->
            Convert.run (parsed.GetRequiredValue input) (parsed.GetRequiredValue target) {
                Overwrite = parsed.GetRequiredValue replace
                Opset = parsed.GetRequiredValue opset
                Check = not (parsed.GetRequiredValue noCheck)
                Samples = Option.ofObj (parsed.GetValue samples)
            })

let private predict () =
    let path, replace = model (), overwrite ()

    let inputs =
        Argument<string[]>(
            "INPUT",
            Description =
                "an .npy file, or a .txt file with a text in each line, for each input in order; or one .npz file with an array for each",
            Arity = ArgumentArity.OneOrMore
        )

    let target =
        output
            "an .npy file, an .npz file of outputs by name, or a .csv file with a row for each sample"

    let batchSize =
        Option<int>(
            "--batch-size",
            Description = "samples that are computed together",
            DefaultValueFactory = fun _ -> 32
        )

    batchSize.Validators.Add(fun result ->
        if result.GetRequiredValue batchSize < 1 then
            result.AddError "--batch-size must be at least 1.")

    command
        "predict"
        "Writes what a model makes of arrays."
        [
            "keratin predict model.keras images.npy -o answers.npy"
            "keratin predict model.keras inputs.npz -o outputs.npz"
            "keratin predict sentiment.keras reviews.txt -o answers.csv"
        ]
        [ path; inputs; target; batchSize; replace ]
        (fun parsed ->
            Predict.run
                (parsed.GetRequiredValue path)
                (List.ofArray (parsed.GetRequiredValue inputs))
                (parsed.GetRequiredValue target)
                (parsed.GetRequiredValue batchSize)
                (parsed.GetRequiredValue replace))

let private diff () =
    let first, second = file "FIRST" "a file", file "SECOND" "another file"

    command
        "diff"
        "Says where two files differ in their layers and numbers; ends with 1 where they do."
        [ "keratin diff before.keras after.keras" ]
        [ first; second ]
        (fun parsed -> Diff.run (parsed.GetRequiredValue first) (parsed.GetRequiredValue second))

let private doctor () =
    command
        "doctor"
        "Says which libraries are found, how fast they are, and what is missing."
        [ "keratin doctor" ]
        []
        (fun _ -> Doctor.run ())

let private root () =
    let all =
        RootCommand(
            "Looks into files of Keras models, draws, converts, runs and compares them.\n"
            + "Ends with 0 when all is well, 1 when something differs or fails, 2 when it is used wrongly."
        )

    all.HelpName <- "keratin"
    all.Add json

    for command in [ info (); summary (); plot (); convert (); predict (); diff (); doctor () ] do
        all.Add command

    all

/// Runs a command line; the result is the exit code.
let run (arguments: string[]) (output: TextWriter) (errors: TextWriter) : int =
    let parsed = (root ()).Parse arguments

    if parsed.Errors.Count > 0 then
        for error in parsed.Errors do
            errors.WriteLine error.Message

        let name = parsed.CommandResult.Command.Name

        let command =
            if parsed.CommandResult.Command :? RootCommand then
                ""
            else
                $"{name} "

        errors.WriteLine $"keratin {command}--help shows how it is used."
        ExitCode.WrongUse
    else
        parsed.Invoke(InvocationConfiguration(Output = output, Error = errors))
