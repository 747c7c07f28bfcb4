import { Button, CloseButton } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { CreatedAppealLink } from '../appeal-components/index.ts'
import {
  forgetDecision,
  keyOfItem,
  undoDecision,
  usePendingDecisions,
  type PendingDecision,
} from './pending-decisions.ts'
import styles from './review-panel.module.css'

/** Decisions on their way, each with a way back, and those that were refused. */
export function PendingDecisionsBar(): ReactNode {
  const decisions = usePendingDecisions()
  return (
    <div className={styles.pending} role="status" aria-live="polite">
      {decisions.map((one) => (
        <PendingDecisionEntry key={keyOfItem(one)} decision={one} />
      ))}
    </div>
  )
}

function PendingDecisionEntry({ decision }: { decision: PendingDecision }): ReactNode {
  const { t } = useText()
  const navigate = useNavigate()
  const { notice: id, position, title, outcome, state, message, link } = decision
  const key = keyOfItem(decision)
  const search = position === 0 ? {} : { item: position }
  const undo = (): void => {
    undoDecision(key)
    void navigate({ to: '/moderation/notices/$id', params: { id }, search })
  }
  return (
    <div className={styles.pendingRow} data-state={state}>
      <span className={styles.pendingWords}>
        {t(`pending-decision.${state}`, { decision: t(`moderation-choice.${outcome}`) })}{' '}
        <span className="stranger">{title}</span>
        {message !== undefined && (
          <>
            {' · '}
            <span className="stranger">{message}</span>
          </>
        )}
      </span>
      {state === 'waiting' && (
        <Button size="compact-sm" variant="default" onClick={undo}>
          {t('pending-decision.undo')} <KeyHint name="U" />
        </Button>
      )}
      {state === 'refused' && (
        <Link to="/moderation/notices/$id" params={{ id }} search={search}>
          {t('pending-decision.open')}
        </Link>
      )}
      {state === 'refused' && (
        <CloseButton size="sm" aria-label={t('state.close')} onClick={() => forgetDecision(key)} />
      )}
      {link && <CreatedAppealLink made={link} onClose={() => forgetDecision(key)} />}
    </div>
  )
}

/** The key of a button, for people who see it. */
export function KeyHint({ name }: { name: string }): ReactNode {
  return (
    <kbd className={styles.key} aria-hidden="true">
      {name}
    </kbd>
  )
}
