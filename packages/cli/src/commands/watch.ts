import { readFileSync } from 'node:fs'
import { connectorNames, TouchstoneError, type BrowserRules } from '@touchstone/contract'
import type { Budget, WalkReport } from '@touchstone/server'
import { InvalidArgumentError, type Command } from 'commander'
import type { ProgramIo } from '../program-io.ts'
import { serverConfig } from '../server-store.ts'
import { listenForStop, stopExitCodes } from '../stop-signal.ts'
import { Outputs } from '../stream/index.ts'
import { count, visible } from '../terminal.ts'
import type { CommandContext } from './options.ts'
import { assertRules, connectorHelp, rulesOption } from '../saved-watches/index.ts'
import { defineSavedWatches } from './saved-watches.ts'

type TryFlags = {
  connector: string
  site: string
  budget: Budget
  out: string
  contact?: string
  rules?: BrowserRules
}

const defaultBudget: Budget = { requests: 100, bytes: 64 * 1024 * 1024, seconds: 60 }
/** Most faults and failed visits named on standard error; the others are counted. */
const mostNamed = 20

export function defineWatch(watch: Command, { io, finish }: CommandContext): void {
  defineSavedWatches(watch, { io, finish })
  watch
    .command('try')
    .description('walk a site once, without a server and without a store')
    .requiredOption('--connector <name>', connectorHelp)
    .requiredOption('--site <url>', 'address of the shop, or of the feed')
    .option(
      '--budget <parts>',
      'most requests, bytes and processor seconds: requests=80,bytes=1000000,seconds=30',
      readBudget,
      defaultBudget,
    )
    .option(...rulesOption)
    .requiredOption('--out <file>', 'listings, NDJSON; - for standard output')
    .option(
      '--contact <address>',
      'page or email address for complaints, sent to the site as part of the User-Agent',
    )
    .action(async (flags: TryFlags) => finish(await tryConnector(io, flags)))
}

function readBudget(text: string, before: Budget): Budget {
  const budget = { ...before }
  for (const part of text.split(',')) {
    const [, name, value] = /^\s*(requests|bytes|seconds)=(\d{1,12})\s*$/.exec(part) ?? []
    if (name === undefined) {
      throw new InvalidArgumentError('Write requests=80,bytes=1000000,seconds=30, or parts of it.')
    }
    budget[name as 'requests' | 'bytes' | 'seconds'] = Number(value)
  }
  return budget
}

async function tryConnector(io: ProgramIo, flags: TryFlags): Promise<number> {
  const { connector, site, budget, contact = '', rules = null } = flags
  if (!/^https?:\/\//i.test(site) || !URL.canParse(site)) {
    throw new TouchstoneError({
      code: 'bad-option',
      message: '--site is not an address: write it in full, as https://shop.example',
    })
  }
  if (!/^[\x21-\x7e]{0,200}$/.test(contact)) {
    throw new TouchstoneError({
      code: 'bad-option',
      message: '--contact is not an address: write a page or an email address',
    })
  }
  assertRules(connector, rules)
  const server = await import('@touchstone/server')
  const { browserRenderer, Gate, ownTurns, SampleMarket, Spending, walkSite } = server
  const packages = server.loadPackages(serverConfig(io).connectorPackages)
  if (![...connectorNames, ...packages.map(({ name: of }) => of)].includes(connector)) {
    throw new TouchstoneError({
      code: 'bad-option',
      message: `there is no connector ${connector}: choose ${connectorNames.join(', ')}, or one of a package in CONNECTOR_PACKAGES`,
    })
  }
  const agent = { token: 'Touchstone', userAgent: userAgentWith(contact) }
  const market = new SampleMarket()
  const { outboundAllow: allow, captureIsolation: isolation } = serverConfig(io)
  const outbound = {
    allow,
    builtInPage: (url: URL) => market.page(url),
  }
  const gate = new Gate({ turns: ownTurns(), agent, outbound })
  const stop = listenForStop(io)
  const outputs = new Outputs(io)
  let named = 0
  const name = (url: string, message: string): void => {
    if (++named <= mostNamed) io.printError(visible(`${url}: ${message}`))
  }
  try {
    const out = await outputs.open(flags.out)
    const report = await walkSite({
      gate,
      connector: server.openConnector(connector, packages, { rules, ebayKey: ebayKeyIn(io.env) }),
      render: browserRenderer({ gate, agent, env: io.env, isolation, allow }),
      url: site,
      spending: new Spending({ budget }),
      holder: '',
      signal: stop.signal,
      onListing: async (listing) => {
        await out.write(Buffer.from(`${JSON.stringify(listing)}\n`))
      },
      onFault: (url, { pointer, problem, found, remedy }) =>
        name(url, `${pointer || 'the listing'} ${problem}; found ${found}; ${remedy}`),
      onError: ({ url, kind, message }) => name(url, `${kind}: ${message}`),
    })
    await outputs.finish()
    if (named > mostNamed) io.printError(`and ${count(named - mostNamed, 'other fault')}`)
    if (contact === '') io.printError('No --contact was stated: the site cannot complain to you.')
    for (const line of summaryOf(report)) io.printError(line)
    const received = stop.received()
    if (received !== undefined) return stopExitCodes[received]
    return report.listings === 0 ? 1 : 0
  } catch (error) {
    await outputs.discard()
    throw error
  } finally {
    stop.dispose()
  }
}

/** Of one’s own, for this walk alone. */
function ebayKeyIn({
  EBAY_CLIENT_ID: clientId = '',
  EBAY_CLIENT_SECRET: clientSecret = '',
}: ProgramIo['env']): { clientId: string; clientSecret: string } | undefined {
  return clientId === '' ? undefined : { clientId, clientSecret }
}

function userAgentWith(contact: string): string {
  const file = new URL('../../package.json', import.meta.url)
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string }
  return contact === '' ? `Touchstone/${version}` : `Touchstone/${version} (+${contact})`
}

const reasons: Record<WalkReport['stoppedBy'], string> = {
  end: 'The site was walked to its end.',
  requests: 'The budget of requests is spent.',
  bytes: 'The budget of bytes is spent.',
  seconds: 'The budget of processor seconds is spent.',
  cost: 'The budget of cost is spent.',
  blocked: 'The site turned the visit away.',
  pause: 'The site may not be asked again yet.',
  failures: 'Too many visits failed in a row.',
  signal: 'Stopped. The listings so far are written.',
}

function* summaryOf(report: WalkReport): Generator<string> {
  const { requests, bytes, processorSeconds, listings, gone, errors, stoppedBy, retryAt } = report
  const again = retryAt === undefined ? '' : ` Try again after ${retryAt.toISOString()}.`
  yield `${reasons[stoppedBy]}${again}`
  yield `${count(listings, 'listing')} from ${count(requests, 'request')}, ${count(bytes, 'byte')}, ${processorSeconds} processor seconds.`
  const failed = Object.entries({ ...errors, gone }).filter(([, number]) => number > 0)
  if (failed.length > 0) {
    yield `Without a page: ${failed.map(([kind, number]) => `${number} ${kind}`).join(', ')}.`
    if (listings === 0) {
      yield 'Hosts of your own network, and ports other than 80 and 443, have to be listed in OUTBOUND_ALLOW.'
    }
  }
}
