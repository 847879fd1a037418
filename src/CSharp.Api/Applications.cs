// Every well-known network of the catalogue as a model. Written from the catalogue: a test says when
// it is stale.
namespace Keratin;

/// <summary>Well-known networks for images: <c>Applications.ResNet50(classes: 10)</c>.</summary>
public static class Applications
{
    /// <inheritdoc cref="Architectures.ConvNeXtBase"/>
    public static Model ConvNeXtBase(
        bool includeTop = true,
        bool includePreprocessing = true,
        string? weights = null,
        Symbol? inputTensor = null,
        int?[]? inputShape = null,
        string? pooling = null,
        int classes = 1000,
        string? classifierActivation = "softmax",
        string name = "convnext_base"
    ) => new("Functional", Architectures.ConvNeXtBase(includeTop: includeTop, includePreprocessing: includePreprocessing, weights: weights, inputTensor: inputTensor, inputShape: inputShape, pooling: pooling, classes: classes, classifierActivation: classifierActivation, name: name));

    /// <inheritdoc cref="Architectures.ConvNeXtLarge"/>
    public static Model ConvNeXtLarge(
        bool includeTop = true,
        bool includePreprocessing = true,
        string? weights = null,
        Symbol? inputTensor = null,
        int?[]? inputShape = null,
        string? pooling = null,
        int classes = 1000,
        string? classifierActivation = "softmax",
        string name = "convnext_large"
    ) => new("Functional", Architectures.ConvNeXtLarge(includeTop: includeTop, includePreprocessing: includePreprocessing, weights: weights, inputTensor: inputTensor, inputShape: inputShape, pooling: pooling, classes: classes, classifierActivation: classifierActivation, name: name));

    /// <inheritdoc cref="Architectures.ConvNeXtSmall"/>
    public static Model ConvNeXtSmall(
        bool includeTop = true,
        bool includePreprocessing = true,
        string? weights = null,
        Symbol? inputTensor = null,
        int?[]? inputShape = null,
        string? pooling = null,
        int classes = 1000,
        string? classifierActivation = "softmax",
        string name = "convnext_small"
    ) => new("Functional", Architectures.ConvNeXtSmall(includeTop: includeTop, includePreprocessing: includePreprocessing, weights: weights, inputTensor: inputTensor, inputShape: inputShape, pooling: pooling, classes: classes, classifierActivation: classifierActivation, name: name));

    /// <inheritdoc cref="Architectures.ConvNeXtTiny"/>
    public static Model ConvNeXtTiny(
        bool includeTop = true,
        bool includePreprocessing = true,
        string? weights = null,
        Symbol? inputTensor = null,
        int?[]? inputShape = null,
        string? pooling = null,
        int classes = 1000,
        string? classifierActivation = "softmax",
        string name = "convnext_tiny"
    ) => new("Functional", Architectures.ConvNeXtTiny(includeTop: includeTop, includePreprocessing: includePreprocessing, weights: weights, inputTensor: inputTensor, inputShape: inputShape, pooling: pooling, classes: classes, classifierActivation: classifierActivation, name: name));

    /// <inheritdoc cref="Architectures.ConvNeXtXLarge"/>
    public static Model ConvNeXtXLarge(
        bool includeTop = true,
        bool includePreprocessing = true,
        string? weights = null,
        Symbol? inputTensor = null,
        int?[]? inputShape = null,
        string? pooling = null,
        int classes = 1000,
        string? classifierActivation = "softmax",
        string name = "convnext_xlarge"
    ) => new("Functional", Architectures.ConvNeXtXLarge(includeTop: includeTop, includePreprocessing: includePreprocessing, weights: weights, inputTensor: inputTensor, inputShape: inputShape, pooling: pooling, classes: classes, classifierActivation: classifierActivation, name: name));

    /// <inheritdoc cref="Architectures.DenseNet121"/>
    public static Model DenseNet121(
        bool includeTop = true,
        string? weights = null,
        Symbol? inputTensor = null,
        int?[]? inputShape = null,
        string? pooling = null,
        int classes = 1000,
        string? classifierActivation = "softmax",
        string name = "densenet121"
    ) => new("Functional", Architectures.DenseNet121(includeTop: includeTop, weights: weights, inputTensor: inputTensor, inputShape: inputShape, pooling: pooling, classes: classes, classifierActivation: classifierActivation, name: name));

    /// <inheritdoc cref="Architectures.DenseNet169"/>
    public static Model DenseNet169(
        bool includeTop = true,
        string? weights = null,
        Symbol? inputTensor = null,
        int?[]? inputShape = null,
        string? pooling = null,
        int classes = 1000,
        string? classifierActivation = "softmax",
        string name = "densenet169"
    ) => new("Functional", Architectures.DenseNet169(includeTop: includeTop, weights: weights, inputTensor: inputTensor, inputShape: inputShape, pooling: pooling, classes: classes, classifierActivation: classifierActivation, name: name));

    /// <inheritdoc cref="Architectures.DenseNet201"/>
    public static Model DenseNet201(
        bool includeTop = true,
        string? weights = null,
        Symbol? inputTensor = null,
        int?[]? inputShape = null,
        string? pooling = null,
        int classes = 1000,
        string? classifierActivation = "softmax",
        string name = "densenet201"
    ) => new("Functional", Architectures.DenseNet201(includeTop: includeTop, weights: weights, inputTensor: inputTensor, inputShape: inputShape, pooling: pooling, classes: classes, classifierActivation: classifierActivation, name: name));

    /// <inheritdoc cref="Architectures.EfficientNetB0"/>
    public static Model EfficientNetB0(
        bool includeTop = true,
        string? weights = null,
        Symbol? inputTensor = null,
        int?[]? inputShape = null,
        string? pooling = null,
        int classes = 1000,
        string? classifierActivation = "softmax",
        string name = "efficientnetb0"
    ) => new("Functional", Architectures.EfficientNetB0(includeTop: includeTop, weights: weights, inputTensor: inputTensor, inputShape: inputShape, pooling: pooling, classes: classes, classifierActivation: classifierActivation, name: name));

    /// <inheritdoc cref="Architectures.EfficientNetB1"/>
    public static Model EfficientNetB1(
        bool includeTop = true,
        string? weights = null,
        Symbol? inputTensor = null,
        int?[]? inputShape = null,
        string? pooling = null,
        int classes = 1000,
        string? classifierActivation = "softmax",
        string name = "efficientnetb1"
    ) => new("Functional", Architectures.EfficientNetB1(includeTop: includeTop, weights: weights, inputTensor: inputTensor, inputShape: inputShape, pooling: pooling, classes: classes, classifierActivation: classifierActivation, name: name));

    /// <inheritdoc cref="Architectures.EfficientNetB2"/>
    public static Model EfficientNetB2(
        bool includeTop = true,
        string? weights = null,
        Symbol? inputTensor = null,
        int?[]? inputShape = null,
        string? pooling = null,
        int classes = 1000,
        string? classifierActivation = "softmax",
        string name = "efficientnetb2"
    ) => new("Functional", Architectures.EfficientNetB2(includeTop: includeTop, weights: weights, inputTensor: inputTensor, inputShape: inputShape, pooling: pooling, classes: classes, classifierActivation: classifierActivation, name: name));

    /// <inheritdoc cref="Architectures.EfficientNetB3"/>
    public static Model EfficientNetB3(
        bool includeTop = true,
        string? weights = null,
        Symbol? inputTensor = null,
        int?[]? inputShape = null,
        string? pooling = null,
        int classes = 1000,
        string? classifierActivation = "softmax",
        string name = "efficientnetb3"
    ) => new("Functional", Architectures.EfficientNetB3(includeTop: includeTop, weights: weights, inputTensor: inputTensor, inputShape: inputShape, pooling: pooling, classes: classes, classifierActivation: classifierActivation, name: name));

    /// <inheritdoc cref="Architectures.EfficientNetB4"/>
    public static Model EfficientNetB4(
        bool includeTop = true,
        string? weights = null,
        Symbol? inputTensor = null,
        int?[]? inputShape = null,
        string? pooling = null,
        int classes = 1000,
        string? classifierActivation = "softmax",
        string name = "efficientnetb4"
    ) => new("Functional", Architectures.EfficientNetB4(includeTop: includeTop, weights: weights, inputTensor: inputTensor, inputShape: inputShape, pooling: pooling, classes: classes, classifierActivation: classifierActivation, name: name));

    /// <inheritdoc cref="Architectures.EfficientNetB5"/>
    public static Model EfficientNetB5(
        bool includeTop = true,
        string? weights = null,
        Symbol? inputTensor = null,
        int?[]? inputShape = null,
        string? pooling = null,
        int classes = 1000,
        string? classifierActivation = "softmax",
        string name = "efficientnetb5"
    ) => new("Functional", Architectures.EfficientNetB5(includeTop: includeTop, weights: weights, inputTensor: inputTensor, inputShape: inputShape, pooling: pooling, classes: classes, classifierActivation: classifierActivation, name: name));

    /// <inheritdoc cref="Architectures.EfficientNetB6"/>
    public static Model EfficientNetB6(
        bool includeTop = true,
        string? weights = null,
        Symbol? inputTensor = null,
        int?[]? inputShape = null,
        string? pooling = null,
        int classes = 1000,
        string? classifierActivation = "softmax",
        string name = "efficientnetb6"
    ) => new("Functional", Architectures.EfficientNetB6(includeTop: includeTop, weights: weights, inputTensor: inputTensor, inputShape: inputShape, pooling: pooling, classes: classes, classifierActivation: classifierActivation, name: name));

    /// <inheritdoc cref="Architectures.EfficientNetB7"/>
    public static Model EfficientNetB7(
        bool includeTop = true,
        string? weights = null,
        Symbol? inputTensor = null,
        int?[]? inputShape = null,
        string? pooling = null,
        int classes = 1000,
        string? classifierActivation = "softmax",
        string name = "efficientnetb7"
    ) => new("Functional", Architectures.EfficientNetB7(includeTop: includeTop, weights: weights, inputTensor: inputTensor, inputShape: inputShape, pooling: pooling, classes: classes, classifierActivation: classifierActivation, name: name));

    /// <inheritdoc cref="Architectures.InceptionV3"/>
    public static Model InceptionV3(
        bool includeTop = true,
        string? weights = null,
        Symbol? inputTensor = null,
        int?[]? inputShape = null,
        string? pooling = null,
        int classes = 1000,
        string? classifierActivation = "softmax",
        string name = "inception_v3"
    ) => new("Functional", Architectures.InceptionV3(includeTop: includeTop, weights: weights, inputTensor: inputTensor, inputShape: inputShape, pooling: pooling, classes: classes, classifierActivation: classifierActivation, name: name));

    /// <inheritdoc cref="Architectures.MobileNetV2"/>
    public static Model MobileNetV2(
        int?[]? inputShape = null,
        double alpha = 1,
        bool includeTop = true,
        string? weights = null,
        Symbol? inputTensor = null,
        string? pooling = null,
        int classes = 1000,
        string? classifierActivation = "softmax",
        string? name = null
    ) => new("Functional", Architectures.MobileNetV2(inputShape: inputShape, alpha: alpha, includeTop: includeTop, weights: weights, inputTensor: inputTensor, pooling: pooling, classes: classes, classifierActivation: classifierActivation, name: name));

    /// <inheritdoc cref="Architectures.MobileNetV3Large"/>
    public static Model MobileNetV3Large(
        int?[]? inputShape = null,
        double alpha = 1,
        bool minimalistic = false,
        bool includeTop = true,
        string? weights = null,
        Symbol? inputTensor = null,
        int classes = 1000,
        string? pooling = null,
        double dropoutRate = 0.2,
        string? classifierActivation = "softmax",
        bool includePreprocessing = true,
        string name = "MobileNetV3Large"
    ) => new("Functional", Architectures.MobileNetV3Large(inputShape: inputShape, alpha: alpha, minimalistic: minimalistic, includeTop: includeTop, weights: weights, inputTensor: inputTensor, classes: classes, pooling: pooling, dropoutRate: dropoutRate, classifierActivation: classifierActivation, includePreprocessing: includePreprocessing, name: name));

    /// <inheritdoc cref="Architectures.MobileNetV3Small"/>
    public static Model MobileNetV3Small(
        int?[]? inputShape = null,
        double alpha = 1,
        bool minimalistic = false,
        bool includeTop = true,
        string? weights = null,
        Symbol? inputTensor = null,
        int classes = 1000,
        string? pooling = null,
        double dropoutRate = 0.2,
        string? classifierActivation = "softmax",
        bool includePreprocessing = true,
        string name = "MobileNetV3Small"
    ) => new("Functional", Architectures.MobileNetV3Small(inputShape: inputShape, alpha: alpha, minimalistic: minimalistic, includeTop: includeTop, weights: weights, inputTensor: inputTensor, classes: classes, pooling: pooling, dropoutRate: dropoutRate, classifierActivation: classifierActivation, includePreprocessing: includePreprocessing, name: name));

    /// <inheritdoc cref="Architectures.ResNet101"/>
    public static Model ResNet101(
        bool includeTop = true,
        string? weights = null,
        Symbol? inputTensor = null,
        int?[]? inputShape = null,
        string? pooling = null,
        int classes = 1000,
        string? classifierActivation = "softmax",
        string name = "resnet101"
    ) => new("Functional", Architectures.ResNet101(includeTop: includeTop, weights: weights, inputTensor: inputTensor, inputShape: inputShape, pooling: pooling, classes: classes, classifierActivation: classifierActivation, name: name));

    /// <inheritdoc cref="Architectures.ResNet101V2"/>
    public static Model ResNet101V2(
        bool includeTop = true,
        string? weights = null,
        Symbol? inputTensor = null,
        int?[]? inputShape = null,
        string? pooling = null,
        int classes = 1000,
        string? classifierActivation = "softmax",
        string name = "resnet101v2"
    ) => new("Functional", Architectures.ResNet101V2(includeTop: includeTop, weights: weights, inputTensor: inputTensor, inputShape: inputShape, pooling: pooling, classes: classes, classifierActivation: classifierActivation, name: name));

    /// <inheritdoc cref="Architectures.ResNet152"/>
    public static Model ResNet152(
        bool includeTop = true,
        string? weights = null,
        Symbol? inputTensor = null,
        int?[]? inputShape = null,
        string? pooling = null,
        int classes = 1000,
        string? classifierActivation = "softmax",
        string name = "resnet152"
    ) => new("Functional", Architectures.ResNet152(includeTop: includeTop, weights: weights, inputTensor: inputTensor, inputShape: inputShape, pooling: pooling, classes: classes, classifierActivation: classifierActivation, name: name));

    /// <inheritdoc cref="Architectures.ResNet152V2"/>
    public static Model ResNet152V2(
        bool includeTop = true,
        string? weights = null,
        Symbol? inputTensor = null,
        int?[]? inputShape = null,
        string? pooling = null,
        int classes = 1000,
        string? classifierActivation = "softmax",
        string name = "resnet152v2"
    ) => new("Functional", Architectures.ResNet152V2(includeTop: includeTop, weights: weights, inputTensor: inputTensor, inputShape: inputShape, pooling: pooling, classes: classes, classifierActivation: classifierActivation, name: name));

    /// <inheritdoc cref="Architectures.ResNet50"/>
    public static Model ResNet50(
        bool includeTop = true,
        string? weights = null,
        Symbol? inputTensor = null,
        int?[]? inputShape = null,
        string? pooling = null,
        int classes = 1000,
        string? classifierActivation = "softmax",
        string name = "resnet50"
    ) => new("Functional", Architectures.ResNet50(includeTop: includeTop, weights: weights, inputTensor: inputTensor, inputShape: inputShape, pooling: pooling, classes: classes, classifierActivation: classifierActivation, name: name));

    /// <inheritdoc cref="Architectures.ResNet50V2"/>
    public static Model ResNet50V2(
        bool includeTop = true,
        string? weights = null,
        Symbol? inputTensor = null,
        int?[]? inputShape = null,
        string? pooling = null,
        int classes = 1000,
        string? classifierActivation = "softmax",
        string name = "resnet50v2"
    ) => new("Functional", Architectures.ResNet50V2(includeTop: includeTop, weights: weights, inputTensor: inputTensor, inputShape: inputShape, pooling: pooling, classes: classes, classifierActivation: classifierActivation, name: name));

    /// <inheritdoc cref="Architectures.VGG16"/>
    public static Model VGG16(
        bool includeTop = true,
        string? weights = null,
        Symbol? inputTensor = null,
        int?[]? inputShape = null,
        string? pooling = null,
        int classes = 1000,
        string? classifierActivation = "softmax",
        string name = "vgg16"
    ) => new("Functional", Architectures.VGG16(includeTop: includeTop, weights: weights, inputTensor: inputTensor, inputShape: inputShape, pooling: pooling, classes: classes, classifierActivation: classifierActivation, name: name));

    /// <inheritdoc cref="Architectures.VGG19"/>
    public static Model VGG19(
        bool includeTop = true,
        string? weights = null,
        Symbol? inputTensor = null,
        int?[]? inputShape = null,
        string? pooling = null,
        int classes = 1000,
        string? classifierActivation = "softmax",
        string name = "vgg19"
    ) => new("Functional", Architectures.VGG19(includeTop: includeTop, weights: weights, inputTensor: inputTensor, inputShape: inputShape, pooling: pooling, classes: classes, classifierActivation: classifierActivation, name: name));

    /// <inheritdoc cref="Architectures.Xception"/>
    public static Model Xception(
        bool includeTop = true,
        string? weights = null,
        Symbol? inputTensor = null,
        int?[]? inputShape = null,
        string? pooling = null,
        int classes = 1000,
        string? classifierActivation = "softmax",
        string name = "xception"
    ) => new("Functional", Architectures.Xception(includeTop: includeTop, weights: weights, inputTensor: inputTensor, inputShape: inputShape, pooling: pooling, classes: classes, classifierActivation: classifierActivation, name: name));
}
