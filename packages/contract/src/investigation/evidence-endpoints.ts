import { z } from 'zod'
import { action, plainActionInput } from '../api/action.ts'
import { text } from '../text.ts'
import { EmptyView, endpoint, PageQuery, pageOf } from '../api/endpoint.ts'

const webAddress = z.url({ protocol: /^https?$/ }).max(2000)
const itemName = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,100}$/)
const OneCapture = z.strictObject({ id: z.uuid() })
const reason = text(2000)
const Reason = z.strictObject({ reason })

export const CaptureAction = z
  .discriminatedUnion('type', [
    action('place-hold', { reason }),
    action('release-hold', { reason }),
  ])
  .meta({ id: 'CaptureAction' })
export type CaptureAction = z.infer<typeof CaptureAction>

export const captureStates = ['waiting', 'running', 'sealed', 'failed'] as const

export const CaptureView = z
  .object({
    id: z.uuid(),
    url: z.string(),
    listing: z.uuid().nullable().meta({ description: 'ID of the listing in Touchstone.' }),
    operator: z.string().meta({ description: 'Name of the person who requested it.' }),
    reason: z.string(),
    state: z.enum(captureStates).meta({
      description: '`failed` captures have evidence too, of what was returned instead of the page.',
    }),
    outcome: z.string().nullable().meta({
      description: 'Values are listed in docs/counsel/captures.md; null until the capture ends.',
    }),
    sentence: z.string().nullable(),
    heldFor: z.string().nullable().meta({ description: 'Reason for the legal hold.' }),
    disposedAt: z.iso.datetime().nullable().meta({
      description:
        'When its items were deleted; the record of what was sealed and what happened remains.',
    }),
    disposedFor: z.string().nullable(),
    requestedAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'CaptureView' })
export type CaptureView = z.infer<typeof CaptureView>

export const EvidenceItemView = z
  .object({
    name: z.string(),
    title: z.string(),
    mediatype: z.string(),
    bytes: z.int().min(0),
    sha256: z.string(),
    derivedFrom: z.string().nullable().meta({
      description: 'The item that it was derived from, for example one that was then redacted.',
    }),
    how: z.string().nullable().meta({ description: 'How it was derived.' }),
  })
  .meta({ id: 'EvidenceItemView' })
export type EvidenceItemView = z.infer<typeof EvidenceItemView>

export const CustodyStepView = z
  .object({
    sequence: z.int().min(1),
    at: z.iso.datetime(),
    action: z.string().meta({ description: 'In the vocabulary of ISO/IEC 27037.' }),
    actor: z.string().nullable().meta({
      description: 'Name of the person, organisation or program; null if the person is unknown.',
    }),
    actorKind: z.enum(['person', 'organisation', 'program']),
    reason: z.string(),
    details: z.string().optional(),
  })
  .meta({ id: 'CustodyStepView' })
export type CustodyStepView = z.infer<typeof CustodyStepView>

const Certificate = z.object({
  subject: z.string(),
  issuer: z.string(),
  validFrom: z.string(),
  validTo: z.string(),
  sha256: z.string().meta({ description: 'Fingerprint of the certificate, as browsers show it.' }),
})

/** The circumstances of a capture, read from its sealed record. */
export const CircumstancesView = z
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
        files: z.array(z.string()).meta({ description: 'Names of the items that show it.' }),
      }),
    ),
    connections: z.array(
      z.object({
        host: z.string(),
        port: z.int(),
        addresses: z
          .array(z.string())
          .meta({ description: 'Addresses that the name resolved to.' }),
        address: z.string().nullable().meta({ description: 'The address connected to.' }),
        refused: z.string().nullable(),
      }),
    ),
    certificates: z.array(z.object({ origin: z.string(), chain: z.array(Certificate) })),
    clock: z
      .object({ serverDate: z.string(), offsetSeconds: z.number() })
      .nullable()
      .meta({ description: 'Server time compared with the time of this machine.' }),
    requests: z.object({
      finished: z.int(),
      failed: z.int(),
      unfinished: z.int(),
      bytes: z.int(),
    }),
    view: z.record(z.string(), z.union([z.string(), z.number()])),
    tools: z.record(z.string(), z.string()),
  })
  .meta({ id: 'CircumstancesView' })
export type CircumstancesView = z.infer<typeof CircumstancesView>

/** Who sealed a capture, when, which authority timestamped it, and its position in the log. */
export const SealView = z
  .object({
    sealedAt: z.iso.datetime(),
    publisher: z.string(),
    key: z.string().meta({ description: 'Fingerprint of the signing key.' }),
    logIndex: z.int(),
    timestamps: z.array(z.object({ authority: z.string(), at: z.iso.datetime() })),
    unanswered: z.array(z.object({ authority: z.string(), reason: z.string() })),
  })
  .meta({ id: 'SealView' })
export type SealView = z.infer<typeof SealView>
const place = z.int().min(0).max(1_000_000)

/** The parts of an item to redact in a new copy. */
export const RedactionInput = z
  .union([
    z.strictObject({
      item: itemName,
      regions: z
        .array(z.strictObject({ x: place, y: place, width: place.min(1), height: place.min(1) }))
        .min(1)
        .max(100)
        .meta({ description: 'Areas of a picture to paint over, in its pixels.' }),
      reason: text(2000),
    }),
    z.strictObject({
      item: itemName,
      fields: z
        .array(z.string().regex(/^\/.{1,300}$/))
        .min(1)
        .max(50)
        .meta({ description: 'Fields of `capture.json` to replace, as JSON Pointers.' }),
      reason: text(2000),
    }),
  ])
  .meta({ id: 'RedactionInput' })
export type RedactionInput = z.infer<typeof RedactionInput>

/** A key with which an organisation seals, or sealed until it was retired. */
export const EvidenceKeyView = z
  .object({
    id: z.string().meta({ description: 'SHA-256 of the key (SPKI in DER): its fingerprint.' }),
    publicKey: z
      .string()
      .meta({ description: 'Ed25519 key in PEM format, as accepted by `--trust`.' }),
    madeAt: z.iso.datetime(),
    retiredAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'EvidenceKeyView' })

export const CaptureInput = z
  .strictObject({
    url: webAddress,
    also: z
      .array(webAddress)
      .max(20)
      .default([])
      .meta({ description: 'The seller page, full-size pictures.' }),
    reason: text(2000).meta({ description: 'Included in the evidence: state facts.' }),
    listing: z.uuid().optional().meta({ description: 'The listing shown.' }),
  })
  .meta({ id: 'CaptureInput' })

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

/** A comparison of two captures of an address. */
export const CaptureChangesView = z
  .object({
    before: CaptureView.nullable().meta({ description: 'Null if there is no earlier capture.' }),
    after: CaptureView,
    state: z.enum(changeStates).meta({
      description:
        'Only `gone` means that the listing was taken down. Blocked access or a password prompt is no evidence of that.',
    }),
    sentence: z.string(),
    aspects: z.array(z.enum(changeAspects)).meta({ description: 'Aspects that differ.' }),
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
      fine: z.boolean().meta({ description: 'False if only whole blocks were compared.' }),
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
        description: 'Pictures of the page by item name, with their differences.',
      }),
    notes: z.array(z.string()),
  })
  .meta({ id: 'CaptureChangesView' })

export const evidenceEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/captures',
    summary: 'List captures, newest first',
    access: 'person',
    query: PageQuery.extend({
      listing: z.uuid().optional().meta({ description: 'Only captures of this listing.' }),
      case: z.uuid().optional().meta({ description: 'Only captures of this case’s listings.' }),
    }),
    response: pageOf(CaptureView),
  }),
  keys: endpoint({
    method: 'GET',
    path: '/api/v1/evidence-keys',
    summary: 'List the organisation’s current and earlier sealing keys, newest first',
    description: 'Publish these keys where people who verify a package can compare them.',
    access: 'person',
    response: z.object({ items: z.array(EvidenceKeyView) }),
  }),
  request: endpoint({
    method: 'POST',
    path: '/api/v1/captures',
    summary: 'Request a sealed browser capture of a page',
    description:
      'The browser is not signed in and opens only public internet addresses. The capture runs in the background.',
    access: 'person',
    body: CaptureInput,
    response: z.object({ id: z.uuid() }),
    statuses: [201],
  }),
  state: endpoint({
    method: 'GET',
    path: '/api/v1/captures/:id/state',
    summary: 'Retrieve the progress of a capture without accessing its content',
    access: 'person',
    params: OneCapture,
    response: CaptureView,
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/captures/:id',
    summary:
      'Retrieve a capture with its items and chain of custody; the access is added to the chain',
    access: 'person',
    records: true,
    params: OneCapture,
    response: z.object({
      capture: CaptureView,
      items: z.array(EvidenceItemView),
      custody: z.array(CustodyStepView),
      circumstances: CircumstancesView.nullable().meta({
        description: 'Null if nothing is stored yet, or if its record is unreadable.',
      }),
      seal: SealView.nullable(),
    }),
  }),
  changes: endpoint({
    method: 'GET',
    path: '/api/v1/captures/:id/changes',
    summary: 'Compare a capture with the previous capture of the same address',
    description:
      'Computed from the sealed items on each request; adds an entry to the chain of custody of both captures.',
    access: 'person',
    records: true,
    params: OneCapture,
    query: z.strictObject({
      against: z
        .uuid()
        .optional()
        .meta({ description: 'Another capture to compare with, instead of the previous one.' }),
    }),
    response: CaptureChangesView,
  }),
  item: endpoint({
    method: 'GET',
    path: '/api/v1/captures/:id/items/:name',
    summary: 'Download an item of a capture as stored; the access is added to the chain of custody',
    description:
      'Pictures are sent as pictures. Everything else is sent as text or as a download, never as content that a browser executes.',
    access: 'person',
    records: true,
    params: OneCapture.extend({ name: itemName }),
    response: z.string().meta({ format: 'binary' }),
    responseType: 'application/octet-stream',
  }),
  export: endpoint({
    method: 'POST',
    path: '/api/v1/captures/:id/packages',
    summary:
      'Export the evidence of a capture as a sealed package, verifiable with `touchstone verify`',
    description: 'A BagIt bag as a ZIP archive. The chain of custody records the export.',
    access: 'person',
    params: OneCapture,
    body: Reason.extend({
      withhold: z.array(itemName).max(200).default([]).meta({
        description:
          'Names of items to withhold. The package lists them with their digests, so the seal of the capture remains verifiable.',
      }),
    }),
    response: z.string().meta({ format: 'binary' }),
    responseType: 'application/zip',
  }),
  redact: endpoint({
    method: 'POST',
    path: '/api/v1/captures/:id/redactions',
    summary: 'Create a redacted copy of an item, with areas painted over or fields replaced',
    description: 'The sealed item remains unchanged; the chain of custody records the derivation.',
    access: 'person',
    params: OneCapture,
    body: RedactionInput,
    response: EvidenceItemView,
    statuses: [201],
  }),
  act: endpoint({
    method: 'POST',
    path: '/api/v1/captures/:id/actions',
    summary: 'Place a legal hold on a capture to exempt it from retention, or release it',
    access: 'person',
    params: OneCapture,
    body: plainActionInput('CaptureActionInput', CaptureAction),
    response: EmptyView,
  }),
}
