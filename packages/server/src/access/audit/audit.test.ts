import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asOperator, newOrganisation, tenantContext } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { planOf } from '../../../test/explain.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { listEvents, type AuditEvent, type AuditFilter } from './index.ts'

const actions = ['signed-in', 'signed-out', 'members-read', 'key-created', 'view-saved'] as const
const people = ['anna', 'ben', 'cara'] as const
const day = (number: number): Date => new Date(Date.UTC(2026, 2, number))

onOneEngine((engine) => {
  let store: Store
  let house: string
  let all: AuditEvent[]

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    const organisations = [
      await newOrganisation(store, 'house'),
      await newOrganisation(store, 'other'),
    ]
    house = organisations[0]?.id ?? ''
    await asOperator(store, async (handle) => {
      for (const { id } of organisations) {
        const rows = Array.from({ length: 700 }, (_, index) => ({
          id: randomUUID(),
          organisation_id: id,
          // Many share a time, so that pages end among equal times; one action is rare.
          at: day(1 + Math.floor(index / 50)),
          actor_kind: 'person',
          actor_id: people[(index * 7) % 3] ?? '',
          action: actions[index % 97 === 0 ? 4 : index % 4] ?? '',
          subject_kind: 'organisation',
          subject_id: id,
        }))
        await sql`
          insert into audit_events
            (id, organisation_id, at, actor_kind, actor_id, action, subject_kind, subject_id)
          select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row
            (id uuid, organisation_id uuid, at timestamptz, actor_kind text, actor_id text,
              action text, subject_kind text, subject_id text)`.execute(handle)
      }
    })
    all = await pagesOf({})
  })
  afterAll(() => store?.close())

  /** All pages that match the filter, in order. */
  async function pagesOf(only: AuditFilter): Promise<AuditEvent[]> {
    return asOperator(store, async (handle) => {
      const events: AuditEvent[] = []
      for (;;) {
        const after = events.at(-1)
        const page = await listEvents({
          handle,
          organisationId: house,
          only,
          ...(after && { after }),
        })
        events.push(...page)
        if (page.length < 100) return events
      }
    })
  }

  const idsOf = (events: readonly AuditEvent[]): string[] => events.map(({ id }) => id)

  test('a log without filters is complete, newest first', () => {
    const inOrder = all.toSorted(
      (a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1),
    )
    // Plus the creation of the organisation.
    expect(all).toHaveLength(701)
    expect(idsOf(all)).toEqual(idsOf(inOrder))
    expect(new Set(all.map(({ organisationId }) => organisationId))).toEqual(new Set([house]))
  })

  const filters: AuditFilter[] = [
    { actions: ['view-saved'] },
    { actions: ['signed-in', 'view-saved', 'no-such-action'] },
    { actions: [] },
    { actorId: 'ben' },
    { actorId: 'nobody' },
    { from: day(3), to: day(5) },
    { actions: ['signed-out', 'members-read'], actorId: 'anna', from: day(2) },
    { actions: [...actions], to: day(9) },
  ]
  test.each(filters)('%o finds in pages what a look at each entry finds', async (only) => {
    const expected = all.filter(
      ({ action, actorId, at }) =>
        (only.actions?.includes(action) ?? true) &&
        (only.actorId === undefined || only.actorId === actorId) &&
        (only.from === undefined || at >= only.from) &&
        (only.to === undefined || at < only.to),
    )
    expect(idsOf(await pagesOf(only))).toEqual(idsOf(expected))
  })

  describe('of a long log', () => {
    let busy: string
    beforeAll(async () => {
      busy = (await newOrganisation(store, 'busy')).id
      // One action and one user in 5,000 entries; all others share a few.
      await asOperator(store, (handle) =>
        sql`
          insert into audit_events
            (id, organisation_id, at, actor_kind, actor_id, action, subject_kind, subject_id)
          select gen_random_uuid(), ${busy}::uuid, ${day(1)}::timestamptz + n * interval '1 minute',
            'person', case when n % 5000 = 1 then 'dana' else (${[...people]}::text[])[1 + n % 3] end,
            case when n % 5000 = 2 then 'view-saved' else (${[...actions]}::text[])[1 + n % 4] end,
            'organisation', ${busy}
          from generate_series(1, 20000) as n`.execute(handle),
      )
      // Before the store's own sweep has come by, plans are guesses; it alone may vacuum.
      // oxlint-disable-next-line no-restricted-properties
      await store.runQueueSql('vacuum analyze audit_events')
    })

    test.each<[AuditFilter, string]>([
      [{}, 'audit_events_of_organisation'],
      [{ from: day(3), to: day(4) }, 'audit_events_of_organisation'],
      [{ actions: ['view-saved'] }, 'audit_events_of_action'],
      [{ actions: ['signed-in', 'view-saved'], to: day(9) }, 'audit_events_of_action'],
      [{ actorId: 'dana' }, 'audit_events_of_actor'],
      [{ actorId: 'dana', from: day(2) }, 'audit_events_of_actor'],
    ])('a page of %o is read from %s, and hardly more than the page', async (only, index) => {
      const after = { at: day(12), id: randomUUID() }
      for (const place of [{}, { after }]) {
        const plan = await store.transact(tenantContext(busy), (handle) =>
          planOf(
            handle,
            (noting) => listEvents({ handle: noting, organisationId: busy, only, ...place }),
            '(analyze)',
          ),
        )
        expect(plan).toContain(`Index Scan using ${index} on audit_events`)
        expect(plan).not.toMatch(/Seq Scan on audit_events|Bitmap Heap Scan/)
        const read = [...plan.matchAll(/on audit_events .*rows=([\d.]+) loops=|Removed.*: (\d+)/g)]
        expect(Math.max(...read.map(([, found, passed]) => Number(found ?? passed)))).toBeLessThan(
          300,
        )
      }
    })
  })
})
