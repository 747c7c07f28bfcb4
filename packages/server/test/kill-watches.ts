import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { StoreConfig } from '../src/platform/config/index.ts'
import { asOperator, newOrganisation } from './builders.ts'
import { startWriting, watcher } from './child-programs.ts'
import { inStore } from './kill-ingest.ts'
import { environmentOf } from './start-server.ts'
import { openGoodsShop } from './watched-shop.ts'
import { newWatchRow } from './watches.ts'

export type WatchedUnderKills = {
  /** Requests that reached the site, and those that the run counted. */
  asked: number
  counted: number
  budget: number
  /** Runs of the watch. */
  runs: number
  /** Ids of the listings at the end, and their versions together. */
  listings: string[]
  versions: number
  /** How often a listing was counted as new. */
  fresh: number
  endedBy: string | null
}

/**
 * Walks a shop with a process that is killed again and again: so many milliseconds after the next request, with 0 while
 * it is under way. The last process walks to the end. Leases are ended by hand, since they outlast a test.
 */
export async function killAmidWatches(
  config: StoreConfig,
  goods: number,
  delays: readonly number[],
): Promise<WatchedUnderKills> {
  const shop = await openGoodsShop({ goods })
  const env = { ...environmentOf(config), OUTBOUND_ALLOW: new URL(shop.origin).host }
  const watch = await inStore(config, async (store) => {
    const { id } = await newOrganisation(store, 'house')
    const row = await newWatchRow(store, id, { site: shop.origin })
    // Of a request that is killed, all that it could have received counts: 50 MiB of a sitemap.
    await asOperator(store, (handle) =>
      sql`update watches set run_bytes = 1000000000, day_bytes = 1000000000`.execute(handle),
    )
    return row
  })
  try {
    for (const delay of delays) {
      const before = shop.asked.length
      const watching = startWriting(env, [], watcher)
      let hasEnded = false
      void watching.ended.then(() => (hasEnded = true))
      while (shop.asked.length === before) {
        if (hasEnded) throw new Error(`the process ended: ${(await watching.ended).err}`)
        await sleep(2)
      }
      await sleep(delay)
      watching.kill()
      await watching.ended
      await inStore(config, (store) =>
        asOperator(store, async (handle) => {
          await sql`update gate_authorities set lease = null, next_at = now()`.execute(handle)
          await sql`
            update watch_runs set lease_until = now() - interval '1 second'
            where ended_at is null`.execute(handle)
        }),
      )
    }
    const watching = startWriting(env, [], watcher)
    await watching.until(1)
    watching.kill()
    await watching.ended
    return await inStore(config, (store) =>
      asOperator(store, async (handle) => {
        const { rows } = await sql<Omit<WatchedUnderKills, 'asked'>>`
          select (select sum(requests)::int from watch_usage where watch_id = ${watch.id}::uuid)
              as counted,
            (select count(*)::int from watch_runs where watch_id = ${watch.id}::uuid) as runs,
            array(select external_id from listings order by external_id) as listings,
            (select count(*)::int from listing_versions) as versions,
            r.reserved_requests as budget, r.new_listings as fresh, r.ended_by as "endedBy"
          from watch_runs r where watch_id = ${watch.id}::uuid`.execute(handle)
        return { ...rows[0]!, asked: shop.asked.length }
      }),
    )
  } finally {
    shop.close()
  }
}
