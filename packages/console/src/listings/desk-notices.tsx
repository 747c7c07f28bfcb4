import { Button, CloseButton, Kbd } from '@mantine/core'
import { useSyncExternalStore, type ReactNode } from 'react'
import { useText } from '../messages/index.ts'
import { problemOf } from '../connection/index.ts'
import { DecisionMark, useProblemText } from '../surface/index.ts'
import type { DecisionDesk, Failure } from './desk.ts'
import styles from './desk-notices.module.css'

const shown = 3

/** What was just decided, for as long as it can be undone, and what could not be sent. */
export function DeskNotices({ desk }: { desk: DecisionDesk }): ReactNode {
  const { t } = useText()
  const { waiting, failures, withdrawn } = useSyncExternalStore(desk.subscribe, desk.state)
  const last = waiting.at(-1)
  return (
    <div className={styles.stack} role="status" aria-live="polite">
      {failures.slice(-shown).map((failure) => (
        <FailureNotice key={failure.key} desk={desk} failure={failure} />
      ))}
      {withdrawn > 0 && (
        <div className={styles.notice}>
          <span className={styles.words}>{t('desk.withdrawn', { count: withdrawn })}</span>
        </div>
      )}
      {last && (
        <div className={styles.notice} key={last.key}>
          <DecisionMark verdict={last.verdict} />
          <span className={styles.words}>
            {t('desk.decided', { count: last.offers.length })}
            {waiting.length > 1 && ` ${t('desk.others', { count: waiting.length - 1 })}`}
          </span>
          <Button size="compact-sm" variant="default" onClick={() => desk.undo()}>
            {t('desk.undo')}
            <Kbd size="xs" ml={6}>
              u
            </Kbd>
          </Button>
          <span className={styles.time} aria-hidden="true" />
        </div>
      )}
    </div>
  )
}

function FailureNotice({ desk, failure }: { desk: DecisionDesk; failure: Failure }): ReactNode {
  const { t } = useText()
  const why = useProblemText(problemOf(failure.error))
  return (
    <div className={`${styles.notice} ${styles.failure}`}>
      <span className={styles.words}>
        {t('desk.failed', { count: failure.count })} {why}
      </span>
      <Button size="compact-sm" variant="default" onClick={() => desk.retry(failure)}>
        {t('state.again')}
      </Button>
      <CloseButton
        size="sm"
        aria-label={t('state.close')}
        onClick={() => desk.forget(failure.key)}
      />
    </div>
  )
}
