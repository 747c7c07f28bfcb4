import { eventTypes, TouchstoneError, type EventType } from '@touchstone/contract'
import type { Command } from 'commander'
import { operate } from '../server-store.ts'
import { visible } from '../terminal.ts'
import type { Finish } from './options.ts'

type OfFlags = { organisation: string }
type AddFlags = OfFlags & { url: string; types?: EventType[]; label?: string }
type ResendFlags = OfFlags & { event?: string; since?: string; until?: string }

export function addWebhooks(program: Command, finish: Finish): void {
  const webhooks = program
    .command('webhooks')
    .description('manage webhooks for organisations’ events')
  const whose = '--organisation <slug>'
  webhooks
    .command('list')
    .description('list an organisation’s webhooks')
    .requiredOption(whose, 'organisation slug')
    .action(async (flags: OfFlags) => finish(await show(flags)))
  webhooks
    .command('add')
    .description('create a webhook and print its secret once')
    .requiredOption(whose, 'organisation slug')
    .requiredOption('--url <address>', 'HTTPS address to send events to')
    .option('--types <names>', `event types, all by default: ${eventTypes.join(',')}`, list)
    .option('--label <text>', 'purpose of the webhook')
    .action(async (flags: AddFlags) => finish(await add(flags)))
  webhooks
    .command('remove')
    .description('remove a webhook and stop its deliveries')
    .argument('<id>', 'webhook ID, as shown by webhooks list')
    .requiredOption(whose, 'organisation slug')
    .action(async (id: string, flags: OfFlags) => finish(await remove(id, flags)))
  webhooks
    .command('rotate')
    .description('rotate the secret and print it once; the earlier one also signs for a day')
    .argument('<id>', 'webhook ID, as shown by webhooks list')
    .requiredOption(whose, 'organisation slug')
    .action(async (id: string, flags: OfFlags) => finish(await rotate(id, flags)))
  webhooks
    .command('resend')
    .description('resend one event, or all events of a period')
    .argument('<id>', 'webhook ID, as shown by webhooks list')
    .requiredOption(whose, 'organisation slug')
    .option('--event <id>', 'event ID, as in the webhook-id header')
    .option('--since <time>', 'start of the period, for example 2026-11-24T00:00:00Z')
    .option('--until <time>', 'end of the period; now by default')
    .action(async (id: string, flags: ResendFlags) => finish(await sendAgain(id, flags)))
}

function list(text: string): string[] {
  return text.split(',').map((name) => name.trim())
}

async function show({ organisation }: OfFlags): Promise<number> {
  for (const webhook of await operate('webhooks.list', { organisation })) {
    const { id, url, types, enabled, disabledBecause, failingSince, label } = webhook
    const failing = failingSince === null ? 'works' : `fails since ${failingSince}`
    const state = enabled ? failing : `disabled${disabledBecause ? ` (${disabledBecause})` : ''}`
    console.log([id, url, types.join(','), state, visible(label ?? '')].join('  ').trimEnd())
  }
  return 0
}

async function add(flags: AddFlags): Promise<number> {
  const { webhook, secret } = await operate('webhooks.add', flags)
  console.error(`Added the web hook ${webhook.id}. Its secret is shown this once:`)
  console.log(secret)
  return 0
}

async function remove(id: string, { organisation }: OfFlags): Promise<number> {
  await operate('webhooks.remove', { organisation, id })
  console.error(`Removed ${id}.`)
  return 0
}

async function rotate(id: string, { organisation }: OfFlags): Promise<number> {
  const { secret, earlierExpiresAt } = await operate('webhooks.rotate', { organisation, id })
  console.error(
    `The earlier secret signs too until ${earlierExpiresAt}. The new one is shown this once:`,
  )
  console.log(secret)
  return 0
}

async function sendAgain(id: string, flags: ResendFlags): Promise<number> {
  const { organisation, event } = flags
  if ((event === undefined) === (flags.since === undefined)) {
    throw new TouchstoneError({
      code: 'bad-option',
      message: 'name the event with --event, or a span of time with --since and --until',
    })
  }
  if (event !== undefined) {
    await operate('webhooks.resend', { organisation, id, event })
    console.error(`${event} is sent again.`)
    return 0
  }
  const since = timeOf('--since', flags.since)
  const until =
    flags.until === undefined ? new Date().toISOString() : timeOf('--until', flags.until)
  const { resent } = await operate('webhooks.replay', { organisation, id, since, until })
  console.error(`Events that are sent again: ${resent}.`)
  return 0
}

function timeOf(option: string, text = ''): string {
  const time = new Date(text)
  if (/^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(time.getTime())) return time.toISOString()
  throw new TouchstoneError({
    code: 'bad-option',
    message: `${option} ${JSON.stringify(text)} is no time; write it like 2026-11-24T00:00:00Z`,
  })
}
