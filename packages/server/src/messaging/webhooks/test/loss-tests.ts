import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { asOperator } from '../../../../test/builders.ts'
import { verify } from '../../../../test/receiver.ts'
import type { TestEngine } from '../../../../test/engines.ts'
import { deliverer, startWriting } from '../../../../test/child-programs.ts'
import { openStore } from '../../../platform/db/index.ts'
import type { WebhookFixture } from './webhook-fixtures.ts'

/** Kills and stops at any moment. */
export function lossTests(hooks: WebhookFixture, engine: TestEngine): void {
  const { add, deliver, publish, marksOf, arrived, settled, openApp, closeApp } = hooks

  describe('nothing that was committed is lost', () => {
    // Only one process can open the embedded store.
    const killed = async (mode: string, until: () => Promise<unknown>): Promise<void> => {
      await closeApp()
      const writing = startWriting(
        {
          ...(hooks.config.engine === 'embedded'
            ? { DATA_DIR: hooks.config.dataDir }
            : { DATABASE_URL: hooks.config.ownerUrl.reveal() }),
          OUTBOUND_ALLOW: `127.0.0.1:${hooks.receiver.host.port}`,
        },
        [hooks.organisationId, mode],
        deliverer,
      )
      await writing.until(1)
      await until()
      writing.kill()
      await writing.ended
      await openApp()
    }

    test('by a kill between the commit and the delivery', async () => {
      const { id, secret } = await add()
      await killed('commit', async () => undefined)
      expect(hooks.receiver.received).toEqual([])
      deliver()
      await arrived(1)
      expect(verify(secret, hooks.receiver.received[0]!).data).toEqual({ mode: 'commit' })
      await settled(id)
    })

    test('by a kill between the sending and its record', async () => {
      const { id, secret } = await add()
      hooks.receiver.answer = () => undefined
      await killed('deliver', () => arrived(1))
      hooks.receiver.answer = (response) => response.end()
      // Its lease outlasts a test.
      await asOperator(hooks.store, (handle) =>
        sql`update webhook_deliveries set due_at = now() where webhook_id = ${id}::uuid`.execute(
          handle,
        ),
      )
      deliver()
      await arrived(2)
      const [first, second] = hooks.receiver.received
      expect(second!.headers['webhook-id']).toBe(first!.headers['webhook-id'])
      expect(verify(secret, second!).data).toEqual({ mode: 'deliver' })
      expect(await settled(id)).toMatchObject([{ state: 'delivered', attempts: [{}] }])
    })

    test('by a stop amid the sending, which gives it back at once', async () => {
      const { id } = await add()
      hooks.receiver.answer = () => undefined
      // Longer than a test may take.
      const stop = deliver({ answerMilliseconds: 3_600_000 })
      await publish(1)
      await arrived(1)
      await stop()
      hooks.receiver.answer = (response) => response.end()
      deliver()
      expect(await settled(id)).toMatchObject([{ state: 'delivered', attempts: [{}] }])
    })

    test.runIf(engine.name === 'postgresql')('by two processes, which share the work', async () => {
      const { id, secret } = await add()
      const other = await openStore(hooks.config)
      deliver()
      deliver({ store: other })
      const marks = Array.from({ length: 200 }, (_, mark) => mark + 1000)
      await publish(...marks)
      await settled(id, 200)
      expect(marksOf(secret, hooks.receiver.received)).toEqual(marks)
      await hooks.stopAll()
      await other.close()
    })
  })
}
