import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { StateMark } from '../../components/index.ts'
import type { Webhook } from './queries.ts'

export type WebhookStateProps = {
  webhook: Pick<Webhook, 'enabled' | 'disabledBecause' | 'failingSince'>
}

/** Whether events are being delivered, and if not, why. */
export function WebhookState({ webhook }: WebhookStateProps): ReactNode {
  const { t, time } = useText()
  const { enabled, disabledBecause, failingSince } = webhook
  if (!enabled) {
    return (
      <StateMark tone="plain">
        {disabledBecause === null ? t('webhook.off') : t(`webhook.off.${disabledBecause}`)}
      </StateMark>
    )
  }
  if (failingSince === null) return <StateMark tone="good">{t('webhook.on')}</StateMark>
  return <StateMark tone="bad">{t('webhook.failing', { since: time(failingSince) })}</StateMark>
}
