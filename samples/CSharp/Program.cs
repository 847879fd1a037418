using System.Numerics.Tensors;
using Keratin;
using Keratin.Samples;
using static Keratin.Layers;

var (images, labels) = Digits.Draw(6_000, seed: 1);
var model = new Sequential([
    Conv2D(32, 3, activation: "relu", inputShape: [28, 28, 1]),
    MaxPooling2D(),
    Conv2D(64, 3, activation: "relu"),
    MaxPooling2D(),
    Flatten(),
    Dropout(0.5),
    Dense(10, activation: "softmax"),
]);
model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
model.Fit(images, labels, batchSize: 128, epochs: 4, validationSplit: 0.1);

var (unseen, answers) = Digits.Draw(1_000, seed: 2);
var (loss, accuracy) = model.Evaluate(unseen, answers);
Console.WriteLine($"accuracy on unseen digits: {accuracy:P1}");
model.ExportOnnx("digits.onnx");
using var session = new OnnxSession("digits.onnx");
Tensor<float> probabilities = session.Run(unseen);
