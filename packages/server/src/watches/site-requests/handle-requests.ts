import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type {
  SiteRequestCheckView,
  SiteRequestInput,
  SiteRequestReceiptView,
} from '@touchstone/contract'
import { recordEvent } from '../../access/audit/index.ts'
import type { Context, Store } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { VisitError, type Allowance, type Gate } from '../gate/index.ts'
import { excludeSite, readExtract, requireHost } from './manage-excluded-sites.ts'
import {
  claimCheck,
  countRequestsOfNetwork,
  findSiteRequest,
  insertSiteRequest,
  markProven,
  type SiteRequestRow,
} from './repository.ts'

const asSite: Context = { as: 'operator', actor: { kind: 'operator', id: 'site-requests' } }

/** How long a code can be used. */
const codeDays = 30
const maxOfNetworkADay = 20
const secondsBetweenChecks = 10
/** Milliseconds to wait for the turn of a site while its people wait for the answer. */
const patience = 15_000

/** Records a request of someone without an account. It changes nothing before it is proven. */
export async function sendSiteRequest(
  store: Store,
  input: SiteRequestInput & { network: string },
): Promise<Outgoing<SiteRequestReceiptView>> {
  const site = requireHost(input.site)
  const { origin } = new URL(input.site)
  const [receipt, proof] = [randomCode(32), `# touchstone-proof: ${randomCode(16)}`]
  const day = new Date().toISOString().slice(0, 10)
  const networkHash = hashOf(`${day}\n${input.network}`)
  const { receivedAt } = await store.transact(asSite, async (handle) => {
    if ((await countRequestsOfNetwork(handle, networkHash)) >= maxOfNetworkADay) {
      throw new AppError({
        code: 'request-rate-exceeded',
        message: `more than ${maxOfNetworkADay} requests about sites came from your network today: use a code that you have, or come back tomorrow`,
        retryable: true,
        retryAfter: 3600,
      })
    }
    const id = randomUUID()
    const row = await insertSiteRequest(handle, {
      id,
      kind: input.kind,
      site,
      origin,
      email: input.email,
      message: input.message,
      receiptHash: hashOf(receipt),
      proof,
      networkHash,
    })
    await recordEvent({
      handle,
      organisationId: null,
      action: 'site-request-received',
      subject: { kind: 'site', id: site },
      detail: { request: id, kind: input.kind },
    })
    return row
  })
  const until = new Date(receivedAt.getTime() + codeDays * 24 * 3_600_000)
  return { receipt, site, robotsUrl: `${origin}/robots.txt`, proof, until }
}

/** Reads the robots.txt of the site and, if it holds the line, does what was requested. */
export async function checkSiteRequest(
  { store, gate }: { store: Store; gate: Gate },
  receipt: string,
): Promise<Outgoing<SiteRequestCheckView>> {
  const request = await store.transact(asSite, async (handle) => {
    const found = await findSiteRequest(handle, hashOf(receipt), codeDays)
    if (found === undefined) {
      const message = 'no request has this code, or it has expired'
      throw new AppError({ code: 'not-found', message, pointer: '/receipt' })
    }
    if (found.provenAt === null && !(await claimCheck(handle, found.id, secondsBetweenChecks))) {
      throw new AppError({
        code: 'request-rate-exceeded',
        message: `the robots.txt was read just now: check again in ${secondsBetweenChecks} seconds`,
        retryable: true,
        retryAfter: secondsBetweenChecks,
      })
    }
    return found
  })
  const { kind, site } = request
  const proof = request.provenAt === null ? await readProof(gate, request) : 'found'
  if (proof !== 'found') return { kind, site, proof, isExcluded: false, extract: null }
  return store.transact(asSite, async (handle) => {
    await markProven(handle, request.id)
    if (kind === 'exclusion' && request.provenAt === null) await excludeSite(handle, { site })
    const extract = await readExtract(handle, site)
    return { kind, site, proof, isExcluded: extract.excludedAt !== null, extract }
  })
}

async function readProof(
  gate: Gate,
  { origin, proof }: SiteRequestRow,
): Promise<SiteRequestCheckView['proof']> {
  try {
    const text = await gate.readRobotsNow(origin, {
      allowance: robotsAlone(),
      patience,
      evenIfExcluded: true,
    })
    if (text === undefined) return 'unreadable'
    return text.split(/\r\n|\n|\r/).some((line) => line.trim() === proof) ? 'found' : 'missing'
  } catch (error) {
    if (error instanceof VisitError) return 'unreadable'
    throw error
  }
}

/** A robots.txt with its redirects. */
function robotsAlone(): Allowance {
  let left = 512_000
  return {
    spendRequest: () => undefined,
    bytesLeft: () => left,
    receive: (bytes) => void (left -= bytes),
  }
}

function randomCode(bytes: number): string {
  return randomBytes(bytes).toString('base64url')
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
