import { createHash } from 'node:crypto'
import {
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
} from 'kysely'
import type { PoolClient, QueryResult as Answer } from 'pg'
import { AppError } from '../errors/index.ts'
import { enterOrganisation, type Context, type ContextActor } from './context.ts'
import type { Schema } from './schema.ts'
import { SerialQueue } from '../serial-queue/index.ts'

/**
 * The interface of a transaction: queries, but nothing that opens or ends a transaction. It ends with the
 * transaction.
 */
export type Transaction = Omit<
  Kysely<Schema>,
  'connection' | 'destroy' | 'startTransaction' | 'transaction' | typeof Symbol.asyncDispose
>

/** Runs a read in a transaction of its own, mostly the operator's. */
export type ReadInTransaction = <T>(work: (handle: Transaction) => Promise<T>) => Promise<T>

export type OpenTransaction = { handle: Transaction; end(): void }

// The embedded store's session is a superuser's: RESET ROLE, SET SESSION AUTHORIZATION or COMMIT in a statement would
// leave the application role. A single statement of these kinds cannot.
const plainStatement = /^[\s(]*(select|insert|update|delete|merge|with|values|explain)\b/i

type Prepared = CompiledQuery & { prepared?: true }

/**
 * Runs a prepared statement with a cached plan: under row-level security, planning takes several times as long as an
 * index lookup. Only for statements whose plan does not depend on parameters: inserts, lookups in a unique index or
 * by a lateral join with `limit 1`, and tables with few rows per organisation.
 */
export function runPrepared<T>(
  query: { compile(handle: Transaction): CompiledQuery<T> },
  handle: Transaction,
): Promise<QueryResult<T>> {
  const prepared: CompiledQuery<T> & Prepared = { ...query.compile(handle), prepared: true }
  return handle.getExecutor().executeQuery(prepared)
}

const planMilliseconds = 1000
const plannedAt = new WeakMap<PoolClient, number>()

/**
 * A connection caches plans until the tables are analysed. Plans made while a table was nearly empty scan all of it,
 * even after it has grown: so none is kept for long.
 */
function planAnew(client: PoolClient): Promise<unknown> | undefined {
  const now = performance.now()
  const before = plannedAt.get(client)
  if (before !== undefined && now - before < planMilliseconds) return undefined
  plannedAt.set(client, now)
  return before === undefined ? undefined : client.query('discard plans')
}

const names = new Map<string, string>()

/** A name derived from the statement's text alone; there are few such texts. */
function nameOf(text: string): string {
  const known = names.get(text)
  if (known !== undefined) return known
  const name = createHash('sha256').update(text).digest('hex').slice(0, 32)
  names.set(text, name)
  return name
}

/** The scope of a handle. While it is lent out, another organisation's handle must be used. */
type Scope = { client: PoolClient; context: Context; isLent: boolean; settle(): Promise<unknown> }
const scopes = new WeakMap<Transaction, Scope>()

/**
 * Runs `work` in the same transaction for another organisation: under the same role, with only that organisation's
 * row-level security, whose rows the given handle reaches. Both sides' changes are committed or rolled back together.
 * Until `work` ends the outer handle refuses queries, so that none runs in the wrong organisation's name. The
 * operator's transactions see every organisation and do not need this.
 */
export async function actForOrganisation<T>(
  handle: Transaction,
  other: { organisationId: string; actor: ContextActor },
  work: (handle: Transaction) => Promise<T>,
): Promise<T> {
  const scope = scopes.get(handle)
  if (scope === undefined || scope.context.as !== 'tenant') {
    throw refusal('only a transaction of an organisation acts for another organisation')
  }
  if (scope.isLent) throw refusal('the transaction acts for another organisation already')
  const { client, context } = scope
  scope.isLent = true
  await scope.settle()
  const inner = { as: 'tenant', ...other } as const
  const { handle: lent, end } = openTransaction(client, inner)
  try {
    await client.query(enterOrganisation(inner))
    return await work(lent)
  } finally {
    end()
    // In a failed transaction this fails too, like every later query: the cause has already been thrown.
    const isBack = await client.query(enterOrganisation(context)).then(
      () => true,
      () => false,
    )
    scope.isLent = !isBack
  }
}

/** Queries on one client inside a transaction of this context. */
export function openTransaction(client: PoolClient, context: Context): OpenTransaction {
  let ended = false
  // A connection that is not pipelined runs one query at a time; concurrent ones wait here. A pipelined one gets each
  // at once, and runs them in their order.
  const queries = new SerialQueue()
  const scope: Scope = { client, context, isLent: false, settle: () => queries.settled() }
  const run = async ({ sql, parameters, prepared }: Prepared): Promise<Answer> => {
    if (ended) throw refusal('a query was run after the end of its transaction: await it inside')
    if (scope.isLent) {
      throw refusal('the transaction acts for another organisation: use the handle of that work')
    }
    if (!plainStatement.test(sql)) {
      throw refusal(`a transaction's work may read and change rows, not run: ${sql.slice(0, 60)}`)
    }
    // The extended protocol accepts one statement; the simple one would accept `select 1; commit`.
    const query = { text: sql, values: [...parameters], queryMode: 'extended' }
    if (!prepared) return client.query(query)
    const discarded = planAnew(client)
    // Sent before the statement, which fails if it does.
    if (client.pipeline) discarded?.catch(() => undefined)
    else await discarded
    return client.query({ ...query, name: nameOf(sql) })
  }
  const connection: DatabaseConnection = {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      const { rows, rowCount, command } = await (client.pipeline
        ? run(query)
        : queries.run(() => run(query)))
      const changes = command !== 'SELECT' && rowCount !== null
      return { rows: rows as R[], ...(changes && { numAffectedRows: BigInt(rowCount) }) }
    },
    streamQuery() {
      throw refusal('rows are read by keyset pages, not as a stream')
    },
  }
  const kysely = new Kysely<Schema>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driverOf(connection),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  })
  scopes.set(kysely, scope)
  return {
    handle: kysely,
    end: () => {
      ended = true
    },
  }
}

function driverOf(connection: DatabaseConnection): Driver {
  const refuse = async (): Promise<never> => {
    throw refusal('a transaction is already open: pass its handle down')
  }
  return {
    init: async () => undefined,
    acquireConnection: async () => connection,
    releaseConnection: async () => undefined,
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    destroy: async () => undefined,
  }
}

function refusal(message: string): AppError {
  return new AppError({ code: 'internal', message })
}
