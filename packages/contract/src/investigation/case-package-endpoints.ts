import { z } from 'zod'
import { endpoint } from '../api/endpoint.ts'
import { text } from '../text.ts'

const Moment = z.iso.datetime()

/** Languages of a package's cover sheet. */
export const casePackageLanguages = ['en', 'id', 'zh'] as const
export const casePackageStates = ['waiting', 'running', 'ready', 'failed', 'disposed'] as const

/** Most packages of one case that are stored at a time. */
export const maxCasePackages = 20

export const CasePackageInput = z
  .strictObject({
    reason: text(2000).meta({
      description: 'Why the case leaves the organisation; part of the chain of custody.',
    }),
    language: z.enum(casePackageLanguages).default('en').meta({
      description: 'The language of the cover sheet and of the reasons for verdicts.',
    }),
  })
  .meta({ id: 'CasePackageInput' })
export type CasePackageInput = z.output<typeof CasePackageInput>

export const CasePackageView = z
  .object({
    id: z.uuid(),
    state: z.enum(casePackageStates).meta({
      description: '`disposed`: the file was deleted; `disposedFor` says why.',
    }),
    reason: z.string(),
    language: z.enum(casePackageLanguages),
    by: z.string().meta({ description: 'Name of the person who requested it.' }),
    done: z.int().meta({ description: 'Steps completed, of `total`.' }),
    total: z.int(),
    problem: z.object({ code: z.string(), message: z.string() }).nullable().meta({
      description: 'Why it failed.',
    }),
    bytes: z.int().nullable(),
    sha256: z.string().nullable(),
    requestedAt: Moment,
    endedAt: Moment.nullable(),
    expiresAt: Moment.nullable().meta({ description: 'When the file is deleted.' }),
    disposedFor: z.enum(['expired', 'content-changed']).nullable().meta({
      description:
        '`content-changed`: something in it was erased, or deleted at the end of its retention period.',
    }),
  })
  .meta({ id: 'CasePackageView' })
export type CasePackageView = z.infer<typeof CasePackageView>

const OneCase = z.strictObject({ id: z.string() })

export const casePackageEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/cases/:id/packages',
    summary: 'List the packages of a case, newest first',
    access: 'person',
    wholeOrganisation: true,
    params: OneCase,
    response: z.object({ items: z.array(CasePackageView) }),
  }),
  request: endpoint({
    method: 'POST',
    path: '/api/v1/cases/:id/packages',
    summary: 'Request a package of a whole case for counsel',
    description:
      'A ZIP archive is made in the background: a cover sheet, listings, pictures, notices, appeals, shared notes and the evidence package of each capture, sealed so that `touchstone verify` checks it. Internal notes, tasks and files are left out. The file is deleted after seven days.',
    access: 'person',
    wholeOrganisation: true,
    params: OneCase,
    body: CasePackageInput,
    response: CasePackageView,
    statuses: [202],
  }),
  download: endpoint({
    method: 'GET',
    path: '/api/v1/cases/:id/packages/:package/file',
    summary: 'Download a package of a case',
    description: 'Every download is recorded in the audit log.',
    access: 'person',
    wholeOrganisation: true,
    records: true,
    params: z.strictObject({ id: z.string(), package: z.uuid() }),
    response: z.string().meta({ format: 'binary' }),
    responseType: 'application/zip',
  }),
}
