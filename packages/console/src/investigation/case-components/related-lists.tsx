import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { proceedingTitle, useText } from '../../messages/index.ts'
import { Moment, QueryStatus, StoredSentence, Paged } from '../../components/index.ts'
import { CaptureStateMark, CaseStateMark } from './state-marks.tsx'
import styles from './related-lists.module.css'
import { useCaptures, useCasesOf, useProceedings } from './case-queries.ts'

export function CasesOfListing({ listing }: { listing: string }): ReactNode {
  const { t } = useText()
  const cases = useCasesOf(listing)
  if (!cases.isSuccess) return <QueryStatus query={cases} />
  if (cases.data.length === 0) return <p className={styles.none}>{t('cases.none-of-listing')}</p>
  return (
    <ul className={styles.list} aria-label={t('cases.of-listing')}>
      {cases.data.map((kase) => (
        <li key={kase.id}>
          <Link to="/cases/$id" params={{ id: kase.id }} className="stranger">
            {kase.title}
          </Link>
          <CaseStateMark kase={kase} />
        </li>
      ))}
    </ul>
  )
}

type Of = { listing: string; case?: undefined } | { case: string; listing?: undefined }

/** Captures of a listing, or of a case's listings. */
export function CapturesList({ of, none }: { of: Of; none: string }): ReactNode {
  const { t } = useText()
  const captures = useCaptures(of)
  return (
    <Paged pages={captures} empty={<p className={styles.none}>{none}</p>}>
      {(items) => (
        <ul className={styles.list} aria-label={t('captures.title')}>
          {items.map((capture) => (
            <li key={capture.id}>
              <Link to="/captures/$id" params={{ id: capture.id }} className="stranger">
                {capture.url}
              </Link>
              <CaptureStateMark capture={capture} />
              <span className={styles.fine}>
                <Moment at={capture.requestedAt} /> · {capture.operator} ·{' '}
                <StoredSentence text={capture.reason} byPeople />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Paged>
  )
}

/** Proceedings about a listing, or about a case's listings. */
export function ProceedingsList({ of, none }: { of: Of; none: string }): ReactNode {
  const text = useText()
  const { t, time } = text
  const proceedings = useProceedings(of)
  return (
    <Paged pages={proceedings} empty={<p className={styles.none}>{none}</p>}>
      {(items) => (
        <ul className={styles.list} aria-label={t('proceedings.title')}>
          {items.map(({ id, title, nextDueAt, openedAt }) => (
            <li key={id}>
              <Link to="/proceedings/$id" params={{ id }} className="stranger">
                {proceedingTitle(text, title)}
              </Link>
              <span className={styles.fine}>
                {t('proceeding.opened')} <Moment at={openedAt} only="day" /> ·{' '}
                {nextDueAt === null
                  ? t('proceeding.next.none')
                  : `${t('proceeding.next')}: ${time(nextDueAt)}`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Paged>
  )
}
