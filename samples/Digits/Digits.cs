using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics;
using System.Numerics.Tensors;

namespace Keratin.Samples;

/// <summary>Pictures of digits, 28 by 28, with their numbers: drawn by seeded code, or MNIST's own files.</summary>
/// <param name="Images">Grey values from 0 to 1, of shape (count, 28, 28, 1).</param>
/// <param name="Labels">The number that each picture shows.</param>
public sealed record Digits(Tensor<float> Images, int[] Labels)
{
    private const int Side = 28;
    private const int Pixels = Side * Side;

    // each digit as strokes through points in a unit square, x to the right, y downwards
    private static readonly Vector2[][][] strokes =
    [
        [Oval(0.5f, 0.5f, 0.28f, 0.4f)],
        [
            [new(0.35f, 0.25f), new(0.55f, 0.1f), new(0.55f, 0.9f)],
        ],
        [
            [
                new(0.25f, 0.3f),
                new(0.35f, 0.12f),
                new(0.6f, 0.1f),
                new(0.75f, 0.28f),
                new(0.6f, 0.5f),
                new(0.25f, 0.9f),
                new(0.78f, 0.9f),
            ],
        ],
        [
            [
                new(0.27f, 0.15f),
                new(0.6f, 0.1f),
                new(0.72f, 0.28f),
                new(0.45f, 0.46f),
                new(0.74f, 0.66f),
                new(0.6f, 0.88f),
                new(0.25f, 0.85f),
            ],
        ],
        [
            [new(0.62f, 0.1f), new(0.22f, 0.6f), new(0.8f, 0.6f)],
            [new(0.62f, 0.35f), new(0.62f, 0.92f)],
        ],
        [
            [
                new(0.72f, 0.1f),
                new(0.32f, 0.1f),
                new(0.28f, 0.46f),
                new(0.58f, 0.42f),
                new(0.74f, 0.64f),
                new(0.58f, 0.88f),
                new(0.25f, 0.86f),
            ],
        ],
        [
            [new(0.65f, 0.1f), new(0.36f, 0.42f), new(0.28f, 0.7f)],
            Oval(0.5f, 0.68f, 0.22f, 0.22f),
        ],
        [
            [new(0.24f, 0.12f), new(0.76f, 0.12f), new(0.42f, 0.92f)],
        ],
        [Oval(0.5f, 0.29f, 0.2f, 0.19f), Oval(0.5f, 0.69f, 0.25f, 0.22f)],
        [
            Oval(0.5f, 0.32f, 0.22f, 0.22f),
            [new(0.72f, 0.34f), new(0.66f, 0.62f), new(0.48f, 0.92f)],
        ],
    ];

    private static Vector2[] Oval(float x, float y, float width, float height) =>
        [
            .. Enumerable
                .Range(0, 17)
                .Select(i => MathF.Tau * i / 16)
                .Select(a => new Vector2(x + width * MathF.Cos(a), y + height * MathF.Sin(a))),
        ];

    /// <summary>So many digits, the same for the same seed: strokes, a random affine map, thickness, noise.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">Any number.</param>
    public static Digits Draw(int count, int seed)
    {
        var random = new Random(seed);
        var images = new float[count * Pixels];
        var labels = new int[count];
        for (var i = 0; i < count; i++)
        {
            labels[i] = random.Next(10);
            Draw(images.AsSpan(i * Pixels, Pixels), strokes[labels[i]], random);
        }
        return new Digits(Tensor.Create(images, [count, Side, Side, 1]), labels);
    }

    private static float Around(Random random, float spread) =>
        (random.NextSingle() * 2 - 1) * spread;

    private static void Draw(Span<float> image, Vector2[][] lines, Random random)
    {
        var map =
            Matrix3x2.CreateTranslation(-0.5f, -0.5f)
            * Matrix3x2.CreateScale(0.8f + Around(random, 0.15f), 0.8f + Around(random, 0.15f))
            * Matrix3x2.CreateSkew(Around(random, 0.25f), 0)
            * Matrix3x2.CreateRotation(Around(random, 0.2f))
            * Matrix3x2.CreateTranslation(
                0.5f + Around(random, 0.08f),
                0.5f + Around(random, 0.08f)
            );
        var thickness = 0.035f + random.NextSingle() * 0.035f;
        var moved = lines
            .Select(line => line.Select(p => Vector2.Transform(p, map)).ToArray())
            .ToArray();
        for (var row = 0; row < Side; row++)
        for (var column = 0; column < Side; column++)
        {
            var pixel = new Vector2((column + 0.5f) / Side, (row + 0.5f) / Side);
            var distance = moved.Min(line =>
                Enumerable.Range(0, line.Length - 1).Min(k => Distance(pixel, line[k], line[k + 1]))
            );
            var ink = Math.Clamp(1.5f - distance / thickness, 0, 1);
            image[row * Side + column] = Math.Clamp(ink + Around(random, 0.15f), 0, 1);
        }
    }

    private static float Distance(Vector2 point, Vector2 from, Vector2 to)
    {
        var along = to - from;
        var t = Math.Clamp(Vector2.Dot(point - from, along) / along.LengthSquared(), 0, 1);
        return Vector2.Distance(point, from + t * along);
    }

    /// <summary>MNIST's files in a folder: 60,000 or 10,000 images, packed or not.</summary>
    /// <param name="folder">The folder with the files.</param>
    public static Digits Read(string folder)
    {
        var images = Bytes(folder, "images-idx3-ubyte");
        var labels = Bytes(folder, "labels-idx1-ubyte");
        var count = BinaryPrimitives.ReadInt32BigEndian(images.AsSpan(4));
        if (images.Length != 16 + count * Pixels || labels.Length != 8 + count)
            throw new KeratinException(
                folder,
                "IDX files of 28x28 images",
                "files of another size",
                "use MNIST's files"
            );
        float[] pixels = [.. images[16..].Select(grey => grey / 255f)];
        return new Digits(
            Tensor.Create(pixels, [count, Side, Side, 1]),
            [.. labels[8..].Select(b => (int)b)]
        );
    }

    private static byte[] Bytes(string folder, string kind)
    {
        var file =
            Directory
                .EnumerateFiles(folder)
                .OrderByDescending(f => f.Contains("train"))
                .FirstOrDefault(f => f.Contains(kind))
            ?? throw new KeratinException(
                folder,
                $"a file with {kind} in its name",
                "none",
                "give the folder with MNIST's files"
            );
        using var stream = File.OpenRead(file);
        using Stream plain = file.EndsWith(".gz")
            ? new GZipStream(stream, CompressionMode.Decompress)
            : stream;
        using var memory = new MemoryStream();
        plain.CopyTo(memory);
        return memory.ToArray();
    }

    /// <summary>Those from start (inclusive) to stop (exclusive).</summary>
    /// <param name="start">The first.</param>
    /// <param name="stop">One after the last.</param>
    public Digits Slice(int start, int stop) =>
        new(Images[start..stop, .., .., ..], Labels[start..stop]);
}
