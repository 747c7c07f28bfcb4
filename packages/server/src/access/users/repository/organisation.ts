import type { OrganisationKind } from '@touchstone/contract'
import type { Transaction } from '../../../platform/db/index.ts'

type Settings = {
  id: string
  slug: string
  name: string
  kind: OrganisationKind
  requireTwoFactor: boolean
}

export async function findSettings(handle: Transaction, id: string): Promise<Settings | undefined> {
  const row = await handle
    .selectFrom('organisations')
    .select(['id', 'slug', 'name', 'kind', 'require_two_factor as requireTwoFactor'])
    .where('id', '=', id)
    .executeTakeFirst()
  return row as Settings | undefined
}

export async function updateSettings(
  handle: Transaction,
  id: string,
  { requireTwoFactor }: Pick<Settings, 'requireTwoFactor'>,
): Promise<void> {
  await handle
    .updateTable('organisations')
    .set({ require_two_factor: requireTwoFactor })
    .where('id', '=', id)
    .execute()
}
