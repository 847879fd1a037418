/// The primitive operations: a closed set. Each is one LibTorch call and one ONNX node, or a small
/// fixed pattern of them. Shapes are in Infer, derivatives in Gradient, LibTorch calls in
/// Engine/Lower, ONNX nodes in Onnx/Emit: a table each, none with a wildcard.
namespace Keratin

/// One number in, one number out.
[<RequireQualifiedAccess>]
type internal Unary =
    | Identity
    | StopGradient
    | Abs
    | Negative
    | Exp
    | Expm1
    | Log
    | Log1p
    | Sqrt
    | Rsqrt
    | Square
    | Reciprocal
    | Sin
    | Cos
    | Tan
    | Arcsin
    | Arccos
    | Arctan
    | Sinh
    | Cosh
    | Arcsinh
    | Arccosh
    | Arctanh
    | Tanh
    | Erf
    | Floor
    | Ceil
    | Round
    | Sign
    | Not
    | IsNaN
    | IsInf
    | Relu
    | Sigmoid
    | Softplus
    | Silu
    | Mish
    | Selu
    | HardSigmoid
    | HardSilu
    | Gelu of approximate: bool
    | Elu of alpha: float
    | LeakyRelu of slope: float

/// Two numbers in, one out; shapes broadcast.
[<RequireQualifiedAccess>]
type internal Binary =
    | Add
    | Subtract
    | Multiply
    | Divide
    | FloorDivide
    | Modulo
    | Power
    | Maximum
    | Minimum
    | Arctan2

/// Two values in, true or false out; shapes broadcast.
[<RequireQualifiedAccess>]
type internal Comparison =
    | Equal
    | NotEqual
    | Less
    | LessEqual
    | Greater
    | GreaterEqual
    | And
    | Or
    | Xor

/// Many numbers in, one out.
[<RequireQualifiedAccess>]
type internal Aggregation =
    | Sum
    | Mean
    | Max
    | Min
    | Prod
    | LogSumExp
    | All
    | Any

/// What a matrix (the last two axes) is taken apart into.
[<RequireQualifiedAccess>]
type internal MatrixFunction =
    | Determinant
    | Inverse
    /// The lower triangle L with L · Lᵀ; reads the lower triangle alone.
    | Cholesky
    /// (a, b): the x with a · x = b
    | Solve
    /// q and r; complete: q is square
    | Qr of complete: bool
    /// Eigenvalues in rising order, and eigenvectors as columns; reads the lower triangle alone.
    | Eigh
    /// u, the singular values in falling order, and vᵀ; full: u and v are square
    | Svd of full: bool

/// Cells added around the spatial axes.
type internal Pads =
    /// As many before and after each axis as written.
    | Explicit of (int * int) list
    /// As many as give ceil(n / stride) steps; the odd one goes to the end.
    | SamePads

/// A sliding window over the spatial axes of a (batch, spatial…, channels) value.
type internal Window = {
    Strides: int list
    Dilation: int list
    Pads: Pads
}

type internal PoolWindow = { Size: int list; Window: Window }

type internal ConvWindow = {
    Window: Window
    Groups: int
    HasBias: bool
}

/// The reverse of a convolution: crops and extends the full result.
type internal ConvTransposeWindow = {
    Strides: int list
    Dilation: int list
    /// Cells cut off the full result, before and after; negative adds zeros.
    Crop: (int * int) list
    HasBias: bool
}

type internal PadMode =
    | ConstantPad of float
    | ReflectPad
    | EdgePad

/// What the fused recurrent kernels need to know beside their operands.
type internal Recurrence = {
    Reverse: bool
    HasBias: bool
    HasMask: bool
    Activation: string
    RecurrentActivation: string
    /// GRU: the reset gate is applied after the recurrent product.
    ResetAfter: bool
}

/// The graph that a loop runs at every step; Scan.fs has the one kind. Two are the same when they are
/// the same object.
[<AbstractClass>]
type internal LoopBody() =
    /// Of the states, the parts of the sequences that belong to the step, and what is the same at every step.
    abstract Takes: TensorType list
    /// Of the new states and of the step's outputs.
    abstract Gives: TensorType list

/// A function of whole arrays on the host, which is calculated before a step begins: what texts need, since
/// LibTorch has none. HostLayer.fs has the one kind. Two are the same when they are the same object.
[<AbstractClass>]
type internal HostFunction() =
    /// Of what is given for inputs of these types.
    abstract Gives: TensorType list -> TensorType list
    abstract Run: NDArray list -> NDArray list

[<NoComparison>]
type internal Loop = {
    Body: LoopBody
    /// How many states there are.
    States: int
    /// How many sequences there are.
    Sequences: int
    /// From the last step to the first.
    Reverse: bool
}

type internal Resample =
    | NearestResample
    | BilinearResample

/// The operations that only gradients need: LibTorch's own backward kernels.
[<RequireQualifiedAccess; NoComparison>]
type internal Backward =
    /// (gradient, output): the gradient where the output is positive.
    | Relu
    /// (gradient, input): the gradient where the input lies between the bounds or on one of them.
    | Clip of low: float * high: float
    /// (gradient, output)
    | Sigmoid
    /// (gradient, output)
    | Tanh
    /// (gradient, input)
    | Gelu of approximate: bool
    /// (gradient, input)
    | Silu
    /// (gradient, output)
    | Softmax of axis: int
    /// (gradient, output)
    | LogSoftmax of axis: int
    /// (gradient, input, kernel): of input, kernel and bias
    | Conv of ConvWindow
    | ConvTranspose of ConvTransposeWindow
    /// (gradient, input, positions)
    | MaxPool of PoolWindow
    /// (gradient, input)
    | AveragePool of PoolWindow
    /// (gradient, input, mean, inverse deviation, gamma, beta): of input, gamma and beta
    | LayerNorm of axes: int
    /// (gradient, input, mean, inverse deviation, gamma): of input, gamma and beta
    | BatchNorm of epsilon: float
    /// (gradient of outputs, of last state, input, state, kernel, recurrent, bias?, mask?, output,
    /// saved): of input, state, kernel, recurrent and bias
    | Rnn of Recurrence
    /// (gradient of outputs, of h, of c, input, h, c, kernel, …): of input, h, c, kernel, …
    | Lstm of Recurrence
    | Gru of Recurrence
    /// (gradient, kept): the gradient of what was kept, scaled
    | Dropout of rate: float
    /// (input, gradient): what a border that repeats gives back
    | Pad of (int * int) list * PadMode
    /// (indices, gradient): the table whose rows received gradients; rows: its first size
    | Gather of rows: Dim * axis: int
    /// (gradient, input, indices): each gradient at the place its value was taken from
    | TakeAlong of axis: int
    /// (gradient, input): the gradient of a resized value
    | Resize of scale: int list * mode: Resample
    /// (inputs of the op…, gradients of its outputs…): of each input, by LibTorch's autograd
    | Autograd of op: Op * gradients: int

/// A primitive operation. Axes are counted from the start and never negative.
and [<RequireQualifiedAccess; NoComparison>] internal Op =
    // ---- leaves
    /// A value given at run time.
    | Input of name: string
    | Weight of Weight
    | Constant of NDArray
    /// One number everywhere.
    | Fill of value: float * dtype: DType * dims: Dim list
    /// 0, 1, 2, … of int64, as many as the dimension says.
    | Iota of Dim
    // ---- before the device
    /// A function on the host, of inputs of the network and what other such functions give.
    | Host of HostFunction
    // ---- elementwise
    | Unary of Unary
    | Binary of Binary
    | Compare of Comparison
    /// (condition, then, otherwise)
    | Where
    | Cast of DType
    | Clip of low: float * high: float
    // ---- reductions and orders
    | Reduce of Aggregation * axes: int list * keepDims: bool
    | ArgMax of axis: int
    | ArgMin of axis: int
    | CumSum of axis: int
    /// The k greatest of the last axis, and where they are; greatest first, and equal ones in their order.
    | TopK of k: int
    /// The places of the last axis's values in rising order; equal ones in theirs.
    | Argsort
    // ---- shapes
    | Reshape of Dim list
    | Transpose of int list
    | BroadcastTo of Dim list
    | Concat of axis: int
    /// From start to stop (both counted from the start; stop is exclusive) by step > 0.
    | Slice of axis: int * start: Dim * stop: Dim * step: int
    | Reverse of axes: int list
    | Pad of (int * int) list * PadMode
    // ---- indices
    /// (table, indices): rows of the table
    | Gather of axis: int
    /// (values, indices): one value for each index, along an axis
    | TakeAlong of axis: int
    | OneHot of depth: int * dtype: DType
    /// (table, indices (n, 1), rows): the table with rows by number in the place of its own, or added to them
    | ScatterRows of add: bool
    // ---- linear algebra
    /// Product of the last two axes; the axes before them broadcast.
    | MatMul
    /// (x, kernel, bias): x · kernel + bias over the last axis of x; the kernel is a matrix.
    | Linear
    | Einsum of string
    | Matrix of MatrixFunction
    // ---- neural networks; values are (batch, spatial…, channels)
    | Conv of ConvWindow
    | ConvTranspose of ConvTransposeWindow
    /// The greatest value of each window, and where it is.
    | MaxPool of PoolWindow
    | AveragePool of PoolWindow
    | Softmax of axis: int
    | LogSoftmax of axis: int
    /// (x, gamma, beta) over the last axes: the output, the mean and the inverse deviation
    | LayerNorm of axes: int * epsilon: float
    /// (x, gamma, beta) by the batch's own statistics over all axes but the last: the output, the mean
    /// and the inverse deviation
    | BatchNorm of epsilon: float
    /// (x, gamma, beta, mean, variance) by given statistics
    | BatchNormInference of epsilon: float
    /// (x, h, kernel, recurrent, bias?, mask?): outputs, last state, what backward needs
    | Rnn of Recurrence
    /// (x, h, c, kernel, recurrent, bias?, mask?): outputs, last h, last c, what backward needs
    | Lstm of Recurrence
    | Gru of Recurrence
    /// Each spatial axis made longer by a whole number.
    | Resize of scale: int list * mode: Resample
    // ---- chance; (seed and counter)
    /// (x, seed): the output and what was kept
    | Dropout of rate: float
    | RandomUniform of dims: Dim list * low: float * high: float
    | RandomNormal of dims: Dim list * mean: float * stddev: float * truncated: bool
    // ---- control
    /// (states, sequences, the rest): runs a body for each place of the first axis of the sequences. The
    /// last states; the outputs of all steps along a first axis; the states before each step, for the gradient
    | Scan of Loop
    /// (training, inference): one of the two, chosen when the graph is lowered. A frozen owner means
    /// inference.
    | Phase of frozenBy: Trainability option
    | Backward of Backward
