import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { newOrganisation, newStandingClaim, personOf } from '../packages/server/test/builders.ts'
import { fillListings } from '../packages/server/test/listings.ts'
import { startPostgresql, newDatabase } from '../packages/server/test/postgresql-server.ts'
import { contextOf } from '../packages/server/src/access/organisations/index.ts'
import { readInbox } from '../packages/server/src/app/inbox/index.ts'
import { starterPackNames } from '../packages/server/src/brands/visibility/index.ts'
import { openStore, type Store } from '../packages/server/src/platform/db/index.ts'

// How long the inbox takes with many listings, for their submitter and for a holder of a brand:
// npx node --conditions=touchstone-source bench/inbox.ts [listings] [embedded|postgresql]
const [count = '100000', engine = 'postgresql'] = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'touchstone-inbox-bench-'))

async function measure(store: Store): Promise<void> {
  const market = await newOrganisation(store, 'market')
  const organisation = await newOrganisation(store, 'house', { kind: 'rights-holder' })
  await newStandingClaim(store, 'house', 'gucci')
  await fillListings(store, market.id, Number(count), ['gucci', 'prada', 'apple', 'mars'])
  const source = { names: starterPackNames, engine: () => 'test' }
  for (const [name, { id }] of Object.entries({ market, house: organisation })) {
    const actor = personOf(id)
    for (const limit of [25, 1]) {
      const times: number[] = []
      let summary = ''
      for (let run = 0; run < 20; run += 1) {
        const begun = performance.now()
        const waiting = await store.transact(contextOf(actor), (handle) =>
          readInbox({ handle, actor, source, now: new Date(), limit }),
        )
        times.push(performance.now() - begun)
        const { count: findings = 0, more = false } = waiting.finding ?? {}
        summary = `${findings}${more ? '+' : ''} findings`
      }
      times.sort((one, other) => one - other)
      const at = (share: number): string =>
        (times[Math.floor(times.length * share)] ?? 0).toFixed(1)
      console.log(
        `${engine} ${name} limit ${limit}: median ${at(0.5)} ms, p95 ${at(0.95)} ms, ${summary}`,
      )
    }
  }
}

if (engine === 'postgresql') {
  const server = await startPostgresql()
  const store = await openStore(await newDatabase(server))
  await measure(store)
  await store.close()
  await server.stop()
} else {
  const store = await openStore({ engine: 'embedded', dataDir: folder })
  await measure(store)
  await store.close()
}
rmSync(folder, { recursive: true, force: true })
