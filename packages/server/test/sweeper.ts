// Fires time limits due at the given time, and prints them; the tests kill it.
import { readServerConfig } from '../src/platform/config/index.ts'
import { openStore } from '../src/platform/db/index.ts'
import { sweepDeadlines } from '../src/enforcement/proceedings/index.ts'

const store = await openStore(readServerConfig(process.env).store)
const now = new Date(process.argv[2] ?? '')
process.stdout.write('open\nbegun\n')
process.stdout.write(`told ${await sweepDeadlines(store, () => now)}\n`)
await store.close()
