// Requests captures and makes them one by one, printing each request; the tests kill it. Arguments: the folder of
// blobs, the file with the key of the log, the port of a shop (0 for invented pages), an organisation, and the number
// of requests after which it ends.
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { rehearsalAuthority, signerOf } from '@touchstone/evidence'
import { sql } from 'kysely'
import { capture, requireChromium } from '../src/investigation/captures/index.ts'
import {
  captureSweep,
  assembleEvidence,
  requestCapture,
  runCapture,
  type EvidenceDependencies,
} from '../src/investigation/evidence/index.ts'
import { contextOf } from '../src/access/organisations/index.ts'
import { blobsIn } from '../src/platform/blobs/index.ts'
import { readServerConfig } from '../src/platform/config/index.ts'
import { openStore } from '../src/platform/db/index.ts'
import { sealerOf } from '../src/platform/encryption/index.ts'
import { asOperator, personOf } from './builders.ts'
import { newEvidence } from './evidence.ts'

const [folder = '', keyFile = '', shop = '0', organisationId = '', most = '1000'] =
  process.argv.slice(2)
const store = await openStore(readServerConfig(process.env).store)
const plain = newEvidence(store, folder)
const port = Number(shop)

/** Several files that take a moment each, so that a kill may fall between them. */
const madeUp: EvidenceDependencies['capture'] = async (request) => {
  const result = await plain.capture(request)
  for (const name of ['page.html', 'page-1.png']) {
    await sleep(Math.random() * 10)
    const path = join(request.folder, name)
    await writeFile(path, `${name} of ${request.url}`.repeat(5000))
    result.files.push({ name, path, mediatype: 'text/plain', title: name })
  }
  return { ...result, outcome: 'captured' }
}
const evidence: EvidenceDependencies = {
  ...assembleEvidence({
    store,
    blobs: blobsIn(join(folder, 'blobs')),
    sealer: sealerOf(Buffer.alloc(32, 7)),
    keeper: signerOf(readFileSync(keyFile, 'utf8')),
  }),
  authorities: [rehearsalAuthority('lantern', () => new Date())],
  capture:
    port === 0
      ? madeUp
      : async (request) =>
          capture({
            ...request,
            chromium: await requireChromium(process.env),
            version: '0.1.0',
            lookup: async () => [{ address: '127.0.0.1' }],
            testAllowances: [{ address: '127.0.0.1', port }],
          }),
}
// As if ten minutes had passed: captures begun by the previous process count as abandoned.
await asOperator(store, (handle) =>
  sql`update captures set begun_at = now() - interval '11 minutes' where state = 'running'`.execute(
    handle,
  ),
)
process.stdout.write('open\n')
await captureSweep(evidence).run({}, AbortSignal.timeout(120_000))
const actor = personOf(organisationId)
for (let number = 0; number < Number(most); number++) {
  const url = `http://toko.example:${port === 0 ? 80 : port}/item/17`
  const input = { url, reason: 'The title says “KW”.' }
  const { id } = await store.transact(contextOf(actor), (handle) =>
    requestCapture({ handle, actor, input }),
  )
  process.stdout.write(`${id}\n`)
  await runCapture(evidence, id)
}
await store.close()
