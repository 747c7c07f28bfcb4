import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createApiKey, createOrganisation, openStore, readServerConfig } from '@touchstone/server'
import { startSealing, openAuditLog } from '../packages/server/src/access/audit-proofs/index.ts'
import { recordEvent } from '../packages/server/src/access/audit/index.ts'
import { ephemeralKey } from '../packages/server/src/investigation/evidence/index.ts'
import { postgresqlMissing, startPostgresql } from '../packages/server/test/postgresql-server.ts'
import { benchFolder } from './bench-folder.ts'

const actor = { kind: 'operator', id: 'bench' } as const
const operator = { as: 'operator', actor } as const
const seconds = 6

/** Audited writes a second on both stores, while they are sealed: an entry alone, and a key with its entry. */
export async function* auditLog(): AsyncGenerator<string> {
  mkdirSync(benchFolder, { recursive: true })
  const folder = mkdtempSync(join(benchFolder, 'store-'))
  try {
    yield* writesOn('embedded store', { DATA_DIR: folder, DATABASE_URL: '' })
  } finally {
    rmSync(folder, { recursive: true })
  }
  if (postgresqlMissing !== undefined) {
    yield `PostgreSQL is left out: ${postgresqlMissing}`
    return
  }
  const server = await startPostgresql()
  try {
    yield* writesOn('PostgreSQL 17', { DATABASE_URL: await server.newDatabase() })
  } finally {
    await server.stop()
  }
}

async function* writesOn(name: string, env: Record<string, string>): AsyncGenerator<string> {
  const store = await openStore(readServerConfig({ ...process.env, ...env }).store)
  const sealing = startSealing(openAuditLog({ store, signer: ephemeralKey() }), (error) => {
    throw error
  })
  try {
    const input = { kind: 'marketplace', slug: 'bench', name: 'Bench' } as const
    const { id } = await store.transact(operator, (handle) =>
      createOrganisation({ handle, actor, input }),
    )
    const tenant = {
      as: 'tenant',
      organisationId: id,
      actor: { kind: 'person', id: randomUUID() },
    } as const
    const entry = (): Promise<void> =>
      store.transact(tenant, (handle) =>
        recordEvent({
          handle,
          organisationId: id,
          action: 'view-saved',
          subject: { kind: 'view', id: randomUUID() },
          detail: { name: 'of this week', filters: 3 },
        }),
      )
    const key = (): Promise<unknown> =>
      store.transact(operator, (handle) =>
        createApiKey({
          handle,
          actor,
          input: { organisation: 'bench', scopes: ['listings:read'] },
        }),
      )
    for (const [what, write] of [
      ['an entry alone', entry],
      ['a key with its entry', key],
    ] as const) {
      for (const writers of [1, 8]) {
        yield `${name}, ${what}, ${writers} at once: ${await rate(write, writers)} a second`
      }
    }
  } finally {
    await sealing.stop()
    await store.close()
  }
}

async function rate(write: () => Promise<unknown>, writers: number): Promise<number> {
  let done = 0
  const stop = new AbortController()
  const running = Array.from({ length: writers }, async () => {
    while (!stop.signal.aborted) {
      await write()
      done++
    }
  })
  await sleep(1000)
  done = 0
  await sleep(seconds * 1000)
  const counted = done
  stop.abort()
  await Promise.all(running)
  return Math.round(counted / seconds)
}
