import type { FunnelView } from '@touchstone/contract'
import type { Text } from '../../messages/index.ts'

export type Queue = FunnelView['queues'][number]

/** A queue by the name that its listings bear elsewhere. */
export function queueName({ t }: Pick<Text, 't'>, queue: Queue['queue']): string {
  switch (queue) {
    case 'block':
    case 'review':
    case 'ask-proof':
      return t(`verdict.${queue}`)
    case 'impossible-price':
      return t('funnel.queue.impossible-price')
    case 'sellers':
      return t('funnel.queue.sellers')
  }
}
