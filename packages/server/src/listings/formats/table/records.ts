import type { ReadLimits } from '../limits.ts'
import type { TextLine } from './text.ts'

export type Dialect = {
  delimiter: string
  /** The character that encloses cells; empty if none does. */
  quote: '"' | "'" | ''
}

/** The text of one record with its line end; `unclosed` if a quote on its line does not end. */
export type RawRecord = { text: string; line: number; unclosed?: true }

/**
 * How a line ends: within a quoted cell (`open`) or not, by the rules for parsing records: a quote opens a cell only
 * at its start, a doubled one is a character of the text, and one followed by other text ends the quoting (`"24"
 * screen`). For a cell opened on an earlier line the latter is `broken`: that line's quote was not meant to reach so
 * far.
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
 * Joins lines into records and skips blank ones. A line whose quote is not closed within the limits is returned as
 * `unclosed` and reading continues with the next line, so that later rows are kept. No line is read more than twice:
 * one that leaves a cell open either closes the previous cell or breaks it.
 */
export async function* recordsOf(
  lines: AsyncIterable<TextLine>,
  dialect: Dialect,
  limits: ReadLimits,
): AsyncGenerator<RawRecord> {
  let gathered: TextLine[] = []
  let characters = 0
  // The next line to reread is last.
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
