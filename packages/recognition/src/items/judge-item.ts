import { evidenceNames, evidenceOf, family, isHandedOver, type CopyEvidence } from './evidence.ts'
import type { ItemHistory } from './history.ts'
import { reasonCodes, type ItemReasonCode } from './reason-codes.ts'
import { weights } from './weights.ts'

export type ItemState = 'plain' | 'watched' | 'suspected-clone' | 'public'

/** A reason as a code and the numbers that its sentence names. */
export interface ItemReason {
  code: ItemReasonCode
  params: Readonly<Record<string, number>>
}

export interface ItemJudgement {
  state: ItemState
  /** That copies of the unit's code are in use. */
  probability: number
  reasons: readonly ItemReason[]
}

/** Fewer devices of consumers than these accuse nobody without hard proof. */
const leastDevices = 3
const provenProbability = 0.99
/** The share of a display's visitors whom wrong positions put elsewhere. */
const strayVisitors = 0.35
/** The most that is said of a code whose scans an honest story explains. */
const excusedProbability = 0.45
const alarmProbability = weights.alarm
const watchProbability = weights.watch

/**
 * Judges a code by what was seen of it up to its publication.
 * @param batchAlarms how many other codes of the batch are suspected
 */
export function judgeItem(
  history: ItemHistory,
  { isPublished = false, batchAlarms = 0 }: { isPublished?: boolean; batchAlarms?: number } = {},
): ItemJudgement {
  const { proof } = history
  if (proof !== undefined)
    return {
      state: 'suspected-clone',
      probability: provenProbability,
      reasons: [{ code: proof.code, params: {} }],
    }
  const evidence = evidenceOf(history)
  const batch = Math.min(2, batchAlarms)
  const logit = evidenceNames.reduce(
    (sum, name) => sum + evidence[name] * weights.evidence[name],
    weights.base + batch * weights.batch,
  )
  const probability = 1 / (1 + Math.exp(-logit))
  const reasons = reasonsFor(evidence, batch)
  const devices = history.devices.filter(({ source }) => source === 'consumer').length
  const isAlarming = probability >= alarmProbability
  const excuse = excuseOf(history, evidence, devices)
  if (isAlarming && excuse === undefined) return { state: 'suspected-clone', probability, reasons }
  if (isPublished)
    return { state: 'public', probability, reasons: [{ code: 'published', params: {} }] }
  if (isAlarming && excuse !== undefined)
    return {
      state: 'watched',
      probability: Math.min(probability, excusedProbability),
      reasons: [...reasons, { code: excuse, params: { devices } }],
    }
  return probability >= watchProbability
    ? { state: 'watched', probability, reasons }
    : { state: 'plain', probability, reasons: [] }
}

/** An honest story that would explain everything. */
function excuseOf(
  history: ItemHistory,
  { holders, scattered }: CopyEvidence,
  devices: number,
): ItemReasonCode | undefined {
  if (devices < leastDevices) return 'few-devices'
  if (holders === 0 && scattered <= strayVisitors) return 'displayed'
  return isHandedOver(history) ? 'handed-over' : undefined
}

/** What raised the probability, the weightiest first. */
function reasonsFor(evidence: CopyEvidence, batch: number): ItemReason[] {
  const raised = evidenceNames
    .map((name) => ({ name, weight: evidence[name] * weights.evidence[name] }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ name }) => ({ code: reasonCodes[name], params: paramsOf(name, evidence[name]) }))
  return batch === 0 ? raised : [...raised, { code: 'batch', params: { count: batch } }]
}

function paramsOf(name: keyof CopyEvidence, value: number): ItemReason['params'] {
  if (name === 'scattered' || name === 'holders') return { percent: Math.round(value * 100) }
  return { count: name === 'crowd' ? Math.round(Math.expm1(value)) + family : Math.ceil(value) }
}
