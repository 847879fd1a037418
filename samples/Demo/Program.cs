// Trains a convolutional network on digits, exports it as ONNX, and asks both about held-out images.
using System.Numerics.Tensors;
using Keratin;
using Keratin.Demo;
using Keratin.Samples;
using static Keratin.Layers;

var at = Array.IndexOf(args, "--data");
var digits = at >= 0 ? Digits.Read(args[at + 1]) : Digits.Draw(12_000, seed: 1);
var rows = digits.Labels.Length;
var train = digits.Slice(0, rows * 5 / 6);
var test = digits.Slice(rows * 5 / 6, rows);

Utils.SetRandomSeed(1);
var model = new Sequential([
    Conv2D(32, 3, activation: "relu", inputShape: [28, 28, 1]),
    MaxPooling2D(),
    Conv2D(64, 3, activation: "relu"),
    MaxPooling2D(),
    Flatten(),
    Dropout(0.5),
    Dense(10, activation: "softmax"),
]);
model.Summary();
model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
var history = model.Fit(
    train.Images,
    train.Labels,
    batchSize: 128,
    epochs: 6,
    validationSplit: 0.1
);
var (_, accuracy) = model.Evaluate(test.Images, test.Labels);

var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "keratin-demo")).FullName;
var file = Path.Combine(folder, "digits.onnx");
model.ExportOnnx(file);
using var session = new OnnxSession(file);
var ours = model.Predict(test.Images, batchSize: 256).ToArray();
var theirs = session.Run(test.Images).ToArray();

var right = Enumerable
    .Range(0, test.Labels.Length)
    .Count(i =>
        theirs.AsSpan(i * 10, 10).IndexOf(theirs.AsSpan(i * 10, 10).ToArray().Max())
        == test.Labels[i]
    );
var difference = ours.Zip(theirs).Max(pair => Math.Abs(pair.First - pair.Second));
var picture = Path.Combine(folder, "training.svg");
Picture.Write(picture, history, test, ours);
Console.WriteLine(
    $"held-out accuracy: {accuracy:P2} here, {(double)right / test.Labels.Length:P2} in ONNX Runtime"
);
Console.WriteLine($"largest difference between the two: {difference:E1}");
Console.WriteLine($"model: {file}");
Console.WriteLine($"picture: {picture}");
return accuracy >= 0.98 && difference <= 1e-5 ? 0 : 1;
