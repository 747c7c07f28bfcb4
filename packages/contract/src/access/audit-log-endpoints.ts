import { z } from 'zod'
import { endpoint, PageQuery, pageOf, valueLimits } from '../api/endpoint.ts'

const digest = z.string().regex(/^[0-9a-f]{64}$/)
const size = z.int().min(1)
const time = z.iso.datetime({ precision: 3 })
const sizeText = /^[1-9]\d{0,14}$/

export const AuditLogHead = z
  .object({
    type: z.literal('touchstone-audit-log/head/1'),
    log: z.union([z.uuid(), z.literal('installation')]).meta({
      description: 'ID of the organisation that the audit log belongs to.',
    }),
    key: digest.meta({ description: 'Fingerprint of the signing key.' }),
    size: size.meta({ description: 'Number of entries.' }),
    root: digest.meta({ description: 'Root of the Merkle tree over the entries (RFC 9162).' }),
    at: time,
  })
  .meta({ id: 'AuditLogHead' })
export type AuditLogHead = z.infer<typeof AuditLogHead>

export const SignedAuditLogHead = z
  .object({
    type: z.literal('touchstone-audit-log/signed-head/1'),
    head: AuditLogHead,
    signature: z.base64().length(88).meta({
      description: 'Ed25519 over the canonical JSON (RFC 8785) of `head`, in base64.',
    }),
    key: z.string().max(1000).meta({ description: 'The public key in PEM format.' }),
    earlier: z
      .array(z.object({ size, root: digest, path: z.array(digest).max(128) }))
      .max(1000)
      .meta({ description: 'Consistency proofs (RFC 9162, 2.1.4) from earlier sizes.' }),
  })
  .meta({ id: 'SignedAuditLogHead' })
export type SignedAuditLogHead = z.infer<typeof SignedAuditLogHead>

export const auditLogFindingCodes = [
  'entries-missing',
  'entries-changed',
  'entries-unsealed',
  'entries-lost',
  'entries-backdated',
  'removal-unproven',
  'leaves-missing',
  'leaves-changed',
  'log-cut',
  'log-rewritten',
  'log-missing',
  'head-missing',
  'head-forged',
  'head-unusable',
  'other-key',
] as const
export type AuditLogFindingCode = (typeof auditLogFindingCodes)[number]

const position = z.int().min(0)

export const AuditLogFindingView = z
  .object({
    code: z.enum(auditLogFindingCodes),
    count: z.int().min(1).meta({ description: 'Number of entries or heads affected.' }),
    positions: z.array(z.tuple([position, position])).meta({
      description: 'Ranges of positions, counted from 0; at most 100.',
    }),
    entries: z.array(z.uuid()).meta({ description: 'IDs of entries; at most 100.' }),
    sentence: z.string(),
  })
  .meta({ id: 'AuditLogFindingView' })
export type AuditLogFindingView = z.infer<typeof AuditLogFindingView>

export const AuditLogVerificationView = z
  .object({
    size: z.int().min(0).meta({ description: 'Number of sealed entries.' }),
    head: z.object({ size, root: digest, at: time }).nullable(),
    removed: z.int().min(0).meta({
      description:
        'Entries removed lawfully. A later entry, signed by the installation, lists their positions.',
    }),
    waiting: z.int().min(0).meta({ description: 'Entries to be sealed within seconds.' }),
    findings: z
      .array(AuditLogFindingView)
      .meta({ description: 'Empty if the audit log is intact.' }),
  })
  .meta({ id: 'AuditLogVerificationView' })
export type AuditLogVerificationView = z.infer<typeof AuditLogVerificationView>

export const auditLogEndpoints = {
  heads: endpoint({
    method: 'GET',
    path: '/api/v1/audit/heads',
    summary: 'List signed audit log heads, newest first',
    access: 'person',
    wholeOrganisation: true,
    query: PageQuery,
    response: pageOf(AuditLogHead.pick({ size: true, root: true, at: true })),
  }),
  head: endpoint({
    method: 'GET',
    path: '/api/v1/audit/heads/:size',
    summary: 'Retrieve a signed audit log head to store elsewhere',
    description:
      'Save the response as a file outside this installation. `touchstone verify` compares it with later heads and with evidence packages and detects any entry removed or changed in the meantime.',
    access: 'person',
    wholeOrganisation: true,
    params: z.strictObject({
      size: z
        .union([z.literal('latest'), z.string().regex(sizeText)])
        .meta({ description: 'The number of entries, or `latest`.' }),
    }),
    query: z.strictObject({
      since: z
        .string()
        .max(400)
        .regex(/^[1-9]\d{0,14}(,[1-9]\d{0,14}){0,19}$/)
        .optional()
        .meta({
          description:
            'Comma-separated sizes of earlier heads. The response proves that the audit log has only grown since. Defaults to the sizes in evidence packages.',
        }),
    }),
    response: SignedAuditLogHead,
  }),
  verify: endpoint({
    method: 'POST',
    path: '/api/v1/audit/verifications',
    summary: 'Recompute the audit log and compare it with its signed heads',
    description:
      'If you supply a head stored elsewhere, the result does not depend on the database alone.',
    access: 'person',
    wholeOrganisation: true,
    valueLimit: valueLimits.long,
    body: z.strictObject({ head: SignedAuditLogHead.optional() }),
    response: AuditLogVerificationView,
  }),
}
