import { z } from 'zod'
import { action, Version } from '../api/action.ts'
import { isoDate } from '../money.ts'
import { Slug } from '../access/organisation.ts'

export const claimStates = [
  'pending',
  'approved',
  'contested',
  'rejected',
  'revoked',
  'withdrawn',
] as const
export type ClaimState = (typeof claimStates)[number]

/** Basis of a claim: the brand's owner, or an agent of the owner. */
export const claimBases = ['owner', 'agent'] as const
export type ClaimBasis = (typeof claimBases)[number]

export const documentTypes = ['application/pdf', 'image/png', 'image/jpeg'] as const
export type DocumentType = (typeof documentTypes)[number]

export const documentPurposes = ['proof', 'power-of-attorney'] as const
export type DocumentPurpose = (typeof documentPurposes)[number]

/** Most bytes in one document. */
export const maxDocumentBytes = 10 * 1024 * 1024

/** On what a claim rests: an entry in a register, or a work, which copyright protects without one. */
export const claimKinds = ['registered', 'work'] as const
export type ClaimKind = (typeof claimKinds)[number]

export const workTypes = ['photograph', 'text', 'illustration', 'video', 'other'] as const
export type WorkType = (typeof workTypes)[number]

/** A work protected by copyright. */
export const ClaimedWork = z
  .strictObject({
    title: z.string().trim().min(1).max(300).meta({ description: 'What the work is called.' }),
    type: z.enum(workTypes),
    author: z.string().trim().min(1).max(200).meta({ description: 'Who made it.' }),
    publishedOn: isoDate
      .nullable()
      .default(null)
      .meta({ description: 'Day of the first publication; null if it was not published.' }),
    publishedIn: z.string().trim().min(1).max(500).nullable().default(null).meta({
      description: 'Where it was first published: an address, a catalogue, an exhibition.',
    }),
  })
  .meta({ id: 'ClaimedWork' })
export type ClaimedWork = z.output<typeof ClaimedWork>

/** A document, or a reference to where it can be found. */
export const DocumentInput = z.union([
  z.strictObject({
    mediaType: z.enum(documentTypes),
    content: z.base64().min(4).meta({ description: 'Base64-encoded; at most 10 MiB decoded.' }),
  }),
  z.strictObject({
    reference: z.string().trim().min(1).max(500).meta({
      description:
        'Where approvers can look the proof up: the address of a register, a file number.',
    }),
  }),
])
export type DocumentInput = z.infer<typeof DocumentInput>

/** A claim on a brand, as submitted. */
export const ClaimInput = z
  .strictObject({
    brand: z
      .string()
      .max(200)
      .regex(/^[a-z0-9][a-z0-9-]*$/)
      .meta({ description: 'The brand ID.' }),
    basis: z.enum(claimBases).default('owner'),
    office: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .optional()
      .meta({ description: 'Office of the register (WIPO ST.3): EM, WO, US.' }),
    number: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .optional()
      .meta({ description: 'Number in that register.' }),
    work: ClaimedWork.optional().meta({
      description:
        'Instead of a register entry: a work on which copyright is claimed. Such a claim supports notices about copies of it and makes no listings visible.',
    }),
    owner: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .meta({ description: 'The owner as named in the register, or of the copyright.' }),
    document: DocumentInput.meta({
      description:
        'Proof of the right: an extract from the register, or what shows who made the work and when.',
    }),
    powerOfAttorney: z
      .strictObject({ document: DocumentInput, validFrom: isoDate, validTo: isoDate })
      .optional()
      .meta({
        description:
          'Power of attorney of an agent. After its last day, the claim makes nothing visible.',
      }),
  })
  .superRefine(({ office, number, work }, context) => {
    const of = (path: string, message: string): void =>
      void context.addIssue({ code: 'custom', path: [path], message })
    if (work === undefined) {
      if (office === undefined) of('office', 'a claim names an entry in a register, or a work')
      if (number === undefined) of('number', 'a claim names an entry in a register, or a work')
    } else if (office !== undefined || number !== undefined) {
      of('work', 'a claim to a work names no entry in a register')
    }
  })
  .meta({ id: 'ClaimInput' })
export type ClaimInput = z.infer<typeof ClaimInput>

/** The claims that remain after a contest between them. */
export const contestEnds = ['this', 'others', 'all', 'none'] as const
export type ContestEnd = (typeof contestEnds)[number]

const Reason = z.string().trim().min(1).max(2000)
const reason = { reason: Reason }
export const ClaimDecision = z.strictObject({ reason: Reason.optional() })
export const ClaimReason = z.strictObject(reason)
const resolution = {
  standing: z.enum(contestEnds).meta({
    description: '`all`: the rights coexist, for example those of two owners in two territories.',
  }),
  reason: Reason,
}
export const ClaimResolution = z.strictObject(resolution)

/** Withdrawn by the claimant, decided by an approver, resolved by the operator. */
export const ClaimAction = z
  .discriminatedUnion('type', [
    action('withdraw', {}),
    action('approve', { reason: Reason.optional() }),
    action('reject', reason),
    action('contest', reason),
    action('resolve', resolution),
    action('revoke', reason),
  ])
  .meta({ id: 'ClaimAction' })
export type ClaimAction = z.infer<typeof ClaimAction>

export const ClaimView = z
  .object({
    id: z.uuid(),
    organisation: Slug,
    organisationName: z.string(),
    brand: z.string(),
    brandName: z.string().nullable().meta({
      description:
        'Name of the brand in the claimant’s catalog; null if it is not there or not visible.',
    }),
    basis: z.enum(claimBases),
    kind: z.enum(claimKinds),
    office: z.string().nullable().meta({ description: 'Null for a work.' }),
    number: z.string().nullable().meta({ description: 'Null for a work.' }),
    work: ClaimedWork.nullable().meta({ description: 'Null for an entry in a register.' }),
    owner: z.string(),
    powerOfAttorney: z.object({ validFrom: isoDate, validTo: isoDate }).nullable(),
    state: z.enum(claimStates),
    version: Version,
    reason: z.string().nullable(),
    submittedAt: z.iso.datetime(),
    decidedAt: z.iso.datetime().nullable(),
    documents: z.array(
      z.object({
        id: z.uuid(),
        purpose: z.enum(documentPurposes),
        mediaType: z.enum(documentTypes).nullable(),
        bytes: z.int().nullable(),
        sha256: z.string().nullable(),
        reference: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'ClaimView' })
