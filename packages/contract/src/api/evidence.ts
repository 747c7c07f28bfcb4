import { z } from 'zod'
import { Done, endpoint, PageQuery, pageOf } from './endpoint.ts'

const text = (most: number): z.ZodString =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine((value) => !value.includes('\0') && value.isWellFormed(), {
      message: 'must be text without null characters or half surrogate pairs',
    })
const webAddress = z.url({ protocol: /^https?$/ }).max(2000)
const OneCapture = z.strictObject({ id: z.uuid() })
const Reason = z.strictObject({ reason: text(2000) })

export const captureStates = ['waiting', 'running', 'sealed', 'failed'] as const

export const Capture = z
  .object({
    id: z.uuid(),
    url: z.string(),
    listing: z.uuid().nullable().meta({ description: 'Touchstone’s own id of the offer.' }),
    operator: z.string().meta({ description: 'Who asked for it, by name.' }),
    reason: z.string(),
    state: z.enum(captureStates).meta({
      description: '`failed` has evidence too, of what came in place of the page.',
    }),
    outcome: z.string().nullable().meta({
      description: 'As docs/counsel/captures.md names them; null before it ended.',
    }),
    sentence: z.string().nullable(),
    heldFor: z.string().nullable().meta({ description: 'Why it may not be disposed of.' }),
    requestedAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Capture' })
export type Capture = z.infer<typeof Capture>

export const EvidenceItem = z
  .object({
    name: z.string(),
    title: z.string(),
    mediatype: z.string(),
    bytes: z.int().min(0),
    sha256: z.string(),
  })
  .meta({ id: 'EvidenceItem' })

export const CustodyStep = z
  .object({
    sequence: z.int().min(1),
    at: z.iso.datetime(),
    action: z.string().meta({ description: 'In the vocabulary of ISO/IEC 27037.' }),
    actor: z.string(),
    reason: z.string(),
    details: z.string().optional(),
  })
  .meta({ id: 'CustodyStep' })

/** A key with which an organisation seals, or sealed until it was retired. */
export const EvidenceKey = z
  .object({
    id: z.string().meta({ description: 'The SHA-256 of the key (SPKI in DER): its fingerprint.' }),
    publicKey: z.string().meta({ description: 'Ed25519, in PEM, as `--trust` takes it.' }),
    madeAt: z.iso.datetime(),
    retiredAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'EvidenceKey' })

export const NewCapture = z
  .strictObject({
    url: webAddress,
    also: z
      .array(webAddress)
      .max(20)
      .default([])
      .meta({ description: 'The page of the seller, pictures at full size.' }),
    reason: text(2000).meta({ description: 'Stands in the evidence: state facts.' }),
    listing: z.uuid().optional().meta({ description: 'The offer that it shows.' }),
  })
  .meta({ id: 'NewCapture' })

export const evidenceEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/captures',
    summary: 'The captures of the organisation, newest first',
    access: 'person',
    query: PageQuery,
    answer: pageOf(Capture),
  }),
  keys: endpoint({
    method: 'GET',
    path: '/api/v1/evidence-keys',
    summary: 'The keys that the organisation seals or sealed with, the newest first',
    description: 'To be published where those who verify a package can compare them.',
    access: 'person',
    answer: z.object({ items: z.array(EvidenceKey) }),
  }),
  request: endpoint({
    method: 'POST',
    path: '/api/v1/captures',
    summary: 'Asks for a page to be captured in a browser, and sealed',
    description:
      'Nobody is signed in there, and only addresses of the public internet are opened. It is done apart from this request.',
    access: 'person',
    body: NewCapture,
    answer: z.object({ id: z.uuid() }),
    statuses: [201],
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/captures/:id',
    summary: 'A capture with its items and its chain of custody, to which this adds a step',
    access: 'person',
    params: OneCapture,
    answer: z.object({
      capture: Capture,
      items: z.array(EvidenceItem),
      custody: z.array(CustodyStep),
    }),
  }),
  export: endpoint({
    method: 'GET',
    path: '/api/v1/captures/:id/package',
    summary: 'The evidence of a capture as a sealed package, which `touchstone verify` checks',
    description: 'A BagIt bag as a zip archive. Its chain of custody tells of this copy.',
    access: 'person',
    params: OneCapture,
    query: Reason,
    answer: z.string().meta({ format: 'binary' }),
    answerType: 'application/zip',
  }),
  hold: endpoint({
    method: 'POST',
    path: '/api/v1/captures/:id/hold',
    summary: 'Holds a capture, so that no period disposes of it',
    access: 'person',
    params: OneCapture,
    body: Reason,
    answer: Done,
  }),
  release: endpoint({
    method: 'POST',
    path: '/api/v1/captures/:id/release',
    summary: 'Lifts the hold of a capture',
    access: 'person',
    params: OneCapture,
    body: Reason,
    answer: Done,
  }),
}
