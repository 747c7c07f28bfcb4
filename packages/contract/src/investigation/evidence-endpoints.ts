import { z } from 'zod'
import { text } from '../text.ts'
import { Done, endpoint, PageQuery, pageOf } from '../api/endpoint.ts'

const webAddress = z.url({ protocol: /^https?$/ }).max(2000)
const itemName = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,100}$/)
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
    disposedAt: z.iso.datetime().nullable().meta({
      description: 'Since when its items are gone; what was sealed and what happened stays known.',
    }),
    disposedFor: z.string().nullable(),
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
    derivedFrom: z.string().nullable().meta({
      description: 'The item that it was made of, such as one with parts painted over.',
    }),
    how: z.string().nullable().meta({ description: 'How it was made of that one.' }),
  })
  .meta({ id: 'EvidenceItem' })
export type EvidenceItem = z.infer<typeof EvidenceItem>

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
export const SealView = z
  .object({
    sealedAt: z.iso.datetime(),
    publisher: z.string(),
    key: z.string().meta({ description: 'Fingerprint of the key that signed.' }),
    logIndex: z.int(),
    timestamps: z.array(z.object({ authority: z.string(), at: z.iso.datetime() })),
    unanswered: z.array(z.object({ authority: z.string(), reason: z.string() })),
  })
  .meta({ id: 'SealTold' })
export type SealView = z.infer<typeof SealView>
const place = z.int().min(0).max(1_000_000)

/** What of an item is to be taken out, in a new item made of it. */
export const Redaction = z
  .union([
    z.strictObject({
      item: itemName,
      regions: z
        .array(z.strictObject({ x: place, y: place, width: place.min(1), height: place.min(1) }))
        .min(1)
        .max(100)
        .meta({ description: 'Parts of a picture to be painted over, in its points.' }),
      reason: text(2000),
    }),
    z.strictObject({
      item: itemName,
      fields: z
        .array(z.string().regex(/^\/.{1,300}$/))
        .min(1)
        .max(50)
        .meta({ description: 'Fields of `capture.json` to be replaced, as JSON Pointers.' }),
      reason: text(2000),
    }),
  ])
  .meta({ id: 'Redaction' })
export type Redaction = z.infer<typeof Redaction>

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

export const changeStates = [
  'gone',
  'changed',
  'same',
  'blocked',
  'login-wall',
  'error',
  'unknown',
] as const
export type ChangeState = (typeof changeStates)[number]

export const changeAspects = [
  'address',
  'title',
  'price',
  'seller',
  'text',
  'pictures',
  'look',
] as const
export type ChangeAspect = (typeof changeAspects)[number]

const PictureThere = z.object({ url: z.string(), digest: z.string() })
const count = z.int().min(0)

/** Two captures of an address beside each other. */
export const CaptureChanges = z
  .object({
    before: Capture.nullable().meta({ description: 'Null where there is no earlier one.' }),
    after: Capture,
    state: z.enum(changeStates).meta({
      description:
        'Only `gone` says that an offer is gone: who is blocked or asked for a password sees nothing of it.',
    }),
    sentence: z.string(),
    aspects: z.array(z.enum(changeAspects)).meta({ description: 'In what they differ.' }),
    facts: z.array(
      z.object({
        aspect: z.enum(changeAspects),
        before: z.string().nullable(),
        after: z.string().nullable(),
      }),
    ),
    text: z.object({
      parts: z.array(
        z.object({ kind: z.enum(['same', 'removed', 'added']), lines: z.array(z.string()) }),
      ),
      fine: z.boolean().meta({ description: 'False where whole blocks stand for each other.' }),
    }),
    pictures: z.object({
      removed: z.array(PictureThere),
      added: z.array(PictureThere),
      kept: count,
    }),
    views: z
      .array(
        z.object({
          before: z.string().nullable(),
          after: z.string().nullable(),
          width: count,
          height: count,
          regions: z.array(z.object({ x: count, y: count, width: count, height: count })),
        }),
      )
      .meta({
        description: 'Pictures of the page by the names of their items, with what differs.',
      }),
    notes: z.array(z.string()),
  })
  .meta({ id: 'CaptureChanges' })

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
    records: true,
    params: OneCapture,
    answer: z.object({
      capture: Capture,
      items: z.array(EvidenceItem),
      custody: z.array(CustodyStep),
      circumstances: Circumstances.nullable().meta({
        description: 'Null where nothing was kept yet, or its record can’t be read any more.',
      }),
      seal: SealView.nullable(),
    }),
  }),
  changes: endpoint({
    method: 'GET',
    path: '/api/v1/captures/:id/changes',
    summary: 'What changed since the capture of the same address before this one',
    description:
      'Reckoned anew each time from what was sealed; adds a step to the custody of both.',
    access: 'person',
    records: true,
    params: OneCapture,
    query: z.strictObject({
      against: z.uuid().optional().meta({ description: 'Another capture than the one before.' }),
    }),
    answer: CaptureChanges,
  }),
  item: endpoint({
    method: 'GET',
    path: '/api/v1/captures/:id/items/:name',
    summary: 'One item of a capture, as it was kept; its chain of custody tells of the look',
    description:
      'Pictures come as pictures. Whatever else a page was comes as text or as bytes to be saved, never as something that a browser runs.',
    access: 'person',
    records: true,
    params: OneCapture.extend({ name: itemName }),
    answer: z.string().meta({ format: 'binary' }),
    answerType: 'application/octet-stream',
  }),
  export: endpoint({
    method: 'POST',
    path: '/api/v1/captures/:id/packages',
    summary: 'The evidence of a capture as a sealed package, which `touchstone verify` checks',
    description: 'A BagIt bag as a zip archive. Its chain of custody records this copy.',
    access: 'person',
    params: OneCapture,
    body: Reason.extend({
      withhold: z.array(itemName).max(200).default([]).meta({
        description:
          'Names of items to keep out. The package names them with their digests, so that the seal of the capture can still be checked.',
      }),
    }),
    answer: z.string().meta({ format: 'binary' }),
    answerType: 'application/zip',
  }),
  redact: endpoint({
    method: 'POST',
    path: '/api/v1/captures/:id/redactions',
    summary: 'Makes a new item of one, with parts painted over or fields replaced',
    description: 'The item that was sealed stays as it is; custody tells what was made of what.',
    access: 'person',
    params: OneCapture,
    body: Redaction,
    answer: EvidenceItem,
    statuses: [201],
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
