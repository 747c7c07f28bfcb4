import { z } from 'zod'
import { text } from '../text.ts'
import { endpoint, PageQuery, pageOf } from '../api/endpoint.ts'

const One = z.strictObject({ id: z.uuid() })

export const NewClearance = z
  .strictObject({
    answer: z.uuid().meta({ description: 'Upheld or accepted; its words name no clearance.' }),
    brand: text(200),
    right: text(300).meta({ description: 'As its register names it: “EM 018000001”.' }),
    product: text(500).optional().meta({
      description:
        'The offer’s id at the marketplace; without one, all of the seller’s under this right.',
    }),
  })
  .meta({ id: 'NewClearance' })

export const Clearance = z
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
    revokedBecause: z.string().nullable(),
    signed: z
      .object({
        statement: z.string().meta({ description: 'The very bytes that were signed, as UTF-8.' }),
        signature: z.string().meta({ description: 'Ed25519 (RFC 8032), in base64.' }),
        key: z.string().meta({ description: 'The fingerprint of the key.' }),
      })
      .nullable(),
  })
  .meta({ id: 'Clearance' })
export type Clearance = z.infer<typeof Clearance>

export const clearanceEndpoints = {
  issue: endpoint({
    method: 'POST',
    path: '/api/v1/clearances',
    summary: 'Clears a seller under a right for twelve months, signed',
    access: 'person',
    body: NewClearance,
    answer: Clearance,
    statuses: [201],
  }),
  list: endpoint({
    method: 'GET',
    path: '/api/v1/clearances',
    summary: 'The clearances of the organisation, newest first',
    access: 'person',
    records: true,
    query: PageQuery.extend({
      marketplace: text(200).optional(),
      seller: text(300).optional(),
      holds: z.literal('now').optional().meta({
        description: 'Only those that are neither over nor revoked.',
      }),
    }),
    answer: pageOf(Clearance),
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/clearances/:id',
    summary: 'A clearance with its signature, and the key that proves it',
    access: 'person',
    records: true,
    params: One,
    answer: Clearance.extend({
      publicKey: z.string().meta({ description: 'Of the installation, in PEM.' }),
    }),
  }),
  revoke: endpoint({
    method: 'POST',
    path: '/api/v1/clearances/:id/revoke',
    summary: 'Revokes a clearance, with the reason',
    access: 'person',
    params: One,
    body: z.strictObject({ reason: text(2000) }),
    answer: Clearance,
  }),
}
