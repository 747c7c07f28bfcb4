import { Button } from '@mantine/core'
import { useQueryClient, type UseQueryResult } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { NoticeCheckView } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { ConfirmButton, Card, StateMark, QueryStatus } from '../../surface/index.ts'
import { forgetAside, isWhole } from './draft.ts'
import type { PartProps } from './draft-page.tsx'
import styles from './notices.module.css'
import { noticeKey, useNoticeSettings } from './notice-queries.ts'

export type SendCardProps = PartProps & { check: UseQueryResult<NoticeCheckView> }

/** Shows what prevents sending the draft, and sends it. */
export function SendCard({ notice, writing, said, check }: SendCardProps): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
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
    forgetAside(notice.id)
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
      {!ok && <p className={styles.fine}>{t('notice.missing.where')}</p>}
      {mayGo ? (
        <ConfirmButton
          label={label}
          title={label}
          text={
            <>
              <p>{t(twoPeople ? 'notice.propose.text' : 'notice.send.text')}</p>
              <ul>
                {draft.recipients.filter(isWhole).map(({ by, to }, place) => (
                  <li key={place} className="stranger">
                    {t(`delivery-method.${by}`)}
                    {to !== '' && `: ${to}`}
                  </li>
                ))}
              </ul>
            </>
          }
          run={send}
          button={{ variant: 'filled' }}
        />
      ) : (
        <Button disabled>{label}</Button>
      )}
    </Card>
  )
}
