using System.Globalization;
using System.Reflection;
using System.Text;

namespace Keratin.CSharp;

/// <summary>Writes src/CSharp.Api/Fluent.cs: every layer that takes one input, as a method on a symbol.</summary>
internal static class FluentMethods
{
    private static readonly string[] skipped = ["Input"];

    private static readonly NullabilityInfoContext nullability = new();

    internal static string Generate()
    {
        var text = new StringBuilder(
            """
            // Every layer of the catalogue as a method on a symbol. Written from the catalogue: a test says when
            // it is stale.
            #pragma warning disable CS0419 // two members of one name share their documentation
            namespace Keratin;

            /// <summary>Layers as methods: <c>Input(784).Dense(32, "relu").Dense(10, "softmax")</c>.</summary>
            public static class Fluent
            {

            """.ReplaceLineEndings("\n")
        );
        var methods = typeof(Layers)
            .GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(m => m.ReturnType == typeof(Layer) && !skipped.Contains(m.Name))
            .OrderBy(m => m.Name, StringComparer.Ordinal)
            .ThenBy(
                m => string.Join(",", m.GetParameters().Select(p => p.ParameterType.Name)),
                StringComparer.Ordinal
            )
            .ToList();
        text.Append(string.Join("\n", methods.Select(Method)));
        return text.Append("}\n").ToString();
    }

    private static string Method(MethodInfo method)
    {
        var parameters = method.GetParameters().Where(p => p.Name != "inputShape").ToList();
        var declared = string.Concat(parameters.Select(p => $",\n        {Declare(p)}"));
        var passed = string.Join(
            ", ",
            parameters.Select(p => $"{Escape(p.Name!)}: {Escape(p.Name!)}")
        );
        return $"""
                /// <inheritdoc cref="Layers.{method.Name}"/>
                public static Symbol {method.Name}(
                    this Symbol x{declared}
                ) =>
                    Layers.{method.Name}({passed}).Apply(x);

            """.ReplaceLineEndings("\n");
    }

    internal static string Escape(string name) => name is "params" or "bool" ? "@" + name : name;

    internal static string Declare(ParameterInfo p)
    {
        var type = TypeName(p.ParameterType);
        if (
            !p.ParameterType.IsValueType
            && nullability.Create(p).WriteState == NullabilityState.Nullable
        )
            type += "?";
        return $"{type} {Escape(p.Name!)}{(p.IsOptional ? " = " + Default(p) : "")}";
    }

    private static string Default(ParameterInfo p) =>
        p.RawDefaultValue switch
        {
            null or DBNull or Missing => "null",
            bool b => b ? "true" : "false",
            string s => $"\"{s}\"",
            double d => d.ToString("R", CultureInfo.InvariantCulture),
            var other => Convert.ToString(other, CultureInfo.InvariantCulture)!,
        };

    private static string TypeName(Type type) =>
        Nullable.GetUnderlyingType(type) is { } inner ? TypeName(inner) + "?"
        : type.IsArray ? TypeName(type.GetElementType()!) + "[]"
        : type.IsGenericType
            ? type.FullName![..type.FullName!.IndexOf('`')]
                + "<"
                + string.Join(", ", type.GetGenericArguments().Select(TypeName))
                + ">"
        : Type.GetTypeCode(type) switch
        {
            TypeCode.Int32 => "int",
            TypeCode.Double => "double",
            TypeCode.Boolean => "bool",
            TypeCode.String => "string",
            _ => type.Namespace == "Keratin" ? type.Name : type.FullName!,
        };
}
