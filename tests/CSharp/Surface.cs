using System.Reflection;
using Xunit;

namespace Keratin.CSharp;

/// <summary>What C# sees: no F# types, and nothing that was not approved.</summary>
public class Surface
{
    private static readonly Assembly[] ours =
    [
        typeof(Model).Assembly,
        typeof(Layers).Assembly,
        typeof(OnnxSession).Assembly,
        typeof(Overridable<,>).Assembly,
        typeof(TensorBoard).Assembly,
    ];

    private static IEnumerable<Type> TypesOf(MemberInfo member) =>
        member switch
        {
            MethodBase method =>
            [
                .. method.GetParameters().Select(p => p.ParameterType),
                .. method is MethodInfo m ? [m.ReturnType] : Array.Empty<Type>(),
            ],
            PropertyInfo property => [property.PropertyType],
            FieldInfo field => [field.FieldType],
            _ => [],
        };

    private static IEnumerable<Type> Flat(Type type) =>
        type.HasElementType ? Flat(type.GetElementType()!)
        : type.IsGenericType ? [type, .. type.GetGenericArguments().SelectMany(Flat)]
        : [type];

    [Fact]
    public void No_FSharp_type_is_reachable()
    {
        // F# modules and the pipeline are F#'s own surface: C# starts from its assembly and the catalogue
        var todo = new Queue<Type>([
            .. typeof(Model).Assembly.GetExportedTypes(),
            typeof(Layers),
            typeof(OnnxSession),
            typeof(TensorBoard),
        ]);
        var seen = new HashSet<Type>(todo);
        var leaks = new List<string>();
        while (todo.TryDequeue(out var type))
            foreach (
                var member in type.GetMembers(
                    BindingFlags.Public
                        | BindingFlags.Instance
                        | BindingFlags.Static
                        | BindingFlags.DeclaredOnly
                )
            )
            foreach (var used in TypesOf(member).SelectMany(Flat))
            {
                if (used.Namespace?.StartsWith("Microsoft.FSharp") == true)
                    leaks.Add($"{type.Name}.{member.Name}: {used.Name}");
                if (ours.Contains(used.Assembly) && used.IsVisible && seen.Add(used))
                    todo.Enqueue(used);
            }
        Assert.Empty(leaks);
        Assert.True(seen.Count > 30);
    }

    [Fact]
    public void The_public_surface_is_the_approved_one()
    {
        var now = string.Join("\n", Describe()) + "\n";
        var approved = Path.Combine(AppContext.BaseDirectory, "PublicApi.txt");
        var received = Path.Combine(AppContext.BaseDirectory, "PublicApi.received.txt");
        File.WriteAllText(received, now);
        Assert.True(
            File.Exists(approved) && File.ReadAllText(approved).ReplaceLineEndings("\n") == now,
            $"the public surface has changed: compare {received} with tests/CSharp/PublicApi.txt and copy it there if it is meant"
        );
    }

    [Fact]
    public void The_fluent_methods_are_those_of_the_catalogue() =>
        IsGenerated("Fluent", FluentMethods.Generate());

    [Fact]
    public void The_applications_are_those_of_the_catalogue() =>
        IsGenerated("Applications", ApplicationMethods.Generate());

    private static void IsGenerated(string name, string text)
    {
        var received = Path.Combine(AppContext.BaseDirectory, $"{name}.received.cs");
        File.WriteAllText(received, text);
        Assert.True(
            Repository.Text($"src/CSharp.Api/{name}.cs").ReplaceLineEndings("\n") == text,
            $"the catalogue has changed: copy {received} to src/CSharp.Api/{name}.cs"
        );
    }

    /// <summary>A line for each public type and member that C# code can name.</summary>
    private static IEnumerable<string> Describe() =>
        from assembly in ours
        from type in assembly.GetExportedTypes().OrderBy(t => t.FullName, StringComparer.Ordinal)
        from line in new[] { $"{type}" }.Concat(
            type.GetMembers(
                    BindingFlags.Public
                        | BindingFlags.Instance
                        | BindingFlags.Static
                        | BindingFlags.DeclaredOnly
                )
                .Where(member =>
                    member is not Type and not MethodInfo { IsSpecialName: true }
                    || member.Name.StartsWith("op_")
                )
                .Select(Describe)
                .Order(StringComparer.Ordinal)
        )
        select line;

    private static string Describe(MemberInfo member) =>
        member switch
        {
            MethodBase method =>
                $"    {(method is MethodInfo m ? m.ReturnType + " " : "")}{method.Name}({string.Join(", ", method.GetParameters().Select(Describe))})",
            _ => $"    {member}",
        };

    private static string Describe(ParameterInfo p) =>
        $"{p.ParameterType} {p.Name}"
        + (
            p.HasDefaultValue && p.RawDefaultValue is { } value and not Missing ? $" = {value}"
            : p.IsOptional ? " = none"
            : ""
        );
}
