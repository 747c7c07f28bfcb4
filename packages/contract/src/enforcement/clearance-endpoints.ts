import { z } from 'zod'
import { action, plainActionInput } from '../api/action.ts'
import { text } from '../text.ts'
import { endpoint, PageQuery, pageOf } from '../api/endpoint.ts'

const One = z.strictObject({ id: z.uuid() })

export const ClearanceInput = z
  .strictObject({
    appeal: z.uuid().meta({
      description:
        'An appeal that was upheld, or whose proof was accepted. Its text is not part of the clearance.',
    }),
    brand: text(200),
    right: text(300).meta({ description: 'As named in its register: “EM 018000001”.' }),
    product: text(500).optional().meta({
      description:
        'ID of the listing at the marketplace; without it, the clearance covers all of the seller’s listings under this right.',
    }),
  })
  .meta({ id: 'ClearanceInput' })

export const ClearanceView = z
  .object({
    id: z.uuid(),
    marketplace: z.string(),
    seller: z.string().nullable(),
    brand: z.string(),
    product: z.string().nullable(),
    right: z.string(),
    issuedAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    revokedAt: z.iso.datetime().nullable(),
    revocationReason: z.string().nullable(),
    signed: z
      .object({
        statement: z.string().meta({ description: 'The exact signed bytes, as UTF-8.' }),
        signature: z.string().meta({ description: 'Ed25519 (RFC 8032), base64-encoded.' }),
        key: z.string().meta({ description: 'Fingerprint of the key.' }),
      })
      .nullable(),
  })
  .meta({ id: 'ClearanceView' })
export type ClearanceView = z.infer<typeof ClearanceView>

const ClearanceAction = action('revoke', { reason: text(2000) }).meta({ id: 'ClearanceAction' })

export const clearanceEndpoints = {
  issue: endpoint({
    method: 'POST',
    path: '/api/v1/clearances',
    summary: 'Issue a signed clearance to a seller under a right for twelve months',
    access: 'person',
    body: ClearanceInput,
    response: ClearanceView,
    statuses: [201],
  }),
  list: endpoint({
    method: 'GET',
    path: '/api/v1/clearances',
    summary: 'List clearances, newest first',
    access: 'person',
    records: true,
    query: PageQuery.extend({
      marketplace: text(200).optional(),
      seller: text(300).optional(),
      holds: z.literal('now').optional().meta({
        description: '`now`: only clearances that are neither expired nor revoked.',
      }),
    }),
    response: pageOf(ClearanceView),
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/clearances/:id',
    summary: 'Retrieve a clearance with its signature and public key',
    access: 'person',
    records: true,
    params: One,
    response: ClearanceView.extend({
      publicKey: z.string().meta({ description: 'Public key of the installation in PEM format.' }),
    }),
  }),
  act: endpoint({
    method: 'POST',
    path: '/api/v1/clearances/:id/actions',
    summary: 'Revoke a clearance, with a reason',
    access: 'person',
    params: One,
    body: plainActionInput('ClearanceActionInput', ClearanceAction),
    response: ClearanceView,
  }),
}
