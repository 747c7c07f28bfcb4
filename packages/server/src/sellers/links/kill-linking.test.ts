import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Judgement } from '@touchstone/linkage'
import { asOperator } from '../../../test/builders.ts'
import { linker, startWriting } from '../../../test/child-programs.ts'
import { onBothEngines } from '../../../test/engines.ts'
import { environmentOf } from '../../../test/start-server.ts'
import { openStore } from '../../platform/db/index.ts'
import { sealerOf } from '../../platform/encryption/index.ts'
import { checkLinks } from './check-links.ts'
import { LinkedStore, listingsOf, graphAtOnce, storedGraph } from './test/links-fixture.ts'
import { startLinkUpdates } from './update-links.ts'

/** Milliseconds after an acknowledged judgement. */
const delays = [5, 60]

onBothEngines((engine) => {
  test('a process killed while it links and judges loses nothing acknowledged, and links as if it had not been', async () => {
    const config = await engine.newStore()
    const acknowledged: string[] = []
    let organisation = ''
    for (const [round, delay] of delays.entries()) {
      const sender = new LinkedStore(await openStore(config))
      if (round === 0) organisation = await sender.organisation('market')
      else await sender.resume(organisation, 'market')
      const contact = `WhatsApp 0812 3456 70${10 + (round % 2)}`
      await sender.send(
        organisation,
        [0, 1, 2].flatMap((at) =>
          listingsOf(`seller-${round}-${at}`, { contact, words: [`own${round}${at}`] }),
        ),
      )
      await sender.close()
      const args = ['market', String(round)]
      const child = startWriting(environmentOf(config), args, linker)
      await child.until(2)
      await sleep(delay)
      child.kill()
      await child.ended
      acknowledged.push(...child.acknowledged)
    }
    const store = await openStore(config)
    try {
      const sealer = sealerOf(Buffer.alloc(32, 7))
      const links = startLinkUpdates({ store, sealer, everyMs: 3_600_000, leaseMs: 0 })
      await links.idle()
      await links.stop()
      const { rows } = await asOperator(store, (handle) =>
        sql<Judgement & { id: string }>`
          select id, account_a as a, account_b as b, judgement, at::text as at from link_judgements
          where organisation_id = ${organisation}::uuid order by at, id`.execute(handle),
      )
      const stored = new Set(rows.map(({ id }) => id))
      expect(acknowledged.filter((id) => !stored.has(id))).toEqual([])
      expect(await storedGraph(store, organisation)).toEqual(
        await graphAtOnce(store, organisation, { judgements: rows }),
      )
      expect(await checkLinks({ store, sealer, organisationId: organisation })).toMatchObject({
        accounts: 3 * delays.length,
        waiting: 0,
        differences: [],
      })
    } finally {
      await store.close()
    }
  })
})
