import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useOrganisationName } from '../../investigation/case-components/index.ts'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import {
  ConfirmButton,
  Card,
  Moment,
  StateMark,
  type StateMarkProps,
  StoredSentence,
} from '../../components/index.ts'
import styles from './notices.module.css'
import {
  noticeKey,
  useMessages,
  type MessageView,
  type NoticeDetailView,
} from './notice-queries.ts'

type Recipient = NoticeDetailView['recipients'][number]

const tones = {
  waiting: 'waiting',
  'handed-over': 'good',
  recalled: 'plain',
  refused: 'bad',
} as const satisfies Record<Recipient['state'], StateMarkProps['tone']>
const messageTones = {
  queued: 'waiting',
  sending: 'waiting',
  sent: 'good',
  failed: 'bad',
  uncertain: 'bad',
  cancelled: 'plain',
} as const satisfies Record<MessageView['state'], StateMarkProps['tone']>

/** Delivery to each recipient, and proof of notification for a withdrawal. */
export function DeliveryStatus({ notice }: { notice: NoticeDetailView }): ReactNode {
  const { t } = useText()
  const organisationName = useOrganisationName()
  const byMail = notice.recipients.some(({ by }) => by === 'email')
  const messages = useMessages(notice.id, byMail)
  const byId = new Map((messages.data?.items ?? []).map((one) => [one.id, one]))
  return (
    <Card title={t('notice.recipients')}>
      {messages.data?.waitsFor != null && (
        <p className={styles.fine}>
          <StoredSentence text={messages.data.waitsFor} />
        </p>
      )}
      <ul className={styles.told} aria-label={t('notice.recipients')}>
        {notice.recipients.map((one, place) => (
          <li key={place}>
            <div className={styles.line}>
              <strong className="stranger">
                {t(`delivery-method.${one.by}`)}
                {one.to !== '' && ` · ${one.by === 'inside' ? organisationName(one.to) : one.to}`}
              </strong>
              <StateMark tone={tones[one.state]}>{t(`recipient-state.${one.state}`)}</StateMark>
              {one.handedOverAt !== null && <Moment at={one.handedOverAt} />}
            </div>
            {one.refused !== null && (
              <p className={styles.fine}>
                <StoredSentence text={one.refused} />
              </p>
            )}
            {one.received !== null && (
              <p className={styles.fine}>{t('notice.receipt-number', { id: one.received })}</p>
            )}
            <Mail message={one.message === null ? undefined : byId.get(one.message)} />
            <Withdrawal recipient={one} message={byId.get(one.withdrawalMessage ?? '')} />
          </li>
        ))}
      </ul>
    </Card>
  )
}

/** The mail server’s own words as a quotation, or why there are none. */
function MailAnswer({ answer }: { answer: string }): ReactNode {
  const { t } = useText()
  return /^\d{3}[ -]/.test(answer) ? (
    t('message.answer', { answer })
  ) : (
    <StoredSentence text={answer} />
  )
}

/** State of a message. If its delivery is unknown, only a person may send it again. */
function Mail({ message }: { message: MessageView | undefined }): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const { sendNotices } = permissionsOf(useMember())
  if (message === undefined) return null
  const { id, about, state } = message
  const isAgain = state === 'failed' || state === 'uncertain'
  return (
    <div className={styles.fine}>
      <StateMark tone={messageTones[message.state]}>
        {t(`message-state.${message.state}`)}
      </StateMark>{' '}
      {t('notice.message', { id: message.id })}
      {message.endedAt !== null && (
        <>
          {' · '}
          <Moment at={message.endedAt} />
        </>
      )}
      {message.answer !== null && (
        <span className="stranger">
          {' · '}
          <MailAnswer answer={message.answer} />
        </span>
      )}{' '}
      {isAgain && sendNotices && (
        <ConfirmButton
          label={t('message.resend')}
          title={t('message.resend')}
          text={t(`message.resend.${state}`)}
          run={async () => {
            await server.messages.act({ params: { id }, body: { action: { type: 'resend' } } })
            await queries.invalidateQueries({ queryKey: [...noticeKey(about.id), 'messages'] })
          }}
          button={{ variant: 'default', size: 'compact-xs' }}
        />
      )}
    </div>
  )
}

/** State of a withdrawal for one recipient, with its receipt or message. */
function Withdrawal({
  recipient: { withdrawal, withdrawnAt, received, withdrawalMessage },
  message,
}: {
  recipient: Recipient
  message: MessageView | undefined
}): ReactNode {
  const { t } = useText()
  if (withdrawal === null) return null
  const proof = withdrawalMessage ?? received
  if (withdrawal === 'by-hand') {
    return (
      <p className={styles.line}>
        <StateMark tone="waiting">{t('withdrawal-state.by-hand')}</StateMark>
      </p>
    )
  }
  return (
    <>
      <p className={styles.line}>
        <StateMark tone={withdrawal === 'waiting' ? 'waiting' : 'good'}>
          {t(`withdrawal-state.${withdrawal}`)}
        </StateMark>
        {withdrawnAt !== null && <Moment at={withdrawnAt} />}
        {withdrawal === 'told' && proof !== null && (
          <span className={styles.fine}>{t('notice.withdrawal.proof', { id: proof })}</span>
        )}
      </p>
      <Mail message={message} />
    </>
  )
}
