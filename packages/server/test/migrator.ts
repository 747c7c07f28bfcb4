// Migrates a store with the migrations of a folder; the tests kill it. Its environment defines the store, as for the
// server.
import { readServerConfig } from '../src/platform/config/index.ts'
import { openStore } from '../src/platform/db/index.ts'

const { store: config } = readServerConfig(process.env)
process.stdout.write('migrating\n')
const store = await openStore(config, { migrations: process.argv[2] })
await store.close()
