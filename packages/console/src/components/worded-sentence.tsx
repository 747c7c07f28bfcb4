import { readStoredSentence } from '@touchstone/contract/stored-sentences'
import type { ReactNode } from 'react'
import { useText } from '../messages/index.ts'
import type { StoredSentenceProps } from './stored-sentence.tsx'

/** A stored sentence in words of its code; one of another version has none. */
export function WordedSentence({ text, byPeople = false }: StoredSentenceProps): ReactNode {
  const { word } = useText()
  const read = readStoredSentence(text)
  const words = read && word(`stored-sentence.${read.code}`, read.values)
  return words ?? (byPeople ? text : <span lang="en">{text}</span>)
}
