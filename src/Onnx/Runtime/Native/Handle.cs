// Something that belongs to ONNX Runtime and is given back once, and not while it is being used.
using System.Runtime.InteropServices;

namespace Keratin.Onnx.Runtime;

internal sealed class Handle : SafeHandle
{
    private readonly Function release;

    internal Handle(nint thing, Function release)
        : base(0, ownsHandle: true)
    {
        this.release = release;
        SetHandle(thing);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Keeps it alive until the answer is disposed, whoever disposes the handle meanwhile.</summary>
    internal Loan Borrow() => new(this);

    protected override bool ReleaseHandle()
    {
        Api.Release(release, handle);
        return true;
    }

    internal readonly ref struct Loan
    {
        private readonly Handle owner;

        internal Loan(Handle owner)
        {
            this.owner = owner;
            bool taken = false;
            owner.DangerousAddRef(ref taken);
        }

        internal nint Thing => owner.handle;

        public void Dispose() => owner.DangerousRelease();
    }
}
