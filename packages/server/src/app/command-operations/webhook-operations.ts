import { WebhookInput, Slug } from '@touchstone/contract'
import { z } from 'zod'
import { openKeys } from '../../access/installation-keys/index.ts'
import {
  addWebhook,
  removeWebhook,
  replayEvents,
  resendEvent,
  rotateSecret,
  listWebhooks,
  type WebhookSettings,
} from '../../messaging/webhooks/index.ts'
import { defineOperation, type OperationContext } from './operation.ts'
import { inOrganisation } from './find-organisation.ts'

const Whose = z.strictObject({ organisation: Slug })
const One = Whose.extend({ id: z.string() })
const Span = One.extend({ since: z.iso.datetime(), until: z.iso.datetime() })

export const webhookOperations = {
  'webhooks.list': defineOperation(Whose, (context, { organisation }) =>
    inOrganisation(context, organisation, listWebhooks),
  ),
  'webhooks.add': defineOperation(
    WebhookInput.extend({ organisation: Slug }),
    async (context, given) => {
      const { organisation, ...input } = given
      const settings = await settingsOf(context)
      return inOrganisation(context, organisation, (options) =>
        addWebhook({ ...options, input, settings }),
      )
    },
  ),
  'webhooks.remove': defineOperation(One, (context, { organisation, id }) =>
    inOrganisation(context, organisation, (options) => removeWebhook({ ...options, id })),
  ),
  'webhooks.rotate': defineOperation(One, async (context, { organisation, id }) => {
    const settings = await settingsOf(context)
    return inOrganisation(context, organisation, (options) =>
      rotateSecret({ ...options, id, settings }),
    )
  }),
  'webhooks.resend': defineOperation(
    One.extend({ event: z.string() }),
    (context, { organisation, id, event }) =>
      inOrganisation(context, organisation, (options) => resendEvent({ ...options, id, event })),
  ),
  'webhooks.replay': defineOperation(Span, replayAll),
}

async function replayAll(
  context: OperationContext,
  { organisation, id, ...span }: z.output<typeof Span>,
): Promise<{ resent: number }> {
  const input = { since: new Date(span.since), until: new Date(span.until) }
  return inOrganisation(context, organisation, async (options) => {
    let page = await replayEvents({ ...options, id, input })
    let resent = page.resent
    while (page.next !== undefined) {
      page = await replayEvents({ ...options, id, input: { ...input, after: page.next } })
      resent += page.resent
    }
    return { resent }
  })
}

async function settingsOf(context: OperationContext): Promise<WebhookSettings> {
  const { sealer } = await openKeys(context)
  return { sealer, allow: context.config.outboundAllow }
}
