import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { canonicalJson } from '../canonical-json/index.ts'
import type { Context, Store, Transaction } from '../db/index.ts'
import type { Sealer } from '../encryption/index.ts'
import { AppError } from '../errors/index.ts'
import { requestKeyOf, type RequestSender } from './request-key.ts'
import { recordRequest, saveResponse, type NamedRequest } from './request-record.ts'
import { otherRequest } from './run-idempotently.ts'

/** A request of a caller with an organisation, under its idempotency key. */
export type KeyedRequest = {
  sender: RequestSender
  context: Context
  key: string
  /** Everything that distinguishes the request from others, as plain JSON. */
  request: unknown
}

/** The response of a request: its status, the address of what it created, and its body as JSON. */
export type Answer = { status: number; location?: string | undefined; body: unknown }

export type StoredAnswers = {
  /**
   * The response given before under the key, or undefined if the caller must answer it now, and then call `keep` or
   * `release`. Throws `idempotency-key-reused` for another request, and `idempotent-request-unfinished` while the
   * first one has no response.
   */
  claim(request: KeyedRequest): Promise<Answer | undefined>
  /** Stores the response, encrypted: it may contain a new key or personal data. */
  keep(request: KeyedRequest, answer: Answer): Promise<void>
  /** Frees the key of a request that was refused, for another attempt. */
  release(request: KeyedRequest): Promise<void>
}

/** Days for which the response to a request is stored. */
export const answerDays = 1

const released = { released: true }

/** Stores the responses of requests with an idempotency key, for every endpoint that stores none itself. */
export function storedAnswers(store: Store, sealer: Sealer): StoredAnswers {
  const purposeOf = ({ sender, key }: KeyedRequest): string =>
    `answer ${sender.organisationId} ${requestKeyOf(sender, key)}`

  return {
    claim: (request) =>
      store.transact(request.context, async (handle) => {
        const named = toNamed(request)
        const before = await recordRequest(handle, named)
        if (before === undefined) return undefined
        if (!before.requestHash.equals(named.requestHash)) throw otherRequest(request.key)
        const { sealed } = (before.answer ?? {}) as { sealed?: string }
        if (sealed === undefined) {
          if (await reclaim(handle, request)) return undefined
          throw unfinished(request.key)
        }
        const opened = sealer.open(Buffer.from(sealed, 'base64'), purposeOf(request))
        return JSON.parse(opened.toString()) as Answer
      }),
    keep: (request, answer) =>
      store.transact(request.context, async (handle) => {
        const bytes = Buffer.from(JSON.stringify(answer))
        const sealed = sealer.seal(bytes, purposeOf(request)).toString('base64')
        await saveResponse(handle, { ...request, answer: { sealed } })
      }),
    release: (request) =>
      store.transact(request.context, async (handle) => {
        await saveResponse(handle, { ...request, answer: released })
      }),
  }
}

function toNamed({ sender, key, request }: KeyedRequest): NamedRequest {
  const requestHash = createHash('sha256').update(canonicalJson(request)).digest()
  return { sender, key, requestHash }
}

/** Takes a released key; of two attempts at once, one gets it. */
async function reclaim(handle: Transaction, { sender, key }: KeyedRequest): Promise<boolean> {
  const { rows } = await sql`
    update answered_requests set answer = 'null'
    where organisation_id = ${sender.organisationId}::uuid
      and idempotency_key = ${requestKeyOf(sender, key)} and answer::text = ${JSON.stringify(released)}
    returning 1`.execute(handle)
  return rows.length > 0
}

function unfinished(key: string): AppError {
  return new AppError({
    code: 'idempotent-request-unfinished',
    message: `the request with the idempotency key ${JSON.stringify(key)} is still being answered, or ended without a response; if this remains so, check whether it took effect before you use a new key`,
    retryAfter: 1,
    retryable: true,
  })
}
