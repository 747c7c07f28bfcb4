import type { ReadLimits } from '../limits.ts'
import type { TextLine } from './text.ts'

export type Dialect = {
  delimiter: string
  /** The sign that encloses cells; empty where none does. */
  quote: '"' | "'" | ''
}

/** The text of one record, with its line end; `unclosed` where a quote on its line has no end. */
export type RawRecord = { text: string; line: number; unclosed?: true }

/**
 * Says how a line ends: within a quoted cell (`open`) or not. The rules are those by which the
 * records are parsed: a quote opens a cell at its start only, a doubled one is a sign of the text,
 * and one followed by other text ends the quoting (`"24" screen`). Where the cell was opened on an
 * earlier line the last is `broken`: then that line's quote was never meant to reach so far.
 */
export function lineState(
  line: string,
  wasOpen: boolean,
  { delimiter, quote }: Dialect,
): 'closed' | 'open' | 'broken' {
  if (quote === '') return 'closed'
  let inside = wasOpen
  let fromEarlier = wasOpen
  let at = 0
  for (;;) {
    if (!inside && line.startsWith(quote, at)) {
      inside = true
      at += 1
    }
    if (inside) {
      at = line.indexOf(quote, at)
      if (at === -1) return 'open'
      at += 1
      if (line.startsWith(quote, at)) {
        at += 1
        continue
      }
      const endsCell = at === line.length || /^[\r\n]/.test(line.slice(at, at + 1))
      if (fromEarlier && !endsCell && !line.startsWith(delimiter, at)) return 'broken'
      inside = false
      fromEarlier = false
    }
    at = line.indexOf(delimiter, at)
    if (at === -1) return 'closed'
    at += delimiter.length
  }
}

/**
 * Joins lines into records and passes over blank ones. Where a quote is not closed within the
 * limits, its line is given as `unclosed` and the reading goes on with the next line, so that the
 * rows after it are kept. No line is read more than twice: one that leaves a cell open either
 * closes the cell before it or breaks it.
 */
export async function* recordsOf(
  lines: AsyncIterable<TextLine>,
  dialect: Dialect,
  limits: ReadLimits,
): AsyncGenerator<RawRecord> {
  let gathered: TextLine[] = []
  let characters = 0
  // The next line to be read again stands last.
  let again: TextLine[] = []

  function giveUp(): RawRecord {
    const [first, ...rest] = gathered
    again = [...again, ...rest.reverse()]
    gathered = []
    characters = 0
    return { text: first?.text ?? '', line: first?.line ?? 0, unclosed: true }
  }

  const source = lines[Symbol.asyncIterator]()
  try {
    for (;;) {
      let line = again.pop()
      if (line === undefined) {
        const step = await source.next()
        if (step.done !== true) line = step.value
      }
      if (line === undefined) {
        if (gathered.length === 0) return
        yield giveUp()
        continue
      }
      if (gathered.length === 0 && line.text.trim() === '') continue
      const state = lineState(line.text, gathered.length > 0, dialect)
      gathered.push(line)
      characters += line.text.length
      if (state === 'closed') {
        yield { text: gathered.map(({ text }) => text).join(''), line: gathered[0]?.line ?? 0 }
        gathered = []
        characters = 0
      } else if (
        state === 'broken' ||
        gathered.length >= limits.recordLines ||
        characters > limits.rowBytes
      ) {
        yield giveUp()
      }
    }
  } finally {
    await source.return?.(undefined)
  }
}
