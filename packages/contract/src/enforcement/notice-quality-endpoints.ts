import { z } from 'zod'
import { noticeQualityGroups, noticeQualitySides, safeguardTargets } from './notice-quality.ts'
import { text } from '../text.ts'
import { endpoint, PageQuery, pageOf } from '../api/endpoint.ts'

const ShareWithInterval = z
  .object({ value: z.number(), low: z.number(), high: z.number() })
  .meta({ id: 'ShareWithInterval', description: 'A share with Wilson’s interval at 95 %.' })
export type ShareWithInterval = z.infer<typeof ShareWithInterval>

/** What is counted of whom. */
export const NoticeQualityCounts = z
  .object({
    decided: z
      .int()
      .meta({ description: 'Offers on which was decided, or whose notice was taken back.' }),
    succeeded: z.int().meta({ description: 'Those with a measure that was not undone.' }),
    upheld: z.int().meta({
      description: 'Those overturned by an answer or a complaint, or taken back by who sent them.',
    }),
  })
  .meta({ id: 'AccountabilityCounts' })
export type NoticeQualityCounts = z.infer<typeof NoticeQualityCounts>

export const safeguardStates = ['warned', 'braked', 'kept', 'lifted'] as const
export type SafeguardState = (typeof safeguardStates)[number]

export const NoticeQualityRow = NoticeQualityCounts.extend({
  side: z.enum(noticeQualitySides),
  key: z.string().meta({
    description:
      'An organisation, “organisation ground”, “regime ground”, signal, brand or person.',
  }),
  name: z.string().nullable().meta({ description: 'Of an organisation, as its notices name it.' }),
  notices: z.int(),
  success: ShareWithInterval.nullable(),
  overturned: ShareWithInterval.nullable(),
  medianReinstatementHours: z.number().nullable(),
  line: z.enum(['kept', 'over', 'surely-over', 'too-few']),
  state: z.enum(['warned', 'braked']).nullable(),
}).meta({ id: 'AccountabilityRow' })
export type NoticeQualityRow = z.infer<typeof NoticeQualityRow>

export const NoticeQualityMeasure = z
  .object({
    id: z.uuid(),
    side: z.enum(noticeQualitySides),
    about: z.enum(safeguardTargets),
    subject: z.string(),
    name: z.string().nullable(),
    own: z.boolean().meta({
      description: 'False where another organisation says it of notices of this one.',
    }),
    state: z.enum(safeguardStates),
    warnedAt: z.iso.datetime(),
    warnedFigures: NoticeQualityCounts,
    brakedAt: z.iso.datetime().nullable(),
    brakedFigures: NoticeQualityCounts.nullable(),
    endedAt: z.iso.datetime().nullable(),
    endedBy: z.string().nullable(),
    reason: z.string().nullable(),
    mayLift: z.boolean(),
  })
  .meta({ id: 'AccountabilityMark' })
export type NoticeQualityMeasure = z.infer<typeof NoticeQualityMeasure>

const reason = text(2000)

export const noticeQualityEndpoints = {
  figures: endpoint({
    method: 'GET',
    path: '/api/v1/accountability',
    summary: 'How often what was sent, received or removed was overturned, by whom or what',
    description:
      'An organisation’s own figures: as a notifier of what it sent, as a marketplace of what it received. Of an analyst only an admin sees another’s.',
    access: 'person',
    query: z.strictObject({
      by: z.enum(noticeQualityGroups).default('notifier-ground'),
      from: z.iso.date().optional().meta({ description: 'Three months ago where left out.' }),
      to: z.iso.date().optional().meta({ description: 'Up to the end of this day; today.' }),
    }),
    answer: z.object({
      from: z.iso.date(),
      to: z.iso.date(),
      incomplete: z.boolean().meta({
        description: 'True where something is held for an authority or counsel and left out.',
      }),
      items: z.array(NoticeQualityRow),
      more: z.boolean().meta({ description: 'True where those with the fewest are left out.' }),
    }),
  }),
  marks: endpoint({
    method: 'GET',
    path: '/api/v1/accountability/marks',
    summary: 'Warnings and brakes, of the organisation and on its notices elsewhere, newest first',
    access: 'person',
    wholeOrganisation: true,
    query: PageQuery,
    answer: pageOf(NoticeQualityMeasure),
  }),
  lift: endpoint({
    method: 'POST',
    path: '/api/v1/accountability/marks/:id/lift',
    summary: 'Lifts a brake, for a reason; nothing else ever does',
    access: 'person',
    wholeOrganisation: true,
    params: z.strictObject({ id: z.uuid() }),
    body: z.strictObject({ reason }),
    answer: NoticeQualityMeasure,
  }),
}
