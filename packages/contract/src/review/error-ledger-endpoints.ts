import { z } from 'zod'
import { endpoint } from '../api/endpoint.ts'
import { ErrorLedger } from './error-ledger.ts'

const BySlug = z.strictObject({ slug: z.string() })

export const ErrorLedgerView = ErrorLedger.extend({
  period: z
    .object({ from: z.iso.date(), to: z.iso.date() })
    .meta({ description: 'Days (UTC) of the audit samples and decisions.' }),
  publishedAt: z.iso.datetime().nullable().meta({
    description: 'Since when anyone may read it; null if the operator did not publish it.',
  }),
}).meta({ id: 'ErrorLedgerView' })
export type ErrorLedgerView = z.infer<typeof ErrorLedgerView>

export const PublicErrorLedgerView = ErrorLedgerView.omit({ publishedAt: true })
  .extend({ organisation: z.string().meta({ description: 'Name of the organisation.' }) })
  .meta({ id: 'PublicErrorLedgerView' })

export const errorLedgerEndpoints = {
  read: endpoint({
    method: 'GET',
    path: '/api/v1/error-ledger',
    summary: 'Retrieve how often each verdict, queue and signal was right, wrong and reversed',
    description:
      'For admins, analysts and auditors not limited to brands. Counts alone; small ones that could identify a seller or a rival are withheld.',
    access: 'person',
    wholeOrganisation: true,
    response: ErrorLedgerView,
  }),
  rows: endpoint({
    method: 'GET',
    path: '/api/v1/error-ledger/rows',
    summary: 'Download the rows of the error ledger, to compute it again',
    description:
      'NDJSON for `touchstone error-ledger`. No listing, seller or person is named; the rows are nevertheless for the organisation’s admins and analysts alone, and each download is audited.',
    access: 'person',
    wholeOrganisation: true,
    records: true,
    response: z.string(),
    responseType: 'application/x-ndjson',
  }),
  readPublic: endpoint({
    method: 'GET',
    path: '/api/v1/public/error-ledgers/:slug',
    summary: 'Retrieve the published error ledger of an organisation',
    description: 'Not found unless the operator published it. Up to an hour old.',
    access: 'open',
    params: BySlug,
    response: PublicErrorLedgerView,
  }),
} as const
