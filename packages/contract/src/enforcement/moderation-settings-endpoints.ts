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
    description:
      'Whether a seller whose offer is restricted gets a link to the page on which it answers.',
  }),
  days: z.int().min(1).max(200).default(184).meta({
    description: 'How long it opens; at first as long as the shortest window for complaints.',
  }),
  locale: z.enum(sellerLanguages).default('en').meta({ description: 'Of the words around it.' }),
  ownWay: text(500).optional().meta({
    description:
      'How a seller finds the same on your own site; where complaints go, where nothing is said.',
  }),
})

export const ModerationSettings = z
  .strictObject({
    profile: z
      .strictObject({
        tier: z.enum(['hosting', 'platform', 'marketplace']),
        sizeClass: z.enum(['micro', 'small', 'other']),
        sizeLostOn: Day.optional().meta({
          description: 'Since when it is no longer small: twelve months follow, as before.',
        }),
        vlopDesignatedOn: Day.optional(),
      })
      .meta({ description: 'Decides which duties bind, with the exemptions by size.' }),
    settings: z
      .record(z.string().max(100), z.union([z.number(), z.boolean()]))
      .default({})
      .meta({ description: 'Numbers and switches that the law leaves open, by their names.' }),
    door: z.enum(['open', 'closed']).meta({
      description: 'Whether strangers may send notices to /api/v1/marketplaces/:slug/notices.',
    }),
    texts: z.strictObject({
      platform: text(200).meta({ description: 'As people know it.' }),
      complaints: text(500).meta({ description: 'Where complaints are taken.' }),
      bodies: text(500).meta({ description: 'Which out-of-court bodies there are.' }),
      court: text(500),
      territory: z.array(Country).min(1).max(40).meta({
        description: 'Where its measures hold unless a decision says otherwise.',
      }),
    }),
    sellerLink: SellerLinkSettings.default({ send: true, days: 184, locale: 'en' }),
  })
  .meta({ id: 'ReceptionSettings' })
export type ModerationSettings = z.infer<typeof ModerationSettings>

export const StoredModerationSettings = ModerationSettings.extend({
  version: z.int(),
  setBy: z.object({ kind: z.string(), id: z.string() }),
  setAt: Moment,
  duties: z.array(z.object({ duty: z.string(), applies: z.boolean(), because: z.string() })).meta({
    description: 'Each duty of the regime, with whether it binds today and why.',
  }),
}).meta({ id: 'KeptReceptionSettings' })

export const FlaggerInput = z
  .strictObject({
    rank: z.enum(['art22', 'house']).meta({
      description: 'A trusted flagger as a coordinator lists it, or the house’s own programme.',
    }),
    name: text(300),
    member: z.uuid().optional().meta({
      description: 'The organisation of this installation that it is, as its notices name it.',
    }),
    awardedBy: text(200).meta({ description: 'The coordinator; for the house’s own, the house.' }),
    areas: z
      .array(z.enum(noticeGrounds))
      .min(1)
      .max(20)
      .meta({ description: 'For which grounds.' }),
    status: z.enum(['ACTIVE', 'SUSPENDED', 'REVOKED']).meta({
      description: 'As it is listed: a platform gives and takes no status.',
    }),
    source: text(500).meta({ description: 'Where it was read.' }),
    listedOn: Day.meta({ description: 'The day on which it was read.' }),
  })
  .meta({ id: 'FlaggerInput' })

export const Flagger = FlaggerInput.omit({ member: true })
  .extend({
    id: z.uuid(),
    member: z.uuid().nullable(),
    reports: z.int().meta({ description: 'How often misuse was reported to the coordinator.' }),
  })
  .meta({ id: 'Flagger' })

/** What a marketplace is and says where it receives notices, and whom it puts first. */
export const moderationSettingsEndpoints = {
  settings: endpoint({
    method: 'GET',
    path: '/api/v1/reception/settings',
    summary: 'What the marketplace is under law, what it says to people, and who set it',
    access: 'person',
    answer: z.object({ current: StoredModerationSettings.nullable() }),
  }),
  set: endpoint({
    method: 'PUT',
    path: '/api/v1/reception/settings',
    summary: 'Sets it, for what comes from now on',
    access: 'person',
    wholeOrganisation: true,
    body: ModerationSettings,
    answer: StoredModerationSettings,
  }),
  flaggers: endpoint({
    method: 'GET',
    path: '/api/v1/reception/flaggers',
    summary: 'Trusted flaggers and notifiers of the house’s own programme',
    access: 'person',
    answer: z.object({ items: z.array(Flagger) }),
  }),
  putFlagger: endpoint({
    method: 'POST',
    path: '/api/v1/reception/flaggers',
    summary: 'Takes over what a list says of one of them, by its name',
    access: 'person',
    wholeOrganisation: true,
    body: FlaggerInput,
    answer: Flagger,
  }),
  reportFlagger: endpoint({
    method: 'POST',
    path: '/api/v1/reception/flaggers/:id/reports',
    summary: 'Notes a report of misuse to the coordinator, who alone takes the status',
    access: 'person',
    wholeOrganisation: true,
    params: z.strictObject({ id: z.uuid() }),
    body: z.strictObject({ explanation: text(10_000), unfounded: z.int().min(1) }),
    answer: Flagger,
  }),
}
