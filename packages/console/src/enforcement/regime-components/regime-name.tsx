import type { ReactNode } from 'react'
import { useRegimes } from './queries.ts'
import { useRegimeWords } from './regime-words.ts'

/** The short title of the law of a regime. */
export function RegimeName({ id }: { id: string }): ReactNode {
  const words = useRegimeWords()
  const title = useRegimes().data?.items.find((one) => one.id === id)?.title ?? id
  return words.law({ id, title })
}
