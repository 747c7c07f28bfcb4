import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { VisibleText } from '../../assessment/index.ts'
import { Moment, StateMark } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import type { ReferralView } from './queries.ts'
import { OutcomeMarks, ReferralStateMark, TlpMark } from './referral-marks.tsx'
import styles from './referrals.module.css'

type ReferralsListProps = { label: string; items: readonly ReferralView[] }

/** Dossiers as rows of a list: who, what, how far, and what waits for an answer. */
export function ReferralsList({ label, items }: ReferralsListProps): ReactNode {
  return (
    <ul className={styles.list} aria-label={label}>
      {items.map((referral) => (
        <li key={referral.id} className={styles.row}>
          <Row referral={referral} />
        </li>
      ))}
    </ul>
  )
}

function Row({ referral }: { referral: ReferralView }): ReactNode {
  const { t, number } = useText()
  const { id, side, title, template, state, sender, recipient, tlp, outcomes } = referral
  const { openQuestions, sentAt, createdAt } = referral
  return (
    <Link to="/dossiers/$id" params={{ id }} className={styles.link}>
      <span className={styles.top}>
        <ReferralStateMark state={state} side={side} />
        <TlpMark label={tlp} />
        <OutcomeMarks outcomes={outcomes} />
        {openQuestions > 0 && (
          <StateMark tone="waiting">
            {t('dossiers.open-questions', { count: openQuestions, figure: number(openQuestions) })}
          </StateMark>
        )}
      </span>
      <span className={`${styles.title} stranger`} dir="auto">
        <VisibleText text={title} />
      </span>
      <span className={`${styles.fine} stranger`}>
        {side === 'sender'
          ? t('dossiers.to', { name: recipient })
          : t('dossiers.from', { name: sender })}
        {' · '}
        {t(`dossier-template.${template}`)} · <Moment at={sentAt ?? createdAt} />
      </span>
    </Link>
  )
}
