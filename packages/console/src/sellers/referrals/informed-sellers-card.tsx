import { useLocation } from '@tanstack/react-router'
import { useCallback, type ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { VisibleText } from '../../assessment/index.ts'
import { Card, ConfirmButton, Moment, StateMark } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import { useReferralStep, useTemplates, type ReferralDetailView } from './queries.ts'
import styles from './referrals.module.css'

type InformedSeller = ReferralDetailView['informedSellers'][number]
type Contest = NonNullable<InformedSeller['contest']>

const tones = { open: 'waiting', upheld: 'good', rejected: 'plain' } as const

/** Which sellers know of a dossier from their page, and what they say of it. */
export function InformedSellersCard({ referral }: { referral: ReferralDetailView }): ReactNode {
  const { t } = useText()
  const rule = useTemplates().data?.find(({ id }) => id === referral.template)?.accused
  const showLinked = useLinkedPart('contests')
  const { informedSellers } = referral
  const contests = informedSellers.flatMap(({ id, contest }) =>
    contest === null ? [] : [{ id, contest }],
  )
  if (rule === undefined) return null
  const { afterDays: days } = rule
  const count = informedSellers.length
  return (
    <Card
      title={t('dossier.informed')}
      lead={
        days === null ? t('dossier.informed.never') : t('dossier.informed.description', { days })
      }
    >
      {rule.article !== null && !rule.verified && (
        <p className={styles.fine}>
          {rule.article} · {t('dossier.informed.unread')}
        </p>
      )}
      {days !== null && (
        <p className={styles.fine}>
          {count === 0 ? t('dossier.informed.none') : t('dossier.informed.seen', { count })}
        </p>
      )}
      {contests.length > 0 && (
        <ol id="contests" ref={showLinked} tabIndex={-1} className={styles.trail}>
          {contests.map(({ id, contest }) => (
            <li key={id}>
              <ContestOf referral={referral} id={id} contest={contest} />
            </li>
          ))}
        </ol>
      )}
    </Card>
  )
}

/** Shows a part of the page to which an address led, once it is there. */
function useLinkedPart(id: string): (part: HTMLElement | null) => void {
  const hash = useLocation({ select: (location) => location.hash })
  return useCallback(
    (part) => {
      if (hash !== id) return
      part?.scrollIntoView({ block: 'center' })
      part?.focus({ preventScroll: true })
    },
    [hash, id],
  )
}

function ContestOf({
  referral,
  id,
  contest,
}: {
  referral: ReferralDetailView
  id: string
  contest: Contest
}): ReactNode {
  const { t, list } = useText()
  const { state, at, items, text, reason, decidedAt } = contest
  return (
    <>
      <span className={styles.top}>
        <StateMark tone={tones[state]}>{t(`dossier.contest.${state}`)}</StateMark>
        <span className={styles.fine}>
          <Moment at={at} />
          {items.length > 0 && ` · ${list(items)}`}
        </span>
      </span>
      <p className={`${styles.words} stranger`} dir="auto">
        {text === null ? t('dossier.contest.erased') : <VisibleText text={text} />}
      </p>
      {decidedAt !== null && (
        <div className={styles.answer}>
          <span className={styles.fine}>
            {t('dossier.contest.decision')} · <Moment at={decidedAt} />
          </span>
          <p className={`${styles.words} stranger`} dir="auto">
            <VisibleText text={reason ?? ''} />
          </p>
        </div>
      )}
      {state === 'open' && <Decide referral={referral} contest={id} />}
    </>
  )
}

function Decide({
  referral,
  contest,
}: {
  referral: ReferralDetailView
  contest: string
}): ReactNode {
  const { t } = useText()
  const { person } = useMember()
  const { prepareDossiers } = permissionsOf(useMember())
  const step = useReferralStep(referral)
  if (!prepareDossiers) return null
  if (person.id === referral.submittedBy || person.id === referral.releasedBy) {
    return <p className={styles.fine}>{t('dossier.contest.other-person')}</p>
  }
  const reason = { label: t('dossier.reason'), required: true } as const
  const decide = (outcome: 'upheld' | 'rejected') => (given: string) =>
    step.mutateAsync({ type: 'decide-contest', contest, outcome, reason: given })
  return (
    <div className={styles.steps}>
      <ConfirmButton
        label={t('dossier.contest.uphold')}
        title={t('dossier.contest.uphold')}
        text={t('dossier.contest.uphold.text')}
        reason={reason}
        run={decide('upheld')}
      />
      <ConfirmButton
        label={t('dossier.contest.reject')}
        title={t('dossier.contest.reject')}
        text={t('dossier.contest.reject.text')}
        reason={reason}
        run={decide('rejected')}
      />
    </div>
  )
}
