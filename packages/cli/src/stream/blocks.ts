/** Whole lines of the input in a buffer of their own, which can be transferred to another thread. */
export type Block =
  | { kind: 'lines'; bytes: Uint8Array<ArrayBuffer>; firstLine: number }
  | { kind: 'oversize'; line: number }

export type CutOptions = {
  /** Size in bytes at which a block is complete. */
  blockBytes?: number
  /** Longer lines are skipped and reported as `oversize`. */
  maxLineBytes?: number
  /** After a pause this long, the lines received so far are screened. */
  idleMilliseconds?: number
}

export const defaultBlockBytes = 512 * 1024
export const defaultMaxLineBytes = 16 * 1024 * 1024
const newline = 0x0a

/**
 * Cuts a stream of bytes into blocks of whole lines, in order, in constant memory. Drops a byte order mark at the
 * start. If the source fails, the whole lines before the failure are yielded first; the line cut by the failure is
 * not.
 */
export async function* cutBlocks(
  chunks: AsyncIterable<Uint8Array>,
  options: CutOptions = {},
): AsyncGenerator<Block> {
  const { blockBytes = defaultBlockBytes, idleMilliseconds = 250 } = options
  const lines = new LineGatherer(options.maxLineBytes ?? defaultMaxLineBytes)
  const iterator = withoutMark(chunks)[Symbol.asyncIterator]()
  let next = iterator.next()
  try {
    for (;;) {
      if (lines.wholeBytes > 0 && (await isIdle(next, idleMilliseconds))) yield lines.cutBlock()
      const step = await next
      if (step.done) break
      next = iterator.next()
      // The next chunk may fail before anyone awaits it.
      next.catch(() => undefined)
      for (const line of lines.add(step.value)) {
        if (lines.wholeBytes > 0) yield lines.cutBlock()
        yield { kind: 'oversize', line }
        lines.line++
      }
      if (lines.wholeBytes >= blockBytes) yield lines.cutBlock()
    }
  } catch (error) {
    if (lines.wholeBytes > 0) yield lines.cutBlock()
    throw error
  }
  lines.endLast()
  if (lines.wholeBytes > 0) yield lines.cutBlock()
}

class LineGatherer {
  line = 1
  wholeBytes = 0
  private whole: Uint8Array[] = []
  private tail: Uint8Array[] = []
  private tailBytes = 0
  private skipping = false
  private readonly maxLineBytes: number

  constructor(maxLineBytes: number) {
    this.maxLineBytes = maxLineBytes
  }

  /** Adds bytes; yields whenever the unfinished line has become too long. */
  *add(chunk: Uint8Array): Generator<number> {
    let rest = chunk
    if (this.skipping) {
      const end = rest.indexOf(newline)
      if (end === -1) return
      this.skipping = false
      rest = rest.subarray(end + 1)
    }
    const lastEnd = rest.lastIndexOf(newline)
    if (lastEnd !== -1) {
      this.endTail()
      this.whole.push(rest.subarray(0, lastEnd + 1))
      this.wholeBytes += lastEnd + 1
      rest = rest.subarray(lastEnd + 1)
    }
    if (rest.length === 0) return
    this.tail.push(rest)
    this.tailBytes += rest.length
    if (this.tailBytes <= this.maxLineBytes) return
    this.tail = []
    this.tailBytes = 0
    this.skipping = true
    yield this.line + this.countWhole()
  }

  endLast(): void {
    this.endTail()
  }

  cutBlock(): Block {
    const bytes = joined(this.whole, this.wholeBytes)
    const firstLine = this.line
    this.line += this.countWhole()
    this.whole = []
    this.wholeBytes = 0
    return { kind: 'lines', bytes, firstLine }
  }

  private endTail(): void {
    for (const part of this.tail) this.whole.push(part)
    this.wholeBytes += this.tailBytes
    this.tail = []
    this.tailBytes = 0
  }

  private countWhole(): number {
    let count = 0
    for (const part of this.whole) {
      for (let at = part.indexOf(newline); at !== -1; at = part.indexOf(newline, at + 1)) count++
    }
    return count
  }
}

async function isIdle(next: Promise<unknown>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const idle = new Promise<true>((resolve) => {
    timer = setTimeout(resolve, milliseconds, true)
  })
  const busy = next.then(
    () => false,
    () => false,
  )
  const answer = await Promise.race([busy, idle])
  clearTimeout(timer)
  return answer
}

/** Parts in one new buffer, which can be handed to a thread: those of Node share theirs. */
export function joined(parts: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

const mark = [0xef, 0xbb, 0xbf]

async function* withoutMark(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let start: Uint8Array | undefined = new Uint8Array(0)
  for await (const chunk of chunks) {
    if (start === undefined) {
      yield chunk
      continue
    }
    start = Buffer.concat([start, chunk])
    if (start.length < mark.length && start.every((byte, at) => byte === mark[at])) continue
    yield mark.every((byte, at) => start?.[at] === byte) ? start.subarray(mark.length) : start
    start = undefined
  }
  if (start !== undefined && start.length > 0) yield start
}
