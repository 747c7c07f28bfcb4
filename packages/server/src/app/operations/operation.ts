import type { z } from 'zod'
import { contextOf, type Actor } from '../../access/organisations/index.ts'
import type { ServerConfig } from '../../platform/config/index.ts'
import type { Transaction, Store } from '../../platform/db/index.ts'

export type Operator = Actor & { kind: 'operator' }

/** What an operation works with, in the server or beside it. */
export type OperationContext = {
  store: Store
  actor: Operator
  config: ServerConfig
  /** What the command was given to read, as it comes; nothing for most. */
  bytes: AsyncIterable<Uint8Array>
  /** Whether a server does it, which goes on afterwards. */
  isServing?: boolean
  /** Loads the sample that was asked for; where a server runs. */
  onSample?: () => Promise<void>
}

/**
 * One thing that an operator can have done at the command line. What it takes and gives is JSON,
 * since it may cross to the server that has the store open.
 */
export type Operation<I extends z.ZodType, O> = {
  input: I
  run(context: OperationContext, input: z.output<I>): Promise<O>
  /** For what looks at the store without bringing it up to date. */
  unmigrated?: boolean
}

export function defineOperation<I extends z.ZodType, O>(
  input: I,
  run: Operation<I, O>['run'],
  options: { unmigrated?: boolean } = {},
): Operation<I, O> {
  return { input, run, ...options }
}

/** What a use case gets in a transaction of the operator's. */
export type OperationInput<I> = { handle: Transaction; actor: Operator; input: I }

/** A use case that runs in one transaction of the operator's. */
export function inOneTransaction<I extends z.ZodType, O>(
  input: I,
  useCase: (options: OperationInput<z.output<I>>) => Promise<O>,
): Operation<I, O> {
  return defineOperation(input, ({ store, actor }, given) =>
    store.transact(contextOf(actor), (handle) => useCase({ handle, actor, input: given })),
  )
}

/** A value as it comes back: JSON knows no dates. */
export type Serialised<T> = T extends Date
  ? string
  : T extends readonly (infer I)[]
    ? Serialised<I>[]
    : T extends object
      ? { [K in keyof T]: Serialised<T[K]> }
      : T extends undefined
        ? undefined
        : T

/** All rows of a list that is read page by page, each from where the one before ended. */
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
