import { z } from 'zod'
import { bodyLimits, endpoint, valueLimits } from '../api/endpoint.ts'
import { text } from '../text.ts'

const time = z.iso.datetime()
const Time = z.iso.datetime({ offset: true })

export const captureErrorBehaviours = ['rollback', 'proceed'] as const
export type CaptureErrorBehaviour = (typeof captureErrorBehaviours)[number]

export const EpcisFaultView = z
  .object({
    pointer: z.string().meta({ description: 'JSON Pointer into the document that was sent.' }),
    detail: z.string(),
    remedy: z.string(),
  })
  .meta({ id: 'EpcisFaultView' })
export type EpcisFaultView = z.infer<typeof EpcisFaultView>

/** A capture job as EPCIS 2.0 describes it, with what was stored. */
export const EpcisCaptureView = z
  .object({
    captureID: z.uuid(),
    createdAt: time,
    finishedAt: time,
    running: z.literal(false),
    success: z.boolean(),
    captureErrorBehaviour: z.enum(captureErrorBehaviours),
    received: z.int().meta({ description: 'Events in the document.' }),
    stored: z.int().meta({ description: 'Events that were not stored before.' }),
    errors: z.array(EpcisFaultView).meta({ description: 'The first 100.' }),
  })
  .meta({ id: 'EpcisCaptureView' })
export type EpcisCaptureView = z.infer<typeof EpcisCaptureView>

/** The part of the queries of EPCIS 2.0 that is answered; another parameter is refused. */
export const EpcisQuery = z.strictObject({
  eventType: text(40).optional(),
  EQ_bizStep: text(200).optional(),
  EQ_disposition: text(200).optional(),
  EQ_action: z.enum(['ADD', 'OBSERVE', 'DELETE']).optional(),
  EQ_eventID: text(500).optional(),
  GE_eventTime: Time.optional(),
  LT_eventTime: Time.optional(),
  GE_recordTime: Time.optional(),
  LT_recordTime: Time.optional(),
  MATCH_anyEPC: text(500).optional().meta({
    description: 'A Digital Link or an EPC URI, in any list of the event.',
  }),
  EXISTS_errorDeclaration: z.enum(['true', 'false']).optional(),
  perPage: z.coerce.number().int().min(1).max(200).default(30),
  nextPageToken: z.string().max(500).optional(),
})
export type EpcisQuery = z.infer<typeof EpcisQuery>

const document = z.record(z.string(), z.unknown())

/** EPCIS 2.0 in JSON-LD. */
export const epcisEndpoints = {
  capture: endpoint({
    method: 'POST',
    path: '/api/v1/epcis/capture',
    summary: 'Capture a document of EPCIS 2.0 events in JSON-LD',
    description:
      'The header Location leads to the outcome. An event is stored once, under its CBV hash id. Events with GTINs of others are refused; with GS1-Capture-Error-Behaviour: proceed the others are stored. Commissioned serials are issued; shipping, selling, returning, recalling, stealing and destroying change the state of units. XML is refused with 415.',
    access: 'codes:write',
    wholeOrganisation: true,
    bodyLimit: bodyLimits.batch,
    valueLimit: valueLimits.rows,
    fileLimit: bodyLimits.batch,
    headers: z.object({
      'gs1-capture-error-behaviour': z.enum(captureErrorBehaviours).default('rollback'),
    }),
    body: document,
    bodyTypes: ['application/json', 'application/ld+json', 'application/xml', 'text/xml'],
    bodyReadBy: 'leaf',
    takesAnyText: true,
    isBulk: true,
    response: EpcisCaptureView,
    statuses: [202],
  }),
  readCapture: endpoint({
    method: 'GET',
    path: '/api/v1/epcis/capture/:id',
    summary: 'Retrieve the outcome of a capture',
    access: 'codes:read',
    wholeOrganisation: true,
    params: z.object({ id: z.string() }),
    response: EpcisCaptureView,
  }),
  events: endpoint({
    method: 'GET',
    path: '/api/v1/epcis/events',
    summary: 'Query events, in the order of their time',
    description:
      'The answer is an EPCISQueryDocument; the header Link leads to its next page. Values are compared as bare words of the Core Business Vocabulary.',
    access: 'codes:read',
    wholeOrganisation: true,
    query: EpcisQuery,
    response: document,
  }),
}
