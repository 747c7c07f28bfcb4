import { randomUUID } from 'node:crypto'
import type { WatchBudget } from '@touchstone/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newOrganisation } from '../../../test/builders.ts'
import { onBothEngines } from '../../../test/engines.ts'
import { newWatchRow } from '../../../test/watches.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { sealerOf } from '../../platform/encryption/index.ts'
import { ebayKeyPurpose } from '../saved-watches/index.ts'
import {
  claimRun,
  findDueWatches,
  readClaimedRun,
  releaseLeases,
  renewLeases,
  continueRuns,
  type ClaimedRun,
} from './claims-repository.ts'
import { beginQuery, countRequest, endRun } from './progress-repository.ts'

const newLease = () => ({ id: randomUUID(), milliseconds: 60_000 })
const sealer = sealerOf(Buffer.alloc(32, 7))
const nothing = { requests: 0, bytes: 0, processorSeconds: 0, fees: 0 }

onBothEngines((engine) => {
  let store: Store
  beforeAll(async () => {
    store = await openStore(await engine.newStore())
  })
  afterAll(() => store?.close())

  type Watch = { id: string; organisationId: string }
  const organisation = async (): Promise<string> =>
    (await newOrganisation(store, `house-${randomUUID().slice(0, 8)}`)).id
  const claim = (watch: Watch, lease = newLease()): Promise<string | undefined> =>
    asOperator(store, (handle) => claimRun(handle, watch, lease))
  const read = (id: string, lease: ReturnType<typeof newLease>): Promise<ClaimedRun | undefined> =>
    asOperator(store, (handle) => readClaimedRun(handle, id, lease, sealer))
  const claimed = async (watch: Watch): Promise<ClaimedRun | undefined> => {
    const lease = newLease()
    const id = await claim(watch, lease)
    return id === undefined ? undefined : read(id, lease)
  }
  const isDue = async ({ id }: Watch): Promise<boolean> => {
    const due = await asOperator(store, (handle) =>
      findDueWatches(handle, { limit: 999, ofOne: 99 }),
    )
    return due.some((watch) => watch.id === id)
  }
  const change = (watch: Watch, what: ReturnType<typeof sql>): Promise<unknown> =>
    asOperator(store, (handle) =>
      sql`update watches set ${what} where id = ${watch.id}::uuid`.execute(handle),
    )
  const limitDay = (organisationId: string, requests: number): Promise<unknown> =>
    asOperator(store, (handle) =>
      sql`
        insert into watch_settings (organisation_id, version, stopped, day_requests, day_bytes,
          day_seconds)
        values (${organisationId}::uuid, 1, false, ${requests}::int4, 1000000000, 10000)`.execute(
        handle,
      ),
    )

  test('of several processes that find a watch due, one claims it', async () => {
    const watch = await newWatchRow(store, await organisation())
    expect(await isDue(watch)).toBe(true)
    const ids = await Promise.all(Array.from({ length: 8 }, () => claim(watch)))
    expect(ids.filter((id) => id !== undefined).length).toBe(1)
    expect(await isDue(watch)).toBe(false)
  })

  test('concurrent runs of an organisation never reserve more than its day has', async () => {
    const organisationId = await organisation()
    await limitDay(organisationId, 250)
    const watches = await Promise.all(
      Array.from({ length: 5 }, () => newWatchRow(store, organisationId)),
    )
    const runs = await Promise.all(watches.map(claimed))
    const reserved = runs.flatMap((run) => run?.budget.requests ?? [])
    expect(reserved.toSorted((a, b) => b - a)).toEqual([100, 100, 50])
    const waiting = watches[runs.indexOf(undefined)]!
    expect(await isDue(waiting)).toBe(false)
    // What a run leaves is returned with its end.
    const [ended] = runs.filter((run) => run !== undefined)
    await asOperator(store, async (handle) => {
      await beginQuery(handle, ended!, '')
      await sql`update watch_usage set requests = 30 where run_id = ${ended!.id}::uuid`.execute(
        handle,
      )
      await endRun(handle, ended!, { endedBy: 'end' })
    })
    await change(waiting, sql`held_until = null`)
    expect((await claimed(waiting))?.budget.requests).toBe(ended!.budget.requests - 30)
  })

  test('a watch whose day is spent waits for midnight, and its own day counts deleted runs too', async () => {
    const watch = await newWatchRow(store, await organisation())
    await change(watch, sql`day_requests = 100`)
    const run = await claimed(watch)
    await asOperator(store, async (handle) => {
      await beginQuery(handle, run!, '')
      await sql`update watch_usage set requests = 100 where run_id = ${run!.id}::uuid`.execute(
        handle,
      )
      await endRun(handle, run!, { endedBy: 'requests' })
    })
    await change(watch, sql`next_run_at = now() - interval '1 minute'`)
    expect(await claim(watch)).toBeUndefined()
    const { rows } = await asOperator(store, (handle) =>
      sql<{ at: Date }>`select held_until as at from watches where id = ${watch.id}::uuid`.execute(
        handle,
      ),
    )
    expect(rows[0]!.at.toISOString()).toMatch(/T00:00:00\.000Z$/)
    expect(rows[0]!.at.getTime()).toBeGreaterThan(Date.now())
  })

  test('a live run is not taken over; one whose lease has passed is continued with its budget', async () => {
    const watch = await newWatchRow(store, await organisation())
    const [first, second] = [newLease(), newLease()]
    const id = (await claim(watch, first))!
    const run = (await read(id, first))!
    const request = (lease: string, used = { ...nothing, requests: 1 }) =>
      asOperator(store, (handle) =>
        countRequest(handle, { run, lease, query: '', used, bytes: 500 }),
      )
    await asOperator(store, (handle) => beginQuery(handle, run, ''))
    expect(await request(first.id)).toBeUndefined()
    const continueAll = () => asOperator(store, (handle) => continueRuns(handle, second, 99))
    expect(await continueAll()).not.toContain(id)
    await asOperator(store, (handle) =>
      sql`update watch_runs set lease_until = now() - interval '1 second' where id = ${id}::uuid`.execute(
        handle,
      ),
    )
    expect(await continueAll()).toContain(id)
    // The process that was thought dead makes no request any more.
    expect(await request(first.id)).toBe('lost')
    expect(await read(id, first)).toBeUndefined()
    const continued = (await read(id, second))!
    expect(continued).toMatchObject({ budget: run.budget, attempts: 2 })
    // The request that was under way counts with all that it may have received.
    expect(continued.used.get('')).toMatchObject({ requests: 1, bytes: 500 })
  })

  test('runs of the eBay API share the calls of the organisation’s key, which a run opens', async () => {
    const organisationId = await organisation()
    const secret = sealer.seal(Buffer.from('s3cret'), ebayKeyPurpose(organisationId))
    await asOperator(store, (handle) =>
      sql`
        insert into watch_settings (organisation_id, version, stopped, ebay_client_id, ebay_secret,
          ebay_calls)
        values (${organisationId}::uuid, 1, false, 'app-1', ${secret}::bytea, 150)`.execute(handle),
    )
    const watches = await Promise.all(
      Array.from({ length: 3 }, () => newWatchRow(store, organisationId)),
    )
    for (const watch of watches) await change(watch, sql`connector = 'ebay-browse'`)
    const other = await newWatchRow(store, organisationId)
    const runs: (ClaimedRun | undefined)[] = []
    for (const watch of [...watches, other]) runs.push(await claimed(watch))
    expect(runs.map((run) => run?.budget.requests)).toEqual([100, 50, undefined, 100])
    expect(runs.map((run) => run?.ebayKey)).toEqual([
      { clientId: 'app-1', clientSecret: 's3cret' },
      { clientId: 'app-1', clientSecret: 's3cret' },
      undefined,
      undefined,
    ])
  })

  test('runs of a process that ends are continued at once', async () => {
    const watch = await newWatchRow(store, await organisation())
    const [first, second] = [newLease(), newLease()]
    const id = await claim(watch, first)
    await asOperator(store, (handle) => releaseLeases(handle, first))
    await expect
      .poll(() => asOperator(store, (handle) => continueRuns(handle, second, 99)))
      .toContain(id)
    expect(await read(id!, second)).toMatchObject({ attempts: 2 })
  })

  test.each(['watch', 'organisation', 'installation'])(
    'the switch of the %s refuses the next request, and stops the run',
    async (what) => {
      const watch = await newWatchRow(store, await organisation())
      const lease = newLease()
      const run = (await read((await claim(watch, lease))!, lease))!
      const used = { ...nothing, requests: 1 }
      const state = () =>
        asOperator(store, async (handle) => {
          await beginQuery(handle, run, '')
          const refusal = await countRequest(handle, {
            run,
            lease: lease.id,
            query: '',
            used,
            bytes: 1,
          })
          const renewed = await renewLeases(handle, lease)
          return [refusal, renewed.find(({ id }) => id === run.id)?.isStopped]
        })
      expect(await state()).toEqual([undefined, false])
      await asOperator(store, (handle) =>
        (what === 'watch'
          ? sql`update watches set stopped = true where id = ${watch.id}::uuid`
          : what === 'organisation'
            ? sql`insert into watch_settings (organisation_id, version, stopped)
                values (${watch.organisationId}::uuid, 1, true)`
            : sql`insert into watch_installation (version, stopped, currency, per_thousand_requests,
                per_gibibyte, per_processor_hour, per_person_hour)
                values (1, true, 'EUR', 0, 0, 0, 0)`
        ).execute(handle),
      )
      expect(await state()).toEqual(['stopped', true])
      await asOperator(store, (handle) => sql`delete from watch_installation`.execute(handle))
    },
  )

  test('a day’s cost is a limit where the operator has rates', async () => {
    const watch = await newWatchRow(store, await organisation())
    await change(watch, sql`day_cost = 2, run_cost = 5`)
    const budget: WatchBudget = { requests: 100, bytes: 1_000_000, processorSeconds: 60, cost: 2 }
    expect((await claimed(watch))?.budget).toEqual(budget)
  })
})
