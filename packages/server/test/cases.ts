import { openCase } from '../src/cases/service.ts'
import { contextOf, type Actor } from '../src/identity/index.ts'
import type { Store } from '../src/platform/db/index.ts'

/** Opens a case in a person's name, over offers in his sight where some are given. */
export async function openCaseFor(
  store: Store,
  actor: Actor & { kind: 'person' },
  listings: readonly string[] = [],
): Promise<string> {
  const input = {
    ...{ title: 'Totes of a seller', about: 'seller', brands: [], priority: 'normal' },
    ...(listings.length > 0 && { listings: [...listings] }),
  } as const
  const { id } = await store.transact(contextOf(actor), (handle) =>
    openCase({ handle, actor, input: { ...input, brands: [] } }),
  )
  return id
}
