import { NewKey, NewOrganisation, Slug } from '@touchstone/contract'
import { z } from 'zod'
import {
  createKey,
  createOrganisation,
  findOrganisation,
  listKeys,
  revokeKey,
  type Key,
} from '../identity/index.ts'
import { backUp, statusOf, type Handle } from '../platform/db/index.ts'
import { AppError } from '../platform/errors/index.ts'
import { inOneTransaction, operation } from './operation.ts'

const Nothing = z.strictObject({})
const File = z.strictObject({ file: z.string().min(1) })

/** Everything that commands can have done, whether a server has the store open or not. */
export const operations = {
  'organisations.create': inOneTransaction(NewOrganisation, createOrganisation),
  'keys.create': inOneTransaction(NewKey, createKey),
  'keys.list': inOneTransaction(z.strictObject({ organisation: Slug }), allKeys),
  'keys.revoke': inOneTransaction(z.strictObject({ id: z.string() }), revokeKey),
  'db.status': operation(Nothing, ({ store }) => statusOf(store), { unmigrated: true }),
  'db.backup': operation(File, ({ store }, { file }) => backUp(store, file), { unmigrated: true }),
}

export type Operations = typeof operations
export type OperationName = keyof Operations

async function allKeys(asked: { handle: Handle; input: { organisation: string } }): Promise<Key[]> {
  const { handle, input } = asked
  const organisation = await findOrganisation(handle, input.organisation)
  if (organisation === undefined) {
    throw new AppError({
      code: 'not-found',
      message: `there is no organisation ${input.organisation}`,
      pointer: '/organisation',
    })
  }
  const all: Key[] = []
  for (let page = await listKeys(handle, organisation.id); page.length > 0;) {
    all.push(...page)
    page = await listKeys(handle, organisation.id, page.at(-1))
  }
  return all
}
