import type { Transform } from 'node:stream'

export type UnpackOptions = {
  /** Bytes written at once: their unpacked content stays in memory until it is read. */
  bite: number
  /** Called when a bite is unpacked, before any of it is yielded; throws if it is too much. */
  onUnpacked?: (packed: number, unpacked: number) => void
  /** Creates the error to throw after everything before the damage was yielded. */
  damaged: (failure: Error, packed: number) => Error
}

/**
 * Yields unpacked bytes, chunk by chunk. The stream is driven by hand: a piped stream that fails discards what it has
 * already unpacked. The caller destroys it.
 */
export async function* unpackStream(
  bytes: AsyncIterable<Uint8Array>,
  stream: Transform,
  { bite, onUnpacked, damaged }: UnpackOptions,
): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = []
  let failure: Error | undefined
  let ended = false
  let wake = (): void => undefined
  let packedBytes = 0
  let unpackedBytes = 0
  stream.on('data', (piece: Uint8Array) => {
    unpackedBytes += piece.length
    ready.push(piece)
  })
  stream.on('error', (error) => {
    failure = error
    wake()
  })
  // Data after the last member of an archive ends the stream before everything is written.
  stream.on('end', () => {
    ended = true
    wake()
  })
  const settled = (begin: (done: () => void) => void): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve
      begin(resolve)
    })
  const isOver = (): boolean => ended || failure !== undefined
  for await (const chunk of bytes) {
    for (let from = 0; from < chunk.length && !isOver(); from += bite) {
      const piece = chunk.subarray(from, from + bite)
      packedBytes += piece.length
      await settled((done) => stream.write(piece, () => done()))
      onUnpacked?.(packedBytes, unpackedBytes)
      yield* ready.splice(0)
    }
    if (isOver()) break
  }
  if (!isOver()) await settled(() => stream.end())
  yield* ready.splice(0)
  if (failure !== undefined) throw damaged(failure, packedBytes)
}
