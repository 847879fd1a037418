using System.Reflection;
using System.Text;

namespace Keratin.CSharp;

/// <summary>Writes src/CSharp.Api/Applications.cs: every well-known network of the catalogue, as a model.</summary>
internal static class ApplicationMethods
{
    internal static string Generate()
    {
        var text = new StringBuilder(
            """
            // Every well-known network of the catalogue as a model. Written from the catalogue: a test says when
            // it is stale.
            namespace Keratin;

            /// <summary>Well-known networks for images: <c>Applications.ResNet50(classes: 10)</c>.</summary>
            public static class Applications
            {

            """.ReplaceLineEndings("\n")
        );
        var methods = typeof(Architectures)
            .GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .OrderBy(m => m.Name, StringComparer.Ordinal);
        text.Append(string.Join("\n", methods.Select(Method)));
        return text.Append("}\n").ToString();
    }

    private static string Method(MethodInfo method)
    {
        var parameters = method.GetParameters();
        var declared = string.Join(
            ",",
            parameters.Select(p => $"\n        {FluentMethods.Declare(p)}")
        );
        var passed = string.Join(", ", parameters.Select(p => $"{p.Name}: {p.Name}"));
        return $"""
                /// <inheritdoc cref="Architectures.{method.Name}"/>
                public static Model {method.Name}({declared}
                ) => new("Functional", Architectures.{method.Name}({passed}));

            """.ReplaceLineEndings("\n");
    }
}
