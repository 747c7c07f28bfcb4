import { readStoredSentence } from '@touchstone/contract/stored-sentences'
import type { ReactNode } from 'react'
import { useText, type Text } from '../messages/index.ts'
import type { StoredSentenceProps } from './stored-sentence.tsx'

export function WordedSentence({ text, byPeople = false }: StoredSentenceProps): ReactNode {
  const { worded, isKnown } = wordSentences(useText(), text)
  return isKnown || byPeople ? worded : <span lang="en">{worded}</span>
}

/** Stored sentences, one a line, in words of their codes; one of another version has none. */
export function wordSentences(
  { word }: Pick<Text, 'word'>,
  text: string,
): { worded: string; isKnown: boolean } {
  const lines = text.split('\n').map((line) => {
    const read = readStoredSentence(line)
    return { line, words: read && word(`stored-sentence.${read.code}`, read.values) }
  })
  return {
    worded: lines.map(({ line, words }) => words ?? line).join('\n'),
    isKnown: lines.every(({ words }) => words !== undefined),
  }
}
