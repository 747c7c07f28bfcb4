import { z } from 'zod'
import { action, plainActionInput } from '../api/action.ts'
import { noticeQualityGroups, noticeQualitySides, safeguardTargets } from './notice-quality.ts'
import { text } from '../text.ts'
import { endpoint, PageQuery, pageOf } from '../api/endpoint.ts'

const ShareWithIntervalView = z
  .object({ value: z.number(), low: z.number(), high: z.number() })
  .meta({ id: 'ShareWithIntervalView', description: 'A share with its Wilson 95% interval.' })
export type ShareWithIntervalView = z.infer<typeof ShareWithIntervalView>

/** What the figures count. */
export const NoticeQualityCountsView = z
  .object({
    decided: z.int().meta({ description: 'Listings decided, or whose notice was withdrawn.' }),
    succeeded: z.int().meta({ description: 'Listings with a measure that was not reversed.' }),
    upheld: z.int().meta({
      description:
        'Listings reversed after an appeal or a complaint, or withdrawn by the notifier.',
    }),
  })
  .meta({ id: 'NoticeQualityCountsView' })
export type NoticeQualityCountsView = z.infer<typeof NoticeQualityCountsView>

export const safeguardStates = ['warned', 'safeguarded', 'kept', 'lifted'] as const
export type SafeguardState = (typeof safeguardStates)[number]

export const NoticeQualityRowView = NoticeQualityCountsView.extend({
  side: z.enum(noticeQualitySides),
  key: z.string().meta({
    description:
      'An organisation, “organisation ground”, “regime ground”, signal, brand or person.',
  }),
  name: z
    .string()
    .nullable()
    .meta({ description: 'For an organisation, its name as in its notices.' }),
  notices: z.int(),
  success: ShareWithIntervalView.nullable(),
  overturned: ShareWithIntervalView.nullable(),
  medianReinstatementHours: z.number().nullable(),
  line: z.enum(['kept', 'over', 'surely-over', 'too-few']),
  state: z.enum(['warned', 'safeguarded']).nullable(),
}).meta({ id: 'NoticeQualityRowView' })
export type NoticeQualityRowView = z.infer<typeof NoticeQualityRowView>

export const NoticeQualityMeasureView = z
  .object({
    id: z.uuid(),
    side: z.enum(noticeQualitySides),
    about: z.enum(safeguardTargets),
    subject: z.string(),
    name: z.string().nullable(),
    own: z.boolean().meta({
      description: 'False if another organisation issued it about this organisation’s notices.',
    }),
    state: z.enum(safeguardStates),
    warnedAt: z.iso.datetime(),
    warnedFigures: NoticeQualityCountsView,
    safeguardedAt: z.iso.datetime().nullable(),
    safeguardedFigures: NoticeQualityCountsView.nullable(),
    endedAt: z.iso.datetime().nullable(),
    endedBy: z.string().nullable(),
    reason: z.string().nullable(),
    mayLift: z.boolean(),
  })
  .meta({ id: 'NoticeQualityMeasureView' })
export type NoticeQualityMeasureView = z.infer<typeof NoticeQualityMeasureView>

const reason = text(2000)

const SafeguardAction = action('lift', { reason }).meta({ id: 'SafeguardAction' })

export const noticeQualityEndpoints = {
  figures: endpoint({
    method: 'GET',
    path: '/api/v1/notice-quality',
    summary: 'Retrieve reversal rates of notices sent, notices received and removals',
    description:
      'An organisation’s own figures: as a notifier, of the notices it sent; as a marketplace, of those it received. Only an admin sees the figures of another analyst.',
    access: 'person',
    query: z.strictObject({
      by: z.enum(noticeQualityGroups).default('notifier-ground'),
      from: z.iso.date().optional().meta({ description: 'Defaults to three months ago.' }),
      to: z.iso.date().optional().meta({ description: 'Inclusive. Defaults to today.' }),
    }),
    response: z.object({
      from: z.iso.date(),
      to: z.iso.date(),
      incomplete: z.boolean().meta({
        description:
          'True if figures under a confidentiality hold for an authority or counsel are left out.',
      }),
      items: z.array(NoticeQualityRowView),
      more: z
        .boolean()
        .meta({ description: 'True if the rows with the lowest counts are left out.' }),
    }),
  }),
  marks: endpoint({
    method: 'GET',
    path: '/api/v1/notice-quality/marks',
    summary:
      'List warnings and safeguards in the organisation and on its notices elsewhere, newest first',
    access: 'person',
    wholeOrganisation: true,
    query: PageQuery,
    response: pageOf(NoticeQualityMeasureView),
  }),
  act: endpoint({
    method: 'POST',
    path: '/api/v1/notice-quality/marks/:id/actions',
    summary: 'Lift a safeguard, with a reason; safeguards are never lifted automatically',
    access: 'person',
    wholeOrganisation: true,
    params: z.strictObject({ id: z.uuid() }),
    body: plainActionInput('SafeguardActionInput', SafeguardAction),
    response: NoticeQualityMeasureView,
  }),
}
