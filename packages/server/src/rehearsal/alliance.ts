import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Assessment } from '@touchstone/contract'
import { rehearsalAuthority, type RehearsalAuthority } from '@touchstone/evidence'
import { sql } from 'kysely'
import { capture } from '../captures/index.ts'
import { evidenceUnder, passingKey, type CapturingOptions } from '../evidence/index.ts'
import { contextOf, createOrganisation, type Actor, type PersonRole } from '../identity/index.ts'
import { Intake, takeListing } from '../listings/index.ts'
import { enrolMember, newPassword } from '../people/index.ts'
import { blobsIn } from '../platform/blobs/index.ts'
import { openStore, type Handle, type Store } from '../platform/db/index.ts'
import { sealerOf } from '../platform/sealing/index.ts'
import { compileEngine, inProcess } from '../screening/index.ts'
import { catalog, parties } from './parties.ts'
import type { Shop } from './shop.ts'

const operator = { kind: 'operator', id: 'rehearsal' } as const

export type Person = Extract<Actor, { kind: 'person' }>

/** An alliance on a store that is thrown away, with people, an engine, and what evidence needs. */
export type Alliance = {
  store: Store
  analyst: Person
  moderator: Person
  reviewer: Person
  authorities: readonly RehearsalAuthority[]
  evidence: CapturingOptions
  /** Takes and judges an offer of the marketplace as any other. */
  take: (offer: unknown) => Promise<{ id: string; assessment: Assessment }>
}

export async function withAlliance<T>(
  machine: { shop: Shop; chromium: string; version: string },
  work: (alliance: Alliance) => Promise<T>,
): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), 'touchstone-rehearsal-'))
  try {
    const store = await openStore({ engine: 'embedded', dataDir }, { migrate: true })
    try {
      // Nobody signs in: the password is told to no one.
      const { passwordHash } = await newPassword()
      const people = await store.transact(contextOf(operator), (handle) =>
        populate(handle, passwordHash),
      )
      const authorities = [nowAt('lantern'), nowAt('harbour')]
      const evidence = evidenceOf(store, { ...machine, dataDir, authorities })
      const take = (offer: unknown): ReturnType<Alliance['take']> =>
        takeOffer(store, people.moderator, offer)
      return await work({ store, ...people, authorities, evidence, take })
    } finally {
      await store.close()
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}

function nowAt(name: string): RehearsalAuthority {
  return rehearsalAuthority(name, () => new Date())
}

async function populate(
  handle: Handle,
  passwordHash: string,
): Promise<{ analyst: Person; moderator: Person; reviewer: Person }> {
  const made = async (kind: 'rights-holder' | 'marketplace'): Promise<string> => {
    const { slug, name } = kind === 'marketplace' ? parties.platform : parties.brand
    const input = { kind, slug, name }
    return (await createOrganisation({ handle, actor: operator, input, sample: true })).id
  }
  const [brand, platform] = [await made('rights-holder'), await made('marketplace')]
  return {
    analyst: await enrol(handle, { organisationId: brand, name: parties.analyst, passwordHash }),
    moderator: await enrol(handle, {
      organisationId: platform,
      name: parties.moderator,
      passwordHash,
    }),
    reviewer: await enrol(handle, {
      organisationId: platform,
      name: parties.reviewer,
      passwordHash,
    }),
  }
}

async function enrol(
  handle: Handle,
  person: { organisationId: string; name: string; passwordHash: string },
): Promise<Person> {
  const { organisationId, name, passwordHash } = person
  const email = `${name.toLowerCase().replace(/[^a-z]+/g, '.')}@rehearsal.example`
  const roles: PersonRole[] = ['admin', 'analyst']
  const rights = { organisationId, roles, brands: [], territories: [] }
  const input = { email, name, passwordHash, ...rights }
  await enrolMember({ handle, actor: operator, input })
  const { rows } = await sql<{ id: string }>`
    select id from people where email = ${email}`.execute(handle)
  const [row] = rows
  if (row === undefined) throw new Error(`${name} was not enrolled`)
  return { kind: 'person', id: row.id, organisationId, roles }
}

function evidenceOf(
  store: Store,
  asked: {
    shop: Shop
    chromium: string
    version: string
    dataDir: string
    authorities: readonly RehearsalAuthority[]
  },
): CapturingOptions {
  const { shop, chromium, version, dataDir, authorities } = asked
  return {
    ...evidenceUnder({
      store,
      blobs: blobsIn(join(dataDir, 'blobs')),
      sealer: sealerOf(randomBytes(32)),
      keeper: passingKey(),
    }),
    authorities,
    capture: (wanted) =>
      capture({
        ...wanted,
        chromium,
        version,
        lookup: async () => [{ address: '127.0.0.1' }],
        testAllowances: [{ address: '127.0.0.1', port: shop.port }],
      }),
  }
}

async function takeOffer(
  store: Store,
  actor: Person,
  offer: unknown,
): Promise<{ id: string; assessment: Assessment }> {
  const brands = catalog.brands.map((one) => ({ ...one, aliases: [] }))
  const intake = new Intake({ store, screening: inProcess(compileEngine({ brands })) })
  const { id, assessment } = await takeListing({ intake, actor, input: offer })
  await intake.close()
  return { id, assessment }
}
