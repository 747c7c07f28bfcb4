import { readStoredSentence } from '@touchstone/contract/stored-sentences'
import type { ReactNode } from 'react'
import { useText } from '../messages/index.ts'
import type { StoredSentenceProps } from './stored-sentence.tsx'

/** Stored sentences, one a line, in words of their codes; one of another version has none. */
export function WordedSentence({ text, byPeople = false }: StoredSentenceProps): ReactNode {
  const { word } = useText()
  const lines = text.split('\n').map((line) => {
    const read = readStoredSentence(line)
    return { line, words: read && word(`stored-sentence.${read.code}`, read.values) }
  })
  const worded = lines.map(({ line, words }) => words ?? line).join('\n')
  const isKnown = lines.every(({ words }) => words !== undefined)
  return isKnown || byPeople ? worded : <span lang="en">{worded}</span>
}
