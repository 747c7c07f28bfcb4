import { createGunzip } from 'node:zlib'
import { unpackStream } from '../../platform/unpacking/index.ts'
import type { ReadLimits } from './limits.ts'
import { ReadingStopped, formatBytes, type Bytes } from './row.ts'

// One byte may unpack to a thousand: small portions keep a hostile archive from filling memory.
const unpackBite = 16 * 1024

/** Reads the first bytes, at least `wanted` if there are as many, and returns a stream of all of them. */
export async function peek(
  bytes: Bytes,
  wanted: number,
): Promise<{ start: Buffer; all: AsyncGenerator<Uint8Array> }> {
  const iterator = bytes[Symbol.asyncIterator]()
  const first: Uint8Array[] = []
  let seen = 0
  let ended = false
  while (seen < wanted && !ended) {
    const step = await iterator.next()
    if (step.done === true) ended = true
    else {
      seen += step.value.length
      first.push(step.value)
    }
  }
  const start = Buffer.concat(first)
  async function* all(): AsyncGenerator<Uint8Array> {
    try {
      if (start.length > 0) yield start
      while (!ended) {
        const step = await iterator.next()
        if (step.done === true) ended = true
        else yield step.value
      }
    } finally {
      if (!ended) await iterator.return?.()
    }
  }
  return { start, all: all() }
}

/** Passes bytes on until there are more than `limit`. */
export async function* limitBytes(bytes: Bytes, limit: number): AsyncGenerator<Uint8Array> {
  let seen = 0
  for await (const chunk of bytes) {
    seen += chunk.length
    if (seen > limit) throw tooManyBytes(limit)
    yield chunk
  }
}

export function tooManyBytes(limit: number): ReadingStopped {
  return new ReadingStopped({
    problem: `is larger than ${formatBytes(limit)}`,
    found: `more than ${formatBytes(limit)}`,
    remedy: 'split it into several files',
  })
}

function isGzip(start: Uint8Array): boolean {
  return start[0] === 0x1f && start[1] === 0x8b
}

/** Decompresses gzip, within the limits on size and ratio; other bytes pass unchanged. */
export async function* plainBytes(bytes: Bytes, limits: ReadLimits): AsyncGenerator<Uint8Array> {
  const { start, all } = await peek(limitBytes(bytes, limits.packedBytes), 2)
  yield* limitBytes(isGzip(start) ? gunzip(all, limits) : all, limits.bytes)
}

async function* gunzip(packed: Bytes, limits: ReadLimits): AsyncGenerator<Uint8Array> {
  const stream = createGunzip()
  try {
    yield* unpackStream(packed, stream, {
      bite: unpackBite,
      onUnpacked: (packedBytes, unpackedBytes) => {
        if (isDecompressionBomb(packedBytes, unpackedBytes, limits))
          throw decompressionBomb(packedBytes, unpackedBytes, limits.ratio)
      },
      damaged: ({ message }, packedBytes) =>
        new ReadingStopped({
          problem: `is a damaged gzip file (${message})`,
          found: `${formatBytes(packedBytes)} packed`,
          remedy: 'send it again; a file whose transfer was interrupted ends early',
        }),
    })
  } finally {
    stream.destroy()
  }
}

export function isDecompressionBomb(packed: number, unpacked: number, limits: ReadLimits): boolean {
  return unpacked > limits.ratioFloor && unpacked > packed * limits.ratio
}

export function decompressionBomb(packed: number, unpacked: number, ratio: number): ReadingStopped {
  return new ReadingStopped({
    problem: `decompresses to more than ${ratio} times its size`,
    found: `${formatBytes(packed)} that decompress to ${formatBytes(unpacked)} or more`,
    remedy: 'send it uncompressed, or without the repetition',
  })
}
