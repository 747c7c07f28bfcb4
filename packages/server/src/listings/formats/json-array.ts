import { showFound } from '@touchstone/contract'
import type { ReadLimits } from './limits.ts'
import type { ByteLine } from './lines.ts'
import { ReadingStopped, type Bytes } from './row.ts'

const quote = 0x22
const backslash = 0x5c
const comma = 0x2c
const newline = 0x0a

/** Where an array begins in the objects around it: bytes before its bracket, and objects that are open there. */
export type Wrapping = { bytes: number; objects: number }

const wrappers = new Set(
  'products items listings offers results data rows records entries response result feed payload'.split(
    ' ',
  ),
)
const opening = /\s*\{\s*/y
const member = /"([^"\\]{1,100})"\s*:\s*/y
const plain = /(?:"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null)\s*,\s*/y
const listOfObjects = /\[\s*(?=[{\]])/y

/** Where the list begins in a document such as {"total": 2, "data": {"products": [{ … }]}}; undefined in any other. */
export function findWrappedArray(start: string): Wrapping | undefined {
  let at = 0
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at
    const found = pattern.exec(start)
    if (found !== null) at = pattern.lastIndex
    return found
  }
  let objects = 0
  while (match(opening) !== null) {
    objects++
    let name: string | undefined
    do name = match(member)?.[1]
    while (name !== undefined && match(plain) !== null)
    if (name === undefined || !wrappers.has(name.toLowerCase())) return undefined
    const bytes = Buffer.byteLength(start.slice(0, at))
    if (match(listOfObjects) !== null) return { bytes, objects }
  }
  return undefined
}

/**
 * Yields the elements of a JSON array as bytes, each with its first line, by counting brackets only: parsing is left
 * to the reader, so that one invalid element does not affect the others. Stops if there is no array, or if it does
 * not end.
 */
export async function* elementsOf(
  bytes: Bytes,
  limits: ReadLimits,
  wrapping?: Wrapping,
): AsyncGenerator<ByteLine> {
  const cutter = new ElementCutter(limits.rowBytes, wrapping)
  for await (const chunk of bytes) yield* cutter.add(chunk)
  cutter.end()
}

class ElementCutter {
  private place: 'before' | 'inside' | 'after' = 'before'
  private depth = 0
  private inString = false
  private escaped = false
  private line = 1
  private kept: Buffer[] = []
  private keptBytes = 0
  private startLine = 0
  private expectsElement = false
  private readonly maxBytes: number
  /** Bytes before the array, and objects around it that are still open. */
  private skipped: number
  private openObjects: number

  constructor(maxBytes: number, { bytes, objects }: Wrapping = { bytes: 0, objects: 0 }) {
    this.maxBytes = maxBytes
    this.skipped = bytes
    this.openObjects = objects
  }

  *add(chunk: Uint8Array): Generator<ByteLine> {
    let from = 0
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0
      if (byte === newline) this.line++
      if (this.skipped > 0) {
        this.skipped--
        from = at + 1
        continue
      }
      if (this.place === 'after' && this.openObjects > 0) {
        this.pass(byte)
        from = at + 1
        continue
      }
      if (this.place !== 'inside') {
        this.outside(byte)
        from = at + 1
        continue
      }
      if (this.inString) {
        if (this.escaped) this.escaped = false
        else if (byte === backslash) this.escaped = true
        else if (byte === quote) this.inString = false
        continue
      }
      if (this.depth === 0 && (byte === comma || byte === 0x5d)) {
        const element = this.cut(chunk.subarray(from, at), byte === 0x5d)
        if (element !== undefined) yield element
        from = at + 1
        continue
      }
      if (this.startLine === 0 && !isBlank(byte)) this.startLine = this.line
      if (byte === quote) this.inString = true
      else if (byte === 0x5b || byte === 0x7b) this.depth++
      else if ((byte === 0x5d || byte === 0x7d) && this.depth > 0) this.depth--
    }
    if (this.place === 'inside') this.append(chunk.subarray(from))
  }

  /** Passes over what follows the array in the objects around it. */
  private pass(byte: number): void {
    if (this.inString) {
      if (this.escaped) this.escaped = false
      else if (byte === backslash) this.escaped = true
      else if (byte === quote) this.inString = false
    } else if (byte === quote) this.inString = true
    else if (byte === 0x7b) this.openObjects++
    else if (byte === 0x7d) this.openObjects--
  }

  end(): void {
    if (this.place === 'after' && this.openObjects === 0) return
    const problem =
      this.place === 'before' ? 'contains no JSON array' : 'is an incomplete JSON array'
    throw new ReadingStopped(
      { problem, found: 'the end of the file', remedy: 'write a complete array [ … ] of listings' },
      this.line,
    )
  }

  private outside(byte: number): void {
    if (isBlank(byte) || (this.place === 'before' && byte >= 0xbb)) return
    if (this.place === 'before' && byte === 0x5b) {
      this.place = 'inside'
      return
    }
    throw new ReadingStopped(
      {
        problem:
          this.place === 'before'
            ? 'does not start with ['
            : 'continues after the end of the array',
        found: showFound(String.fromCharCode(byte)),
        remedy: 'write one array [ … ] of listings and nothing else',
      },
      this.line,
    )
  }

  private append(part: Uint8Array): void {
    this.keptBytes += part.length
    if (this.keptBytes > this.maxBytes) this.kept = []
    // A copy, since the caller may reuse the chunk.
    else this.kept.push(Buffer.from(part))
  }

  private cut(part: Uint8Array, isLast: boolean): ByteLine | undefined {
    this.append(part)
    const tooLong = this.keptBytes > this.maxBytes
    const line = this.startLine === 0 ? this.line : this.startLine
    const isEmpty = this.startLine === 0
    const bytes = Buffer.concat(this.kept)
    this.kept = []
    this.keptBytes = 0
    this.startLine = 0
    if (isLast) this.place = 'after'
    const wanted = this.expectsElement || !isLast
    this.expectsElement = !isLast
    if (isEmpty && !wanted) return undefined
    return { bytes: tooLong ? undefined : bytes, line }
  }
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d
}
