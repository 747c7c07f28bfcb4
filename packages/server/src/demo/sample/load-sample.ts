import { setTimeout as sleep } from 'node:timers/promises'
import type { Signer } from '@touchstone/evidence'
import {
  signRemoval,
  proveDemoSample,
  publicKeysOf,
  type EarlierKey,
  type SampleIds,
} from '../../access/audit-proofs/index.ts'
import { recordEvent } from '../../access/audit/index.ts'
import {
  contextOf,
  createApiKey,
  createOrganisation,
  type Actor,
} from '../../access/organisations/index.ts'
import { addSampleMember, generatePassword } from '../../access/users/index.ts'
import { releaseBlobs, type Blobs } from '../../platform/blobs/index.ts'
import {
  isDeadlock,
  referencingTableOf,
  violates,
  type Transaction,
  type Store,
} from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { bindGtinPrefixes } from '../../goods/gtin-prefixes/index.ts'
import { setRetention } from '../../privacy/retention/index.ts'
import { bindMarketplaces } from '../../access/marketplace-bindings/index.ts'
import { saveMarketplaceName } from '../../access/marketplace-names/index.ts'
import {
  marketplaceOf,
  sampleMarketplaces,
  sampleOrganisations,
  sampleSiteNames,
  sampleSites,
  sampleUsers,
} from './sample-alliance.ts'
import { samplePrefixes } from './issue-sample-codes.ts'
import { sampleContext, type SampleProgress } from './types.ts'
import { requireIntactLog, verifySample } from './verify-sample.ts'
import { countSamples } from './sample-listings.ts'
import { deleteSignIns, writeSignIns, type SampleSignIns } from './sign-ins.ts'
import {
  blobsOfSample,
  deleteSample,
  logsOfSample,
  type SampleRemoval,
} from './sample-removal-repository.ts'
import {
  hasOrganisations,
  findSample,
  lockSample,
  insertLoading,
  setSampleState,
} from './repository.ts'

type Operator = Actor & { kind: 'operator' }
type ServiceInput = { store: Store; dataDir: string; actor: Operator; signer: Signer }

/** The progress of the sample, for any signed-in user. */
export async function readSampleProgress(handle: Transaction): Promise<SampleProgress> {
  const { state, taken, total } = (await findSample(handle)) ?? {
    state: 'none',
    taken: 0,
    total: 0,
  }
  return { state, taken, total }
}

/**
 * Loads the sample if it was never requested and the store has no other organisation: on the first start of a new
 * installation.
 */
export async function startSampleOnce(options: ServiceInput): Promise<SampleSignIns | undefined> {
  const isNew = await options.store.transact(
    sampleContext,
    async (handle) => (await findSample(handle)) === undefined && !(await hasOrganisations(handle)),
  )
  if (!isNew) return undefined
  try {
    return await startSample(options)
  } catch (error) {
    // Another process came first: its password is the stored one.
    if (violates(error, 'sample_alliance_pkey')) return undefined
    throw error
  }
}

/**
 * Creates the sample's organisations with users who can sign in at once. `seedSample` loads their catalogs and
 * listings in the background. Opens its own transactions.
 */
export async function startSample({
  store,
  dataDir,
  actor,
  signer,
}: ServiceInput): Promise<SampleSignIns> {
  const total = await countSamples()
  // One hash for all: they share the password, and hashing is slow on purpose.
  const { password, passwordHash } = await generatePassword()
  return store.transact(contextOf(actor), async (handle) => {
    const row = await lockSample(handle)
    if (row !== undefined && row.state !== 'removed') {
      throw new AppError({
        code: row.state === 'removing' ? 'sample-being-removed' : 'sample-exists',
        message:
          row.state === 'removing'
            ? 'the sample alliance is being removed: finish that with `touchstone sample remove`'
            : `the sample alliance already exists (${row.state})`,
      })
    }
    await insertLoading(handle, { total, again: row !== undefined })
    const ids = await makeOrganisations(handle, actor, passwordHash)
    await recordEvent({
      handle,
      organisationId: null,
      action: 'sample-begun',
      subject: { kind: 'installation', id: 'sample' },
      detail: await proveDemoSample(signer, ids),
    })
    // Before the commit: without the stored password nobody could sign in.
    return writeSignIns(dataDir, password)
  })
}

// The sample must not expire.
const kept = { clearDays: 3650, personalDays: 3650 }

async function makeOrganisations(
  handle: Transaction,
  actor: Operator,
  passwordHash: string,
): Promise<SampleIds> {
  const people: string[] = []
  const ids = new Map<string, string>()
  for (const input of sampleOrganisations) {
    const { id } = await createOrganisation({ handle, actor, input, sample: true })
    await setRetention({ handle, actor, organisationId: id, input: kept })
    ids.set(input.slug, id)
  }
  for (const organisation of sampleMarketplaces) {
    const input = {
      organisation,
      scopes: ['listings:read', 'listings:write'],
      label: 'Nightly feed',
    }
    await createApiKey({ handle, actor, input })
    const marketplaces = sampleSites.filter((site) => marketplaceOf(site) === organisation)
    await bindMarketplaces({ handle, actor, input: { organisation, marketplaces } })
    const organisationId = ids.get(organisation) ?? ''
    for (const marketplace of marketplaces) {
      const name = sampleSiteNames[marketplace] ?? marketplace
      await saveMarketplaceName(handle, { organisationId, marketplace, name })
    }
  }
  await bindGtinPrefixes({ handle, actor, input: samplePrefixes })
  for (const { organisation, email, name, roles } of sampleUsers) {
    const organisationId = ids.get(organisation)
    if (organisationId === undefined) throw new Error(`no organisation ${organisation}`)
    const rights = { organisationId, roles, brands: [], territories: [] }
    const input = { email, name, passwordHash, ...rights }
    people.push(await addSampleMember({ handle, actor, input }))
  }
  return { organisations: [...ids.values()], people }
}

const patienceMilliseconds = 30_000

/** Removes the sample with all dependent data and blobs. Opens its own transactions. */
export async function removeSample(
  options: ServiceInput & { blobs: Blobs; earlier?: readonly EarlierKey[] },
): Promise<SampleRemoval> {
  const { store, dataDir, actor, blobs, signer, earlier } = options
  const context = contextOf(actor)
  const keys = { key: signer.publicKey, earlier }
  await requireIntactLog({ store, dataDir, ...keys })
  await store.transact(context, async (handle) => {
    const row = await lockSample(handle)
    if (row === undefined || row.state === 'removed') {
      throw new AppError({ code: 'not-found', message: 'there is no sample alliance' })
    }
    await verifySample(handle, publicKeysOf(keys))
    // From here on nothing more is loaded.
    await setSampleState(handle, 'removing')
  })
  const deadline = Date.now() + patienceMilliseconds
  for (;;) {
    try {
      const { gone, digests } = await store.transact(context, async (handle) => {
        const digests = await blobsOfSample(handle)
        const logs = await logsOfSample(handle)
        const people = await verifySample(handle, publicKeysOf(keys))
        const counts = await deleteSample(handle, { signer, people })
        const proven = logs.length > 0 ? await signRemoval(signer, { logs }) : {}
        await setSampleState(handle, 'removed')
        await recordEvent({
          handle,
          organisationId: null,
          action: 'sample-removed',
          subject: { kind: 'installation', id: 'sample' },
          detail: { ...counts, ...proven },
        })
        return { gone: counts, digests }
      })
      deleteSignIns(dataDir)
      // If this is interrupted, the sweep finds them the next day.
      await releaseBlobs({ store, blobs }, digests)
      return gone
    } catch (error) {
      const from = referencingTableOf(error)
      if (from === undefined && !isDeadlock(error)) throw error
      // Work in progress when the removal started may briefly refer to it, or hold locks that the removal needs while
      // waiting for others.
      if (Date.now() < deadline) await sleep(500)
      else throw from === undefined ? error : inUse(from, error)
    }
  }
}

function inUse(table: string, cause: unknown): AppError {
  return new AppError({
    code: 'sample-referenced',
    message: `data outside the sample refers to it (a row of ${table}): remove that first, then remove the sample again`,
    cause,
  })
}
