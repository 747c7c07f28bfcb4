import {
  endOfString,
  maxMemberValues,
  maxParsedDepth,
  parseJsonText,
  TooManyValues,
} from '@touchstone/contract'
import type { Steps } from '../time-slicing/index.ts'

export type JsonLimits = {
  /** Values of the whole text. */
  most: number
  /** Of each entry. */
  mostOfEntry: number
  /**
   * A row with more values, or a member of the single row, becomes a `TooManyValues`, which the reader of rows
   * refuses.
   */
  hasRows: boolean
}

type Entry = { from: number; to: number; values: number; depth: number }

const [quote, comma, colon] = [0x22, 0x2c, 0x3a]
const [openList, closeList, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d]
const charactersOfStep = 32 * 1024

/**
 * Reads JSON text as `parseJsonText` does, entry by entry: those of a list, and of the lists that an object has
 * as members. No step takes longer than its largest entry.
 */
export function* readEntries(text: string, limits: JsonLimits): Steps<unknown> {
  const reader = new EntryReader(text, limits)
  const open = reader.skip(0)
  const code = text.charCodeAt(open)
  if (code === openList) return yield* reader.list(open, text.length, limits.hasRows)
  if (code === openObject) return yield* reader.object(open, text.length)
  return JSON.parse(text) as unknown
}

class EntryReader {
  private readonly text: string
  private readonly limits: JsonLimits

  constructor(text: string, limits: JsonLimits) {
    this.text = text
    this.limits = limits
  }

  *list(open: number, end: number, hasRows = false): Steps<unknown[]> {
    const entries: unknown[] = []
    for (const entry of this.entries(open, end, closeList)) {
      if (entry !== undefined) {
        const many = this.many(entry)
        if (many !== undefined && !hasRows) throw many
        entries.push(many ?? this.value(entry, entries.length))
      }
      yield
    }
    return entries
  }

  *object(open: number, end: number): Steps<Record<string, unknown>> {
    const members: Record<string, unknown> = {}
    let count = 0
    for (const entry of this.entries(open, end, closeObject)) {
      if (entry === undefined) {
        yield
        continue
      }
      if (++count > maxMemberValues && this.limits.hasRows) throw new TooManyValues(maxMemberValues)
      const { name, from } = this.nameOf(entry)
      const isList = this.text.charCodeAt(from) === openList
      const many = isList ? undefined : this.many(entry)
      if (many !== undefined && !this.limits.hasRows) throw many
      const value = isList
        ? yield* this.list(from, entry.to)
        : (many ?? this.value({ ...entry, from }, name))
      // A name such as __proto__ is a member as any other.
      const own = { value, enumerable: true, writable: true, configurable: true }
      Object.defineProperty(members, name, own)
      yield
    }
    return members
  }

  /** The entries of the container that begins at `open` and is all up to `end`; nothing for a pause in between. */
  private *entries(open: number, end: number, close: number): Generator<Entry | undefined> {
    const { text } = this
    let entry: Entry = { from: open + 1, to: 0, values: 1, depth: 0 }
    let depth = 0
    let all = 0
    let paused = open
    for (let at = open + 1; at < end; at++) {
      const code = text.charCodeAt(at)
      if (code === quote) at = endOfString(text, at)
      else if (code === openList || code === openObject) {
        depth++
        entry.values++
        if (depth > entry.depth) entry.depth = depth
      } else if (depth > 0) {
        if (code === comma) entry.values++
        else if (code === closeList || code === closeObject) depth--
      } else if (code === comma || code === close) {
        entry.to = at
        all += entry.values
        if (all > this.limits.most) throw new TooManyValues(this.limits.most)
        const isEmpty = this.skip(entry.from) === at
        if (!isEmpty) yield entry
        else if (code === comma || all > 1) throw new SyntaxError('an entry is missing')
        if (code === close) {
          if (this.skip(at + 1) < end) throw new SyntaxError('there is data after the end')
          return
        }
        entry = { from: at + 1, to: 0, values: 1, depth: 0 }
      } else if (code === closeList || code === closeObject) break
      if (all + entry.values > this.limits.most) throw new TooManyValues(this.limits.most)
      if (at - paused < charactersOfStep) continue
      paused = at
      yield undefined
    }
    throw new SyntaxError('a list or an object is not closed')
  }

  private many({ values }: Entry): TooManyValues | undefined {
    const { mostOfEntry } = this.limits
    return values - 1 > mostOfEntry ? new TooManyValues(mostOfEntry) : undefined
  }

  private value({ from, to, depth }: Entry, name: number | string): unknown {
    const text = this.text.slice(from, to)
    try {
      return depth < maxParsedDepth ? JSON.parse(text) : parseJsonText(text)
    } catch (error) {
      throw new SyntaxError(`${(error as Error).message}, in the entry ${name}`, { cause: error })
    }
  }

  private nameOf({ from, to }: Entry): { name: string; from: number } {
    const open = this.skip(from)
    const end = this.text.charCodeAt(open) === quote ? endOfString(this.text, open) : to
    const between = this.skip(end + 1)
    if (end >= to || this.text.charCodeAt(between) !== colon) {
      throw new SyntaxError('a member has no name')
    }
    const name = JSON.parse(this.text.slice(open, end + 1)) as string
    return { name, from: this.skip(between + 1) }
  }

  /** The first place from here that is no white space. */
  skip(from: number): number {
    let at = from
    while (isSpace(this.text.charCodeAt(at))) at++
    return at
  }
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09
}
