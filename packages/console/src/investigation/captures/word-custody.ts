import { readStoredSentence } from '@touchstone/contract/stored-sentences'
import type { Text } from '../../messages/index.ts'
import { exactTime } from './exact-time.ts'

/** Where the name of a notice stands in a sentence. */
export const noticePlace = '\u{e000}'

/** Undefined for text that is not in the list of stored sentences. */
export function wordCustody(
  text: Pick<Text, 'locale' | 'word'>,
  sentence: string,
): { words: string; notice?: string } | undefined {
  const read = readStoredSentence(sentence)
  if (read === undefined) return undefined
  const { from, until, notice, how } = read.values
  const words = text.word(`stored-sentence.${read.code}`, {
    ...read.values,
    ...(from !== undefined && { from: timeIn(text.locale, from) }),
    ...(until !== undefined && { until: timeIn(text.locale, until) }),
    ...(notice !== undefined && { notice: noticePlace }),
    ...(how !== undefined && { how: wordCustody(text, how)?.words ?? how }),
  })
  return words === undefined ? undefined : { words, ...(notice !== undefined && { notice }) }
}

function timeIn(locale: string, at: string): string {
  return Number.isNaN(Date.parse(at)) ? at : exactTime(locale, at)
}
