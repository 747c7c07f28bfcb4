import { Button, NativeSelect, SegmentedControl } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { NoticeAction, NoticeOutcome, WithdrawalCause } from '@touchstone/contract'
import { useState, type ReactNode } from 'react'
import { noticeOutcomes, withdrawalCauses } from '../../investigation/case-components/index.ts'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { useMember } from '../../access/session/index.ts'
import { ConfirmButton, Refused } from '../../components/index.ts'
import styles from './notices.module.css'
import {
  exportAddress,
  noticeKey,
  useNoticeRecord,
  type NoticeDetailView,
} from './notice-queries.ts'

/** The actions open to a notice now. */
export function Steps({ notice }: { notice: NoticeDetailView }): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const params = { id: notice.id }
  const { state } = notice
  const took = async (answer: NoticeDetailView): Promise<void> => {
    queries.setQueryData(noticeKey(notice.id), answer)
    for (const part of ['record', 'returned', 'messages']) {
      await queries.invalidateQueries({ queryKey: [...noticeKey(notice.id), part] })
    }
    await queries.invalidateQueries({ queryKey: ['notices'] })
    await queries.invalidateQueries({ queryKey: ['case', notice.case, 'course'] })
  }
  const look = useMutation({
    mutationFn: () => server.notices.look({ params }),
    onSuccess: took,
  })
  return (
    <>
      <div className={styles.steps}>
        {state === 'proposed' && <SecondPerson notice={notice} took={took} />}
        {state === 'sent' && (
          <>
            <Button loading={look.isPending} onClick={() => look.mutate()}>
              {t('notice.takedown-check')}
            </Button>
            <NoteAnswer notice={notice} took={took} />
          </>
        )}
        <a href={exportAddress(notice.id, 'text')} download className={styles.save}>
          {t('notice.export.text')}
        </a>
        <a href={exportAddress(notice.id, 'json')} download className={styles.save}>
          {t('notice.export.json')}
        </a>
        {state !== 'withdrawn' && <Withdraw notice={notice} took={took} />}
      </div>
      <Refused error={look.error} />
    </>
  )
}

type StepProps = { notice: NoticeDetailView; took: (answer: NoticeDetailView) => Promise<void> }

/** A second person sends the prepared notice, or returns it with a reason. */
function SecondPerson({ notice, took }: StepProps): ReactNode {
  const { t } = useText()
  const { person } = useMember()
  const record = useNoticeRecord(notice.id)
  const act = async (action: NoticeAction): Promise<void> => {
    const body = { action, expectedVersion: notice.version }
    await took(await server.notices.act({ params: { id: notice.id }, body }))
  }
  const proposed = record.data?.findLast(({ kind }) => kind === 'proposed')
  if (proposed === undefined) return null
  if (proposed.by.id === person.id) {
    return <p className={styles.fine}>{t('notice.second-approver')}</p>
  }
  return (
    <>
      <ConfirmButton
        label={t('notice.confirm')}
        title={t('notice.confirm')}
        text={t('notice.confirm.text')}
        run={() => act({ type: 'approve' })}
        button={{ variant: 'filled' }}
      />
      <ConfirmButton
        label={t('notice.reject')}
        title={t('notice.reject')}
        text={t('notice.reject.text')}
        reason={{ label: t('notice.reject.reason'), required: true }}
        run={(reason) => act({ type: 'reject', reason })}
      />
    </>
  )
}

/** Records a marketplace's response received by email or through its portal. */
function NoteAnswer({ notice, took }: StepProps): ReactNode {
  const { t } = useText()
  const [what, setWhat] = useState<'acknowledged' | 'decided'>(
    notice.acknowledgedAt === null ? 'acknowledged' : 'decided',
  )
  const [outcome, setOutcome] = useState<NoticeOutcome>('restricted')
  return (
    <ConfirmButton
      label={t('notice.record-response')}
      title={t('notice.record-response')}
      text={t('notice.record-response.text')}
      reason={{ label: t('notice.record-response.note') }}
      run={async (note) => {
        const input = note === '' ? {} : { note }
        await took(
          await server.notices.follow({
            params: { id: notice.id },
            body: what === 'acknowledged' ? { what, ...input } : { what, outcome, ...input },
          }),
        )
      }}
    >
      <SegmentedControl
        value={what}
        data={[
          { value: 'acknowledged', label: t('notice.response.acknowledged') },
          { value: 'decided', label: t('notice.response.decided') },
        ]}
        onChange={(value) => setWhat(value === 'decided' ? 'decided' : 'acknowledged')}
      />
      {what === 'decided' && (
        <NativeSelect
          label={t('notice.outcome')}
          value={outcome}
          data={noticeOutcomes.map((value) => ({ value, label: t(`notice-outcome.${value}`) }))}
          onChange={({ currentTarget: { value } }) => {
            const next = noticeOutcomes.find((one) => one === value)
            if (next) setOutcome(next)
          }}
        />
      )}
    </ConfirmButton>
  )
}

/** Withdraws a notice from all recipients, after showing the consequences at each. */
function Withdraw({ notice, took }: StepProps): ReactNode {
  const { t } = useText()
  const [cause, setCause] = useState<WithdrawalCause>('mistaken')
  const { recipients, state } = notice
  const isOut = state === 'sent'
  return (
    <ConfirmButton
      label={t('notice.withdraw')}
      title={t('notice.withdraw')}
      text={
        isOut ? (
          <>
            <p>{t('notice.withdraw.text')}</p>
            <ul>
              {recipients.map(({ by, to, state: delivery }, place) => (
                <li key={place} className="stranger">
                  {t(`delivery-method.${by}`)}
                  {to !== '' && ` (${to})`}:{' '}
                  {t(delivery === 'waiting' ? 'notice.withdraw.recalled' : `notice.withdraw.${by}`)}
                </li>
              ))}
            </ul>
          </>
        ) : (
          t('notice.withdraw.unsent')
        )
      }
      reason={{ label: t('notice.withdraw.reason'), required: true }}
      run={async (reason) =>
        took(
          await server.notices.act({
            params: { id: notice.id },
            body: { action: { type: 'withdraw', cause, reason } },
          }),
        )
      }
    >
      {isOut && (
        <NativeSelect
          label={t('notice.withdraw.cause')}
          description={t('notice.withdraw.cause.hint')}
          value={cause}
          data={withdrawalCauses.map((value) => ({ value, label: t(`withdrawal.${value}`) }))}
          onChange={({ currentTarget: { value } }) => {
            const next = withdrawalCauses.find((one) => one === value)
            if (next) setCause(next)
          }}
        />
      )}
    </ConfirmButton>
  )
}
