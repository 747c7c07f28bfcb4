import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { asOperator, newOrganisation, tenantContext } from '../../../test/builders.ts'
import { onBothEngines } from '../../../test/engines.ts'
import type { StoreConfig } from '../config/index.ts'
import { backUp, openStore, restoreStore, type Store } from '../db/index.ts'
import { defineJob, startJobs, type Job, type Jobs } from './index.ts'

const Data = z.object({ number: z.number() })

onBothEngines((engine) => {
  let config: StoreConfig
  let store: Store
  const faults: unknown[] = []
  const start = (jobs: Job[], on = store): Promise<Jobs> =>
    startJobs({ store: on, jobs, onFault: (error) => faults.push(error), pollingSeconds: 0.5 })

  const makeDue = (name: string): Promise<unknown> =>
    store.runQueueSql('update pgboss.job set start_after = now() where name = $1', [name])

  beforeAll(async () => {
    config = await engine.newStore()
    store = await openStore(config)
  })
  afterAll(() => store?.close())

  test('a job runs with its data, independently of its requester', async () => {
    const ran: number[] = []
    const job = defineJob('count', Data, async ({ number }) => void ran.push(number))
    const jobs = await start([job])
    await jobs.send(job, { number: 1 })
    await jobs.send(job, { number: 2 })
    await expect.poll(() => ran.sort()).toEqual([1, 2])
    await expect(jobs.send(job, { number: 'x' } as never)).rejects.toThrow('/number must be')
    await jobs.stop()
  })

  test('a job runs at once, without waiting for a poll', async () => {
    const ran: number[] = []
    const job = defineJob('prompt', Data, async ({ number }) => void ran.push(number))
    const onFault = (error: unknown): void => void faults.push(error)
    const jobs = await startJobs({ store, jobs: [job], onFault, pollingSeconds: 3600 })
    // Of two processes on one PostgreSQL, the other is notified.
    const second = store.engine === 'postgresql' ? await openStore(config) : undefined
    const other = second ? await startJobs({ store: second, jobs: [], onFault }) : jobs
    await jobs.send(job, { number: 1 })
    await expect.poll(() => ran).toEqual([1])
    await other.send(job, { number: 2 })
    await expect.poll(() => ran).toEqual([1, 2])
    await jobs.stop()
    if (other !== jobs) await other.stop()
    await second?.close()
  })

  test('jobs that wait run one after another, without waiting for a poll', async () => {
    const ran: number[] = []
    const first = Promise.withResolvers<void>()
    const job = defineJob('queued', Data, async ({ number }) => {
      if (number === 0) await first.promise
      ran.push(number)
    })
    const onFault = (error: unknown): void => void faults.push(error)
    const jobs = await startJobs({ store, jobs: [job], onFault, pollingSeconds: 3600 })
    for (let number = 0; number < 5; number++) await jobs.send(job, { number })
    first.resolve()
    await expect.poll(() => ran.length).toBe(5)
    await jobs.stop()
  })

  test('of one key only one waits', async () => {
    const job = defineJob('later', Data, async () => undefined)
    const jobs = await start([job])
    const after = new Date(Date.now() + 3_600_000)
    expect(await jobs.send(job, { number: 1 }, { after, key: 'a' })).toBe(true)
    expect(await jobs.send(job, { number: 2 }, { after, key: 'a' })).toBe(false)
    expect(await jobs.send(job, { number: 3 }, { after, key: 'b' })).toBe(true)
    await jobs.stop()
  })

  test('organisations take turns with their jobs', async () => {
    const ran: string[] = []
    const NameInput = z.object({ name: z.string() })
    const idle = defineJob('turned', NameInput, async () => undefined)
    const before = await start([idle])
    const after = new Date(Date.now() + 3_600_000)
    const [many, one] = [randomUUID(), randomUUID()]
    for (let at = 0; at < 5; at++) {
      await before.send(idle, { name: `many ${at}` }, { after, organisationId: many })
    }
    await before.send(idle, { name: 'one' }, { after, organisationId: one })
    await before.stop()
    await makeDue('turned')
    const job = defineJob('turned', NameInput, async ({ name }) => void ran.push(name))
    const jobs = await start([job])
    await expect.poll(() => ran.length).toBe(6)
    expect(ran.indexOf('one')).toBeLessThan(2)
    await jobs.stop()
  })

  test('a failed one is reported and retried', async () => {
    let times = 0
    const job = defineJob('shaky', Data, async () => {
      if (++times === 1) throw new Error('the first time')
    })
    const jobs = await start([job])
    await jobs.send(job, { number: 1 })
    await expect.poll(() => times).toBe(2)
    expect(faults).toContainEqual(expect.objectContaining({ message: 'the first time' }))
    await jobs.stop()
  })

  test('requested work waits until a worker runs it, even over a restart', async () => {
    const idle = defineJob('patient', Data, async () => undefined)
    const before = await start([idle])
    const after = new Date(Date.now() + 3_600_000)
    await before.send(idle, { number: 7 }, { after })
    await before.stop()
    await store.close()
    store = await openStore(config)
    await makeDue('patient')
    const ran: number[] = []
    const job = defineJob('patient', Data, async ({ number }) => void ran.push(number))
    const jobs = await start([job])
    await expect.poll(() => ran).toEqual([7])
    await jobs.stop()
  })

  test('the clock’s jobs are kept, and forgotten with the version that had them', async () => {
    const schedules = async (): Promise<unknown[]> => {
      const { rows } = await store.runQueueSql('select name, cron from pgboss.schedule')
      return rows
    }
    const nightly = defineJob('nightly', z.object({}), async () => undefined, {
      cron: '30 3 * * *',
    })
    await (await start([nightly])).stop()
    await (await start([nightly])).stop()
    expect(await schedules()).toEqual([{ name: 'nightly', cron: '30 3 * * *' }])
    await (await start([])).stop()
    expect(await schedules()).toEqual([])
  })

  test('stopping waits for the job under way', async () => {
    const running = Promise.withResolvers<void>()
    let hasEnded = false
    const job = defineJob('slow', Data, async () => {
      running.resolve()
      await sleep(600)
      hasEnded = true
    })
    const jobs = await start([job])
    await jobs.send(job, { number: 1 })
    await running.promise
    await jobs.stop()
    expect(hasEnded).toBe(true)
  })

  describe('the rules of the store apply', () => {
    test('a request can neither see nor make jobs', async () => {
      const { id } = await newOrganisation(store, 'market-a')
      for (const query of [
        sql`select * from pgboss.job`,
        sql`insert into pgboss.job (name) values ('count')`,
        sql`select pgboss.create_queue('x', '{}'::jsonb)`,
      ]) {
        await expect(
          store.transact(tenantContext(id), (handle) => query.execute(handle)),
        ).rejects.toThrow(/permission denied/)
      }
    })

    test('the queue’s statements never run inside a transaction', async () => {
      await expect(asOperator(store, async () => store.runQueueSql('select 1'))).rejects.toThrow(
        'a transaction is already open',
      )
    })

    test('a failing text inside a transaction of its own leaves the session clean', async () => {
      await expect(store.runQueueSql('begin; select 1/0; commit')).rejects.toThrow('division')
      expect((await store.runQueueSql('select 1 as one')).rows).toEqual([{ one: 1 }])
      await newOrganisation(store, 'market-b')
    })
  })

  test('a backup leaves the jobs out, and a restored store begins with none', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'touchstone-jobs-'))
    try {
      const file = join(folder, 'backup.gz')
      await backUp(store, file)
      const target = await engine.newStore()
      await restoreStore(target, file)
      const restored = await openStore(target)
      const ran: number[] = []
      const job = defineJob('count', Data, async ({ number }) => void ran.push(number))
      const jobs = await start([job], restored)
      await jobs.send(job, { number: 3 })
      await expect.poll(() => ran).toEqual([3])
      await jobs.stop()
      await restored.close()
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test.runIf(engine.name === 'postgresql')(
    'three processes start at once on a new store',
    async () => {
      const fresh = await engine.newStore()
      const stores = await Promise.all([1, 2, 3].map(() => openStore(fresh)))
      const job = defineJob('clocked', Data, async () => undefined, { cron: '0 4 * * *' })
      const started = await Promise.all(stores.map((opened) => start([job], opened)))
      await Promise.all(started.map((jobs) => jobs.stop()))
      await Promise.all(stores.map((opened) => opened.close()))
    },
  )

  test.runIf(engine.name === 'postgresql')(
    'two processes share the work, each job once',
    async () => {
      const other = await openStore(config)
      const ran = { here: [] as number[], there: [] as number[] }
      const jobOf = (list: number[]): Job<typeof Data> =>
        defineJob('shared', Data, async ({ number }) => void list.push(number))
      const here = await start([jobOf(ran.here)])
      const there = await start([jobOf(ran.there)], other)
      const sender = jobOf([])
      for (let number = 0; number < 12; number++) await here.send(sender, { number })
      const all = (): number[] => [...ran.here, ...ran.there].sort((a, b) => a - b)
      await expect.poll(() => all().length).toBe(12)
      expect(all()).toEqual(Array.from({ length: 12 }, (_, index) => index))
      expect(Math.min(ran.here.length, ran.there.length)).toBeGreaterThan(0)
      await Promise.all([here.stop(), there.stop()])
      await other.close()
    },
  )
})
