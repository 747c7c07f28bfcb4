import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { queueEmail, sendDueEmails } from '../src/messaging/email/index.ts'
import type { StoreConfig } from '../src/platform/config/index.ts'
import { asOperator, newOrganisation, tenantContext } from './builders.ts'
import { inStore } from './kill-ingest.ts'
import { idOf, startMailServer } from './mail-server.ts'
import { mailer, startWriting } from './child-programs.ts'

export type SentUnderKills = {
  queued: number
  /** Taken by the server. */
  arrived: number
  twice: number
  /** Neither with the server nor named as uncertain. */
  lost: number
  uncertain: number
  /** Recorded as sent although the server never accepted them. */
  sentAndNotArrived: number
}

/**
 * Repeatedly kills a process that sends mail, amid the responses of a real server, then lets one send the rest; and
 * reports the state of each message. On the embedded store the process is the only one.
 */
export async function killAmidMail(config: StoreConfig, rounds: number): Promise<SentUnderKills> {
  const server = await startMailServer()
  const { port } = server
  const each = 12
  const ids: string[] = []
  const env = {
    SMTP_URL: `smtp://127.0.0.1:${port}`,
    MAIL_FROM: 'notices@brand.example',
    ...(config.engine === 'postgresql'
      ? { DATABASE_URL: config.ownerUrl.reveal() }
      : { DATA_DIR: config.dataDir }),
  }
  try {
    server.answer = async () => {
      await sleep(Math.random() * 30)
      return undefined
    }
    for (let round = 0; round < rounds; round++) {
      ids.push(...(await inStore(config, (store) => queueSome(store, each))))
      const sending = startWriting(env, [], mailer)
      await sending.until(1)
      const before = server.mails.length
      while (server.mails.length < before + 1 + (round % 4)) await sleep(5)
      await sleep(Math.random() * 40)
      sending.kill()
      await sending.ended
    }
    // Without patience: messages begun by a killed process are uncertain at once.
    await inStore(config, async (store) => {
      await asOperator(store, (handle) =>
        sql`update messages set due_at = now() - interval '1 second' where state = 'queued'`.execute(
          handle,
        ),
      )
      const from = 'notices@brand.example'
      const server = {
        host: '127.0.0.1',
        port,
        tls: 'off',
        user: undefined,
        password: undefined,
      } as const
      const onFault = (error: unknown): never => {
        throw error
      }
      await sendDueEmails({ store, mailer: { server, from }, onFault, patienceMilliseconds: 0 })
    })
    const stored = await inStore(config, (store) =>
      asOperator(store, async (handle) => {
        const { rows } = await sql<{ id: string; state: string }>`
          select id, state from messages where id = any (${ids}::uuid[])`.execute(handle)
        return new Map(rows.map(({ id, state }) => [id, state]))
      }),
    )
    const arrivals = server.mails.map((mail) => idOf(mail).slice(1, 37))
    const arrived = new Set(arrivals)
    const states = ids.map((id) => ({ id, state: stored.get(id) ?? 'missing' }))
    return {
      queued: ids.length,
      arrived: arrived.size,
      twice: arrivals.length - arrived.size,
      lost: states.filter(({ id, state }) => !arrived.has(id) && state !== 'uncertain').length,
      uncertain: states.filter(({ state }) => state === 'uncertain').length,
      sentAndNotArrived: states.filter(({ id, state }) => state === 'sent' && !arrived.has(id))
        .length,
    }
  } finally {
    await server.stop()
  }
}

async function queueSome(
  store: Parameters<typeof asOperator>[0],
  count: number,
): Promise<string[]> {
  const { id: organisationId } = await newOrganisation(store, `brand-${randomUUID().slice(0, 8)}`)
  const ids: string[] = []
  for (let number = 0; number < count; number++) {
    const message = {
      organisationId,
      key: `m-${number}`,
      by: 'email' as const,
      to: 'rights@market.example',
      subject: `Notice ${number}`,
      text: 'The title says so.',
      about: { kind: 'notice', id: randomUUID() },
    }
    const queued = await store.transact(tenantContext(organisationId), (handle) =>
      queueEmail(handle, message),
    )
    ids.push(queued.id)
  }
  return ids
}
