import { openCase } from '../src/investigation/cases/index.ts'
import { contextOf, type Actor } from '../src/access/organisations/index.ts'
import type { Store } from '../src/platform/db/index.ts'

/** Opens a case in a person's name, over the given listings that he may see. */
export async function openCaseFor(
  store: Store,
  actor: Actor & { kind: 'person' },
  listings: readonly string[] = [],
): Promise<string> {
  const input = {
    title: 'Totes of a seller',
    about: 'seller' as const,
    priority: 'normal' as const,
    brands: [],
    listings: [...listings],
  }
  const { id } = await store.transact(contextOf(actor), (handle) =>
    openCase({ handle, actor, input }),
  )
  return String(id)
}
