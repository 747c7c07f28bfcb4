import { spawnSync } from 'node:child_process'
import { parseListing } from '@touchstone/contract'
import {
  isOnSite,
  maxPageBytes,
  type Address,
  type Connector,
  type Found,
  type Reading,
  type Site,
} from '../connectors/index.ts'
import { VisitError, type Visited } from '../gate/index.ts'
import type { ConnectorPackage } from './load-packages.ts'
import {
  PackageEnded,
  packageLimits,
  PackageProcess,
  type Message,
  type PackageLimits,
} from './package-process.ts'

const maxRows = 5000
const maxAddresses = 20_000
/** Processes of one walk: a connector that ends again and again ends the walk. */
const maxProcesses = 3
/** Of an answer, what a connector may need to read its body. */
const passedHeaders = ['content-type', 'content-language', 'etag', 'last-modified', 'link']

type PageRead = { headers: Record<string, string>; body: string }
type Made = Visited<PageRead> | { error: unknown }

/** The connector of a package, which runs in a process of its own for one walk. */
export function packageConnector(
  pack: ConnectorPackage,
  limits: PackageLimits = packageLimits,
): Connector {
  const { name, needs, hosts, terms, searches } = pack
  let running: PackageProcess | undefined
  let started = 0
  let site: Site | undefined
  let visits = new Map<number, Made>()
  const calls = { id: 0 }

  const onAsk = async (process: PackageProcess, message: Message): Promise<void> => {
    const { ask } = message
    const { url, accept, bytes } = Object(message['page']) as Message
    const isNew = typeof ask === 'number' && Number.isSafeInteger(ask) && !visits.has(ask)
    if (!isNew || typeof url !== 'string' || site === undefined || !isOfSite(site, url)) {
      process.end('it asked for what it may not visit')
      return
    }
    process.pause()
    const page = {
      url,
      accept: typeof accept === 'string' && /^[\x20-\x7e]{1,200}$/.test(accept) ? accept : '*/*',
      bytes: typeof bytes === 'number' && bytes > 0 ? Math.min(bytes, maxPageBytes) : maxPageBytes,
    }
    let made: Made
    try {
      made = await site.visit(page, async ({ header, body }): Promise<PageRead> => {
        const chunks: Uint8Array[] = []
        for await (const chunk of body) chunks.push(chunk)
        return {
          headers: Object.fromEntries(passedHeaders.map((of) => [of, header(of)])),
          body: Buffer.concat(chunks).toString('base64'),
        }
      })
    } catch (error) {
      made = { error }
    }
    visits.set(ask, made)
    if ('error' in made) {
      const { error } = made
      // The budget is spent, or the walk stops: nothing that the connector could answer.
      if (!(error instanceof VisitError)) process.end('the walk ends')
      else process.send({ ask, error: { kind: error.kind, text: error.message } })
    } else if (made.kind === 'page') {
      process.send({ ask, status: 'page', url: made.url, ...made.value })
    } else process.send({ ask, status: made.kind, url, headers: {}, body: '' })
    if (!process.isGone) process.resume()
  }

  const processFor = (at: string): PackageProcess => {
    if (running !== undefined && !running.isGone) return running
    if (started++ >= maxProcesses) {
      throw new VisitError('permanent', at, `The connector ${name} ended too often.`)
    }
    const process: PackageProcess = new PackageProcess(pack, {
      limits,
      starter: networkStarter(),
      onMessage: (message) => void onAsk(process, message),
    })
    running = process
    return process
  }

  const call = async (at: string, message: Message): Promise<Message> => {
    visits = new Map()
    const id = ++calls.id
    const { url = '', isSearch = false } = site ?? {}
    const process = processFor(at)
    let answer: Message
    try {
      answer = await process.call({ id, site: { url, isSearch }, ...message })
    } catch (error) {
      if (!(error instanceof PackageEnded)) throw error
      const ended = [...visits.values()].find(
        (made) => 'error' in made && !isVisitError(made.error),
      )
      if (ended !== undefined && 'error' in ended) throw ended.error
      throw new VisitError('retryable', at, `The connector ${name} was stopped: ${error.message}.`)
    }
    if (answer['id'] !== id) {
      process.end('it answered another call')
      throw new VisitError('permanent', at, `The connector ${name} answered another call.`)
    }
    if (answer['error'] !== undefined) throw errorOf(at, Object(answer['error']) as Message)
    return answer
  }

  /** What the gate itself said of a visit, else what the connector says of a page that it has seen. */
  const errorOf = (at: string, { kind, text, ask }: Message): unknown => {
    const made = typeof ask === 'number' ? visits.get(ask) : undefined
    if (made !== undefined && 'error' in made) return made.error
    const words = String(text)
      .replace(/\p{Cc}/gu, ' ')
      .slice(0, 500)
      .toWellFormed()
    return new VisitError(kind === 'retryable' ? 'retryable' : 'permanent', at, `${name}: ${words}`)
  }

  /** A visit that this process made, with what the connector read in it; nothing else is believed. */
  const visitedOf = (at: string, stated: unknown): Visited<Reading> => {
    const { ask, reading } = Object(stated) as Message
    const made = typeof ask === 'number' ? visits.get(ask) : undefined
    if (made === undefined || 'error' in made) {
      throw new VisitError(
        'permanent',
        at,
        `The connector ${name} states a visit that was not made.`,
      )
    }
    return made.kind === 'page' ? { ...made, value: toReading(site, reading) } : made
  }

  return {
    name,
    needs,
    hosts,
    terms,
    searches,
    async *search(of) {
      site = of
      for (;;) {
        const answer = await call(of.url, { call: 'search' })
        if (answer['end'] === true) return
        yield toFound(of, Object(answer['found']) as Message, visitedOf)
      }
    },
    isWorthwhile: () => true,
    async visit(of, url) {
      site = of
      const answer = await call(url, { call: 'visit', url })
      return visitedOf(url, answer['visited'])
    },
    close: () => running?.end('the walk is over'),
  }
}

function toFound(
  site: Site,
  { url, lastmod, isSitemap, visited }: Message,
  visitedOf: (at: string, stated: unknown) => Visited<Reading>,
): Found {
  if (typeof url !== 'string' || !isOfSite(site, url)) {
    throw new VisitError('permanent', site.url, 'The connector found an address of another site.')
  }
  return {
    url,
    ...(typeof lastmod === 'string' && lastmod.length <= 40 && { lastmod }),
    ...(isSitemap === true && { isSitemap }),
    ...(visited !== undefined && { visited: visitedOf(url, visited) }),
  }
}

/** Whatever a package returns, only listings and addresses of the site come out. */
function toReading(site: Site | undefined, stated: unknown): Reading {
  const { rows, leadsTo } = Object(stated) as Message
  const stateds: unknown[] = Array.isArray(rows) ? rows.slice(0, maxRows) : []
  const addresses: unknown[] = Array.isArray(leadsTo) ? leadsTo.slice(0, maxAddresses) : []
  return {
    rows: stateds.map((row) => {
      const parsed = parseListing(row)
      return parsed.ok ? { listing: parsed.listing } : { faults: parsed.faults }
    }),
    leadsTo: addresses.flatMap((address): Address[] => {
      const { url, lastmod } = Object(address) as Message
      if (typeof url !== 'string' || site === undefined || !isOfSite(site, url)) return []
      return [{ url, ...(typeof lastmod === 'string' && lastmod.length <= 40 && { lastmod }) }]
    }),
  }
}

function isOfSite(site: Site, text: string): boolean {
  const url = text.length <= 2048 ? URL.parse(text) : null
  return url !== null && /^https?:$/.test(url.protocol) && isOnSite(site.url, url)
}

function isVisitError(error: unknown): boolean {
  return error instanceof VisitError
}

let starter: readonly string[] | undefined

/** What starts a process without a network, if this system has it. */
function networkStarter(): readonly string[] {
  starter ??=
    [
      ['/usr/bin/unshare', '--net'],
      ['/usr/bin/unshare', '--user', '--net'],
    ].find(([program = '', ...options]) => {
      const { status } = spawnSync(program, [...options, '/bin/true'], {
        stdio: 'ignore',
        timeout: 5000,
      })
      return status === 0
    }) ?? []
  return starter
}
