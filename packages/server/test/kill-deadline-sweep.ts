import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ProceedingAction } from '@touchstone/contract'
import { sql } from 'kysely'
import {
  applyTransitionAsUser,
  openProceedingAsUser,
  sweepDeadlines,
} from '../src/enforcement/proceedings/index.ts'
import { contextOf } from '../src/access/organisations/index.ts'
import type { StoreConfig } from '../src/platform/config/index.ts'
import type { Store } from '../src/platform/db/index.ts'
import { asOperator, newOrganisation, personOf } from './builders.ts'
import { inStore } from './kill-ingest.ts'
import { environmentOf } from './start-server.ts'
import { startWriting, sweeper } from './child-programs.ts'

export type FiredUnderKills = {
  /** Deadlines that were due. */
  due: number
  /** Recorded in the events of their proceedings. */
  fired: number
  twice: number
  missed: number
}

const begunAt = new Date('2026-03-02T09:00:00Z')
const dueAt = new Date('2027-06-01T09:00:00Z')

/**
 * Repeatedly kills a process that fires time limits, each time amid those of some new proceedings; lets one finish,
 * and reports the state of each time limit. On the embedded store the process is the only one.
 */
export async function killAmidDeadlines(
  config: StoreConfig,
  rounds: number,
  each = 60,
): Promise<FiredUnderKills> {
  const ids: string[] = []
  for (let round = 0; round < rounds; round++) {
    ids.push(...(await inStore(config, (store) => beginSome(store, each))))
    const sweep = startWriting(environmentOf(config), [dueAt.toISOString()], sweeper)
    await sweep.until(1)
    await sleep(Math.random() * 80)
    sweep.kill()
    await sweep.ended
  }
  const fired = await inStore(config, async (store) => {
    await sweepDeadlines(store, () => dueAt)
    return passings(store, ids)
  })
  const once = new Set(fired).size
  // A notice that nobody confirms or decides on has two time limits.
  const due = ids.length * 2
  return { due, fired: once, twice: fired.length - once, missed: due - once }
}

async function beginSome(store: Store, count: number): Promise<string[]> {
  const { id: organisation } = await newOrganisation(store, `m-${randomUUID().slice(0, 8)}`)
  const actor = personOf(organisation)
  const profile = { tier: 'marketplace', sizeClass: 'other' }
  const input = { title: 'A notice', regime: 'eu-dsa', profile, settings: {} }
  const ids: string[] = []
  for (let number = 0; number < count; number++) {
    ids.push(
      await store.transact(contextOf(actor), async (handle) => {
        const { id } = await openProceedingAsUser({ handle, actor, input })
        const action: ProceedingAction = {
          type: 'open',
          id: 'n1',
          workflow: 'notice',
          role: 'notifier',
          fields: { contact: true },
        }
        await applyTransitionAsUser({ handle, actor, input: { id, action, now: begunAt } })
        return id
      }),
    )
  }
  return ids
}

async function passings(store: Store, ids: readonly string[]): Promise<string[]> {
  return asOperator(store, async (handle) => {
    const { rows } = await sql<{ fired: string }>`
      select proceeding_id || ' ' || (event ->> 'id') || ' ' || (event ->> 'timeLimit') as fired
      from proceeding_events
      where event ->> 'type' = 'deadline' and proceeding_id = any (${[...ids]}::uuid[])`.execute(
      handle,
    )
    return rows.map(({ fired }) => fired)
  })
}
