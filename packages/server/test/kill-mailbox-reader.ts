import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { StoreConfig } from '../src/platform/config/index.ts'
import { asOperator, newOrganisation } from './builders.ts'
import { mailboxReader, startWriting } from './child-programs.ts'
import { imapUser, startImapServer, type ImapServer } from './imap-server.ts'
import { inStore } from './kill-ingest.ts'
import { environmentOf } from './start-server.ts'
import { newApi, newMember } from './users.ts'

export type TipsUnderKills = { named: number; lost: number; twice: number; unseen: number }

const mailbox = 'tips@brand.example'
const emailsARound = 8

/**
 * Repeatedly kills a process that reads a mailbox, amid a command of IMAP, then lets one read the rest; and counts the
 * pages named by emails that gave no tip, or two.
 */
export async function killAmidMailbox(
  config: StoreConfig,
  rounds: number,
): Promise<TipsUnderKills> {
  const imap = await startImapServer()
  const environment = {
    ...environmentOf(config),
    IMAP_URL: `imap://${imapUser.user}:${encodeURIComponent(imapUser.password)}@127.0.0.1:${imap.port}`,
    TIPS_ADDRESS: mailbox,
  }
  const named: string[] = []
  try {
    const address = await inStore(config, async (store) => {
      await newOrganisation(store, 'house', { kind: 'rights-holder' })
      const app = newApi(store, undefined, {}, { tipsAddress: mailbox })
      const member = await newMember(app, store, 'house', 'ana@house.example')
      const { body } = await member.post('/api/v1/tip-addresses', {})
      await app.close()
      return String(body['address'])
    })
    for (let round = 0; round < rounds; round++) {
      for (let at = 0; at < emailsARound; at++) {
        const url = `https://bazaar.example/o/${randomUUID()}`
        named.push(url)
        imap.receive(`From: officer@customs.example\nTo: ${address}\nSubject: A parcel\n\n${url}\n`)
      }
      await killAtCommand(imap, environment, Math.floor(Math.random() * 4 * emailsARound))
    }
    const rest = startWriting(environment, [], mailboxReader)
    // One turn reads 50 emails.
    await rest.until(2 + Math.ceil(named.length / 50))
    rest.kill()
    await rest.ended
    const tips = await inStore(config, (store) =>
      asOperator(store, async (handle) => {
        const { rows } = await sql<{ url: string }>`select url from tips`.execute(handle)
        return rows.map(({ url }) => url)
      }),
    )
    const given = new Set(tips)
    return {
      named: named.length,
      lost: named.filter((url) => !given.has(url)).length,
      twice: tips.length - given.size,
      unseen: imap.emails.filter(({ flags }) => !flags.has(String.raw`\seen`)).length,
    }
  } finally {
    await imap.stop()
  }
}

/** Kills a reader within 20 ms of the given command, before or after the command is answered. */
async function killAtCommand(
  imap: ImapServer,
  environment: Record<string, string>,
  last: number,
): Promise<void> {
  const reader = startWriting(environment, [], mailboxReader)
  const reached = Promise.withResolvers<void>()
  let commands = 0
  imap.before = async () => {
    if (commands++ < last) return
    reached.resolve()
    await sleep(Math.random() * 20)
  }
  await Promise.race([reached.promise, reader.ended])
  await sleep(Math.random() * 20)
  reader.kill()
  const { code, err } = await reader.ended
  imap.before = async () => undefined
  if (code !== null) throw new Error(`the reader ended by itself: ${err}`)
}
