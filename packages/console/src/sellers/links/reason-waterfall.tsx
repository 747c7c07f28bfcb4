import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import {
  type AccountLink,
  type LinkReason,
  MaskedIdentifier,
  useLinkWords,
} from '../link-components/index.ts'
import styles from './links.module.css'
import { waterfallOf, type Waterfall } from './waterfall.ts'

/** Bits for and against two accounts being one seller’s, as bars one after another, from what is so before any evidence. */
export function ReasonWaterfall({ link }: { link: AccountLink }): ReactNode {
  const { t } = useText()
  const { bits, familyName } = useLinkWords()
  const waterfall = waterfallOf(link.weight, link.reasons)
  const { start, steps, end, isGrounded } = waterfall
  const at = scaleOf(waterfall)
  const bar = (from: number, to: number): ReactNode => (
    <span className={styles.track} aria-hidden="true">
      <i className={styles.even} style={{ left: `${at(0)}%` }} />
      <b
        className={to >= from ? styles.raises : styles.lowers}
        style={{
          left: `${at(Math.min(from, to))}%`,
          width: `${Math.abs(at(to) - at(from))}%`,
        }}
      />
    </span>
  )
  return (
    <>
      {(link.judgement === 'same' || link.judgement === 'different') && (
        <p className={styles.note}>{t(`link-review.judged.${link.judgement}`)}</p>
      )}
      <ol className={styles.steps}>
        <li className={styles.step}>
          <span>
            {t(isGrounded ? 'link-review.start' : 'link-review.start.limited')}
            <span className={styles.source}>
              {t(isGrounded ? 'link-review.start.hint' : 'link-review.start.limited.hint')}
            </span>
          </span>
          {bar(0, start)}
          <span className={`${styles.bits} figures`}>{bits(start)}</span>
        </li>
        {steps.map(({ reason, from, to }, place) => (
          <li key={place} className={styles.step}>
            <span>
              <ReasonName reason={reason} />
              <span className={styles.source}>
                {familyName(reason.family)}
                <Places reason={reason} />
              </span>
            </span>
            {bar(from, to)}
            <span className={`${styles.bits} figures`}>{bits(reason.weight)}</span>
          </li>
        ))}
        <li className={`${styles.step} ${styles.total}`}>
          <span>{t('link-review.sum')}</span>
          {bar(0, end)}
          <span className={`${styles.bits} figures`}>{bits(end)}</span>
        </li>
      </ol>
    </>
  )
}

function ReasonName({ reason: { code, identifier } }: { reason: LinkReason }): ReactNode {
  const { reasonName } = useLinkWords()
  if (identifier === null) return reasonName(code)
  return (
    <>
      {reasonName(code)} <MaskedIdentifier identifier={identifier} />
    </>
  )
}

function Places({ reason: { places } }: { reason: LinkReason }): ReactNode {
  const { fieldName } = useLinkWords()
  return places.map(({ listing, field, start }, place) => (
    <span key={`${listing} ${field} ${start} ${place}`}>
      {' · '}
      <Link to="/listings/$id" params={{ id: listing }}>
        {fieldName(field)}
      </Link>
    </span>
  ))
}

function scaleOf({ start, end, steps }: Waterfall): (bits: number) => number {
  const sums = [0, start, end, ...steps.map(({ to }) => to)]
  const low = Math.min(...sums) - 1
  const high = Math.max(...sums) + 1
  return (bits) => ((bits - low) / (high - low)) * 100
}
