import { defaultRetention } from '@touchstone/contract'
import type { ItemHistory } from '@touchstone/recognition/items'
import { z } from 'zod'
import type { Context, Store } from '../../platform/db/index.ts'
import { defineJob, type Job } from '../../platform/jobs/index.ts'
import {
  deleteOldScans,
  deletePastNetworkKeys,
  lockExpiredItems,
  updateExpiredItem,
} from './repository.ts'

const purger: Context = { as: 'operator', actor: { kind: 'operator', id: 'scans' } }
const scansAtOnce = 5000
const itemsAtOnce = 500

/** Deletes scans whose time is up, what items hold of them, and the network keys of past days. */
export function purgeScansJob(store: Store): Job<z.ZodObject> {
  return defineJob('scans-purge', z.object({}), () => purgeScans(store), { cron: '20 0 * * *' })
}

export async function purgeScans(store: Store): Promise<void> {
  const { scanDays } = defaultRetention
  await store.transact(purger, deletePastNetworkKeys)
  for (let deleted = scansAtOnce; deleted === scansAtOnce;)
    deleted = await store.transact(purger, (handle) =>
      deleteOldScans(handle, scanDays, scansAtOnce),
    )
  for (let trimmed = itemsAtOnce; trimmed === itemsAtOnce;)
    trimmed = await store.transact(purger, async (handle) => {
      const items = await lockExpiredItems(handle, scanDays, itemsAtOnce)
      for (const item of items) {
        const history = withoutScansBefore(item.history, item.cutoff.getTime())
        const first = Math.min(...history.devices.map((device) => device.first.at), Infinity)
        const firstScanAt = Number.isFinite(first) ? new Date(first) : null
        await updateExpiredItem(handle, { ...item, history }, firstScanAt)
      }
      return items.length
    })
}

/** Forgets devices and places that were last seen before a time. A proof stays: it names nobody. */
export function withoutScansBefore(history: ItemHistory, time: number): ItemHistory {
  const { counter, ...rest } = history
  const devices = history.devices
    .filter(({ last }) => last.at >= time)
    .map((record) => ({
      ...record,
      first: record.first.at >= time ? record.first : record.last,
      best: record.best.at >= time ? record.best : record.last,
    }))
  const isKept = (device: string | undefined): boolean =>
    devices.some((record) => record.device === device)
  return {
    ...rest,
    devices,
    presences: history.presences.filter(({ at }) => at >= time),
    ...(counter && {
      counter: isKept(counter.device) ? counter : { value: counter.value, device: undefined },
    }),
  }
}
