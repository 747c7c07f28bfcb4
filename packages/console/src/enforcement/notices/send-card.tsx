import { Button } from '@mantine/core'
import { useMutation, useQueryClient, type UseQueryResult } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { NoticeCheckView } from '@touchstone/contract'
import { useId, type ReactNode } from 'react'
import { useMember } from '../../access/session/index.ts'
import { useText } from '../../messages/index.ts'
import { ConfirmButton, Card, Refused, StateMark, QueryStatus } from '../../components/index.ts'
import { isWhole, type Draft } from './draft.ts'
import type { PartProps } from './draft-page.tsx'
import styles from './notices.module.css'
import { noticeKey, useNoticeSettings, useSignatories } from './notice-queries.ts'
import { useRecipientName } from './recipient-picker.tsx'

export type SendCardProps = PartProps & {
  check: UseQueryResult<NoticeCheckView>
  /** Whether the page shows the notice itself, so that no further question is asked. */
  isReview?: boolean
}

/** Shows what prevents sending the draft, and sends it. */
export function SendCard({
  notice,
  writing,
  said,
  check,
  isReview = false,
}: SendCardProps): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const reasonId = useId()
  const nameOf = useRecipientName(notice.id)
  const settings = useNoticeSettings()
  const twoPeople = settings.data?.secondPerson === true
  const { draft } = writing
  if (!check.isSuccess) {
    return (
      <Card title={t('notice.sending')}>
        <QueryStatus query={check} />
      </Card>
    )
  }
  const { ok, refusals, warnings } = check.data
  const mayGo = ok && writing.other === undefined
  const label = t(twoPeople ? 'notice.propose' : 'notice.send')
  const send = async (): Promise<void> => {
    // The reason is already shown above the form.
    if (!(await writing.keep())) throw new Error(t('notice.saving.failed'))
    const answer = await writing.send()
    if (answer === undefined) throw new Error(t('notice.replaced'))
    await queries.invalidateQueries({ queryKey: ['notices'] })
    await queries.invalidateQueries({ queryKey: ['case', notice.case, 'course'] })
    queries.setQueryData(noticeKey(notice.id), answer)
    await queries.invalidateQueries({ queryKey: noticeKey(notice.id) })
  }
  return (
    <Card title={t('notice.sending')}>
      <p className={styles.standing} role="status">
        <StateMark tone={ok ? 'good' : 'waiting'}>
          {ok ? t('notice.ready') : t('notice.missing', { count: refusals.length })}
        </StateMark>
        {warnings.length > 0 && (
          <span className={styles.fine}>{t('notice.warnings', { count: warnings.length })}</span>
        )}
      </p>
      {said('counsel')}
      {refusals.some(({ code }) => code === 'counsel') && (
        <p className={styles.fine}>
          {t('notice.rehearsal')}{' '}
          <Link to="/regimes/$id" params={{ id: draft.regime }}>
            {t('notice.open-regime')}
          </Link>
        </p>
      )}
      {said('else')}
      {refusals.some(({ code }) => code === 'law-not-carried') && (
        <p className={styles.fine}>{t('review.law-not-carried')}</p>
      )}
      {!ok && (
        <p id={reasonId} className={styles.fine}>
          {t(isReview ? 'review.missing.where' : 'notice.missing.where')}
        </p>
      )}
      {isReview && <SignatoryStatement draft={draft} />}
      {mayGo && isReview ? (
        <SendNow label={label} send={send} />
      ) : mayGo ? (
        <ConfirmButton
          label={label}
          title={label}
          text={
            <>
              <p>{t(twoPeople ? 'notice.propose.text' : 'notice.send.text')}</p>
              <ul>
                {draft.recipients.filter(isWhole).map((recipient, place) => (
                  <li key={place} className="stranger">
                    {nameOf(recipient)}
                  </li>
                ))}
              </ul>
            </>
          }
          run={send}
          button={{ variant: 'filled' }}
        />
      ) : (
        <Button disabled aria-describedby={reasonId}>
          {label}
        </Button>
      )}
    </Card>
  )
}

/** Whose statement the notice is. */
function SignatoryStatement({ draft: { signatory, goodFaith } }: { draft: Draft }): ReactNode {
  const { t } = useText()
  const { organisation } = useMember()
  const signatories = useSignatories()
  const name = signatories.data?.find(({ person }) => person === signatory)?.name
  if (name === undefined || !goodFaith) return null
  return (
    <p className={styles.fine}>
      {t('review.good-faith', { name, organisation: organisation.name })}
    </p>
  )
}

function SendNow({ label, send }: { label: string; send: () => Promise<void> }): ReactNode {
  const now = useMutation({ mutationFn: send })
  return (
    <>
      <Button loading={now.isPending} onClick={() => now.mutate()}>
        {label}
      </Button>
      <Refused error={now.error} />
    </>
  )
}
