import { useQueryClient } from '@tanstack/react-query'
import type { NoticeFollowUp } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { ConfirmButton } from '../../components/index.ts'
import type { AnsweredItem } from './marketplace-response.ts'
import styles from './notices.module.css'
import { noticeKey, type NoticeDetailView } from './notice-queries.ts'

type PursueProps = { item: AnsweredItem; notice: NoticeDetailView; to: string }

/** The notifier's actions on one listing: answer a question, complain, name the dispute settlement body. */
export function NotifierActions({ item, notice, to }: PursueProps): ReactNode {
  const { t, day } = useText()
  const queries = useQueryClient()
  const { sendNotices } = permissionsOf(useMember())
  const { position, question, outcome, complaint } = item
  if (!sendNotices || notice.state !== 'sent') return null
  const run = async (action: NoticeFollowUp): Promise<void> => {
    const params = { id: notice.id }
    const answer = await server.notices.act({ params, body: { organisation: to, action } })
    queries.setQueryData(noticeKey(notice.id), answer)
    await queries.invalidateQueries({ queryKey: noticeKey(notice.id) })
  }
  const mayComplain = complaint?.state === 'open' && complaint.until !== undefined
  const common = { button: { variant: 'default', size: 'compact-sm' } } as const
  return (
    <div className={styles.line}>
      {question !== undefined && (
        <ConfirmButton
          {...common}
          label={t('notice.notifier-action.answer')}
          title={t('notice.notifier-action.answer')}
          text={<p className="stranger">{question}</p>}
          reason={{ label: t('notice.notifier-action.answer.text'), required: true }}
          run={(text) => run({ type: 'respond', position, text })}
        />
      )}
      {mayComplain && (
        <ConfirmButton
          {...common}
          label={t('notice.notifier-action.complain')}
          title={t('notice.notifier-action.complain')}
          text={t('notice.notifier-action.complain.text', { day: day(complaint.until ?? '') })}
          reason={{ label: t('notice.notifier-action.complain.grounds'), required: true }}
          run={(grounds) => run({ type: 'complain', position, grounds })}
        />
      )}
      {outcome !== undefined && (
        <ConfirmButton
          {...common}
          label={t('notice.notifier-action.refer')}
          title={t('notice.notifier-action.refer')}
          text={t('notice.notifier-action.refer.text')}
          reason={{ label: t('notice.notifier-action.refer.body'), required: true }}
          run={(body) => run({ type: 'refer', position, body })}
        />
      )}
    </div>
  )
}
