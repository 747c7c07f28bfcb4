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

const Certificate = z.object({
  subject: z.string(),
  issuer: z.string(),
  validFrom: z.string(),
  validTo: z.string(),
  sha256: z.string().meta({ description: 'Its fingerprint, as browsers show it.' }),
})

/** What the browser met, read from the record that is sealed with it. */
export const Circumstances = z
  .object({
    pages: z.array(
      z.object({
        requested: z.string(),
        url: z.string().nullable(),
        status: z.int().nullable(),
        title: z.string().nullable(),
        redirects: z.array(z.object({ url: z.string(), status: z.int() })),
        at: z.string(),
        outcome: z.string(),
        sentence: z.string(),
        observed: z.array(z.string()),
        incomplete: z.array(z.string()),
        files: z.array(z.string()).meta({ description: 'Items that show it, by their names.' }),
      }),
    ),
    connections: z.array(
      z.object({
        host: z.string(),
        port: z.int(),
        addresses: z.array(z.string()).meta({ description: 'As the name was resolved.' }),
        address: z.string().nullable().meta({ description: 'The one that was connected to.' }),
        refused: z.string().nullable(),
      }),
    ),
    certificates: z.array(z.object({ origin: z.string(), chain: z.array(Certificate) })),
    clock: z
      .object({ serverDate: z.string(), offsetSeconds: z.number() })
      .nullable()
      .meta({ description: 'The server’s clock beside this machine’s.' }),
    requests: z.object({
      finished: z.int(),
      failed: z.int(),
      unfinished: z.int(),
      bytes: z.int(),
    }),
    view: z.record(z.string(), z.union([z.string(), z.number()])),
    tools: z.record(z.string(), z.string()),
  })
  .meta({ id: 'Circumstances' })
export type Circumstances = z.infer<typeof Circumstances>

/** Who sealed a capture, when, under whose time, and where it stands in the log. */
export const SealTold = z
  .object({
    sealedAt: z.iso.datetime(),
    publisher: z.string(),
    key: z.string().meta({ description: 'Fingerprint of the key that signed.' }),
    logIndex: z.int(),
    timestamps: z.array(z.object({ authority: z.string(), at: z.iso.datetime() })),
    unanswered: z.array(z.object({ authority: z.string(), reason: z.string() })),
  })
  .meta({ id: 'SealTold' })
export type SealTold = z.infer<typeof SealTold>

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
    query: PageQuery.extend({
      listing: z.uuid().optional().meta({ description: 'Those of this offer.' }),
      case: z.uuid().optional().meta({ description: 'Those of the offers of this case.' }),
    }),
    answer: pageOf(Capture),
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
  state: endpoint({
    method: 'GET',
    path: '/api/v1/captures/:id/state',
    summary: 'How far a capture is, without a look at what came of it',
    access: 'person',
    params: OneCapture,
    answer: Capture,
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
      circumstances: Circumstances.nullable().meta({
        description: 'Null where nothing was kept yet, or its record can’t be read any more.',
      }),
      seal: SealTold.nullable(),
    }),
  }),
  item: endpoint({
    method: 'GET',
    path: '/api/v1/captures/:id/items/:name',
    summary: 'One item of a capture, as it was kept; its chain of custody tells of the look',
    description:
      'Pictures come as pictures. Whatever else a page was comes as text or as bytes to be saved, never as something that a browser runs.',
    access: 'person',
    params: z.strictObject({ id: z.uuid(), name: z.string().regex(/^[a-z0-9._-]{1,200}$/) }),
    answer: z.string().meta({ format: 'binary' }),
    answerType: 'application/octet-stream',
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
