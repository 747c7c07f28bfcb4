import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { template } from '../../../test/store-templates.ts'
import { openEmbedded } from './embedded.ts'
import { migrationStatus, ownMigrations, readMigrations } from './migrations.ts'
import { packStore } from './packed-store.ts'

test('a missing store becomes a copy of a packed one, and a store that is there stays', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-packed-'))
  const copyOf = join(folder, 'packed')
  packStore(join(await template('migrated'), 'store'), copyOf)
  const dataDir = join(folder, 'data')
  try {
    for (const rows of [1, 2]) {
      const engine = await openEmbedded({ dataDir, copyOf })
      const client = await engine.owner.connect()
      const { pending } = await migrationStatus(client, readMigrations(ownMigrations))
      await client.query('create table if not exists visits (); insert into visits default values')
      const { rowCount } = await client.query('select from visits')
      client.release()
      await engine.close()
      expect({ pending, rowCount }).toEqual({ pending: [], rowCount: rows })
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
})
