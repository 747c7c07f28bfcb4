import { createHash, randomUUID } from 'node:crypto'
import type { ScanPositionInput, ScanSource } from '@touchstone/contract'
import {
  addEvent,
  addProof,
  addScan,
  judgeItem,
  noHistory,
  type ItemHistory,
  type ItemScan,
} from '@touchstone/recognition/items'
import { recordOutbox } from '../../messaging/event-outbox/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import type { Unit } from '../batches/index.ts'
import { markPicturedCodesDue } from '../pictured-codes/index.ts'
import { storedPosition } from './cells.ts'
import {
  countBatchAlarms,
  findFirstDevice,
  insertScan,
  lockItem,
  updateItem,
  type ItemKey,
  type ItemRow,
} from './repository.ts'

export type Scan = {
  at: Date
  source: ScanSource
  /** The number that the browser keeps for this code; missing without consent. */
  device?: string | undefined
  /** The hash of the network from which it came, if it is a stranger's. */
  network?: Buffer | undefined
  position?: ScanPositionInput | undefined
  country?: string | undefined
  counter?: number | undefined
}

/**
 * Adds a scan to what is known of a unit and judges it anew. Devices of one network count as one source on a day, so
 * that a flood from one place weighs as much as one scan.
 */
export async function recordScan(
  handle: Transaction,
  unit: Unit,
  scan: Scan,
): Promise<{ before: ItemRow; after: ItemRow; source: string | undefined }> {
  const { batch } = unit
  const before = await lockItem(handle, unit, { batchId: batch.id, history: noHistory })
  const device = scan.device === undefined ? null : hashOfDevice(unit, scan.device)
  const source =
    device === null ? undefined : await sourceOf(handle, unit, { device, scan, item: before })
  const position = scan.position && storedPosition(scan.position)
  const { at, network = null, country = null, counter } = scan
  // A row for what weighs: neither anonymous scans nor floods fill the store.
  if (scan.source !== 'consumer' || isNewVisit(before.history, { device, source, at })) {
    await insertScan(handle, {
      ...unit,
      id: randomUUID(),
      at,
      source: scan.source,
      device,
      network,
      position: position ?? null,
      country,
    })
  }
  const itemScan: ItemScan = {
    at: at.getTime(),
    source: scan.source,
    ...(source !== undefined && { device: source }),
    ...(position && { position }),
    ...(counter !== undefined && { counter }),
  }
  const history = withBatchEvents(before.history, batch)
  const add = before.publishedAt === null ? addScan : addProof
  const scanned: ItemRow = {
    ...before,
    history: add(history, itemScan),
    scans: before.scans + 1,
    firstScanAt: before.firstScanAt ?? at,
    lastScanAt: at,
  }
  const after = await judgeAndSave(handle, unit, scanned)
  return { before, after, source }
}

const visitMs = 15 * 60_000

/** Whether a device scans for the first time in a while, and no other of its network did today. */
function isNewVisit(
  { devices }: ItemHistory,
  { device, source, at }: { device: Buffer | null; source: string | undefined; at: Date },
): boolean {
  if (device === null || source !== device.toString('base64url')) return false
  const known = devices.find((one) => one.device === source)
  return known === undefined || at.getTime() - known.last.at >= visitMs
}

/** Judges an item by all that is known, saves it, and reports the first alarm. */
export async function judgeAndSave(
  handle: Transaction,
  { organisationId, gtin, serial, batch }: ItemKey & { batch: { id: string } },
  item: ItemRow,
): Promise<ItemRow> {
  const key = { organisationId, gtin, serial }
  const { state, probability, reasons } = judgeItem(item.history, {
    isPublished: item.publishedAt !== null,
    batchAlarms: await countBatchAlarms(handle, key, batch.id),
  })
  const isFirstAlarm = state === 'suspected-clone' && item.alarmAt === null
  const alarmAt = isFirstAlarm ? new Date() : item.alarmAt
  const judged: ItemRow = { ...item, state, probability, reasons, alarmAt }
  await updateItem(handle, key, judged)
  if (state !== item.state) await markPicturedCodesDue(handle, key)
  if (isFirstAlarm) {
    const data = { gtin, serial, batch: batch.id, alarmAt: alarmAt?.toISOString() }
    await recordOutbox(handle, organisationId, [{ type: 'item.alarmed', data }])
  }
  return judged
}

/** What was recorded of the whole batch is true of the unit. */
function withBatchEvents(history: ItemHistory, { state, stateAt }: Unit['batch']): ItemHistory {
  if (state !== 'destroyed' || history.destroyedAt !== undefined) return history
  return addEvent(history, { at: stateAt.getTime(), kind: 'destroyed' })
}

function hashOfDevice({ gtin, serial }: ItemKey, device: string): Buffer {
  return createHash('sha256').update(`${gtin}\n${serial}\n${device}`).digest().subarray(0, 16)
}

/** The device, or the one that scanned before it from the same network today. */
async function sourceOf(
  handle: Transaction,
  key: ItemKey,
  { device, scan, item }: { device: Buffer; scan: Scan; item: ItemRow },
): Promise<string> {
  const id = device.toString('base64url')
  const isKnown = item.history.devices.some((one) => one.device === id)
  if (isKnown || scan.network === undefined || item.scans === 0) return id
  const first = await findFirstDevice(handle, key, scan.network)
  return first?.toString('base64url') ?? id
}
