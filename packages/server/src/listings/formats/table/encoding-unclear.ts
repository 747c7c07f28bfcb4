import { showFound } from '@touchstone/contract'
import { ReadingStopped } from '../row.ts'
import type { EncodingCandidate } from './find-encoding.ts'

/** Stops a text that is valid in several encodings: a person has to choose. */
export class EncodingUnclear extends ReadingStopped {
  readonly readings: readonly EncodingCandidate[]

  constructor(readings: readonly EncodingCandidate[]) {
    const likely = readings.map(({ encoding }) => encoding)
    super({
      problem:
        likely.length > 1
          ? `may be written in ${likely.slice(0, -1).join(', ')} or ${likely.at(-1)}`
          : 'is written in an encoding that cannot be detected',
      found: showFound(readings[0]?.lines[0] ?? 'no text in any known encoding'),
      remedy: 'state its encoding, or save it as UTF-8',
    })
    this.readings = readings
  }
}

export function unknownEncoding(label: string): ReadingStopped {
  return new ReadingStopped({
    problem: 'cannot be read: its encoding is unknown',
    found: showFound(label),
    remedy: 'state one of the WHATWG encodings: utf-8, gb18030, windows-1251, shift_jis …',
  })
}
