namespace Keratin.CSharp;

/// <summary>Files of the repository that tests compare with what runs.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Solution.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("Solution.sln");
        return folder.FullName;
    }

    public static string Text(string path) => File.ReadAllText(Path.Combine(Root, path));
}
