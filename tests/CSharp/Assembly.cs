using System.Reflection;
using Keratin;
using Keratin.CSharp;
using Xunit;
using Xunit.v3;

// seeds, names and the current folder belong to the whole process: one test after another
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly)]
[assembly: Seeded]

namespace Keratin.CSharp;

/// <summary>Every test begins with a seed of its own, made of its name, whatever ran before it.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class SeededAttribute : BeforeAfterTestAttribute
{
    public override void Before(MethodInfo methodUnderTest, IXunitTest test) =>
        Utils.SetRandomSeed(
            test.TestDisplayName.Aggregate(17, (seed, letter) => unchecked((31 * seed) + letter))
        );
}
