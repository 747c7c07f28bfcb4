import { Button, CloseButton, Kbd } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useSyncExternalStore, type ReactNode } from 'react'
import { useText, type Text } from '../../messages/index.ts'
import { problemOf } from '../../connection/index.ts'
import { DecisionMark, ProblemText } from '../../components/index.ts'
import type { PendingDecisions, Failure, RefusedListing } from './pending-decisions.ts'
import { VisibleText } from '../../assessment/index.ts'
import styles from './decision-messages.module.css'

const maxMessages = 3
const named = 4

/** The last decision while it can be undone, and any that could not be sent. */
export function DecisionMessages({ desk }: { desk: PendingDecisions }): ReactNode {
  const { t } = useText()
  const { waiting, failures, withdrawn } = useSyncExternalStore(desk.subscribe, desk.state)
  const last = waiting.at(-1)
  return (
    <div className={styles.stack} role="status" aria-live="polite">
      {failures.slice(-maxMessages).map((failure) => (
        <FailureNotice key={failure.key} desk={desk} failure={failure} />
      ))}
      {withdrawn > 0 && (
        <div className={styles.notice}>
          <span className={styles.words}>
            {t('decision-result.withdrawn', { count: withdrawn })}
          </span>
        </div>
      )}
      {last && (
        <div className={styles.notice} key={last.key}>
          <DecisionMark verdict={last.verdict} />
          <span className={styles.words}>
            {t('decision-result.decided', { count: last.listings.length })}
            {waiting.length > 1 && ` ${t('decision-result.others', { count: waiting.length - 1 })}`}
          </span>
          <Button size="compact-sm" variant="default" onClick={() => desk.undo()}>
            {t('decision-result.undo')}
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

function FailureNotice({ desk, failure }: { desk: PendingDecisions; failure: Failure }): ReactNode {
  const { t } = useText()
  const { count, error, refused } = failure
  const failed =
    failure.what === 'decide' ? 'decision-result.failed' : 'decision-result.withdraw-failed'
  return (
    <div className={`${styles.notice} ${styles.failure}`}>
      <div className={styles.words}>
        {t(failed, { count })} {refused === undefined && <ProblemText problem={problemOf(error)} />}
        {refused !== undefined && <RefusedListings refused={refused} />}
      </div>
      <Button size="compact-sm" variant="default" onClick={() => desk.retry(failure)}>
        {t('state.retry')}
      </Button>
      <CloseButton
        size="sm"
        aria-label={t('state.close')}
        onClick={() => desk.forget(failure.key)}
      />
    </div>
  )
}

/** Listings whose decision was refused, with reasons; long lists become a count. */
function RefusedListings({ refused }: { refused: readonly RefusedListing[] }): ReactNode {
  const text = useText()
  const { t } = text
  return (
    <ul className={styles.refused}>
      {refused.slice(0, named).map((listing) => (
        <li key={listing.id}>
          <Link to="/listings/$id" params={{ id: listing.id }} className="stranger" dir="auto">
            <VisibleText text={(listing.title || t('listing.untitled')).slice(0, 80)} />
          </Link>{' '}
          <FaultReason text={text} why={listing.why} />
        </li>
      ))}
      {refused.length > named && (
        <li>{t('decision-result.refused.more', { count: refused.length - named })}</li>
      )}
    </ul>
  )
}

type WhyProps = { text: Text; why: RefusedListing['why'] }

/** The pages' own wording of the fault if there is one, else the server's. */
function FaultReason({ text: { t, locale }, why }: WhyProps): ReactNode {
  switch (why?.pointer) {
    case undefined:
      return t('decision-result.refused.no-reason')
    case '/id':
    case '/listing':
      return t('decision-result.refused.gone')
    case '/version':
      return t('decision-result.refused.version')
    default:
      return <span lang={locale === 'en' ? undefined : 'en'}>{why?.message}</span>
  }
}
