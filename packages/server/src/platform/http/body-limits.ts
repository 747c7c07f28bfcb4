import { isIPv6 } from 'node:net'
import { finished, Readable } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import { bodyLimits } from '@touchstone/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../errors/index.ts'
import { ByteShares } from '../fairness/index.ts'
import { partyOf } from './track-requests.ts'
import { isJsonType, mediaTypeOf } from './content-types.ts'
import { unknownAddress } from './unknown-address.ts'
import { readInTime, type Pace } from './body-pace.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Bytes and values of JSON and bytes of a file that the route takes; one that states nothing takes no body. */
    bodyLimits?: { json: number; values: number; file: number | undefined }
  }
  interface FastifyRequest {
    /** The identity of a caller without a sign-in by other proof, such as an opened link. */
    proven?: ProvenCaller
  }
}

/** The organisation whose link it is, and the link. */
export type ProvenCaller = { organisation: string; link: string }

/** Memory of this process for all bodies together. */
export type BodyPolicy = Pace & {
  /** Bytes of bodies in memory from callers that are not signed in. */
  openBytes: number
  /** Bytes of bodies in memory from callers that are signed in; files that are read as they arrive need none. */
  signedInBytes: number
  /** Requests of one address whose bodies have not arrived yet; 0 is without limit. */
  unfinishedPerAddress: number
}

export const defaultBodyPolicy: BodyPolicy = {
  bytesPerSecond: 8192,
  patienceMilliseconds: 20_000,
  openBytes: 64 * 1024 * 1024,
  signedInBytes: 1024 * 1024 * 1024,
  unfinishedPerAddress: 64,
}

/** Factor by which bodies from opened links may exceed those of strangers, since they contain documents. */
const provenFactor = 4
/** A body up to this size contains text, not a document: known callers may always send it. */
const wordsBytes = bodyLimits.letter

/**
 * File readers also stop at the limit and report what they read before it; they need a small margin to detect that.
 */
const fileMargin = 1024 * 1024

/**
 * Applies to every body the size limit of its route (to the stated length before reading, and again while it
 * arrives), a minimum speed, and shared limits for callers without a sign-in, for each organisation and for each
 * address.
 */
export function limitBodies(app: FastifyInstance, policy: BodyPolicy): void {
  const open = new ByteBudget(policy.openBytes)
  const proven = new LinkBudget(policy.openBytes * provenFactor)
  const signedIn = new ByteShares(policy.signedInBytes)
  const unfinished = new Map<string, number>()

  const enter = (address: string): (() => void) => {
    const count = unfinished.get(address) ?? 0
    if (policy.unfinishedPerAddress > 0 && count >= policy.unfinishedPerAddress) {
      throw tooManyUnfinished(policy.unfinishedPerAddress)
    }
    unfinished.set(address, count + 1)
    let isIn = true
    return () => {
      if (!isIn) return
      isIn = false
      const left = (unfinished.get(address) ?? 1) - 1
      if (left === 0) unfinished.delete(address)
      else unfinished.set(address, left)
    }
  }

  app.addHook('onRoute', ({ method, url, config }) => {
    const isReading = [method].flat().every((verb) => verb === 'GET' || verb === 'HEAD')
    if (!isReading && config?.bodyLimits === undefined) {
      throw new RangeError(`${url} accepts bodies without a stated limit`)
    }
  })

  app.addHook('preParsing', async (request, reply, payload) => {
    if (!hasBody(request)) return payload
    if (request.is404) {
      throw app.routeAddresses.refuseMethod(request, reply) ?? unknownAddress(request)
    }
    const limit = limitOf(request)
    if (Number(request.headers['content-length']) > limit.bytes) throw tooLarge(limit)
    // A body that arrived with its headers takes no share: it is parsed in the same turn.
    if (request.raw.complete === false) await turn()
    const leave = request.raw.complete === false ? enter(addressOf(request)) : () => undefined
    const budget = budgetOf(request, limit)
    let charged = 0
    whenAnswered(reply, () => {
      leave()
      budget?.give(charged)
    })
    const most = limit.bytes + (limit.isFile ? fileMargin : 0)
    const chunks = async function* (): AsyncGenerator<Uint8Array> {
      let received = 0
      for await (const chunk of readInTime(payload, policy)) {
        received += chunk.length
        if (received > most) throw tooLarge(limit)
        budget?.reserve(chunk.length)
        charged += chunk.length
        yield chunk
      }
      leave()
    }
    return Readable.from(chunks(), { objectMode: false })
  })

  function budgetOf(request: FastifyRequest, limit: Limit): Budget | undefined {
    const { actor, proven: caller, headers } = request
    if (actor === undefined && caller === undefined) return open
    if (Number(headers['content-length']) <= wordsBytes) return undefined
    if (caller !== undefined) return proven.of(caller)
    // It is handed on as it arrives.
    if (limit.isFile && limit.bytes === bodyLimits.file) return undefined
    return shareOf(signedIn, partyOf(request) ?? '')
  }
}

type Budget = { reserve(bytes: number): void; give(bytes: number): void }

class ByteBudget {
  private used = 0
  private readonly most: number

  constructor(most: number) {
    this.most = most
  }

  reserve(bytes: number): void {
    if (this.used + bytes > this.most) throw busy()
    this.used += bytes
  }

  give(bytes: number): void {
    this.used -= bytes
  }
}

/**
 * Memory for documents of opened links. An organisation may use the remaining free room, as may a link within the
 * organisation's half; a link may use at most a quarter of that, or one whole body.
 */
class LinkBudget {
  private readonly all: ByteShares
  private readonly mostOfLink: number
  private readonly links = new Map<string, ByteShares>()

  constructor(most: number) {
    this.all = new ByteShares(most)
    this.mostOfLink = Math.max(most / 8, bodyLimits.answer)
  }

  of({ organisation, link }: ProvenCaller): Budget {
    return {
      reserve: (bytes) => {
        const own = this.links.get(organisation) ?? new ByteShares(this.all.size / 2)
        const isWithin =
          own.usedBy(link) + bytes <= this.mostOfLink &&
          own.hasRoom(link, bytes) &&
          this.all.hasRoom(organisation, bytes)
        if (!isWithin) throw manyDocuments()
        this.links.set(organisation, own)
        own.add(link, bytes)
        this.all.add(organisation, bytes)
      },
      give: (bytes) => {
        this.links.get(organisation)?.add(link, -bytes)
        this.all.add(organisation, -bytes)
        if (this.all.usedBy(organisation) === 0) this.links.delete(organisation)
      },
    }
  }
}

/** The share of a common limit that one organisation may use. */
function shareOf(room: ByteShares, party: string): Budget {
  return {
    reserve: (bytes) => {
      if (!room.hasRoom(party, bytes)) throw manyBodies()
      room.add(party, bytes)
    },
    give: (bytes) => room.add(party, -bytes),
  }
}

type Limit = { bytes: number; isFile: boolean; route: string }

function limitOf(request: FastifyRequest): Limit {
  const { url, config } = request.routeOptions
  const { bodyLimits: stated } = config
  const isFile = isFileBody(request)
  const bytes = (isFile ? stated?.file : stated?.json) ?? bodyLimits.none
  return { bytes, isFile, route: `${request.method} ${url}` }
}

/** Whether a body is a file that the leaf reads as it arrives; JSON is one where the route takes files alone. */
export function isFileBody({ headers, routeOptions }: FastifyRequest): boolean {
  const { bodyTypes = [], bodyLimits: stated, takesJsonFile = false } = routeOptions.config
  const type = mediaTypeOf(headers['content-type']).replace('/ndjson', '/x-ndjson')
  if (stated?.file === undefined || !bodyTypes.includes(type)) return false
  return takesJsonFile || !isJsonType(type)
}

function hasBody({ headers }: FastifyRequest): boolean {
  const { 'content-length': length = '0', 'transfer-encoding': coding } = headers
  return coding !== undefined || length !== '0'
}

/** The caller's address, as trusted proxies give it; of IPv6 the network, since one host has all of it. */
function addressOf({ ip }: FastifyRequest): string {
  if (!isIPv6(ip) || ip.includes('.')) return ip
  const [start = '', end] = ip.split('::')
  const groups = start.split(':').filter((group) => group !== '')
  const rest = end === undefined ? [] : end.split(':').filter((group) => group !== '')
  const zeros = Array<string>(Math.max(0, 8 - groups.length - rest.length)).fill('0')
  return [...groups, ...zeros, ...rest].slice(0, 4).join(':')
}

function whenAnswered(reply: FastifyReply, work: () => void): void {
  finished(reply.raw, work)
}

/** `16 KiB`, `64 MiB`. */
export function byteCount(bytes: number): string {
  const kibibytes = bytes / 1024
  return kibibytes < 1024 ? `${kibibytes} KiB` : `${kibibytes / 1024} MiB`
}

function tooLarge({ bytes, isFile, route }: Limit): AppError {
  return new AppError({
    code: isFile ? 'file-too-large' : 'body-too-large',
    message: isFile
      ? `the file is larger than ${byteCount(bytes)}; split it into several`
      : `the body is larger than ${byteCount(bytes)}, the limit of ${route}; send less at once`,
  })
}

function tooManyUnfinished(most: number): AppError {
  return new AppError({
    code: 'unfinished-request-limit-reached',
    message: `${most} requests from this address have not fully arrived: finish some before starting another`,
    retryable: true,
  })
}

function busy(): AppError {
  return new AppError({
    code: 'open-requests-full',
    message:
      'too many requests without a sign-in are arriving; send this one again in a few seconds',
    retryable: true,
  })
}

function manyBodies(): AppError {
  return new AppError({
    code: 'organisation-requests-full',
    message:
      'too many large requests of your organisation are being answered; send this one again once some of them are, or send a file, which is read as it arrives',
    retryable: true,
  })
}

function manyDocuments(): AppError {
  return new AppError({
    code: 'documents-full',
    message:
      'too many documents are arriving by this link, or by all links together; send them again in a few seconds, one answer at a time',
    retryable: true,
  })
}
