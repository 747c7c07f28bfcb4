import { setTimeout as sleep } from 'node:timers/promises'
import type { OutcomeReportView, ReferralDetailView } from '@touchstone/contract'
import { sql } from 'kysely'
import type { StoreConfig } from '../src/platform/config/index.ts'
import { openStore, type Store } from '../src/platform/db/index.ts'
import { asOperator, newKey, newOrganisation, newStandingClaim } from './builders.ts'
import { inStore } from './kill-ingest.ts'
import { startServing, type Serving } from './start-server.ts'
import { inviteByOperator, password } from './users.ts'

/** What a server is doing when it is killed. */
const phases = ['packing', 'sending', 'answering'] as const
type Phase = (typeof phases)[number]

export type KilledReferrals = {
  /** Releases that were acknowledged, and those of them that their recipient has. */
  released: number
  sent: number
  /** Outcome reports that were acknowledged, at first or when they were repeated. */
  reported: number
  /** Kills before the server had answered or finished. */
  amid: number
  /** Whatever does not hold, each in a sentence. */
  problems: string[]
}

type Body = Record<string, unknown>
const listingCount = 250

/**
 * Kills a server in each phase of referrals this many times, then lets one finish; reports what was lost or sent twice.
 * On PostgreSQL every other transaction that sends or answers is still open when its process is killed.
 */
export async function killAmidReferrals(
  config: StoreConfig,
  rounds: number,
): Promise<KilledReferrals> {
  const trial = new Trial(config)
  await trial.open()
  try {
    for (let round = 0; round < rounds; round++) {
      for (const phase of phases) await trial.round(phase, round)
    }
    return await trial.finish()
  } finally {
    await trial.close()
  }
}

class Trial {
  readonly #config: StoreConfig
  readonly #released: string[] = []
  readonly #reports: { referral: string; key: string; body: Body; isAnswered: boolean }[] = []
  readonly #tokens: Record<string, string> = {}
  readonly #sessions = new Map<string, string>()
  #server: Serving | undefined
  #key = ''
  #claim = ''
  #case = ''
  #amid = 0

  constructor(config: StoreConfig) {
    this.#config = config
  }

  async open(): Promise<void> {
    await inStore(this.#config, async (store) => {
      await newOrganisation(store, 'house', { kind: 'rights-holder', name: 'Velmoraq' })
      await newOrganisation(store, 'police', { kind: 'authority', name: 'Harbour Police' })
      this.#key = (await newKey(store, 'house', ['listings:read', 'listings:write'])).text
      this.#claim = (await newStandingClaim(store, 'house', 'gucci')).id
      for (const [who, organisation, roles] of [
        ['ana', 'house', ['analyst']],
        ['ada', 'house', ['admin']],
        ['off', 'police', ['admin']],
      ] as const) {
        const email = `${who}@${organisation}.example`
        this.#tokens[who] = await inviteByOperator(store, organisation, email, { roles })
      }
    })
    this.#server = await startServing(this.#config)
    for (const [who, token] of Object.entries(this.#tokens)) {
      await this.#ask(who, 'POST', 'invitation-acceptances', { token, name: who, password })
      const email = `${who}@${who === 'off' ? 'police' : 'house'}.example`
      await this.#ask(who, 'POST', 'session', { email, password })
    }
    await this.#openCase()
  }

  async #openCase(): Promise<void> {
    const listings = Array.from({ length: listingCount }, (_, at) => ({
      id: `bowl-${at}`,
      marketplace: 'bazaar',
      title: `Bag replica ${at}`,
      url: `https://bazaar.example/bowl-${at}`,
      price: { amount: '10', currency: 'IDR' },
      unitsSold: 5,
      seller: { id: `shop-${at % 4}`, country: 'ID' },
    }))
    await this.#ask('key', 'POST', 'listings/batch', listings)
    const ids: string[] = []
    let after = ''
    do {
      const page = await this.#ask<{ items: { id: string }[]; next: string | null }>(
        'ana',
        'GET',
        `listings?limit=200${after}`,
      )
      ids.push(...page.items.map(({ id }) => id))
      after = page.next === null ? '' : `&after=${page.next}`
    } while (after !== '')
    const { id } = await this.#ask<{ id: string }>('ana', 'POST', 'cases', {
      title: 'Bags of four shops',
      about: 'network',
      listings: ids,
    })
    this.#case = id
  }

  /** A new referral, released or sent, with a kill amid the phase. */
  async round(phase: Phase, round: number): Promise<void> {
    this.#server ??= await startServing(this.#config)
    const id = await this.#submitted()
    if (phase === 'answering') {
      await this.#release(id)
      await this.#untilSent(id)
      await this.#killAmidReports(id, round)
      return
    }
    await this.#release(id)
    const barrier =
      phase === 'sending' && round % 2 === 0 ? await Barrier.before(this.#config) : undefined
    if (barrier !== undefined) {
      await barrier.untilMet()
      this.#amid++
    } else {
      const isUnderway = ({ progress, state }: ReferralDetailView): boolean =>
        state !== 'releasing' ||
        (progress !== null &&
          progress.total > 0 &&
          (phase === 'packing' || progress.done === progress.total))
      const { state } = await this.#until(id, isUnderway)
      await sleep(Math.random() * (phase === 'packing' ? 50 : 1500))
      if (state === 'releasing') this.#amid++
    }
    await this.#kill()
    await barrier?.open()
  }

  async #killAmidReports(referral: string, round: number): Promise<void> {
    const barrier = round % 2 === 0 ? await Barrier.before(this.#config) : undefined
    const least = barrier === undefined ? 1 + Math.floor(Math.random() * 3) : 0
    const enough = Promise.withResolvers<void>()
    if (least === 0) enough.resolve()
    const reporting = (async () => {
      for (let at = 0; ; at++) {
        const key = `${referral}-${at}`
        const report = { referral, key, body: reportOf(`P ${round}/${at}`), isAnswered: false }
        this.#reports.push(report)
        try {
          await this.#report(report)
        } catch {
          return
        }
        report.isAnswered = true
        if (at + 1 >= least) enough.resolve()
      }
    })()
    await Promise.race([enough.promise, reporting])
    if (barrier === undefined) await sleep(Math.random() * 40)
    else await barrier.untilMet()
    await this.#kill()
    await reporting
    this.#amid++
    await barrier?.open()
    this.#server = await startServing(this.#config)
    // The one that was not answered, and the last one that was: neither is recorded again.
    for (const report of this.#reports.slice(-2)) {
      if (report.referral !== referral) continue
      await this.#report(report)
      report.isAnswered = true
    }
  }

  #report({ referral, key, body }: { referral: string; key: string; body: Body }): Promise<Body> {
    return this.#ask<Body>('off', 'POST', `referrals/${referral}/outcome-reports`, body, {
      'idempotency-key': key,
    })
  }

  async finish(): Promise<KilledReferrals> {
    await this.#kill()
    // As if the minute had passed after which a process counts as ended.
    await inStore(this.#config, (store) =>
      asOperator(store, (handle) =>
        sql`update referral_packages set progressed_at = now() - interval '1 hour'
          where state = 'running'`.execute(handle),
      ),
    )
    this.#server = await startServing(this.#config)
    for (const id of this.#released) {
      const { state } = await this.#until(id, ({ state: now }) => now !== 'releasing')
      if (state !== 'packing-failed') continue
      await this.#ask('ada', 'POST', `referrals/${id}/actions`, { action: { type: 'retry' } })
      await this.#untilSent(id)
    }
    const shown = await Promise.all(
      [...new Set(this.#reports.map(({ referral }) => referral))].map(async (referral) => ({
        referral,
        ...(await this.#ask<{ items: OutcomeReportView[] }>(
          'off',
          'GET',
          `referrals/${referral}/outcome-reports?limit=200`,
        )),
      })),
    )
    await this.#kill()
    const problems = this.#reports.flatMap(({ referral, key, body, isAnswered }) => {
      const there = shown.find((one) => one.referral === referral)?.items ?? []
      const { length } = there.filter(({ proceeding }) => proceeding === body['proceeding'])
      return isAnswered && length !== 1 ? [`The report ${key} is there ${length} times.`] : []
    })
    const sent = await inStore(this.#config, (store) =>
      inspect(store, this.#released, this.#reports.length, problems),
    )
    return {
      released: this.#released.length,
      sent,
      reported: this.#reports.filter(({ isAnswered }) => isAnswered).length,
      amid: this.#amid,
      problems,
    }
  }

  async close(): Promise<void> {
    await this.#kill()
  }

  async #submitted(): Promise<string> {
    const { id, version } = await this.#ask<ReferralDetailView>('ana', 'POST', 'referrals', {
      template: 'counsel',
      source: { kind: 'case', case: this.#case },
      title: 'Bags of four shops',
      recipient: {
        kind: 'organisation',
        organisation: 'police',
        country: 'ID',
        office: 'police',
      },
    })
    await this.#ask('ana', 'PATCH', `referrals/${id}`, {
      expectedVersion: version,
      draft: {
        complainant: {
          name: 'Velmoraq Holding',
          country: 'ID',
          contact: { name: 'Desk of Velmoraq', phone: '+62 21 0000 0000' },
        },
        rights: [{ claim: this.#claim, mark: 'GUCCI', territory: ['EU'] }],
        examination: {
          examiner: 'A. Examiner',
          examinedOn: '2026-11-02',
          statement: 'The stitching differs from genuine pieces.',
        },
      },
    })
    await this.#ask('ana', 'POST', `referrals/${id}/actions`, { action: { type: 'submit' } })
    return id
  }

  async #release(id: string): Promise<void> {
    await this.#ask('ada', 'POST', `referrals/${id}/actions`, { action: { type: 'release' } })
    this.#released.push(id)
  }

  async #untilSent(id: string): Promise<void> {
    const { state } = await this.#until(id, ({ state: now }) => now !== 'releasing')
    if (state !== 'sent') throw new Error(`the referral is ${state}`)
  }

  async #until(
    id: string,
    isReached: (referral: ReferralDetailView) => boolean,
  ): Promise<ReferralDetailView> {
    for (let tries = 0; tries < 20_000; tries++) {
      const referral = await this.#ask<ReferralDetailView>('ada', 'GET', `referrals/${id}`)
      if (isReached(referral)) return referral
      await sleep(10)
    }
    throw new Error(`the referral does not get on: ${this.#server?.log() ?? ''}`)
  }

  async #kill(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    await server?.kill()
  }

  async #ask<T = Body>(
    who: string,
    method: 'GET' | 'POST' | 'PATCH',
    path: string,
    body?: unknown,
    more: Record<string, string> = {},
  ): Promise<T> {
    const url = this.#server?.url ?? ''
    const cookie = this.#sessions.get(who)
    const answer = await fetch(`${url}/api/v1/${path}`, {
      method,
      headers: {
        origin: url,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(cookie !== undefined && { cookie }),
        ...(who === 'key' && { authorization: `Bearer ${this.#key}` }),
        ...more,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const set = answer.headers.get('set-cookie')?.split(';')[0]
    if (set !== undefined) this.#sessions.set(who, set)
    const text = await answer.text()
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    return JSON.parse(text) as T
  }
}

function reportOf(proceeding: string): Body {
  return {
    proceeding,
    outcome: 'seizure',
    items: ['L-1'],
    happenedOn: '2026-11-24',
    quantities: [{ goods: 'Bags', amount: '12', unit: 'pieces' }],
  }
}

/** Locks the recipient: what sends to it, or reports for it, waits once it has written its first row. */
class Barrier {
  readonly #store: Store
  readonly #transaction: string
  readonly #open: () => void
  readonly #held: Promise<void>

  private constructor(store: Store, transaction: string, open: () => void, held: Promise<void>) {
    this.#store = store
    this.#transaction = transaction
    this.#open = open
    this.#held = held
  }

  /** Undefined on the embedded store, which one process alone opens. */
  static async before(config: StoreConfig): Promise<Barrier | undefined> {
    if (config.engine === 'embedded') return undefined
    const store = await openStore(config)
    const opening = Promise.withResolvers<void>()
    const closed = Promise.withResolvers<string>()
    const held = asOperator(store, async (handle) => {
      const { rows } = await sql<{ transaction: string }>`
        select pg_current_xact_id()::xid::text as transaction
        from organisations where slug = 'police' for update`.execute(handle)
      closed.resolve(rows[0]?.transaction ?? '')
      await opening.promise
    })
    held.catch(closed.reject)
    return new Barrier(store, await closed.promise, opening.resolve, held)
  }

  /** Waits until a transaction waits for it. */
  async untilMet(): Promise<void> {
    for (let tries = 0; tries < 12_000; tries++) {
      const { rows } = await asOperator(this.#store, (handle) =>
        sql<{ waiting: number }>`
          select count(*)::int4 as waiting from pg_locks
          where not granted and transactionid = ${this.#transaction}::xid`.execute(handle),
      )
      if ((rows[0]?.waiting ?? 0) > 0) return
      await sleep(10)
    }
    throw new Error('no transaction came to the barrier')
  }

  async open(): Promise<void> {
    this.#open()
    await this.#held
    await this.#store.close()
  }
}

type Row = {
  id: string
  state: string
  sentAt: Date | null
  packages: number
  redacted: number
  items: number
  listings: number
  received: number
  sends: number
}

/** Returns how many the recipient has. */
async function inspect(
  store: Store,
  released: readonly string[],
  reports: number,
  problems: string[],
): Promise<number> {
  return asOperator(store, async (handle) => {
    const { rows } = await sql<Row>`
      select r.id, r.state, r.sent_at as "sentAt",
        (select count(*)::int4 from referral_packages p
          where p.referral_id = r.id and p.state = 'sent') as packages,
        (select count(*)::int4 from redacted_referral_packages c
          join referral_packages p on p.id = c.package_id where p.referral_id = r.id) as redacted,
        (select count(*)::int4 from referral_items i where i.referral_id = r.id) as items,
        (select count(distinct i.subject_id)::int4 from referral_items i
          where i.referral_id = r.id and i.kind = 'listing') as listings,
        (select count(*)::int4 from outbox_events e
          where e.type = 'referral.received' and e.data ->> 'referral' = r.id::text) as received,
        (select count(*)::int4 from referral_custody c
          where c.referral_id = r.id and c.event = 'sent') as sends
      from referrals r`.execute(handle)
    const stored = new Map(rows.map((row) => [row.id, row]))
    let sent = 0
    for (const id of released) {
      const row = stored.get(id)
      if (row === undefined) {
        problems.push(`The released referral ${id} was lost.`)
        continue
      }
      if (row.sentAt !== null) sent++
      const { packages, redacted, listings, received, sends } = row
      const counts = [packages, redacted, received, sends].join()
      if (row.state !== 'sent' || counts !== '1,1,1,1' || listings !== listingCount) {
        problems.push(`${id} is ${row.state}, ${counts}, with ${listings} listings.`)
      }
    }
    const { rows: told } = await sql<{ report: string; count: number }>`
      select e.data ->> 'report' as report, count(*)::int4 as count from outbox_events e
      where e.type = 'referral.outcome-reported' group by 1`.execute(handle)
    if (told.length !== reports || told.some(({ count }) => count !== 2)) {
      problems.push(`Of ${reports} reports ${told.length} were announced: ${JSON.stringify(told)}`)
    }
    return sent
  })
}
