import type { CheckAnswer, CheckInput, CheckView } from '@touchstone/contract'
import type { Context, Store, Transaction } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { findBatchByName, findIssuedUnit, findUnit, type Unit } from '../batches/index.ts'
import { findIssuer, type Issuer } from '../gtin-prefixes/index.ts'
import { readGoods, type ReadGoods } from './code-text.ts'
import type { MissedCodes } from './missed-codes.ts'
import { hashNetworkOfToday } from './network-hash.ts'
import { recordScan } from './record-scan.ts'
import { findAlertsAbout, type ItemRow } from './repository.ts'

const asCheck: Context = { as: 'operator', actor: { kind: 'operator', id: 'checks' } }

type CheckOptions = {
  store: Store
  sealer: Sealer
  input: CheckInput
  /** Of the caller; only its hash under today's key is used. */
  address: string
  misses: MissedCodes
}

const nothing = {
  maker: null,
  gtin: null,
  serial: null,
  batch: null,
  askedBefore: 0,
  recordedAt: null,
  alerts: [],
} as const

/** Answers anyone who holds goods what their maker knows of the code, and counts the scan. */
export async function checkCode({
  store,
  sealer,
  input,
  address,
  misses,
}: CheckOptions): Promise<Outgoing<CheckView>> {
  const goods = readGoods(input.code)
  if ('problem' in goods) return { ...nothing, answer: 'unreadable' }
  const named = {
    gtin: goods.gtin,
    serial: goods.serial ?? null,
    batch: goods.batch ?? null,
  }
  const { issuer, network } = await store.transact(asCheck, async (handle) => ({
    issuer: await findIssuer(handle, goods.gtin),
    network: await hashNetworkOfToday(handle, { address }),
  }))
  if (issuer === undefined) return { ...nothing, ...named, answer: 'not-covered' }
  const context: Context = {
    as: 'tenant',
    organisationId: issuer.organisationId,
    actor: { kind: 'recipient', id: 'check' },
  }
  return store.transact(context, async (handle) => {
    const { organisationId } = issuer
    const answer = await answerOf({ handle, sealer, issuer, goods, input, network, misses })
    // The batch of a unit is known to its maker, whatever the code says.
    const batch = typeof answer.batch === 'string' ? answer.batch : named.batch
    const alerts = await findAlertsAbout(handle, { ...named, organisationId, batch })
    return { ...nothing, ...named, maker: issuer.name, alerts, ...answer }
  })
}

type Answer = Pick<Outgoing<CheckView>, 'answer'> & Partial<Outgoing<CheckView>>

async function answerOf({
  handle,
  sealer,
  issuer: { organisationId },
  goods: { gtin, serial, batch: batchName },
  input,
  network,
  misses,
}: {
  handle: Transaction
  sealer: Sealer
  issuer: Issuer
  goods: ReadGoods
  input: CheckInput
  network: Buffer
  misses: MissedCodes
}): Promise<Answer> {
  if (serial === undefined) {
    const batch = batchName && (await findBatchByName(handle, { organisationId, gtin }, batchName))
    return batch && batch.state === 'recalled'
      ? { answer: 'recalled', recordedAt: batch.stateAt }
      : { answer: 'no-serial' }
  }
  const search = { handle, sealer, organisationId, gtin, serial }
  const unit = misses.isExhausted(network)
    ? ((await findIssuedUnit(search)) ?? 'unknown')
    : await findUnit(search)
  if (typeof unit === 'string') {
    misses.add(network)
    return { answer: unit === 'near-miss' ? 'mistyped' : 'unknown' }
  }
  const { device, position, country } = input
  const { after, source } = await recordScan(handle, unit, {
    at: new Date(),
    source: 'consumer',
    device,
    network,
    position,
    country,
  })
  const others = after.history.devices.filter((one) => one.device !== source).length
  return {
    serial: unit.serial,
    batch: unit.batch.batch,
    askedBefore: Math.min(33, others + after.history.furtherScans),
    ...knownOf(unit, after, others),
  }
}

/** What matters most to whoever holds the goods: danger first. */
function knownOf({ batch }: Unit, item: ItemRow, others: number): Answer {
  const recorded = [
    { state: item.unitState, at: item.unitStateAt },
    { state: batch.state, at: batch.stateAt },
  ]
  const recalled = recorded.find(({ state }) => state === 'recalled')
  if (recalled !== undefined) return { answer: 'recalled', recordedAt: recalled.at }
  const withdrawn = recorded.find(({ state }) => state === 'stolen' || state === 'destroyed')
  if (withdrawn !== undefined) return { answer: 'withdrawn', recordedAt: withdrawn.at }
  return { answer: byScans(item, others) }
}

function byScans({ state }: ItemRow, others: number): CheckAnswer {
  if (state === 'suspected-clone') return 'copies-suspected'
  if (state === 'public') return 'public'
  return others > 0 ? 'asked-before' : 'issued'
}
