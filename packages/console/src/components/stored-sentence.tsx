import { lazy, Suspense, type ReactNode } from 'react'
import { useText, withMessages } from '../messages/index.ts'

/** Loaded with its messages when a page in another language first shows such a sentence. */
const WordedSentence = lazy(async () => {
  const loaded = await withMessages(['stored-sentences'], import('./worded-sentence.tsx'))
  return { default: loaded.WordedSentence }
})

export type StoredSentenceProps = {
  text: string
  /** Whether people may have written the text themselves, in any language. */
  byPeople?: boolean
  /** Draws it where it is no text of its own, such as in a hint. */
  children?: (words: string) => ReactNode
}

/** A sentence that the server stores in English, in the reader’s language; one without words there stays as it is. */
export function StoredSentence(sentence: StoredSentenceProps): ReactNode {
  const { locale } = useText()
  const { text, children = (words) => words } = sentence
  if (locale === 'en') return children(text)
  return (
    <Suspense fallback={children(text)}>
      <WordedSentence {...sentence} />
    </Suspense>
  )
}
