import { Slug } from '@touchstone/contract'
import { sql } from 'kysely'
import { z } from 'zod'
import { openKeys } from '../../access/installation-keys/index.ts'
import { contextOf } from '../../access/organisations/index.ts'
import { organisationProfiles } from '../../access/organisations/queries.ts'
import { checkLinks, findLinkedOrganisations, type LinkCheck } from '../../sellers/links/index.ts'
import { requireOrganisationId } from './find-organisation.ts'
import { defineOperation, type OperationContext } from './operation.ts'

const WhoseIfAny = z.strictObject({ organisation: Slug.optional() })

export const linkOperations = {
  'networks.check': defineOperation(WhoseIfAny, check),
}

/** Links all listings of one organisation or of all again, and compares what is stored. */
async function check(
  context: OperationContext,
  { organisation }: z.output<typeof WhoseIfAny>,
): Promise<(LinkCheck & { organisation: string })[]> {
  const { store, actor } = context
  const { sealer } = await openKeys(context)
  const ids = await store.transact(contextOf(actor), async (handle) =>
    organisation === undefined
      ? findLinkedOrganisations(handle)
      : [await requireOrganisationId(handle, organisation)],
  )
  const checks = []
  for (const organisationId of ids) {
    const { rows } = await store.transact(contextOf(actor), (handle) =>
      sql<{ slug: string }>`
        select slug from ${organisationProfiles} o where o.id = ${organisationId}::uuid`.execute(
        handle,
      ),
    )
    const found = await checkLinks({ store, sealer, organisationId })
    checks.push({ organisation: rows[0]?.slug ?? organisationId, ...found })
  }
  return checks
}
