import { wholePercent } from '@touchstone/recognition/wording'
import { styleText } from 'node:util'

export type Paint = (format: Parameters<typeof styleText>[0], text: string) => string

/** Colours for a stream that is a terminal, plain text for all others. */
export function paintFor(stream: { isTTY?: boolean }, noColor: boolean): Paint {
  if (!stream.isTTY || noColor) return (_format, text) => text
  return (format, text) => styleText(format, text, { validateStream: false })
}

/**
 * Shows control characters, bidirectional overrides and lone surrogates as their codes, so that a listing's text can
 * neither control the terminal nor reverse a line.
 */
export function visible(text: string): string {
  return text
    .replace(/[\r\n\t]+/g, ' ')
    .replace(
      /[\p{Cc}\p{Cs}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu,
      (character) => `‹U+${codeOf(character)}›`,
    )
}

function codeOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
}

export function count(value: number, noun: string): string {
  return `${value.toLocaleString('en')} ${noun}${value === 1 ? '' : 's'}`
}

export function percent(share: number): string {
  const value = share * 100
  if (value > 0 && value < 0.1) return '< 0.1 %'
  if (value < 100 && value > 99.9) return '> 99.9 %'
  return `${value.toFixed(1)} %`
}

/** A probability of counterfeit, rounded as in the sentences of assessments. */
export function probabilityText(probability: number): string {
  return probability > 0 && probability < 0.01 ? '< 1 %' : `${wholePercent(probability)} %`
}

export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** A table in columns of equal width, the first aligned left, the others right. */
export function tableLines(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string[] {
  const widths = head.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  return [head, ...rows].map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0
        return column === 0 ? cell.padEnd(width) : cell.padStart(width)
      })
      .join('  ')
      .trimEnd(),
  )
}
