import {
  addEvent,
  addProof,
  addScan,
  noHistory,
  type ItemEvent,
  type ItemHistory,
  type ItemScan,
} from './history.ts'
import { judgeItem, type ItemJudgement, type ItemReason, type ItemState } from './judge-item.ts'
import { isNearMiss } from './near-miss.ts'

export interface ItemKey {
  gtin: string
  serial: string
}
export interface DetectInput {
  units: readonly (ItemKey & { batch?: string })[]
  events: readonly (ItemKey & ItemEvent)[]
  /** Codes that were read in pictures of listings, with the time of the first. */
  published: readonly (ItemKey & { at: number })[]
  scans: readonly (ItemKey & ItemScan)[]
}
export interface DetectedCode extends ItemKey {
  /** Whether the code was issued. */
  known: boolean
  state: ItemState | 'unknown' | 'near-miss'
  probability: number
  /** When the code was first suspected, if it is. */
  alarmAt?: number
  reasons: readonly ItemReason[]
}

interface Tracked {
  key: ItemKey
  batch: string | undefined
  history: ItemHistory
  publishedAt: number
  /** Other suspected codes of the batch when something was last seen of this one. */
  batchAlarms: number
  alarmAt: number | undefined
}

const keyOf = ({ gtin, serial }: ItemKey): string => `${gtin} ${serial}`

/** Judges every code that was scanned, by its scans and events in the order of their time. */
export function detectCopies({ units, events, published, scans }: DetectInput): DetectedCode[] {
  const issued = new Map(units.map((unit) => [keyOf(unit), unit.batch]))
  const publishedAt = new Map<string, number>()
  for (const { at, ...key } of published)
    publishedAt.set(keyOf(key), Math.min(at, publishedAt.get(keyOf(key)) ?? at))
  const codes = new Map<string, Tracked>()
  for (const { gtin, serial } of scans) {
    const id = keyOf({ gtin, serial })
    codes.set(id, {
      key: { gtin, serial },
      batch: issued.get(id),
      history: noHistory,
      publishedAt: publishedAt.get(id) ?? Infinity,
      batchAlarms: 0,
      alarmAt: undefined,
    })
  }

  const alarms = new Map<string, Set<Tracked>>()
  const timeline = [
    ...events.map((event) => ({ event, at: event.at, id: keyOf(event) })),
    ...scans.map((scan) => ({ scan, at: scan.at, id: keyOf(scan) })),
  ].sort((a, b) => a.at - b.at)
  for (const { at, id, ...seen } of timeline) {
    const code = codes.get(id)
    if (code === undefined || !issued.has(id)) continue
    code.history = 'event' in seen ? addEvent(code.history, seen.event) : withScan(code, seen.scan)
    const ofBatch = code.batch === undefined ? undefined : alarms.get(code.batch)
    code.batchAlarms = (ofBatch?.size ?? 0) - Number(ofBatch?.has(code) ?? false)
    if (judge(code, at).state !== 'suspected-clone') continue
    code.alarmAt ??= at
    if (code.batch !== undefined) alarms.set(code.batch, (ofBatch ?? new Set()).add(code))
  }

  return [...codes].map(([id, code]) => {
    if (issued.has(id)) {
      const judgement = judge(code, Infinity)
      const isSuspected = judgement.state === 'suspected-clone' && code.alarmAt !== undefined
      return {
        ...code.key,
        known: true,
        ...judgement,
        ...(isSuspected && { alarmAt: code.alarmAt }),
      }
    }
    const { gtin, serial } = code.key
    const isNear = isNearMiss(serial, (other) => issued.has(keyOf({ gtin, serial: other })))
    const state = isNear ? 'near-miss' : 'unknown'
    return { gtin, serial, known: false, state, probability: 0, reasons: [] }
  })
}

function withScan({ history, publishedAt }: Tracked, scan: ItemScan): ItemHistory {
  return scan.at < publishedAt ? addScan(history, scan) : addProof(history, scan)
}

function judge({ history, publishedAt, batchAlarms }: Tracked, at: number): ItemJudgement {
  return judgeItem(history, {
    isPublished: publishedAt < Infinity && publishedAt <= at,
    batchAlarms,
  })
}
