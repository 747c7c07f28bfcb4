import { z } from 'zod'
import { action, actionInput } from '../api/action.ts'
import { bodyLimits, EmptyView, endpoint, PageQuery, pageOf } from '../api/endpoint.ts'
import { isoDateTime } from '../money.ts'
import { text } from '../text.ts'

const time = z.iso.datetime()

/** Where a tip came from, as people state it. */
export const statedTipSources = [
  'consumer',
  'employee',
  'partner',
  'test-purchase',
  'customs',
  'other',
] as const
/** And those that arrived by email. */
export const tipSources = [...statedTipSources, 'email'] as const
export type TipSource = (typeof tipSources)[number]

/** How a confirmed find came first: by a watch, by a tip of a source, or otherwise (imports, feeds). */
export const findOrigins = ['watch', ...tipSources] as const
export type FindOrigin = (typeof findOrigins)[number]

export const OriginCountView = z
  .object({
    origin: z.enum(findOrigins).meta({
      description:
        'The first source: a watch, or a tip of this source. `other` is also an import or a feed.',
    }),
    count: z.int(),
  })
  .meta({ id: 'OriginCountView' })

const brand = z
  .string()
  .max(200)
  .regex(/^[a-z0-9][a-z0-9-]*$/)

/** What sent a page out of a person’s browser. */
export const pageSenders = ['extension', 'bookmarklet'] as const
export type PageSender = (typeof pageSenders)[number]

const ShownPageInput = z
  .strictObject({
    html: text(500_000).meta({
      description: 'What the page states of its listings: JSON-LD, microdata, Open Graph.',
    }),
    sentWith: z.enum(pageSenders),
    shownAt: isoDateTime.meta({ description: 'When the browser showed it.' }),
    signInReason: text(500).optional().meta({
      description:
        'Counsel’s reason to read a page that asks for a sign-in; stated by admins alone.',
    }),
  })
  .meta({
    id: 'ShownPageInput',
    description:
      'The page as a person’s browser showed it, which is read instead of its address. Not an independent capture.',
  })

export const TipInput = z
  .strictObject({
    url: z
      .url({ protocol: /^https?$/ })
      .max(2000)
      .meta({ description: 'Address of the page.' }),
    words: text(4000).optional().meta({ description: 'What the organisation heard.' }),
    source: z.enum(statedTipSources),
    brand: brand.optional().meta({ description: 'Required of members limited to brands.' }),
    receivedAt: isoDateTime
      .optional()
      .meta({ description: 'When the organisation received it; by default now.' }),
    page: ShownPageInput.optional(),
  })
  .meta({ id: 'TipInput' })
export type TipInput = z.infer<typeof TipInput>

/** Results of RFC 8601. */
const EmailCheck = z
  .enum(['pass', 'fail', 'softfail', 'neutral', 'none', 'policy', 'temperror', 'permerror'])
  .nullable()

export const EmailChecksView = z
  .object({ spf: EmailCheck, dkim: EmailCheck, dmarc: EmailCheck })
  .meta({
    id: 'EmailChecksView',
    description:
      'What the first Authentication-Results header of the email says; null where it says nothing. A server that writes none passes on what the sender wrote.',
  })
export type EmailChecksView = z.infer<typeof EmailChecksView>

export const TipView = z
  .object({
    id: z.uuid(),
    url: z.string(),
    words: z.string().nullable(),
    source: z.enum(tipSources),
    brand: brand.nullable(),
    receivedAt: time,
    recordedAt: time,
    person: z.uuid().meta({
      description: 'Who recorded it; of an email, the person to whose address it was sent.',
    }),
    readAt: time.nullable().meta({ description: 'When its page was read; null before.' }),
    failure: z.string().nullable().meta({ description: 'Why its page could not be read.' }),
    listings: z.array(z.uuid()).meta({ description: 'The listings that its page held.' }),
    page: z
      .object({
        sentWith: z.enum(pageSenders),
        shownAt: time,
        signInReason: z.string().nullable(),
      })
      .nullable()
      .meta({ description: 'Where its listings came from a person’s browser; otherwise null.' }),
    email: z
      .object({
        from: z.string().nullable().meta({
          description: 'The sender as the email states it, which anyone may forge.',
        }),
        sentAt: time.nullable().meta({ description: 'As the email states it.' }),
        checks: EmailChecksView.nullable(),
        forgottenAt: time.nullable().meta({
          description: 'When sender and words were removed at the end of their retention.',
        }),
      })
      .nullable()
      .meta({ description: 'Where it arrived by email; otherwise null.' }),
  })
  .meta({ id: 'TipView' })
export type TipView = z.infer<typeof TipView>

export const TipAddressInput = z
  .strictObject({
    brand: brand.optional().meta({
      description: 'The brand of its tips. Required of members limited to brands.',
    }),
  })
  .meta({ id: 'TipAddressInput' })

export const TipAddressView = z
  .object({
    id: z.uuid(),
    address: z.string().meta({
      description: 'Anyone who knows it can send tips, so it is shown to its person alone.',
    }),
    brand: brand.nullable(),
    createdAt: time,
  })
  .meta({ id: 'TipAddressView' })
export type TipAddressView = z.infer<typeof TipAddressView>

const OneTip = z.strictObject({ id: z.string() })

export const tipEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/tips',
    summary: 'List tips, newest first',
    access: 'person',
    query: PageQuery.extend({
      sender: z.string().trim().max(320).optional().meta({
        description: 'Only tips by email from this address, as the emails state it.',
      }),
    }),
    response: pageOf(TipView),
  }),
  create: endpoint({
    method: 'POST',
    path: '/api/v1/tips',
    summary: 'Record a tip and submit the listings of its page',
    description:
      'The page is read as by `/listings/page`, by its address or as a person’s browser showed it: this is not evidence, a capture is requested separately. If it cannot be read, the tip is recorded with the reason, and can be read later.',
    access: 'person',
    body: TipInput,
    bodyLimit: bodyLimits.long,
    response: TipView,
    statuses: [201],
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/tips/:id',
    summary: 'Retrieve a tip',
    access: 'person',
    params: OneTip,
    response: TipView,
  }),
  act: endpoint({
    method: 'POST',
    path: '/api/v1/tips/:id/actions',
    summary: 'Read the page of a tip again, or remove the sender of its email',
    description:
      '`forget-sender` removes sender and words of a tip that arrived by email, for a sender who asks for it.',
    access: 'person',
    params: OneTip,
    body: actionInput(
      'TipActionInput',
      z
        .discriminatedUnion('type', [action('read-page', {}), action('forget-sender', {})])
        .meta({ id: 'TipAction' }),
    ),
    response: TipView,
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/api/v1/tips/:id',
    summary: 'Delete a tip; the listings of its page stay',
    access: 'person',
    params: OneTip,
    response: EmptyView,
  }),
}

export const tipAddressEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/tip-addresses',
    summary: 'Retrieve your email address for tips',
    access: 'person',
    response: z.object({
      items: z.array(TipAddressView).meta({ description: 'At most one.' }),
      isMailRead: z.boolean().meta({
        description: 'False if the installation has no mailbox for tips.',
      }),
    }),
  }),
  create: endpoint({
    method: 'POST',
    path: '/api/v1/tip-addresses',
    summary: 'Create or renew your email address for tips',
    description:
      'Emails sent to it become tips in your name: one for each page that they name. An address that you had before ends at once.',
    access: 'person',
    body: TipAddressInput,
    response: TipAddressView,
    statuses: [201],
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/api/v1/tip-addresses/:id',
    summary: 'Delete your email address for tips; its tips stay',
    access: 'person',
    params: OneTip,
    response: EmptyView,
  }),
}
