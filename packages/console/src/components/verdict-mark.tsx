import type { DecisionVerdict, Verdict } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { useText } from '../messages/index.ts'
import styles from './verdict-mark.module.css'

/** In the order of their keys, 1 to 5. */
export const decisionOrder = [
  'counterfeit',
  'grey-market',
  'trademark-misuse',
  'genuine',
  'unclear',
] as const satisfies DecisionVerdict[]

// Each verdict has its own shape, since colour alone is not accessible.
const shapes: Record<Verdict, ReactNode> = {
  block: <path d="M3.5 0h5L12 3.5v5L8.5 12h-5L0 8.5v-5z" />,
  review: <path d="M6 .5 12 11.5H0z" />,
  'ask-proof': <path d="M6 0l6 6-6 6-6-6z" />,
  clear: <circle cx="6" cy="6" r="5.5" />,
}

const decidedShapes: Record<DecisionVerdict, ReactNode> = {
  counterfeit: <path d="M2 2l8 8M10 2l-8 8" />,
  'grey-market': <path d="M1 4h8L6.5 1.5M11 8H3l2.5 2.5" />,
  'trademark-misuse': <path d="M6 1v6M6 10.5v.01" />,
  genuine: <path d="M1.5 6.5l3 3L10.5 3" />,
  unclear: <path d="M3.5 4a2.5 2.5 0 1 1 3.8 2.2C6.4 6.7 6 7.1 6 8M6 10.8v.01" />,
}

/** The engine's verdict in word, shape and colour. */
export function VerdictMark({ verdict }: { verdict: Verdict | undefined }): ReactNode {
  const { t } = useText()
  if (verdict === undefined) {
    return <span className={`${styles.mark} ${styles.none}`}>{t('verdict.none')}</span>
  }
  return (
    <span className={`${styles.mark} ${styles[verdict]}`}>
      <svg width="9" height="9" viewBox="0 0 12 12" fill="currentColor" aria-hidden="true">
        {shapes[verdict]}
      </svg>
      {t(`verdict.${verdict}`)}
    </span>
  )
}

export function DecisionIcon({ verdict }: { verdict: DecisionVerdict }): ReactNode {
  return (
    <svg
      width="11"
      height="11"
      viewBox="0 0 12 12"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {decidedShapes[verdict]}
    </svg>
  )
}

/** A person's decision. */
export function DecisionMark({ verdict }: { verdict: DecisionVerdict }): ReactNode {
  const { t } = useText()
  return (
    <span className={`${styles.mark} ${styles[verdict]}`}>
      <DecisionIcon verdict={verdict} />
      {t(`decision.${verdict}`)}
    </span>
  )
}
