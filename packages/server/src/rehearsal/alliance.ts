import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Assessment } from '@touchstone/contract'
import { contextOf, createOrganisation, type Actor } from '../identity/index.ts'
import { Intake, takeListing } from '../listings/index.ts'
import { openStore } from '../platform/db/index.ts'
import { compileEngine, inProcess } from '../screening/index.ts'
import { catalog, parties } from './parties.ts'

const operator = { kind: 'operator', id: 'rehearsal' } as const

/**
 * An alliance on a store that is thrown away: brand and marketplace as organisations, the offer taken and
 * judged as any other.
 */
export async function judgeInAlliance(offer: unknown): Promise<Assessment> {
  const dataDir = await mkdtemp(join(tmpdir(), 'touchstone-rehearsal-'))
  try {
    const store = await openStore({ engine: 'embedded', dataDir }, { migrate: true })
    try {
      const [, platform] = await store.transact(contextOf(operator), async (handle) => [
        await createOrganisation({ handle, actor: operator, input: inputOf('rights-holder') }),
        await createOrganisation({ handle, actor: operator, input: inputOf('marketplace') }),
      ])
      if (platform === undefined) throw new Error('no marketplace was made')
      const actor: Actor = {
        kind: 'person',
        id: randomUUID(),
        organisationId: platform.id,
        roles: ['analyst'],
      }
      const screening = inProcess(
        compileEngine({ brands: catalog.brands.map((one) => ({ ...one, aliases: [] })) }),
      )
      const intake = new Intake({ store, screening })
      const { assessment } = await takeListing({ intake, actor, input: offer })
      await intake.close()
      return assessment
    } finally {
      await store.close()
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}

function inputOf(kind: 'rights-holder' | 'marketplace'): unknown {
  const { slug, name } = kind === 'marketplace' ? parties.platform : parties.brand
  return { kind, slug, name }
}
