import { readServerConfig } from '../../../platform/config/index.ts'
import { openStore } from '../../../platform/db/index.ts'
import { storedTurns } from '../index.ts'
import { gateTo, outcomeOf } from '../../../../test/gate-visits.ts'

// A process with two watches: both visit the same pages of all shops at once. Its environment defines the store.
const [, , list = ''] = process.argv
const urls = JSON.parse(list) as string[]
const store = await openStore(readServerConfig(process.env).store)
const origins = [...new Set(urls.map((url) => new URL(url).origin))]
const gate = gateTo(storedTurns(store), origins)
const watch = (): Promise<string[]> =>
  Promise.all(urls.map((url) => outcomeOf(gate, url, { patience: 40_000 })))
const [first, second] = await Promise.all([watch(), watch()])
process.stdout.write(JSON.stringify([...first, ...second]))
await store.close()
