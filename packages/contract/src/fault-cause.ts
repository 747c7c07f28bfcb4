import { z } from 'zod'

/** What is wrong with a value, for a sentence in the reader's language; `other` is told in the server's words alone. */
export const faultCauses = [
  'missing',
  'empty',
  'wrong-type',
  'wrong-format',
  'not-allowed',
  'wrong-length',
  'out-of-range',
  'unknown-property',
  'ambiguous',
  'spreadsheet',
  'other',
] as const
export const FaultCause = z.enum(faultCauses)
export type FaultCause = z.infer<typeof FaultCause>

const beginnings: readonly (readonly [beginning: RegExp, cause: FaultCause])[] = [
  [/^is missing/, 'missing'],
  [/^is empty/, 'empty'],
  [/^has unknown properties/, 'unknown-property'],
  [/^is not an allowed value/, 'not-allowed'],
  [/^(is [\d,]+ characters long|has [\d,]+ (entries|values|members))/, 'wrong-length'],
  [/^is out of range/, 'out-of-range'],
  [/^must be (a string|a number|a whole number|true or false|an object|an array)/, 'wrong-type'],
  [/can be read in two ways/, 'ambiguous'],
  [/spreadsheet/, 'spreadsheet'],
  [/^(must be|is not an? |is no |has the wrong format)/, 'wrong-format'],
]

/** The cause of a fault by its words, which follow the field's name. */
export function faultCause({ problem }: { problem: string }): FaultCause {
  return beginnings.find(([beginning]) => beginning.test(problem))?.[1] ?? 'other'
}
