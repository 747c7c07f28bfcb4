import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  claimEndpoints,
  sessionEndpoints,
  memberEndpoints,
  type Assessment,
} from '@touchstone/contract'
import { rehearsalAuthority, type RehearsalAuthority } from '@touchstone/evidence'
import { createApi } from '../../app/api/index.ts'
import { capture } from '../../investigation/captures/index.ts'
import { approveClaim } from '../../brands/claims/index.ts'
import { sweepDeadlines } from '../../enforcement/proceedings/index.ts'
import {
  assembleEvidence,
  ephemeralKey,
  type EvidenceDependencies,
} from '../../investigation/evidence/index.ts'
import { contextOf, createOrganisation, type Actor } from '../../access/organisations/index.ts'
import { ListingIngest, ingestListing } from '../../listings/ingest/index.ts'
import { releasedWithdrawalJob } from '../../enforcement/notice-exchange/index.ts'
import { noticeJob } from '../../enforcement/notices/index.ts'
import { sendDueEmails } from '../../messaging/email/index.ts'
import { inviteToOrganisation } from '../../access/users/index.ts'
import { blobsIn } from '../../platform/blobs/index.ts'
import { openStore, type Transaction, type Store } from '../../platform/db/index.ts'
import { sealerOf } from '../../platform/encryption/index.ts'
import { compileEngine, screenInProcess, type Screening } from '../../listings/screening/index.ts'
import { catalog, parties, shopHost } from './parties.ts'
import { rehearsalUrl, RehearsalBrowser } from './rehearsal-browser.ts'
import type { Shop } from './test-shop.ts'

const operator = { kind: 'operator', id: 'rehearsal' } as const

export type UserActor = Extract<Actor, { kind: 'person' }>

/** Time in the rehearsal, which is moved forward; it starts at the real time, which the store uses too. */
export type RehearsalClock = { now: Date }

/** A participant: the user and their browser. */
export type Participant = { person: UserActor; seat: RehearsalBrowser }

/** An alliance on a temporary store, with its server, participants and evidence services. */
export type Alliance = {
  store: Store
  clock: RehearsalClock
  /** The rights holder's admin and signatory. */
  analyst: Participant
  moderator: Participant
  reviewer: Participant
  /** The rights holder's approved claim. */
  claim: string
  authorities: readonly RehearsalAuthority[]
  evidence: EvidenceDependencies
  /** A browser of someone without an account. */
  newVisitor: () => RehearsalBrowser
  /** Ingests and assesses a listing of the marketplace like any other. */
  take: (listing: unknown) => Promise<{ id: string; assessment: Assessment }>
  /** Background work as time passes: deadlines, email, notices in progress. */
  work: () => Promise<void>
}

type Machine = { shop: Shop; chromium: string; version: string; mailPort: number }

export async function withAlliance<T>(
  workflow: Machine,
  work: (alliance: Alliance) => Promise<T>,
): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), 'touchstone-rehearsal-'))
  try {
    const store = await openStore({ engine: 'embedded', dataDir }, { migrate: true })
    try {
      return await inAlliance(store, dataDir, workflow, work)
    } finally {
      await store.close()
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function inAlliance<T>(
  store: Store,
  dataDir: string,
  workflow: Machine,
  work: (alliance: Alliance) => Promise<T>,
): Promise<T> {
  const authorities = [nowAt('lantern'), nowAt('harbour')]
  const evidence = evidenceOf(store, { ...workflow, dataDir, authorities })
  const clock: RehearsalClock = { now: new Date() }
  const brands = catalog.brands.map((one) => ({ ...one, aliases: [] }))
  const screening = screenInProcess(compileEngine({ brands }))
  const app = createApi({
    store,
    screening,
    evidence,
    sendsMail: true,
    people: {
      publicUrl: rehearsalUrl,
      clock: () => clock.now.getTime(),
      // A cheap hash: the password is discarded within the minute.
      cost: { ln: 9, r: 8, p: 1 },
    },
  })
  try {
    await store.transact(contextOf(operator), async (handle) => {
      for (const [kind, { slug, name }] of [
        ['rights-holder', parties.brand],
        ['marketplace', parties.platform],
      ] as const) {
        await createOrganisation({ handle, actor: operator, input: { kind, slug, name } })
      }
    })
    const password = randomBytes(24).toString('base64url')
    const enrol = (organisation: string, name: string): Promise<Participant> =>
      enrolled(
        { store, clock, seatOf: (signIn) => new RehearsalBrowser(app, signIn), password },
        organisation,
        name,
      )
    const analyst = await enrol(parties.brand.slug, parties.analyst)
    const moderator = await enrol(parties.platform.slug, parties.moderator)
    const reviewer = await enrol(parties.platform.slug, parties.reviewer)
    const claim = await approvedClaim(store, analyst.seat)
    return await work({
      store,
      clock,
      analyst,
      moderator,
      reviewer,
      claim,
      authorities,
      evidence,
      newVisitor: () => new RehearsalBrowser(app),
      take: (listing) => addListing(store, screening, moderator.person, listing),
      work: workOf(store, clock, workflow),
    })
  } finally {
    await app.close()
  }
}

function nowAt(name: string): RehearsalAuthority {
  return rehearsalAuthority(name, () => new Date())
}

/** The jobs of a server, at the rehearsal's time. */
function workOf(
  store: Store,
  clock: RehearsalClock,
  { shop, mailPort }: Machine,
): () => Promise<void> {
  const onFault = (error: unknown): never => {
    throw error
  }
  const now = (): Date => clock.now
  const { port } = shop
  const outbound = {
    lookup: async () => [{ address: '127.0.0.1' }],
    testAllowance: { address: '127.0.0.1', port },
    allow: [{ host: shopHost, port }],
  }
  const jobs = [noticeJob({ store, now, outbound }), releasedWithdrawalJob({ store, now, onFault })]
  const smtp = { host: '127.0.0.1', port: mailPort, tls: 'off' } as const
  const server = { ...smtp, user: undefined, password: undefined }
  const mailer = { server, from: 'notices@touchstone.rehearsal.invalid' }
  return async () => {
    await sweepDeadlines(store, now)
    for (const job of jobs) await job.run({}, new AbortController().signal)
    await sendDueEmails({ store, mailer, onFault })
  }
}

type Enrolling = {
  store: Store
  clock: RehearsalClock
  password: string
  seatOf: (signIn: { email: string; password: string }) => RehearsalBrowser
}

/** Invited by the operator, like everyone in an alliance. */
async function enrolled(
  { store, clock, password, seatOf }: Enrolling,
  organisation: string,
  name: string,
): Promise<Participant> {
  const email = `${name.toLowerCase().replace(/[^a-z]+/g, '.')}@rehearsal.example`
  const roles = ['admin', 'analyst'] as const
  const input = { organisation, email, roles: [...roles] }
  const { token } = await store.transact(contextOf(operator), (handle) =>
    inviteToOrganisation({ handle, actor: operator, input, now: clock.now.getTime() }),
  )
  const seat = seatOf({ email, password })
  await seat.ask(memberEndpoints.accept, { body: { token, name, password } })
  const { person, organisation: own } = await seat.ask(sessionEndpoints.state)
  if (own === null) throw new Error(`${name} is a member of nothing`)
  const organisationId = own.id
  return { seat, person: { kind: 'person', id: person.id, organisationId, roles: [...roles] } }
}

async function approvedClaim(store: Store, seat: RehearsalBrowser): Promise<string> {
  const { id } = await seat.ask(claimEndpoints.submit, {
    body: {
      brand: 'velmoraq',
      office: 'EM',
      number: '018000001',
      owner: parties.brand.name,
      document: { reference: 'https://register.example/018000001' },
    },
  })
  const approve = (handle: Transaction): Promise<unknown> =>
    approveClaim({ handle, actor: operator, input: { id, decision: {} } })
  await store.transact(contextOf(operator), approve)
  return id
}

function evidenceOf(
  store: Store,
  options: {
    shop: Shop
    chromium: string
    version: string
    dataDir: string
    authorities: readonly RehearsalAuthority[]
  },
): EvidenceDependencies {
  const { shop, chromium, version, dataDir, authorities } = options
  return {
    ...assembleEvidence({
      store,
      blobs: blobsIn(join(dataDir, 'blobs')),
      sealer: sealerOf(randomBytes(32)),
      keeper: ephemeralKey(),
    }),
    authorities,
    capture: (wanted) =>
      capture({
        ...wanted,
        chromium,
        version,
        lookup: async () => [{ address: '127.0.0.1' }],
        testAllowances: [{ address: '127.0.0.1', port: shop.port }],
      }),
  }
}

async function addListing(
  store: Store,
  screening: Screening,
  actor: UserActor,
  listing: unknown,
): Promise<{ id: string; assessment: Assessment }> {
  const intake = new ListingIngest({ store, screening })
  const { id, assessment } = await ingestListing({ intake, actor, input: listing })
  await intake.close()
  return { id, assessment }
}
