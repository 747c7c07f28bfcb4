import { eventTypes, TouchstoneError } from '@touchstone/contract'
import type { Handle } from '@touchstone/server'
import type { Command } from 'commander'
import { asOperator, serverConfig, type Operator } from '../server-store.ts'
import { visible } from '../terminal.ts'
import type { Finish } from './options.ts'

type OfFlags = { organisation: string }
type AddFlags = OfFlags & { url: string; types?: string[]; label?: string }
type ResendFlags = OfFlags & { event?: string; since?: string; until?: string }

export function addWebhooks(program: Command, finish: Finish): void {
  const webhooks = program
    .command('webhooks')
    .description('where organisations want their events sent')
  const whose = '--organisation <slug>'
  webhooks
    .command('list')
    .description('show an organisation’s web hooks')
    .requiredOption(whose, 'whose')
    .action(async (flags: OfFlags) => finish(await show(flags)))
  webhooks
    .command('add')
    .description('add a web hook and print its secret, once')
    .requiredOption(whose, 'whose')
    .requiredOption('--url <address>', 'where to, over https')
    .option('--types <names>', `which events, all by default: ${eventTypes.join(',')}`, list)
    .option('--label <text>', 'what it is for')
    .action(async (flags: AddFlags) => finish(await add(flags)))
  webhooks
    .command('remove')
    .description('send nothing more there')
    .argument('<id>', 'its id, as webhooks list shows it')
    .requiredOption(whose, 'whose')
    .action(async (id: string, flags: OfFlags) => finish(await remove(id, flags)))
  webhooks
    .command('rotate')
    .description('make a new secret and print it, once; the earlier one signs beside it for a day')
    .argument('<id>', 'its id, as webhooks list shows it')
    .requiredOption(whose, 'whose')
    .action(async (id: string, flags: OfFlags) => finish(await rotate(id, flags)))
  webhooks
    .command('resend')
    .description('send one event again, or all of a span of time')
    .argument('<id>', 'its id, as webhooks list shows it')
    .requiredOption(whose, 'whose')
    .option('--event <id>', 'the event, as the header webhook-id names it')
    .option('--since <time>', 'from when on, for example 2026-11-24T00:00:00Z')
    .option('--until <time>', 'until when; now where nothing is said')
    .action(async (id: string, flags: ResendFlags) => finish(await sendAgain(id, flags)))
}

function list(text: string): string[] {
  return text.split(',').map((name) => name.trim())
}

type Asked = { handle: Handle; actor: Operator; organisationId: string }

async function on<T>(slug: string, work: (asked: Asked) => Promise<T>): Promise<T> {
  const { findOrganisation } = await import('@touchstone/server')
  return asOperator(async (handle, actor) => {
    const organisation = await findOrganisation(handle, slug)
    if (organisation === undefined) {
      throw new TouchstoneError({ code: 'not-found', message: `there is no organisation ${slug}` })
    }
    return work({ handle, actor, organisationId: organisation.id })
  })
}

async function show({ organisation }: OfFlags): Promise<number> {
  const { webhooksOf } = await import('@touchstone/server')
  for (const webhook of await on(organisation, webhooksOf)) {
    const { id, url, types, enabled, disabledBecause, failingSince, label } = webhook
    const failing = failingSince === null ? 'works' : `fails since ${failingSince.toISOString()}`
    const state = enabled ? failing : `disabled${disabledBecause ? ` (${disabledBecause})` : ''}`
    console.log([id, url, types.join(','), state, visible(label ?? '')].join('  ').trimEnd())
  }
  return 0
}

async function add({ organisation, ...input }: AddFlags): Promise<number> {
  const { addWebhook, loadSecretKey } = await import('@touchstone/server')
  const config = serverConfig()
  const settings = { secretKey: loadSecretKey(config), allow: config.outboundAllow }
  const { webhook, secret } = await on(organisation, (asked) =>
    addWebhook({ ...asked, input, settings }),
  )
  console.error(`Added the web hook ${webhook.id}. Its secret is shown this once:`)
  console.log(secret)
  return 0
}

async function remove(id: string, { organisation }: OfFlags): Promise<number> {
  const { removeWebhook } = await import('@touchstone/server')
  await on(organisation, (asked) => removeWebhook({ ...asked, id }))
  console.error(`Removed ${id}.`)
  return 0
}

async function rotate(id: string, { organisation }: OfFlags): Promise<number> {
  const { loadSecretKey, rotateSecret } = await import('@touchstone/server')
  const config = serverConfig()
  const settings = { secretKey: loadSecretKey(config), allow: config.outboundAllow }
  const { secret, earlierExpiresAt } = await on(organisation, (asked) =>
    rotateSecret({ ...asked, id, settings }),
  )
  const until = earlierExpiresAt.toISOString()
  console.error(`The earlier secret signs too until ${until}. The new one is shown this once:`)
  console.log(secret)
  return 0
}

async function sendAgain(id: string, flags: ResendFlags): Promise<number> {
  const { replay, resend } = await import('@touchstone/server')
  const { organisation, event } = flags
  if ((event === undefined) === (flags.since === undefined)) {
    throw new TouchstoneError({
      code: 'bad-option',
      message: 'name the event with --event, or a span of time with --since and --until',
    })
  }
  if (event !== undefined) {
    await on(organisation, (asked) => resend({ ...asked, id, event }))
    console.error(`${event} is sent again.`)
    return 0
  }
  const since = timeOf('--since', flags.since)
  const until = flags.until === undefined ? new Date() : timeOf('--until', flags.until)
  const sent = await on(organisation, async (asked) => {
    let page = await replay({ ...asked, id, input: { since, until } })
    let all = page.resent
    while (page.next !== undefined) {
      page = await replay({ ...asked, id, input: { since, until, after: page.next } })
      all += page.resent
    }
    return all
  })
  console.error(`Events that are sent again: ${sent}.`)
  return 0
}

function timeOf(option: string, text = ''): Date {
  const time = new Date(text)
  if (/^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(time.getTime())) return time
  throw new TouchstoneError({
    code: 'bad-option',
    message: `${option} ${JSON.stringify(text)} is no time; write it like 2026-11-24T00:00:00Z`,
  })
}
