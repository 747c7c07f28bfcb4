import type { z } from 'zod'
import { contextOf, type Actor } from '../../access/organisations/index.ts'
import type { ServerConfig } from '../../platform/config/index.ts'
import type { Transaction, Store } from '../../platform/db/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'

export type Operator = Actor & { kind: 'operator' }

/** The context of an operation, inside or beside the server. */
export type OperationContext = {
  store: Store
  actor: Operator
  config: ServerConfig
  /** The command's input stream; empty for most. */
  bytes: AsyncIterable<Uint8Array>
  /** Whether a server runs it and continues afterwards. */
  isServing?: boolean
  /** Loads the requested sample, if a server is running. */
  onSample?: () => Promise<void>
}

/**
 * An operation for the operator's command line. Input and result are JSON, since it may run in the server that has
 * the store open.
 */
export type Operation<I extends z.ZodType, O> = {
  input: I
  run(context: OperationContext, input: z.output<I>): Promise<O>
  /** For reading the store without migrating it. */
  unmigrated?: boolean
}

export function defineOperation<I extends z.ZodType, O>(
  input: I,
  run: Operation<I, O>['run'],
  options: { unmigrated?: boolean } = {},
): Operation<I, O> {
  return { input, run, ...options }
}

/** Input of a use case in a transaction of the operator. */
export type OperationInput<I> = { handle: Transaction; actor: Operator; input: I }

/** Runs a use case in one transaction of the operator. */
export function inOneTransaction<I extends z.ZodType, O>(
  input: I,
  useCase: (options: OperationInput<z.output<I>>) => Promise<O>,
): Operation<I, O> {
  return defineOperation(input, ({ store, actor }, given) =>
    store.transact(contextOf(actor), (handle) => useCase({ handle, actor, input: given })),
  )
}

/** The result after JSON, which has no dates. */
export type Serialised<T> = T extends Date
  ? string
  : T extends readonly (infer I)[]
    ? Serialised<I>[]
    : T extends object
      ? { [K in keyof T]: Serialised<T[K]> }
      : T extends undefined
        ? undefined
        : T

/** A view of the contract, as JSON carries it. */
export function toJsonView<V>(view: Outgoing<V>): V {
  return JSON.parse(JSON.stringify(view)) as V
}

/** All rows of a list that is read by page, each continuing after the previous one. */
export async function collectPages<T extends { id: string }>(
  limit: number,
  pageAfter: (page: { limit: number; after?: { at: Date; id: string } }) => Promise<T[]>,
  momentOf: (row: T) => Date,
): Promise<T[]> {
  const found: T[] = []
  for (;;) {
    const last = found.at(-1)
    const after = last && { at: momentOf(last), id: last.id }
    const page = await pageAfter({ limit, ...(after && { after }) })
    found.push(...page)
    if (page.length < limit) return found
  }
}
