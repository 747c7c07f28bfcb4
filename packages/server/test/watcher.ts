// Runs due watches until the tests kill it, and reports when no run is left. Sites see the name in its first argument.
import { sql } from 'kysely'
import { ListingIngest } from '../src/listings/ingest/index.ts'
import { screenInProcess } from '../src/listings/screening/index.ts'
import { readServerConfig } from '../src/platform/config/index.ts'
import { openStore } from '../src/platform/db/index.ts'
import { sealerOf } from '../src/platform/encryption/index.ts'
import { startPoller } from '../src/platform/poller/index.ts'
import { startWatchRuns } from '../src/watches/runs/index.ts'
import { asOperator } from './builders.ts'
import { starterEngine } from './starter-engine.ts'

const config = readServerConfig(process.env)
const store = await openStore(config.store)
const onFault = (error: unknown): void => console.error(error)
startWatchRuns({
  store,
  intake: new ListingIngest({ store, screening: screenInProcess(starterEngine) }),
  agent: { token: 'Touchstone', userAgent: `Touchstone/${process.argv[2] ?? 'test'}` },
  outbound: { allow: config.outboundAllow },
  sealer: sealerOf(Buffer.alloc(32, 7)),
  onFault,
  pollMilliseconds: 100,
})
process.stdout.write('open\n')
let isOver = false
startPoller({
  everyMs: 200,
  onFault,
  poll: async () => {
    const { rows } = await asOperator(store, (handle) =>
      sql<{ over: boolean }>`select bool_and(ended_at is not null) as over from watch_runs`.execute(
        handle,
      ),
    )
    if (isOver || rows[0]?.over !== true) return
    isOver = true
    process.stdout.write('ended\n')
  },
})
