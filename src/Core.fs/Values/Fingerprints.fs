/// Hashes of bytes that never change: what decides the bucket of a word. FarmHash's 64-bit fingerprint
/// (github.com/google/farmhash) and SipHash-2-4 (Aumasson and Bernstein, 2012).
[<RequireQualifiedAccess>]
module internal Keratin.Fingerprints

open System
open System.Buffers.Binary
open System.Numerics
open System.Text

let private k0 = 0xc3a5c85c97cb3127UL
let private k1 = 0xb492b66fbe98f273UL
let private k2 = 0x9ae16a3b2f90404fUL

let private word (bytes: byte[]) at =
    BinaryPrimitives.ReadUInt64LittleEndian(ReadOnlySpan(bytes, at, 8))

let private half (bytes: byte[]) at =
    uint64 (BinaryPrimitives.ReadUInt32LittleEndian(ReadOnlySpan(bytes, at, 4)))

let private rotateRight (x: uint64) (by: int) = BitOperations.RotateRight(x, by)
let private shiftMix (x: uint64) = x ^^^ (x >>> 47)

/// Two numbers as one.
let private mix (u: uint64) (v: uint64) (multiplier: uint64) =
    let a = shiftMix ((u ^^^ v) * multiplier)
    let b = shiftMix ((v ^^^ a) * multiplier)
    b * multiplier

/// An odd multiplier that depends on the length.
let private multiplierOf (bytes: byte[]) = k2 + uint64 bytes.Length * 2UL

let private upTo16 (bytes: byte[]) =
    let length = bytes.Length

    if length >= 8 then
        let multiplier = multiplierOf bytes
        let a = word bytes 0 + k2
        let b = word bytes (length - 8)
        let c = rotateRight b 37 * multiplier + a
        let d = (rotateRight a 25 + b) * multiplier
        mix c d multiplier
    elif length >= 4 then
        mix (uint64 length + (half bytes 0 <<< 3)) (half bytes (length - 4)) (multiplierOf bytes)
    elif length > 0 then
        let y = uint32 bytes[0] + (uint32 bytes[length / 2] <<< 8)
        let z = uint32 length + (uint32 bytes[length - 1] <<< 2)
        shiftMix (uint64 y * k2 ^^^ uint64 z * k0) * k2
    else
        k2

let private upTo32 (bytes: byte[]) =
    let length = bytes.Length
    let multiplier = multiplierOf bytes
    let a = word bytes 0 * k1
    let b = word bytes 8
    let c = word bytes (length - 8) * multiplier
    let d = word bytes (length - 16) * k2

    mix (rotateRight (a + b) 43 + rotateRight c 30 + d) (a + rotateRight (b + k2) 18 + c) multiplier

let private upTo64 (bytes: byte[]) =
    let length = bytes.Length
    let multiplier = multiplierOf bytes
    let a = word bytes 0 * k2
    let b = word bytes 8
    let c = word bytes (length - 8) * multiplier
    let d = word bytes (length - 16) * k2
    let y = rotateRight (a + b) 43 + rotateRight c 30 + d
    let z = mix y (a + rotateRight (b + k2) 18 + c) multiplier
    let e = word bytes 16 * multiplier
    let f = word bytes 24
    let g = (y + word bytes (length - 32)) * multiplier
    let h = (z + word bytes (length - 24)) * multiplier

    mix (rotateRight (e + f) 43 + rotateRight g 30 + h) (e + rotateRight (f + a) 18 + g) multiplier

/// 32 bytes and two seeds as two numbers.
let private weak (bytes: byte[]) at (a: uint64) (b: uint64) =
    let w, x, y, z =
        word bytes at, word bytes (at + 8), word bytes (at + 16), word bytes (at + 24)

    let a = a + w
    let b = rotateRight (b + a + z) 21
    let c = a
    let a = a + x + y
    let b = b + rotateRight a 44
    struct (a + z, b + c)

let private long (bytes: byte[]) =
    let seed = 81UL
    let mutable x = seed * k2 + word bytes 0
    let mutable y = seed * k1 + 113UL
    let mutable z = shiftMix (y * k2 + 113UL) * k2
    let mutable v = struct (0UL, 0UL)
    let mutable w = struct (0UL, 0UL)
    // whole blocks of 64 bytes, and then the last 64 bytes, which overlap them
    let blocks = (bytes.Length - 1) / 64

    for block in 0 .. blocks - 1 do
        let at = 64 * block
        let struct (v1, v2) = v
        let struct (w1, w2) = w
        x <- rotateRight (x + y + v1 + word bytes (at + 8)) 37 * k1
        y <- rotateRight (y + v2 + word bytes (at + 48)) 42 * k1
        x <- x ^^^ w2
        y <- y + v1 + word bytes (at + 40)
        z <- rotateRight (z + w1) 33 * k1
        v <- weak bytes at (v2 * k1) (x + w1)
        w <- weak bytes (at + 32) (z + w2) (y + word bytes (at + 16))
        let old = z
        z <- x
        x <- old

    let multiplier = k1 + ((z &&& 0xffUL) <<< 1)
    let at = bytes.Length - 64
    let struct (v1, v2) = v
    let struct (w1, w2) = w
    let w1 = w1 + uint64 ((bytes.Length - 1) &&& 63)
    let v1 = v1 + w1
    let w1 = w1 + v1
    x <- rotateRight (x + y + v1 + word bytes (at + 8)) 37 * multiplier
    y <- rotateRight (y + v2 + word bytes (at + 48)) 42 * multiplier
    x <- x ^^^ (w2 * 9UL)
    y <- y + v1 * 9UL + word bytes (at + 40)
    z <- rotateRight (z + w1) 33 * multiplier
    let struct (v1, v2) = weak bytes at (v2 * multiplier) (x + w1)
    let struct (w1, w2) = weak bytes (at + 32) (z + w2) (y + word bytes (at + 16))

    mix (mix v1 w1 multiplier + shiftMix y * k0 + x) (mix v2 w2 multiplier + z) multiplier

/// FarmHash's fingerprint of bytes.
let farm (bytes: byte[]) : uint64 =
    if bytes.Length <= 16 then upTo16 bytes
    elif bytes.Length <= 32 then upTo32 bytes
    elif bytes.Length <= 64 then upTo64 bytes
    else long bytes

/// Two fingerprints as one, in their order.
let concat (first: uint64) (second: uint64) : uint64 =
    let multiplier = 0xc6a4a7935bd1e995UL
    let mixed = shiftMix (second * multiplier) * multiplier
    let joined = (first ^^^ multiplier ^^^ mixed) * multiplier
    shiftMix (shiftMix joined * multiplier)

/// SipHash-2-4 of bytes with a key of two numbers.
let sip (key: struct (uint64 * uint64)) (bytes: byte[]) : uint64 =
    let struct (first, second) = key
    let mutable v0 = first ^^^ 0x736f6d6570736575UL
    let mutable v1 = second ^^^ 0x646f72616e646f6dUL
    let mutable v2 = first ^^^ 0x6c7967656e657261UL
    let mutable v3 = second ^^^ 0x7465646279746573UL

    let round () =
        v0 <- v0 + v1
        v1 <- BitOperations.RotateLeft(v1, 13) ^^^ v0
        v0 <- BitOperations.RotateLeft(v0, 32)
        v2 <- v2 + v3
        v3 <- BitOperations.RotateLeft(v3, 16) ^^^ v2
        v0 <- v0 + v3
        v3 <- BitOperations.RotateLeft(v3, 21) ^^^ v0
        v2 <- v2 + v1
        v1 <- BitOperations.RotateLeft(v1, 17) ^^^ v2
        v2 <- BitOperations.RotateLeft(v2, 32)

    let absorb (message: uint64) =
        v3 <- v3 ^^^ message
        round ()
        round ()
        v0 <- v0 ^^^ message

    let whole = bytes.Length / 8

    for i in 0 .. whole - 1 do
        absorb (word bytes (8 * i))

    // the bytes that are left, and the length in the highest byte
    let last = Array.zeroCreate<byte> 8
    Array.blit bytes (8 * whole) last 0 (bytes.Length - 8 * whole)
    last[7] <- byte bytes.Length
    absorb (word last 0)

    v2 <- v2 ^^^ 0xffUL

    for _ in 1..4 do
        round ()

    v0 ^^^ v1 ^^^ v2 ^^^ v3

/// The bucket of a text: by FarmHash, or by SipHash where there is a salt.
let bucket (salt: struct (uint64 * uint64) option) (buckets: int) (text: string) : int64 =
    let bytes = Encoding.UTF8.GetBytes text

    let hash =
        match salt with
        | Some salt -> sip salt bytes
        | None -> farm bytes

    int64 (hash % uint64 buckets)
