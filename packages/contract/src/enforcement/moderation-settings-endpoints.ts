import { z } from 'zod'
import { noticeGrounds } from './notice.ts'
import { text } from '../text.ts'
import { sellerLanguages } from './appeal-endpoints.ts'
import { endpoint } from '../api/endpoint.ts'

const Moment = z.iso.datetime()
const Day = z.iso.date()
const Country = z.string().regex(/^[A-Z]{2}$/)

const SellerLinkSettings = z.strictObject({
  send: z.boolean().default(true).meta({
    description: 'Whether a seller whose listing is restricted gets an appeal link.',
  }),
  days: z.int().min(1).max(200).default(184).meta({
    description:
      'Number of days for which the link is valid; defaults to the shortest complaint period.',
  }),
  locale: z
    .enum(sellerLanguages)
    .default('en')
    .meta({ description: 'Language of the accompanying text.' }),
  ownChannel: text(500).optional().meta({
    description:
      'How sellers reach the same form on your own site. Defaults to where complaints are lodged.',
  }),
})

export const ModerationSettingsInput = z
  .strictObject({
    profile: z
      .strictObject({
        tier: z.enum(['hosting', 'platform', 'marketplace']),
        sizeClass: z.enum(['micro', 'small', 'other']),
        sizeLostOn: Day.optional().meta({
          description:
            'Day on which the company stopped being small. The exemption continues for twelve months.',
        }),
        vlopDesignatedOn: Day.optional(),
      })
      .meta({
        description: 'Determines which duties apply, together with the exemptions by size.',
      }),
    settings: z
      .record(z.string().max(100), z.union([z.number(), z.boolean()]))
      .default({})
      .meta({ description: 'Numbers and switches that the law leaves open, by name.' }),
    door: z.enum(['open', 'closed']).meta({
      description:
        'Whether external senders may send notices to /api/v1/marketplaces/:slug/notices.',
    }),
    texts: z.strictObject({
      platform: text(200).meta({ description: 'Public name of the platform.' }),
      complaints: text(500).meta({ description: 'Where complaints are lodged.' }),
      bodies: text(500).meta({
        description: 'The out-of-court dispute settlement bodies available.',
      }),
      court: text(500),
      territory: z.array(Country).min(1).max(40).meta({
        description: 'Where its measures apply unless a decision states otherwise.',
      }),
    }),
    sellerLink: SellerLinkSettings.default({ send: true, days: 184, locale: 'en' }),
  })
  .meta({ id: 'ModerationSettingsInput' })
export type ModerationSettingsInput = z.infer<typeof ModerationSettingsInput>

export const ModerationSettingsView = ModerationSettingsInput.extend({
  version: z.int(),
  setBy: z.object({ kind: z.string(), id: z.string() }),
  setAt: Moment,
  duties: z
    .array(
      z.object({
        duty: z.string(),
        title: z.string(),
        articles: z.string(),
        applies: z.boolean(),
        explanation: z.string(),
        reason: z
          .enum([
            'tier',
            'every-size',
            'very-large',
            'small',
            'not-small',
            'was-small',
            'grace',
            'grace-over',
          ])
          .meta({ description: 'Why, as a code.' }),
        until: z.iso.date().nullable().meta({ description: 'The day that the reason names.' }),
      }),
    )
    .meta({
      description: 'Each duty of the regime, with whether it applies today and why.',
    }),
}).meta({ id: 'ModerationSettingsView' })

export const TrustedFlaggerInput = z
  .strictObject({
    notifierType: z.enum(['trusted-flagger', 'programme-member']).meta({
      description:
        'A trusted flagger listed by a coordinator, or a notifier in the marketplace’s own programme.',
    }),
    name: text(300),
    member: z.uuid().optional().meta({
      description:
        'Slug of the organisation of this installation that the entry stands for, as in its notices.',
    }),
    awardedBy: text(200).meta({
      description: 'The coordinator; for the own programme, the marketplace.',
    }),
    areas: z
      .array(z.enum(noticeGrounds))
      .min(1)
      .max(20)
      .meta({ description: 'Grounds covered by the status.' }),
    status: z.enum(['active', 'suspended', 'revoked']).meta({
      description: 'As listed: a platform neither grants nor withdraws the status.',
    }),
    source: text(500).meta({ description: 'Source of the entry.' }),
    listedOn: Day.meta({ description: 'Day on which the source was consulted.' }),
  })
  .meta({ id: 'TrustedFlaggerInput' })

export const TrustedFlaggerView = TrustedFlaggerInput.omit({ member: true })
  .extend({
    id: z.uuid(),
    member: z.uuid().nullable(),
    reports: z.int().meta({ description: 'Number of misuse reports to the coordinator.' }),
  })
  .meta({ id: 'TrustedFlaggerView' })

/** The marketplace's profile and contact points for notices, and its trusted flaggers. */
export const moderationSettingsEndpoints = {
  settings: endpoint({
    method: 'GET',
    path: '/api/v1/moderation/settings',
    summary: 'Retrieve the marketplace’s legal profile and moderation settings, with who set them',
    access: 'person',
    response: z.object({ current: ModerationSettingsView.nullable() }),
  }),
  set: endpoint({
    method: 'PUT',
    path: '/api/v1/moderation/settings',
    summary: 'Update the legal profile and moderation settings, with effect on future notices',
    access: 'person',
    wholeOrganisation: true,
    body: ModerationSettingsInput,
    response: ModerationSettingsView,
  }),
  flaggers: endpoint({
    method: 'GET',
    path: '/api/v1/moderation/trusted-flaggers',
    summary: 'List trusted flaggers and notifiers in the marketplace’s own programme',
    access: 'person',
    response: z.object({ items: z.array(TrustedFlaggerView) }),
  }),
  putFlagger: endpoint({
    method: 'POST',
    path: '/api/v1/moderation/trusted-flaggers',
    summary: 'Create or update a trusted flagger or programme notifier by name',
    access: 'person',
    wholeOrganisation: true,
    body: TrustedFlaggerInput,
    response: TrustedFlaggerView,
  }),
  reportFlagger: endpoint({
    method: 'POST',
    path: '/api/v1/moderation/trusted-flaggers/:id/reports',
    summary: 'Record a misuse report to the coordinator, who alone can withdraw the status',
    access: 'person',
    wholeOrganisation: true,
    params: z.strictObject({ id: z.uuid() }),
    body: z.strictObject({ explanation: text(10_000), unfounded: z.int().min(1) }),
    response: TrustedFlaggerView,
  }),
}
