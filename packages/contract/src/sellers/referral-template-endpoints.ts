import { z } from 'zod'
import { endpoint } from '../api/endpoint.ts'
import { referralLanguages, referralOffices, referralTemplateIds } from './referral.ts'

export const ReferralTemplateView = z
  .object({
    id: z.enum(referralTemplateIds),
    version: z.int(),
    title: z.string(),
    territory: z.string().nullable().meta({
      description: 'A country, `EU`, or null if it fits any.',
    }),
    offices: z.array(z.enum(referralOffices)).meta({ description: 'Whom it is written for.' }),
    kind: z.enum(['dossier', 'data-sheet']),
    portal: z.string().nullable().meta({
      description: 'The portal into which a data sheet is keyed.',
    }),
    asOf: z.iso.date().meta({ description: 'Day of the law that it states.' }),
    retentionDays: z.int().meta({ description: 'After it was closed or withdrawn.' }),
    verified: z.boolean().meta({
      description: 'Whether the wording of every line of law was read in its source.',
    }),
    accused: z
      .object({
        afterDays: z.int().nullable().meta({
          description:
            'Days after it was sent from which sellers named in it learn of it on their page, once no confidentiality hold or silence covers it; null if never.',
        }),
        mayContest: z.boolean(),
        article: z.string().nullable(),
        sources: z.array(z.string()),
        verified: z.boolean().meta({ description: 'Whether the source’s wording was read.' }),
      })
      .meta({ description: 'Whether and when sellers named in it learn of it.' }),
    lines: z.array(
      z.object({
        id: z.string(),
        section: z.string(),
        label: z.string().meta({ description: 'In the language of the query.' }),
        required: z.boolean(),
        blocks: z.boolean().meta({ description: 'Whether nothing is sent without it.' }),
        stated: z.boolean().meta({
          description: 'True if people answer it under `particulars`; false if it is computed.',
        }),
        article: z.string().nullable(),
        sources: z.array(z.string()),
        verified: z.boolean().meta({ description: 'Whether the source’s wording was read.' }),
      }),
    ),
  })
  .meta({ id: 'ReferralTemplateView' })
export type ReferralTemplateView = z.infer<typeof ReferralTemplateView>

export const referralTemplateEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/referral-templates',
    summary: 'List the templates of referrals, line by line with their sources',
    access: 'listings:read',
    query: z.strictObject({ language: z.enum(referralLanguages).default('en') }),
    response: z.object({ items: z.array(ReferralTemplateView) }),
  }),
} as const
