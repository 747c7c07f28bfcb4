import { open, type FileHandle } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { TouchstoneError } from '@touchstone/contract'
import type { ProgramIo } from '../program-io.ts'
import type { ListingTable } from './listing-table.ts'

/** Input as bytes, unpacked if its first two bytes are those of gzip. */
export type Input = {
  name: string
  chunks: AsyncIterable<Uint8Array>
  /** Size of the file on disk, if known. */
  size: number | undefined
  packed: boolean
  /** Bytes read from the file so far, before unpacking. */
  bytesRead(): number
  close(): Promise<void>
  /** How a file of listings in a format other than NDJSON is read. */
  table?: ListingTable
}

const readSize = 256 * 1024
// One byte may unpack to a thousand: small portions keep a hostile archive from filling memory.
const unpackBite = 32 * 1024

/**
 * Opens a file, or standard input for `-`. `signal` ends the chunks early without an error. Another `encoding` is
 * converted to UTF-8; invalid bytes become U+FFFD.
 */
export async function openInput(
  io: Pick<ProgramIo, 'stdin'>,
  path: string,
  signal: AbortSignal,
  encoding?: string,
): Promise<Input> {
  const source = path === '-' ? standardInput(io) : await fileInput(path)
  let length = 0
  const iterator = untilAborted(source.chunks, signal)[Symbol.asyncIterator]()
  const first: Uint8Array[] = []
  let seen = 0
  while (seen < 2) {
    const step = await iterator.next()
    if (step.done) break
    length += step.value.length
    seen += step.value.length
    if (step.value.length > 0) first.push(step.value)
  }
  const start = Buffer.concat(first)
  async function* rest(): AsyncGenerator<Uint8Array> {
    yield start
    for (let step = await iterator.next(); !step.done; step = await iterator.next()) {
      length += step.value.length
      yield step.value
    }
  }
  const packed = start[0] === 0x1f && start[1] === 0x8b
  const plain = packed ? unpack(rest(), source.name) : rest()
  return {
    name: source.name,
    chunks: encoding === undefined ? plain : inUtf8(plain, encoding),
    size: source.size,
    packed,
    bytesRead: () => length,
    close: source.close,
  }
}

export async function* inUtf8(
  chunks: AsyncIterable<Uint8Array>,
  encoding: string,
): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }))
  yield Buffer.from(decoder.decode())
}

type Source = Pick<Input, 'name' | 'chunks' | 'size' | 'close'>

function standardInput({ stdin }: Pick<ProgramIo, 'stdin'>): Source {
  const close = async (): Promise<void> => {
    stdin.destroy()
  }
  return { name: 'standard input', chunks: stdin, size: undefined, close }
}

async function fileInput(path: string): Promise<Source> {
  const handle = await openForReading(path, 'the input')
  const stats = await handle.stat()
  const close = (): Promise<void> => handle.close().catch(() => undefined)
  const size = stats.isFile() ? stats.size : undefined
  return { name: path, chunks: readHandle(handle, path), size, close }
}

/** Opens a file named by the user, or explains why it cannot be read. */
export async function openForReading(path: string, what: string): Promise<FileHandle> {
  let handle: FileHandle
  try {
    handle = await open(path)
  } catch (cause) {
    throw new TouchstoneError({
      code: 'unusable-input',
      message: `${what} ${path} ${openProblem(cause)}`,
      cause,
    })
  }
  if ((await handle.stat()).isDirectory()) {
    await handle.close()
    throw new TouchstoneError({
      code: 'unusable-input',
      message: `${what} ${path} is a directory: name a file in it`,
    })
  }
  return handle
}

function openProblem(cause: unknown): string {
  const code = (cause as NodeJS.ErrnoException).code
  if (code === 'ENOENT') return 'does not exist: check the path'
  if (code === 'EACCES') return 'cannot be read by this user: check its permissions'
  return `cannot be opened (${code ?? String(cause)})`
}

async function* readHandle(handle: FileHandle, path: string): AsyncGenerator<Uint8Array> {
  for (;;) {
    const buffer = Buffer.allocUnsafeSlow(readSize)
    const { bytesRead } = await handle.read(buffer, 0, readSize, null).catch((cause: unknown) => {
      throw damaged(`reading ${path} failed (${(cause as Error).message})`, cause)
    })
    if (bytesRead === 0) return
    yield buffer.subarray(0, bytesRead)
  }
}

async function* untilAborted(
  chunks: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]()
  let stop = (): void => undefined
  signal.addEventListener('abort', () => stop(), { once: true })
  while (!signal.aborted) {
    // Racing against a single promise of the signal would keep every chunk in memory until the end.
    const step = await new Promise<IteratorResult<Uint8Array> | undefined>((resolve, reject) => {
      stop = () => resolve(undefined)
      iterator.next().then(resolve, reject)
    })
    if (step === undefined || step.done) return
    yield step.value
  }
}

// Iterated by hand: when a piped stream fails, it drops what it has already unpacked.
async function* unpack(
  packed: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: readSize })
  const ready: Uint8Array[] = []
  let failure: Error | undefined
  let wake = (): void => undefined
  gunzip.on('data', (chunk: Uint8Array) => ready.push(chunk))
  gunzip.on('error', (error) => {
    failure = error
    wake()
  })
  // Zeros after the last member, as in tape archives, end the stream before all is written.
  let ended = false
  gunzip.on('end', () => {
    ended = true
    wake()
  })
  const settled = (begin: (done: () => void) => void): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve
      begin(resolve)
    })

  for await (const chunk of packed) {
    for (let from = 0; from < chunk.length && !failure && !ended; from += unpackBite) {
      await settled((done) => gunzip.write(chunk.subarray(from, from + unpackBite), () => done()))
      yield* ready.splice(0)
    }
    if (failure || ended) break
  }
  if (!failure && !ended) {
    await settled(() => gunzip.end())
    yield* ready.splice(0)
  }
  if (failure) throw damaged(`${name} is a damaged gzip file (${failure.message})`, failure)
}

function damaged(message: string, cause: unknown): TouchstoneError {
  return new TouchstoneError({ code: 'unusable-input', message, cause })
}
