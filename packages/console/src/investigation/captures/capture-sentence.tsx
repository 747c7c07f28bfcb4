import { readCaptureSentence } from '@touchstone/contract/capture-sentences'
import type { ReactNode } from 'react'
import { useText, type Text } from '../../messages/index.ts'

/** A sentence of a record in the reader’s language; one without words there stays English. */
export function CaptureSentence({ sentence }: { sentence: string }): ReactNode {
  const { locale, word } = useText()
  if (locale === 'en') return sentence
  return wordedCaptureSentence({ word }, sentence) ?? <span lang="en">{sentence}</span>
}

/** Undefined if it, or the sentence that it quotes, has no words in the reader’s language. */
export function wordedCaptureSentence(
  { word }: Pick<Text, 'word'>,
  sentence: string,
): string | undefined {
  const read = readCaptureSentence(sentence)
  if (read === undefined) return undefined
  const { code, values } = read
  const quoted = values['sentence']
  const observed = values['observed']
  return word(`capture-sentence.${code}`, {
    ...values,
    ...(quoted !== undefined && { sentence: wordedCaptureSentence({ word }, quoted) ?? quoted }),
    ...(observed !== undefined && { observed: word(`capture-observed.${observed}`) ?? observed }),
  })
}
