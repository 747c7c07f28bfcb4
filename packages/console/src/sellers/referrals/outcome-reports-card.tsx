import type { ReactNode } from 'react'
import { VisibleText } from '../../assessment/index.ts'
import { Card, Moment, Paged, StateMark } from '../../components/index.ts'
import { addressOf } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { useOutcomeReports, type OutcomeReportView, type ReferralDetailView } from './queries.ts'
import { OutcomeMark } from './referral-marks.tsx'
import styles from './referrals.module.css'

type OutcomeReportsCardProps = { referral: ReferralDetailView; actions?: ReactNode }

/** What came of a dossier, the newest report first. */
export function OutcomeReportsCard({ referral, actions }: OutcomeReportsCardProps): ReactNode {
  const { t } = useText()
  const pages = useOutcomeReports(referral.id)
  return (
    <Card title={t('dossier.outcomes')} {...(actions !== undefined && { actions })}>
      <Paged pages={pages} empty={<p className={styles.fine}>{t('dossier.outcomes.none')}</p>}>
        {(items) => (
          <ol className={styles.trail}>
            {items.map((report) => (
              <li key={report.id}>
                <Report id={referral.id} report={report} />
              </li>
            ))}
          </ol>
        )}
      </Paged>
    </Card>
  )
}

function Report({ id, report }: { id: string; report: OutcomeReportView }): ReactNode {
  const { t, list, day, labelled, money } = useText()
  const { outcome, proceeding, items, happenedOn, quantities, finding, note, letter } = report
  return (
    <>
      <span className={styles.top}>
        <OutcomeMark outcome={outcome} />
        {finding !== null && <StateMark tone="plain">{t(`dossier-finding.${finding}`)}</StateMark>}
        {report.contradicts.length > 0 && (
          <StateMark tone="bad">{t('dossier-report.contradicts')}</StateMark>
        )}
        {report.replaced && <StateMark tone="plain">{t('dossier-report.replaced')}</StateMark>}
        {report.afterWithdrawal && (
          <StateMark tone="plain">{t('dossier-report.after-withdrawal')}</StateMark>
        )}
      </span>
      <div className={`${styles.fine} stranger`}>
        {day(happenedOn)} · {labelled(t('outcome-report.proceeding'), proceeding)} · {list(items)}
      </div>
      {quantities.length > 0 && (
        <ul className={styles.basis}>
          {quantities.map(({ goods, amount, unit, value }, place) => (
            <li key={place} className="stranger" dir="auto">
              <VisibleText text={`${amount} ${t(`dossier-unit.${unit}`)} · ${goods}`} />
              {value !== undefined && ` · ${money(value.amount, value.currency)}`}
            </li>
          ))}
        </ul>
      )}
      {note !== null && (
        <p className={`${styles.words} stranger`} dir="auto">
          <VisibleText text={note} />
        </p>
      )}
      <p className={styles.fine}>{t(`dossier-label.${labelOf(report)}`)}</p>
      <p className={`${styles.fine} stranger`}>
        {t('dossier-report.by', { name: report.reporter })} · <Moment at={report.reportedAt} />
        {letter !== null && (
          <>
            {' · '}
            <a href={addressOf('outcomeReports', 'letter', { id, report: report.id })} download>
              {t('dossier-report.letter', { from: letter.from, dated: day(letter.dated) })}
            </a>
          </>
        )}
      </p>
    </>
  )
}

/** What a report says of its listings, as part of a message's key. */
function labelOf({ label, outcome }: OutcomeReportView) {
  if (outcome === 'acquittal') return 'acquittal' as const
  if (label.strength === 'none' || label.class === 'unknown') return 'none' as const
  return `${label.class}.${label.strength}` as const
}
