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
      description: 'The organisation whose audit log it is, by its id.',
    }),
    key: digest.meta({ description: 'Fingerprint of the key that signed.' }),
    size: size.meta({ description: 'Number of entries.' }),
    root: digest.meta({ description: 'Root of the Merkle tree over them (RFC 9162).' }),
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
    key: z.string().max(1000).meta({ description: 'The public key in PEM.' }),
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

export const AuditLogFinding = z
  .object({
    code: z.enum(auditLogFindingCodes),
    count: z.int().min(1).meta({ description: 'How many entries or heads it concerns.' }),
    positions: z.array(z.tuple([position, position])).meta({
      description: 'Spans of positions, counted from 0; the first hundred.',
    }),
    entries: z.array(z.uuid()).meta({ description: 'Ids of entries; the first hundred.' }),
    sentence: z.string(),
  })
  .meta({ id: 'AuditLogFinding' })
export type AuditLogFinding = z.infer<typeof AuditLogFinding>

export const AuditLogVerification = z
  .object({
    size: z.int().min(0).meta({ description: 'Number of sealed entries.' }),
    head: z.object({ size, root: digest, at: time }).nullable(),
    removed: z.int().min(0).meta({
      description:
        'Entries that were lawfully removed; a later entry, signed by the installation, names their positions.',
    }),
    waiting: z.int().min(0).meta({ description: 'Entries that will be sealed within seconds.' }),
    findings: z.array(AuditLogFinding).meta({ description: 'Empty where the log is intact.' }),
  })
  .meta({ id: 'AuditLogVerification' })
export type AuditLogVerification = z.infer<typeof AuditLogVerification>

export const auditLogEndpoints = {
  heads: endpoint({
    method: 'GET',
    path: '/api/v1/audit/heads',
    summary: 'Lists the signed heads of the organisation’s audit log, the newest first',
    access: 'person',
    wholeOrganisation: true,
    query: PageQuery,
    answer: pageOf(AuditLogHead.pick({ size: true, root: true, at: true })),
  }),
  head: endpoint({
    method: 'GET',
    path: '/api/v1/audit/heads/:size',
    summary: 'Hands out a signed head of the organisation’s audit log, to be kept elsewhere',
    description:
      'Keep the answer as a file outside this installation. `touchstone verify` compares it with later heads and with evidence packages: whoever removed or changed entries in the meantime is found out.',
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
            'Sizes of earlier heads, with commas between them, from which the answer proves that the log grew; those in evidence packages where nothing is given.',
        }),
    }),
    answer: SignedAuditLogHead,
  }),
  verify: endpoint({
    method: 'POST',
    path: '/api/v1/audit/verifications',
    summary: 'Recomputes the organisation’s audit log and compares it with its signed heads',
    description:
      'With a head that was kept elsewhere the answer does not depend on what is in the database alone.',
    access: 'person',
    wholeOrganisation: true,
    valueLimit: valueLimits.long,
    body: z.strictObject({ head: SignedAuditLogHead.optional() }),
    answer: AuditLogVerification,
  }),
}
