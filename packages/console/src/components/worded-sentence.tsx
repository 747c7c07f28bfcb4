import { readStoredSentence } from '@touchstone/contract/stored-sentences'
import type { ReactNode } from 'react'
import { useText, type Text } from '../messages/index.ts'
import type { StoredSentenceProps } from './stored-sentence.tsx'

export function WordedSentence({
  text,
  byPeople = false,
  children,
}: StoredSentenceProps): ReactNode {
  const { worded, isKnown } = wordSentences(useText(), text)
  if (children !== undefined) return children(worded)
  return isKnown || byPeople ? worded : <span lang="en">{worded}</span>
}

function wordSentence({ word }: Pick<Text, 'word'>, sentence: string): string | undefined {
  const read = readStoredSentence(sentence)
  if (read === undefined) return undefined
  const { how } = read.values
  return word(`stored-sentence.${read.code}`, {
    ...read.values,
    ...(how !== undefined && { how: wordSentence({ word }, how) ?? how }),
  })
}

/** Stored sentences, one a line, in words of their codes; one of another version has none. */
export function wordSentences(
  { word }: Pick<Text, 'word'>,
  text: string,
): { worded: string; isKnown: boolean } {
  const lines = text.split('\n').map((line) => {
    return { line, words: wordSentence({ word }, line.trim()) }
  })
  return {
    worded: lines.map(({ line, words }) => words ?? line).join('\n'),
    isKnown: lines.every(({ words }) => words !== undefined),
  }
}
