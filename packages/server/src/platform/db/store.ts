import { AsyncLocalStorage } from 'node:async_hooks'
import type { Pool, PoolClient, QueryResult } from 'pg'
import { AppError } from '../errors/index.ts'
import { FairGate, presentRequests, type Claimant, type Pass } from '../fairness/index.ts'
import { beginIn, claimantOf, type Context } from './context.ts'
import { explainFailure, lostConnection } from './failure.ts'
import type { Listen } from './listen.ts'
import { openTransaction, type Transaction } from './transaction.ts'

/** The differences between the two engines. */
export type Engine = {
  name: 'embedded' | 'postgresql'
  /** For requests; on PostgreSQL its login can only become touchstone_app. */
  requests: Pool
  /** Owns the tables: migrations, backup, the operator's commands. */
  owner: Pool
  /** Listens for notifications of other processes; the embedded engine has none. */
  listen?: Listen
  /** Suffix of connection names, if other processes may have connections too. */
  mark?: string
  close(): Promise<void>
}

export type Store = {
  readonly engine: Engine['name']
  /**
   * Runs `work` in one transaction under the context's role and row-level security, and commits its result. Inside,
   * pass the handle down: opening a second transaction throws.
   */
  transact<T>(context: Context, work: (handle: Transaction) => Promise<T>): Promise<T>
  /**
   * Only for platform/jobs, whose library has its own statements: as the owner of the tables and outside `transact`.
   * Never part of a request.
   */
  runQueueSql(text: string, values?: unknown[]): Promise<QueryResult>
  /** Only for platform/jobs: listens for notifications of other processes; undefined if there can be none. */
  readonly listen: Listen | undefined
  /**
   * Announces a request of this party until the returned function is called: bulk work makes way for it. Until its
   * sender is known, it may itself be bulk.
   */
  announceRequest(party: string, known: { isKnown: boolean }): () => void
  /** Whether another party has recently been waiting for a response. */
  isSharedWith(party: string): boolean
  /** Resolves when open transactions have ended. */
  close(): Promise<void>
}

/** Share of connections that one party leaves to others. */
const leftToOthers = 0.4
/** How long bulk work pauses behind each request, while still making progress. */
const holdMilliseconds = { onOneConnection: 25, onSeveral: 10 }

const gates = new WeakMap<Pool, FairGate>()

function gateOf(pool: Pool): FairGate {
  const { max: capacity, connectionTimeoutMillis: patienceMilliseconds = 0 } = pool.options
  const partyCapacity = Math.max(1, capacity - Math.ceil(capacity * leftToOthers))
  const gate = new FairGate({
    capacity,
    partyCapacity,
    patienceMilliseconds,
    present: presentRequests,
    holdMilliseconds: holdMilliseconds[capacity === 1 ? 'onOneConnection' : 'onSeveral'],
  })
  gates.set(pool, gate)
  return gate
}

async function enter(gate: FairGate, claimant: Claimant): Promise<Pass> {
  const pass = await gate.enter(claimant)
  if (pass !== undefined) return pass
  throw explainFailure(new Error('timeout exceeded when trying to connect'))
}

const queueClaimant: Claimant = { party: 'queue of jobs', urgency: 'bulk' }

export function storeOn(engine: Engine): Store {
  // Inside a transaction the embedded store's only connection is in use, and waiting for a second one would last
  // forever, so a nested transaction throws at once, on both engines.
  const current = new AsyncLocalStorage<{ open: boolean }>()
  const { requests, owner } = engine
  const requestGate = gateOf(requests)
  const ownerGate = owner === requests ? requestGate : gateOf(owner)

  function refuseInside(): void {
    if (!current.getStore()?.open) return
    throw new AppError({
      code: 'internal',
      message: 'a transaction is already open: pass its handle down',
    })
  }

  async function transact<T>(
    context: Context,
    work: (handle: Transaction) => Promise<T>,
  ): Promise<T> {
    refuseInside()
    const isOperator = context.as === 'operator'
    const begin = beginIn(context)
    const pass = await enter(isOperator ? ownerGate : requestGate, claimantOf(context))
    try {
      return await inTransaction(isOperator ? owner : requests, begin, async (client) => {
        const { handle, end } = openTransaction(client, context)
        const state = { open: true }
        try {
          return await current.run(state, () => work(handle))
        } finally {
          state.open = false
          end()
        }
      })
    } finally {
      pass.end()
    }
  }

  async function runQueueSql(text: string, values?: unknown[]): Promise<QueryResult> {
    refuseInside()
    const pass = await enter(ownerGate, queueClaimant)
    try {
      return await queryOwner(text, values)
    } finally {
      pass.end()
    }
  }

  async function queryOwner(text: string, values?: unknown[]): Promise<QueryResult> {
    const client = await connect(owner)
    let broken = false
    try {
      return await client.query(text, values)
    } catch (error) {
      broken = lostConnection(error)
      // A text with several statements may have started a transaction before failing.
      if (!broken) {
        await client.query('rollback').catch(() => {
          broken = true
        })
      }
      throw explainFailure(error)
    } finally {
      client.release(broken)
    }
  }

  const store: Store = {
    engine: engine.name,
    transact,
    runQueueSql,
    listen: engine.listen,
    announceRequest: (party, { isKnown }) => {
      const entered = new Set([requestGate, ownerGate])
      if (isKnown) for (const gate of entered) gate.expectRequests(party)
      const end = presentRequests.add(party)
      return () => {
        end()
        for (const gate of entered) gate.letIn()
      }
    },
    isSharedWith: (party) => requestGate.isSharedWith(party),
    close: () => engine.close(),
  }
  engines.set(store, engine)
  return store
}

const engines = new WeakMap<Store, Engine>()

/** The engine of an open store, for this folder only. */
export function engineOf(store: Store): Engine {
  const engine = engines.get(store)
  if (engine === undefined) throw new Error('this store was not created by storeOn')
  return engine
}

export type PoolUse = {
  pool: 'requests' | 'owner'
  state: 'busy' | 'idle' | 'waiting'
  count: number
}

/** Busy and idle connections, and waiting callers. */
export function poolUse(store: Store): PoolUse[] {
  const { requests, owner } = engineOf(store)
  const use = (name: PoolUse['pool'], pool: Pool): PoolUse[] => [
    { pool: name, state: 'busy', count: pool.totalCount - pool.idleCount },
    { pool: name, state: 'idle', count: pool.idleCount },
    { pool: name, state: 'waiting', count: pool.waitingCount + (gates.get(pool)?.waiting ?? 0) },
  ]
  // The embedded store has one connection for everything.
  return [...use('requests', requests), ...(owner === requests ? [] : use('owner', owner))]
}

async function connect(pool: Pool): Promise<PoolClient> {
  try {
    return await pool.connect()
  } catch (error) {
    throw explainFailure(error)
  }
}

/**
 * One transaction on a client of the pool. Only this folder handles clients. A pipelined client sends the first
 * statements without waiting for `begin`: its login has no rights of its own, so that they fail if that does.
 */
export async function inTransaction<T>(
  pool: Pool,
  begin: string,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await connect(pool)
  let broken = false
  try {
    const begun = client.query(begin)
    if (!client.pipeline) await begun
    // The client is released once both have ended, whichever failed.
    const [beginning, outcome] = await Promise.allSettled([begun, work(client)])
    if (beginning.status === 'rejected') throw beginning.reason
    if (outcome.status === 'rejected') throw outcome.reason
    const { value: result } = outcome
    const { command } = await client.query('commit')
    // A failed statement whose error was caught turns COMMIT into ROLLBACK, without an error.
    if (command !== 'COMMIT') {
      throw new AppError({
        code: 'internal',
        message: 'the transaction was rolled back: an error in it was ignored',
      })
    }
    return result
  } catch (error) {
    broken = lostConnection(error)
    if (!broken) {
      await client.query('rollback').catch(() => {
        broken = true
      })
    }
    throw explainFailure(error)
  } finally {
    client.release(broken)
  }
}
