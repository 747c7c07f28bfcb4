import { NewWebhook, Slug } from '@touchstone/contract'
import { z } from 'zod'
import { openKeys } from '../../access/installation-keys/index.ts'
import {
  addWebhook,
  removeWebhook,
  replay,
  resend,
  rotateSecret,
  webhooksOf,
  type WebhookSettings,
} from '../../messaging/webhooks/index.ts'
import { operation, type OperationContext } from './operation.ts'
import { on } from './find-organisation.ts'

const Whose = z.strictObject({ organisation: Slug })
const One = Whose.extend({ id: z.string() })
const Span = One.extend({ since: z.iso.datetime(), until: z.iso.datetime() })

export const webhookOperations = {
  'webhooks.list': operation(Whose, (context, { organisation }) =>
    on(context, organisation, webhooksOf),
  ),
  'webhooks.add': operation(NewWebhook.extend({ organisation: Slug }), async (context, given) => {
    const { organisation, ...input } = given
    const settings = await settingsOf(context)
    return on(context, organisation, (asked) => addWebhook({ ...asked, input, settings }))
  }),
  'webhooks.remove': operation(One, (context, { organisation, id }) =>
    on(context, organisation, (asked) => removeWebhook({ ...asked, id })),
  ),
  'webhooks.rotate': operation(One, async (context, { organisation, id }) => {
    const settings = await settingsOf(context)
    return on(context, organisation, (asked) => rotateSecret({ ...asked, id, settings }))
  }),
  'webhooks.resend': operation(
    One.extend({ event: z.string() }),
    (context, { organisation, id, event }) =>
      on(context, organisation, (asked) => resend({ ...asked, id, event })),
  ),
  'webhooks.replay': operation(Span, replayAll),
}

async function replayAll(
  context: OperationContext,
  { organisation, id, ...span }: z.output<typeof Span>,
): Promise<{ resent: number }> {
  const input = { since: new Date(span.since), until: new Date(span.until) }
  return on(context, organisation, async (asked) => {
    let page = await replay({ ...asked, id, input })
    let resent = page.resent
    while (page.next !== undefined) {
      page = await replay({ ...asked, id, input: { ...input, after: page.next } })
      resent += page.resent
    }
    return { resent }
  })
}

async function settingsOf(context: OperationContext): Promise<WebhookSettings> {
  const { sealer } = await openKeys(context)
  return { sealer, allow: context.config.outboundAllow }
}
