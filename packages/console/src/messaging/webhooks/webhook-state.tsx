import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { StateMark } from '../../components/index.ts'
import type { Webhook } from './queries.ts'

export type WebhookStateProps = {
  webhook: Pick<Webhook, 'enabled' | 'disabledReason' | 'failingSince'>
}

/** Whether events are being delivered, and if not, why. */
export function WebhookState({ webhook }: WebhookStateProps): ReactNode {
  const { t, time } = useText()
  const { enabled, disabledReason, failingSince } = webhook
  if (!enabled) {
    return (
      <StateMark tone="plain">
        {disabledReason === null ? t('webhook.off') : t(`webhook.off.${disabledReason}`)}
      </StateMark>
    )
  }
  if (failingSince === null) return <StateMark tone="good">{t('webhook.on')}</StateMark>
  return <StateMark tone="bad">{t('webhook.failing', { since: time(failingSince) })}</StateMark>
}
