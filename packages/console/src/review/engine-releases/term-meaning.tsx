import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'

/** A meaning in the reader’s language; those that people added stay as they wrote them. */
export function TermMeaning({ english }: { english: string }): ReactNode {
  const { locale, meaning } = useText()
  if (locale === 'en') return english
  return meaning(english) ?? <span lang="en">{english}</span>
}
