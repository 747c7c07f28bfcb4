// Creates organisations one by one and prints each slug once it is committed; the tests kill it. Its environment
// defines the store, as for the server.
import { createOrganisation, type Actor } from '../src/access/organisations/index.ts'
import { readServerConfig } from '../src/platform/config/index.ts'
import { openStore } from '../src/platform/db/index.ts'

const operator: Actor & { kind: 'operator' } = { kind: 'operator', id: 'writer' }
const store = await openStore(readServerConfig(process.env).store)
const run = process.argv[2] ?? 'a'
const most = Number(process.argv[3] ?? Infinity)
process.stdout.write('open\n')
for (let index = 0; index < most; index++) {
  const slug = `run-${run}-${index}`
  await store.transact({ as: 'operator', actor: operator }, (handle) =>
    createOrganisation({ handle, actor: operator, input: { kind: 'host', slug, name: slug } }),
  )
  process.stdout.write(`${slug}\n`)
}
await store.close()
