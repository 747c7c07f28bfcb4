import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { ProceedingAction } from '@touchstone/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newOrganisation, personOf } from '../../../test/builders.ts'
import { onBothEngines } from '../../../test/engines.ts'
import { twoAtOnce } from '../../../test/two-at-once.ts'
import { killAmidDeadlines } from '../../../test/kill-deadline-sweep.ts'
import { contextOf, type Actor } from '../../access/organisations/index.ts'
import type { StoreConfig } from '../../platform/config/index.ts'
import { openStore, type Transaction, type Store } from '../../platform/db/index.ts'
import { applyTransitionAsUser, openProceedingAsUser } from './manage-proceedings.ts'
import { listDeadlines, listProceedings, readProceeding } from './read-proceedings.ts'
import { sweepDeadlines } from './sweep-deadlines.ts'

const hour = 3_600_000
const dsa = { regime: 'eu-dsa', profile: { tier: 'marketplace', sizeClass: 'other' } }
const received = (id: string): ProceedingAction => ({
  type: 'open',
  id,
  workflow: 'notice',
  role: 'notifier',
  fields: { contact: true },
})

onBothEngines((engine, onOne) => {
  let store: Store
  let config: StoreConfig
  let admin: Actor & { kind: 'person' }
  let outsider: Actor & { kind: 'person' }
  const start = new Date('2026-03-02T09:00:00Z')
  const later = (hours: number): Date => new Date(start.getTime() + hours * hour)
  beforeAll(async () => {
    config = await engine.newStore()
    store = await openStore(config)
    admin = personOf((await newOrganisation(store, 'market-a')).id)
    outsider = personOf((await newOrganisation(store, 'market-b')).id)
  })
  afterAll(() => store?.close())

  const as = <T>(actor: Actor, work: (handle: Transaction) => Promise<T>): Promise<T> =>
    store.transact(contextOf(actor), work)
  const begun = async (actor = admin): Promise<string> => {
    const input = { title: 'A notice', ...dsa, settings: {} }
    return (await as(actor, (handle) => openProceedingAsUser({ handle, actor, input }))).id
  }
  const act = (id: string, one: ProceedingAction, now = start, actor = admin) =>
    as(actor, (handle) => applyTransitionAsUser({ handle, actor, input: { id, action: one, now } }))
  const read = (id: string, actor = admin) =>
    as(actor, (handle) => readProceeding({ handle, actor, input: { id } }))
  const passings = async (ids: string[]): Promise<string[]> =>
    asOperator(store, async (handle) => {
      const { rows } = await sql<{ told: string }>`
        select proceeding_id || ' ' || (event ->> 'id') || ' ' || (event ->> 'timeLimit') as told
        from proceeding_events
        where event ->> 'type' = 'deadline' and proceeding_id = any (${ids}::uuid[])`.execute(
        handle,
      )
      return rows.map(({ told }) => told)
    })

  test('of two who act on one version of a proceeding at once, one is refused', async () => {
    const id = await begun()
    await act(id, received('n1'))
    const acknowledge = (acknowledgement: string) => (expectedVersion: number) =>
      as(admin, (handle) =>
        applyTransitionAsUser({
          handle,
          actor: admin,
          input: {
            id,
            action: {
              type: 'transition',
              id: 'n1',
              transition: 'acknowledge',
              role: 'moderator',
              fields: { acknowledgement },
            },
            expectedVersion,
            now: start,
          },
        }),
      )
    const mails = ['mail-1', 'mail-2'] as const
    const readVersion = async () => {
      const { events: version, instances } = await read(id)
      return { version, path: instances[0]!.path.length }
    }
    const winner = await twoAtOnce(readVersion, [acknowledge(mails[0]), acknowledge(mails[1])])
    expect(await readVersion()).toEqual({ version: 2, path: 2 })
    const events = await as(admin, (handle) =>
      sql<{ mail: string }>`
        select event -> 'fields' ->> 'acknowledgement' as mail from proceeding_events
        where proceeding_id = ${id}::uuid and position = 2`.execute(handle),
    )
    expect(events.rows).toEqual([{ mail: mails[winner] }])
  })

  onOne('a notice is received under law, with its deadlines, and nothing is skipped', async () => {
    const id = await begun()
    const { proceeding, why } = await act(id, received('n1'))
    expect(proceeding.deadlines.map(({ timeLimit }) => timeLimit).sort()).toEqual([
      'acknowledge',
      'decide',
    ])
    expect(proceeding.owed).toEqual([
      { instance: 'n1', document: 'acknowledgement', to: 'notifier' },
    ])
    expect([proceeding.maySend, proceeding.maySendReason]).toEqual([
      false,
      expect.stringMatching(/Counsel has not checked/),
    ])
    expect(why.join(' ')).toMatch(/Art\. 16/)
    const acknowledge = {
      type: 'transition',
      id: 'n1',
      transition: 'acknowledge',
      role: 'moderator',
    } as const
    await expect(act(id, { ...acknowledge, fields: {} })).rejects.toThrow(
      /confirmation that was sent/,
    )
    const acknowledged = await act(id, { ...acknowledge, fields: { acknowledgement: 'mail 7' } })
    expect([acknowledged.proceeding.events, acknowledged.proceeding.owed]).toEqual([2, []])
    const again = await read(id)
    expect([again.instances, again.deadlines, again.owed]).toEqual([
      acknowledged.proceeding.instances,
      acknowledged.proceeding.deadlines,
      acknowledged.proceeding.owed,
    ])
  })

  onOne(
    'possible next steps are listed with their fields and their law, and nothing else',
    async () => {
      const id = await begun()
      const empty = await read(id)
      const first = empty.availableWorkflows.find(({ workflow }) => workflow === 'notice')!
      expect(first.roles).toContain('notifier')
      expect(first.fields.find(({ name }) => name === 'contact')).toMatchObject({
        type: 'boolean',
        optional: false,
        lines: ['art-16-4'],
      })
      expect(empty.lines.find((line) => line.id === 'art-16-4')?.article).toMatch(/Art\. 16/)
      const { proceeding } = await act(id, received('n1'))
      const [instance] = proceeding.instances
      expect(instance).toMatchObject({ name: 'Notice', stateTitle: 'Received', stateKind: 'open' })
      expect(instance!.path[0]).toMatchObject({ title: 'receive a notice', stateTitle: 'Received' })
      const transitions = instance!.availableTransitions.map(({ transition }) => transition)
      expect(transitions).toContain('acknowledge')
      // Each transition listed as available is refused only for its fields, and every other one is refused.
      for (const { transition, roles, refusal } of instance!.availableTransitions) {
        for (const role of roles) {
          const tried = act(id, {
            type: 'transition',
            id: 'n1',
            transition,
            role,
            fields: { stray: true },
          })
          await expect(tried).rejects.toThrow(/leave out stray/)
        }
        expect(roles.length === 0).toBe(refusal !== null)
      }
      const named = new Set(instance!.availableTransitions.flatMap(({ lines }) => lines))
      const known = new Set(proceeding.lines.map((line) => line.id))
      expect([...named].filter((line) => !known.has(line))).toEqual([])
      expect(proceeding.deadlines[0]).toMatchObject({
        responsible: 'the host',
        title: expect.any(String),
      })
    },
  )

  test('a due deadline is recorded once, however many sweeps run at once, and a failure records none by half', async () => {
    const ids: string[] = []
    for (let number = 0; number < 6; number++) {
      const id = await begun()
      await act(id, received('n1'))
      ids.push(id)
    }
    await act(ids[0]!, {
      type: 'transition',
      id: 'n1',
      transition: 'acknowledge',
      role: 'moderator',
      fields: { acknowledgement: 'mail 8' },
    })
    await sweepDeadlines(store, () => later(1))
    expect(await passings(ids)).toEqual([])
    const sweeps = Array.from({ length: 4 }, () => sweepDeadlines(store, () => later(24 * 400)))
    const passed = (await Promise.all(sweeps)).reduce((sum, count) => sum + count, 0)
    const passingTexts = await passings(ids)
    expect(new Set(passingTexts).size).toBe(passingTexts.length)
    // The confirmed one had one running deadline, the others two.
    expect(passingTexts).toHaveLength(11)
    expect(passed).toBeGreaterThanOrEqual(11)
    expect(await sweepDeadlines(store, () => later(24 * 400))).toBe(0)
    expect((await read(ids[1]!)).deadlines).toEqual([])
  })

  test('the deadlines that run are listed, the next first, page by page, each to its organisation', async () => {
    const third = personOf((await newOrganisation(store, 'market-c')).id)
    const [mine, other] = [await begun(third), await begun(third)]
    await act(mine, received('n1'), later(1), third)
    await act(other, received('n1'), start, third)
    await act(
      other,
      {
        type: 'transition',
        id: 'n1',
        transition: 'acknowledge',
        role: 'moderator',
        fields: { acknowledgement: 'mail 9' },
      },
      start,
      third,
    )
    const deadlinesOf = (input: Parameters<typeof listDeadlines>[0]['input'], actor = third) =>
      as(actor, (handle) => listDeadlines({ handle, actor, input }))
    const all = await deadlinesOf({ limit: 10 })
    expect(all.map(({ timeLimit }) => timeLimit)).toEqual(['acknowledge', 'decide', 'decide'])
    expect(all.map(({ proceeding }) => proceeding)).toEqual([mine, other, mine])
    expect(all.every(({ why }) => /Art\. 16/.test(why))).toBe(true)
    const pages = [await deadlinesOf({ limit: 1 }), await deadlinesOf({ limit: 5, after: all[0]! })]
    expect(pages.flat()).toEqual(all)
    expect(await deadlinesOf({ limit: 10, before: all[2]!.dueAt })).toEqual(all.slice(0, 2))
    // Each says what it is about, what is due by whom, and under which law.
    expect(all[0]).toMatchObject({
      about: { listing: null, seller: null, marketplace: null, case: null },
      limit: {
        workflow: 'notice',
        id: 'acknowledge',
        title: 'Confirm receipt',
        responsible: 'the host',
      },
    })
    expect(all[0]!.limit.lines.map(({ article }) => article)).toContain('Art. 16(4)')
    const shown = await deadlinesOf({ limit: 200 }, admin)
    expect(shown.map(({ proceeding }) => proceeding)).not.toContain(mine)
  })

  onOne(
    'an event that could not be read back is refused, and settings that no regime allows',
    async () => {
      const id = await begun()
      await expect(act(id, received('a matter!'))).rejects.toThrow(/\/id/)
      expect((await read(id)).events).toBe(0)
      const input = { title: 'x', ...dsa, settings: { 'complaint-period': 1 } }
      const begin = as(admin, (handle) => openProceedingAsUser({ handle, actor: admin, input }))
      await expect(begin).rejects.toThrow(/Complaint period” must be at least 6 months/)
      const strange = { ...input, regime: 'cn-ecl', settings: {} }
      await expect(
        as(admin, (handle) => openProceedingAsUser({ handle, actor: admin, input: strange })),
      ).rejects.toThrow(/there is no regime cn-ecl/)
    },
  )

  // The embedded store belongs to one process: a sweep there ends with the server, as the next test shows.
  test.skipIf(engine.name === 'embedded')(
    'a sweep that is killed again and again misses no deadline and tells none twice',
    async () => {
      const found = await killAmidDeadlines(config, 3, 40)
      expect(found).toEqual({ due: 240, fired: 240, twice: 0, missed: 0 })
    },
  )

  test('a sweep that ends amid a transaction leaves the deadline due for the next', async () => {
    const id = await begun()
    await act(id, received('n1'))
    const ending = store.transact(
      { as: 'operator', actor: { kind: 'operator', id: 'deadlines' } },
      async (handle) => {
        const swept = {
          ...store,
          transact: (_: unknown, work: (h: Transaction) => Promise<unknown>) => work(handle),
        }
        let turns = 0
        // The first round applies the deadlines; later ones never come.
        const now = (): Date => {
          if (turns++ > 0) throw new Error('the process ends here')
          return later(24 * 400)
        }
        await sweepDeadlines(swept as Store, now)
      },
    )
    await expect(ending).rejects.toThrow('the process ends here')
    expect(await passings([id])).toEqual([])
    await sweepDeadlines(store, () => later(24 * 400))
    expect((await passings([id])).sort()).toEqual([`${id} n1 acknowledge`, `${id} n1 decide`])
  })

  test('another organisation finds no such proceeding, and events stay unchanged', async () => {
    const id = await begun()
    await act(id, received('n1'))
    await expect(read(id, outsider)).rejects.toThrow(/there is no proceeding/)
    await expect(act(id, received('n2'), start, outsider)).rejects.toThrow(/there is no proceeding/)
    const input = { title: 'x', listingId: randomUUID(), ...dsa, settings: {} }
    const begin = as(admin, (handle) => openProceedingAsUser({ handle, actor: admin, input }))
    await expect(begin).rejects.toThrow(/there is no listing/)
    const limit = 50
    const listed = await as(outsider, (handle) =>
      listProceedings({ handle, actor: outsider, input: { limit } }),
    )
    expect(listed).toEqual([])
    const change = sql`update proceeding_events set event = '{}'`
    await expect(asOperator(store, (handle) => change.execute(handle))).rejects.toThrow(
      /append-only|permission denied/,
    )
  })

  // Runs last, since it causes lasting damage.
  onOne('an unreadable one delays no other, and is reported', async () => {
    await sweepDeadlines(store, () => later(24 * 400))
    const [spoiled, sound] = [await begun(), await begun()]
    for (const id of [spoiled, sound]) await act(id, received('n1'))
    const strange = {
      type: 'transition',
      id: 'n9',
      transition: 'acknowledge',
      at: '2026-03-02T09:00:00Z',
    }
    await asOperator(store, (handle) =>
      sql`
        insert into proceeding_events (proceeding_id, position, organisation_id, event)
        values (${spoiled}::uuid, 2, ${admin.organisationId}::uuid, ${JSON.stringify(strange)}::json)
      `.execute(handle),
    )
    const passedCounts: number[] = []
    const sweep = sweepDeadlines(store, () => later(24 * 400), {
      onPassed: (passed) => void passedCounts.push(passed),
    })
    await expect(sweep).rejects.toThrow(spoiled)
    expect(passedCounts).toEqual([2])
    expect(await passings([spoiled])).toEqual([])
    expect((await read(sound)).deadlines).toEqual([])
  })
})
