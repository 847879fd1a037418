/// Numbers of training, sent to a server.
namespace Keratin

open System
open System.Collections.Generic
open System.Net.Http
open System.Text
open System.Text.Json
open System.Text.Json.Serialization

/// <summary>Sends the numbers of every epoch to a server by HTTP POST, as JSON with the epoch under "epoch". A
/// server that cannot be reached is warned of, and training goes on.</summary>
/// <param name="root">The server. Default: "http://localhost:9000".</param>
/// <param name="path">The path on it. Default: "/publish/epoch/end/".</param>
/// <param name="field">The form's field that has the JSON, unless sendAsJson. Default: "data".</param>
/// <param name="headers">Headers of the request. Default: none.</param>
/// <param name="sendAsJson">Whether the JSON is the whole content. Default: false, it is a form's field.</param>
[<Sealed>]
type RemoteMonitor
    (
        [<Opt; Or("http://localhost:9000")>] root: string,
        [<Opt; Or("/publish/epoch/end/")>] path: string,
        [<Opt; Or("data")>] field: string,
        [<Opt>] headers: IReadOnlyDictionary<string, string> | null,
        [<Opt; Or(false)>] sendAsJson: bool
    ) =
    inherit Callback()

    // numbers that are not finite have no JSON of their own: they go as words
    static let numbers =
        JsonSerializerOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)

    static let client = new HttpClient(Timeout = TimeSpan.FromSeconds 10.0)

    let address =
        match Uri.TryCreate(root + path, UriKind.Absolute) with
        | true, NonNull address when address.Scheme.StartsWith "http" -> address
        | _ ->
            refuse
                "RemoteMonitor"
                "the address of a server"
                (root + path)
                "root: \"http://localhost:9000\""

    let content (json: string) : HttpContent =
        if sendAsJson then
            new StringContent(json, Encoding.UTF8, "application/json")
        else
            new FormUrlEncodedContent([ KeyValuePair(field, json) ])

    let send (json: string) =
        use request =
            new HttpRequestMessage(HttpMethod.Post, address, Content = content json)

        match headers with
        | null -> ()
        | headers ->
            for KeyValue(name, value) in headers do
                request.Headers.TryAddWithoutValidation(name, value) |> ignore

        use answer = client.Send request
        answer.EnsureSuccessStatusCode() |> ignore

    override c.OnEpochEnd(epoch, logs) =
        let values = Dictionary<string, obj>()
        values["epoch"] <- epoch

        for KeyValue(name, value) in logs do
            values[name] <- value

        let warn (problem: exn) =
            match c.Training with
            | null -> ()
            | training ->
                training.Print $"RemoteMonitor: {address} cannot be reached: {problem.Message}"

        try
            send (JsonSerializer.Serialize(values, numbers))
        with
        | :? HttpRequestException as problem -> warn problem
        | :? OperationCanceledException as problem -> warn problem
