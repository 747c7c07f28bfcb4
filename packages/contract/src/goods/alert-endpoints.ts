import { z } from 'zod'
import { action, plainActionInput } from '../api/action.ts'
import { endpoint, PageQuery, pageOf } from '../api/endpoint.ts'
import { text } from '../text.ts'
import { Gtin } from './code-endpoints.ts'

const time = z.iso.datetime()

export const AlertInput = z
  .strictObject({
    gtin: Gtin,
    batches: z.array(text(20)).max(100).default([]),
    serials: z.array(text(20)).max(1000).default([]).meta({
      description: 'With neither batches nor serials, the alert concerns the whole product.',
    }),
    title: text(200),
    text: text(4000).meta({
      description:
        'About goods and codes, for everyone. It names no seller: web and email addresses are refused.',
    }),
    isDangerous: z.boolean().meta({ description: 'Whether the goods can hurt people.' }),
  })
  .meta({ id: 'AlertInput' })
export type AlertInput = z.infer<typeof AlertInput>

/** A statement in canonical JSON as it was signed, with what verifies it offline. */
const Signed = z.object({
  statement: z.string(),
  signature: z.base64().meta({ description: 'Ed25519 over the UTF-8 bytes of the statement.' }),
  publicKey: z.string().meta({ description: 'Key of the maker, in PEM.' }),
  keyStatement: z.string().meta({
    description: 'Whose key it is, as the keeper of the evidence log stated.',
  }),
  keySignature: z.base64(),
})

export const AlertView = z
  .object({
    id: z.uuid(),
    maker: z.string(),
    gtin: z.string(),
    batches: z.array(z.string()),
    serials: z.array(z.string()),
    title: z.string(),
    text: z.string(),
    isDangerous: z.boolean(),
    publishedAt: time,
    withdrawnAt: time.nullable(),
    withdrawalReason: z.string().nullable(),
    signed: Signed,
    signedWithdrawal: Signed.nullable(),
  })
  .meta({ id: 'AlertView' })
export type AlertView = z.infer<typeof AlertView>

export const AlertAction = action('withdraw', { reason: text(2000) })

/** As JSON Feed 1.1 has it; `_alert` is the alert itself. */
export const AlertFeedView = z
  .object({
    version: z.literal('https://jsonfeed.org/version/1.1'),
    title: z.string(),
    items: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        content_text: z.string(),
        date_published: time,
        date_modified: time,
        _alert: AlertView,
      }),
    ),
  })
  .meta({ id: 'AlertFeedView' })

/** The newest of these are in the feeds. */
export const maxFeedAlerts = 100

/** Alerts by makers about goods and codes. */
export const alertEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/alerts',
    summary: 'List the organisation’s alerts, newest first',
    access: 'codes:read',
    wholeOrganisation: true,
    query: PageQuery,
    response: pageOf(AlertView),
  }),
  publish: endpoint({
    method: 'POST',
    path: '/api/v1/alerts',
    summary: 'Publish an alert about goods, signed, for everyone',
    access: 'person',
    wholeOrganisation: true,
    body: AlertInput,
    response: AlertView,
    statuses: [201],
  }),
  act: endpoint({
    method: 'POST',
    path: '/api/v1/alerts/:id/actions',
    summary: 'Withdraw an alert, which stays in the feeds with the reason',
    access: 'person',
    wholeOrganisation: true,
    params: z.object({ id: z.string() }),
    body: plainActionInput('AlertActionInput', AlertAction),
    response: AlertView,
  }),
  feed: endpoint({
    method: 'GET',
    path: '/api/v1/published-alerts',
    summary: 'Retrieve the newest alerts of all makers, withdrawn ones too, as a JSON Feed',
    access: 'open',
    response: AlertFeedView,
  }),
  atom: endpoint({
    method: 'GET',
    path: '/api/v1/published-alerts/atom',
    summary: 'Retrieve the newest alerts of all makers, withdrawn ones too, as an Atom feed',
    access: 'open',
    response: z.string(),
    responseType: 'application/atom+xml',
  }),
}
