import type { DecisionVerdict } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { useText } from '../messages/index.ts'
import styles from './decision-buttons.module.css'
import { DecisionIcon, decisionOrder } from './verdict-mark.tsx'

export type DecisionButtonsProps = {
  chosen: DecisionVerdict | undefined
  onChoose: (verdict: DecisionVerdict) => void
}

export function DecisionButtons({ chosen, onChoose }: DecisionButtonsProps): ReactNode {
  const { t } = useText()
  return (
    <div className={styles.buttons}>
      {decisionOrder.map((verdict, index) => (
        <button
          key={verdict}
          type="button"
          className={styles.decide}
          data-verdict={verdict}
          aria-pressed={chosen === verdict}
          onClick={() => onChoose(verdict)}
        >
          <DecisionIcon verdict={verdict} />
          <span>{t(`decision.${verdict}`)}</span>
          <span className={styles.key} aria-hidden="true">
            {index + 1}
          </span>
        </button>
      ))}
    </div>
  )
}
