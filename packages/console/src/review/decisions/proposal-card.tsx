import { Button, Textarea } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { DecisionMark, Moment, Refused } from '../../components/index.ts'
import { useSettle, type Proposal, type Settling } from './proposal-queries.ts'
import styles from './proposals.module.css'
import { reasonOf } from './decision-reasons.ts'

export type ProposalCardProps = {
  proposal: Proposal
  /** The listing's latest version, if known. */
  newest?: number
  /** Heading, if the listing is not already on the page. */
  head?: ReactNode
}

/** A decision that awaits or awaited approval, with the possible actions. */
export function ProposalCard({ proposal, newest, head }: ProposalCardProps): ReactNode {
  const { t } = useText()
  const { verdict, version, reason, note, proposedAt, proposedBy, state } = proposal
  const known = reasonOf(reason)
  const sentences = [known ? t(`decision-reason.${known}`) : reason, note].filter(
    (part) => part !== null,
  )
  return (
    <div className={styles.card} data-state={state}>
      {head}
      <div className={styles.line}>
        <DecisionMark verdict={verdict} />
        <span className={styles.state}>{t(`proposal.${state}`)}</span>
        <span className={styles.fine}>
          <ProposedBy by={proposedBy} /> · <Moment at={proposedAt} /> ·{' '}
          {t('listing.version', { number: version })}
        </span>
      </div>
      {sentences.length > 0 && <p className="stranger">{sentences.join(': ')}</p>}
      {newest !== undefined && newest > version && state === 'proposed' && (
        <p className={styles.fine}>{t('proposal.changed-since', { version, newest })}</p>
      )}
      {proposal.settledAt !== null && (
        <p className={styles.fine}>
          {proposal.settledBy && <ProposedBy by={proposal.settledBy} />} ·{' '}
          <Moment at={proposal.settledAt} />
          {proposal.settledNote !== null && (
            <span className="stranger"> · {proposal.settledNote}</span>
          )}
        </p>
      )}
      {state === 'proposed' && <SettleProposal proposal={proposal} />}
    </div>
  )
}

function ProposedBy({ by: { kind, id } }: { by: Proposal['proposedBy'] }): ReactNode {
  const { t } = useText()
  const { person } = useMember()
  if (kind === 'person') return t(id === person.id ? 'proposal.you' : 'proposal.colleague')
  return t(`actor.${kind}`)
}

function SettleProposal({ proposal: { id, proposedBy } }: { proposal: Proposal }): ReactNode {
  const { t } = useText()
  const member = useMember()
  const settle = useSettle()
  const [note, setNote] = useState('')
  if (!permissionsOf(member).decide) return <p className={styles.fine}>{t('decide.denied')}</p>
  const act = (how: Settling['how']): void => settle.mutate({ id, how, note })
  if (proposedBy.kind === 'person' && proposedBy.id === member.person.id) {
    return (
      <>
        <p className={styles.fine}>{t('proposal.second-approver')}</p>
        <div className={styles.actions}>
          <Button
            size="compact-sm"
            variant="default"
            loading={settle.isPending}
            onClick={() => act('withdraw')}
          >
            {t('proposal.withdraw')}
          </Button>
        </div>
        <Refused error={settle.error} />
      </>
    )
  }
  return (
    <>
      <Textarea
        size="xs"
        label={t('proposal.note')}
        description={t('proposal.note.hint')}
        autosize
        minRows={1}
        maxRows={5}
        maxLength={10_000}
        value={note}
        onChange={({ currentTarget: { value } }) => setNote(value)}
      />
      <div className={styles.actions}>
        <Button size="compact-sm" loading={settle.isPending} onClick={() => act('confirm')}>
          {t('proposal.confirm')}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          disabled={note.trim() === '' || settle.isPending}
          onClick={() => act('reject')}
        >
          {t('proposal.reject')}
        </Button>
      </div>
      <Refused error={settle.error} />
    </>
  )
}
