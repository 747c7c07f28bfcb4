import { createHash } from 'node:crypto'
import type { UnitState } from '@touchstone/contract'
import { canonicalIdentifier, eventHashId, preHashesOf } from '@touchstone/recognition/epcis'
import { z } from 'zod'
import { readGoods, type ReadGoods } from '../scans/index.ts'
import type { EventRow } from './repository.ts'

const texts = z.array(z.string()).default([])
const quantities = z.array(z.object({ epcClass: z.string() })).default([])
/** What is read of an event whose form was checked. */
const Event = z.object({
  type: z.string(),
  eventID: z.string().optional(),
  eventTime: z.string(),
  action: z.string().optional(),
  bizStep: z.string().optional(),
  disposition: z.string().optional(),
  parentID: z.string().optional(),
  epcList: texts,
  childEPCs: texts,
  inputEPCList: texts,
  outputEPCList: texts,
  quantityList: quantities,
  childQuantityList: quantities,
  inputQuantityList: quantities,
  outputQuantityList: quantities,
  readPoint: z.object({ id: z.string() }).optional(),
  ilmd: z.record(z.string(), z.unknown()).optional(),
  errorDeclaration: z.object({ declarationTime: z.string() }).optional(),
})

/** Goods that an event names, and where in it. */
export type NamedGoods = ReadGoods & { field: string; pointer: string }

export type ReadEvent = {
  row: EventRow
  goods: readonly NamedGoods[]
  /** What became of the units in epcList and quantityList; undefined if that is not said. */
  kind: UnitState | undefined
  isCommissioning: boolean
  /** Of commissioned units. */
  batch: string | undefined
  position: { lat: number; lon: number } | null
}

const epcFields = ['epcList', 'childEPCs', 'inputEPCList', 'outputEPCList'] as const
const quantityFields = [
  'quantityList',
  'childQuantityList',
  'inputQuantityList',
  'outputQuantityList',
] as const

/** Reads an event of a document that was checked. */
export function readEvent(
  document: Record<string, unknown>,
  value: Record<string, unknown>,
  pointer: string,
): ReadEvent {
  const event = Event.parse(value)
  const named = [
    ...(event.parentID === undefined ? [] : [{ field: 'parentID', epc: event.parentID, at: '' }]),
    ...epcFields.flatMap((field) => event[field].map((epc, at) => ({ field, epc, at: `/${at}` }))),
    ...quantityFields.flatMap((field) =>
      event[field].map(({ epcClass }, at) => ({ field, epc: epcClass, at: `/${at}/epcClass` })),
    ),
  ]
  const goods = named.flatMap(({ field, epc, at }) => {
    const read = readGoods(canonicalIdentifier(epc) ?? epc)
    return 'problem' in read ? [] : [{ ...read, field, pointer: `${pointer}/${field}${at}` }]
  })
  const [preHash = ''] = preHashesOf({ ...document, epcisBody: { eventList: [value] } })
  const hash = createHash('sha256').update(preHash).digest()
  const bizStep = wordOf(event.bizStep)
  const disposition = wordOf(event.disposition)
  const declared = event.errorDeclaration?.declarationTime
  return {
    row: {
      hash,
      eventId: event.eventID ?? eventHashId(preHash, () => hash.toString('hex')),
      eventTime: new Date(event.eventTime),
      type: event.type,
      action: event.action ?? null,
      bizStep,
      disposition,
      epcs: [...new Set(named.map(({ epc }) => canonicalIdentifier(epc) ?? epc))],
      errorDeclaredAt: declared === undefined ? null : new Date(declared),
      content: withContext(document['@context'], value),
    },
    goods,
    kind: dispositions[disposition ?? ''] ?? steps[bizStep ?? ''],
    isCommissioning: bizStep === 'commissioning' && event.action !== 'DELETE',
    batch: batchOf(event.ilmd),
    position: positionOf(event.readPoint?.id),
  }
}

const steps: Readonly<Record<string, UnitState>> = {
  shipping: 'shipped',
  retail_selling: 'sold',
  destroying: 'destroyed',
}
const dispositions: Readonly<Record<string, UnitState>> = {
  returned: 'returned',
  recalled: 'recalled',
  stolen: 'stolen',
  destroyed: 'destroyed',
  retail_sold: 'sold',
}

/** A word of the vocabulary, bare or by its address. */
export function wordOf(text: string | undefined): string | null {
  return text === undefined ? null : (/(?:^|[:-])(\w+)$/.exec(text)?.[1] ?? text)
}

/** An event is returned without its document: what that defines goes with it. */
function withContext(context: unknown, event: Record<string, unknown>): Record<string, unknown> {
  const own = [context].flat().filter((one) => typeof one === 'object' && one !== null)
  if (own.length === 0) return event
  const before = event['@context'] === undefined ? [] : [event['@context']].flat()
  return { ...event, '@context': [...own, ...before] }
}

function batchOf(ilmd: Record<string, unknown> | undefined): string | undefined {
  const entries = Object.entries(ilmd ?? {})
  const named = entries.find(([name]) => name === 'lotNumber' || name.endsWith(':lotNumber'))?.[1]
  return typeof named === 'string' ? named : undefined
}

function positionOf(id = ''): { lat: number; lon: number } | null {
  const [, lat, lon] = /^geo:(-?\d{1,2}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?)/.exec(id) ?? []
  if (lat === undefined || Math.abs(Number(lat)) > 90 || Math.abs(Number(lon)) > 180) return null
  return { lat: Number(lat), lon: Number(lon) }
}
