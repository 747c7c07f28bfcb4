import type { DeadlineCalculationView as Calculation } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { calculationText } from './deadline-calculation-text.ts'

export type DeadlineCalculationProps = {
  calculation: Calculation
  dueAt: string | null
  /** The server’s sentences, in English. */
  why: string
}

/** How a deadline is calculated, in the reader’s language. */
export function DeadlineCalculation({
  calculation,
  dueAt,
  why,
}: DeadlineCalculationProps): ReactNode {
  const text = useText()
  return text.locale === 'en' ? why : calculationText(text, calculation, dueAt)
}
