// Records one event and prints its id once it is committed; with `deliver` it then sends everything due. The tests
// kill it. Its environment defines the store, as for the server.
import { recordOutbox } from '../src/messaging/event-outbox/index.ts'
import { readServerConfig } from '../src/platform/config/index.ts'
import { openStore, type Context } from '../src/platform/db/index.ts'
import { sealerOf } from '../src/platform/encryption/index.ts'
import { startDelivery } from '../src/messaging/webhooks/index.ts'

const [, , organisationId = '', mode = ''] = process.argv
const config = readServerConfig(process.env)
const store = await openStore(config.store)
const context: Context = { as: 'tenant', organisationId, actor: { kind: 'person', id: 'writer' } }
await store.transact(context, (handle) =>
  recordOutbox(handle, organisationId, [{ type: 'listing.assessed', data: { mode } }]),
)
process.stdout.write('committed\n')
if (mode === 'deliver') {
  startDelivery({
    store,
    sealer: sealerOf(Buffer.alloc(32, 7)),
    allow: config.outboundAllow,
    onFault: (error) => console.error(error),
    pollMilliseconds: 50,
    // Longer than a test may take.
    answerMilliseconds: 3_600_000,
  })
}
setInterval(() => undefined, 1000)
