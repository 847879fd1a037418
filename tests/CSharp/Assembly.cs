using Xunit;

// seeds, names and the current folder belong to the whole process: one test after another
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly)]
