import { TouchstoneError } from '@touchstone/contract'
import { readCodeText } from '@touchstone/recognition/codes'
import { canonicalIdentifier } from '@touchstone/recognition/epcis'
import type {
  DetectInput,
  ItemEvent,
  ItemKey,
  ItemScan,
  Position,
} from '@touchstone/recognition/items'
import { z } from 'zod'
import { readCheckedLines } from '../checked-lines.ts'
import { readDocument } from '../document-file.ts'
import type { ProgramIo } from '../program-io.ts'

const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))
const Unit = z.object({ gtin: z.string(), serial: z.string(), batch: z.string().optional() })
const Published = z.union([
  z.object({ code: z.string(), at: time.optional() }),
  z.object({ gtin: z.string(), serial: z.string(), at: time.optional() }),
])
const Scan = z.object({
  at: time,
  code: z.string(),
  device: z.string().nullish(),
  source: z.string().default('consumer'),
  lat: z.number().min(-90).max(90).nullish(),
  lon: z.number().min(-180).max(180).nullish(),
  accuracyKm: z.number().nonnegative().nullish(),
  counter: z.int().nonnegative().optional(),
})
const Event = z.object({
  eventTime: time,
  bizStep: z.string().optional(),
  disposition: z.string().optional(),
  epcList: z.array(z.string()).default([]),
  readPoint: z.object({ id: z.string() }).optional(),
})
const Document = z.object({ epcisBody: z.object({ eventList: z.array(z.unknown()) }) })

export type ScanFiles = { units: string; events?: string; published?: string; scans: string }

/** The files of `codes detect`; codes without a GTIN and a serial are counted and left out. */
export async function readScanFiles(
  io: Pick<ProgramIo, 'stdin'>,
  files: ScanFiles,
  signal: AbortSignal,
): Promise<{ input: DetectInput; unreadable: number }> {
  const units = await readCheckedLines(io, files.units, {
    schema: Unit,
    what: 'unit {gtin, serial}',
    signal,
  })
  const published =
    files.published === undefined
      ? []
      : await readCheckedLines(io, files.published, {
          schema: Published,
          what: 'published code {code, at}',
          signal,
        })
  const scans = await readCheckedLines(io, files.scans, {
    schema: Scan,
    what: 'scan {at, code, device, lat, lon, accuracyKm, source}',
    signal,
  })
  const keyed = scans.map((scan) => ({ scan, key: itemKeyOf(scan.code) }))
  return {
    input: {
      units,
      events: files.events === undefined ? [] : await readEvents(files.events),
      published: published.flatMap((one) => {
        const key = 'code' in one ? itemKeyOf(one.code) : one
        return key === undefined ? [] : { gtin: key.gtin, serial: key.serial, at: one.at ?? 0 }
      }),
      scans: keyed.flatMap(({ scan: { at, device, source, counter, ...place }, key }) => {
        const position = positionOf(place)
        return key === undefined
          ? []
          : {
              ...key,
              at,
              ...(device != null && { device }),
              source: sourceOf(source),
              ...(position && { position }),
              ...(counter !== undefined && { counter }),
            }
      }),
    },
    unreadable: keyed.filter(({ key }) => key === undefined).length,
  }
}

/** Who is neither a shop nor an officer holds the goods. */
function sourceOf(text: string): ItemScan['source'] {
  return text === 'retail' || text === 'officer' ? text : 'consumer'
}

/** A country alone is no position. */
function positionOf({
  lat,
  lon,
  accuracyKm,
}: Partial<Record<keyof Position, number | null>>): Position | undefined {
  return lat == null || lon == null || accuracyKm == null ? undefined : { lat, lon, accuracyKm }
}

/** The GTIN and serial that a code or an EPC URI names. */
function itemKeyOf(code: string): ItemKey | undefined {
  const read = readCodeText(canonicalIdentifier(code) ?? code)
  if (!read.ok) return undefined
  const [gtin, serial] = ['01', '21'].map((ai) => read.elements.find((one) => one.ai === ai)?.value)
  return gtin === undefined || serial === undefined ? undefined : { gtin, serial }
}

const steps = new Map<string, ItemEvent['kind']>([
  ['commissioning', 'commissioned'],
  ['shipping', 'shipped'],
  ['retail_selling', 'sold'],
  ['destroying', 'destroyed'],
])

const dispositions = new Map<string, ItemEvent['kind']>([
  ['returned', 'returned'],
  ['destroyed', 'destroyed'],
])

async function readEvents(path: string): Promise<DetectInput['events']> {
  const { value } = await readDocument(path, {
    name: 'events',
    code: 'unusable-input',
    least: '{"epcisBody": {"eventList": []}}',
  })
  const document = Document.safeParse(value)
  if (!document.success)
    throw new TouchstoneError({
      code: 'unusable-input',
      message: `${path} is no EPCIS document: it has no epcisBody with an eventList`,
    })
  return document.data.epcisBody.eventList.flatMap((one) => {
    const event = Event.safeParse(one)
    if (!event.success) return []
    const { eventTime: at, bizStep, disposition, epcList, readPoint } = event.data
    const kind = dispositions.get(wordOf(disposition)) ?? steps.get(wordOf(bizStep)) ?? 'other'
    const [, lat, lon] = /^geo:(-?[\d.]+),(-?[\d.]+)/.exec(readPoint?.id ?? '') ?? []
    const position =
      lat === undefined ? undefined : { lat: Number(lat), lon: Number(lon), accuracyKm: 0 }
    return epcList.flatMap((code) => {
      const key = itemKeyOf(code)
      return key === undefined ? [] : { ...key, at, kind, ...(position && { position }) }
    })
  })
}

/** A word of the vocabulary, bare or by its address. */
function wordOf(text = ''): string {
  return /(?:^|[:-])(\w+)$/.exec(text)?.[1] ?? ''
}
