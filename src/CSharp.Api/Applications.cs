namespace Keratin;

/// <summary>Well-known networks.</summary>
public static class Applications { }
