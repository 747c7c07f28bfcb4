import { eventTypes, TouchstoneError, type EventType } from '@touchstone/contract'
import type { Command } from 'commander'
import { jsonOption, printAnswer, type JsonFlags } from '../json-answer.ts'
import type { ProgramIo } from '../program-io.ts'
import { operate } from '../server-store.ts'
import { visible } from '../terminal.ts'
import type { CommandContext } from './options.ts'

type OfFlags = JsonFlags & { organisation: string }
type AddFlags = OfFlags & { url: string; types?: EventType[]; label?: string }
type ResendFlags = OfFlags & { event?: string; since?: string; until?: string }

export function defineWebhooks(webhooks: Command, { io, finish }: CommandContext): void {
  const organisationFlag = '--organisation <slug>'
  webhooks
    .command('list')
    .description('list an organisation’s webhooks')
    .requiredOption(organisationFlag, 'organisation slug')
    .option(...jsonOption)
    .action(async (flags: OfFlags) => finish(await show(io, flags)))
  webhooks
    .command('add')
    .description('create a webhook and print its secret once')
    .requiredOption(organisationFlag, 'organisation slug')
    .requiredOption('--url <address>', 'HTTPS address to send events to')
    .option('--types <names>', `event types, all by default: ${eventTypes.join(',')}`, list)
    .option('--label <text>', 'purpose of the webhook')
    .option(...jsonOption)
    .action(async (flags: AddFlags) => finish(await add(io, flags)))
  webhooks
    .command('remove')
    .description('remove a webhook and stop its deliveries')
    .argument('<id>', 'webhook ID, as shown by webhooks list')
    .requiredOption(organisationFlag, 'organisation slug')
    .option(...jsonOption)
    .action(async (id: string, flags: OfFlags) => finish(await remove(io, id, flags)))
  webhooks
    .command('rotate')
    .description('rotate the secret and print it once; the earlier one also signs for a day')
    .argument('<id>', 'webhook ID, as shown by webhooks list')
    .requiredOption(organisationFlag, 'organisation slug')
    .option(...jsonOption)
    .action(async (id: string, flags: OfFlags) => finish(await rotate(io, id, flags)))
  webhooks
    .command('resend')
    .description('resend one event, or all events of a period')
    .argument('<id>', 'webhook ID, as shown by webhooks list')
    .requiredOption(organisationFlag, 'organisation slug')
    .option('--event <id>', 'event ID, as in the webhook-id header')
    .option('--since <time>', 'start of the period, for example 2026-11-24T00:00:00Z')
    .option('--until <time>', 'end of the period; now by default')
    .option(...jsonOption)
    .action(async (id: string, flags: ResendFlags) => finish(await sendAgain(io, id, flags)))
}

function list(text: string): string[] {
  return text.split(',').map((name) => name.trim())
}

async function show(io: ProgramIo, flags: OfFlags): Promise<number> {
  const { organisation } = flags
  const webhooks = await operate(io, 'webhooks.list', { organisation })
  const lines = webhooks.map((webhook) => {
    const { id, url, types, enabled, disabledReason, failingSince, label } = webhook
    const failing = failingSince === null ? 'works' : `failing since ${failingSince}`
    const state = enabled ? failing : `disabled${disabledReason ? ` (${disabledReason})` : ''}`
    return [id, url, types.join(','), state, visible(label ?? '')].join('  ').trimEnd()
  })
  printAnswer(io, flags, webhooks, lines)
  return 0
}

async function add(io: ProgramIo, { json, ...input }: AddFlags): Promise<number> {
  const { webhook, secret } = await operate(io, 'webhooks.add', input)
  io.printError(`Created the webhook ${webhook.id}. Its secret is shown only once:`)
  printAnswer(io, { json }, { webhook, secret }, [secret])
  return 0
}

async function remove(io: ProgramIo, id: string, flags: OfFlags): Promise<number> {
  const { organisation } = flags
  await operate(io, 'webhooks.remove', { organisation, id })
  io.printError(`Removed ${id}.`)
  printAnswer(io, flags, { removed: id })
  return 0
}

async function rotate(io: ProgramIo, id: string, flags: OfFlags): Promise<number> {
  const { organisation } = flags
  const { secret, earlierExpiresAt } = await operate(io, 'webhooks.rotate', { organisation, id })
  io.printError(
    `The earlier secret also signs until ${earlierExpiresAt}. The new one is shown only once:`,
  )
  printAnswer(io, flags, { secret, earlierExpiresAt }, [secret])
  return 0
}

async function sendAgain(io: ProgramIo, id: string, flags: ResendFlags): Promise<number> {
  const { organisation, event } = flags
  if ((event === undefined) === (flags.since === undefined)) {
    throw new TouchstoneError({
      code: 'bad-option',
      message: 'name an event with --event, or a period with --since and --until',
    })
  }
  if (event !== undefined) {
    await operate(io, 'webhooks.resend', { organisation, id, event })
    io.printError(`Resending ${event}.`)
    printAnswer(io, flags, { resent: 1 })
    return 0
  }
  const since = timeOf('--since', flags.since)
  const until =
    flags.until === undefined ? new Date().toISOString() : timeOf('--until', flags.until)
  const { resent } = await operate(io, 'webhooks.replay', { organisation, id, since, until })
  io.printError(`Events being resent: ${resent}.`)
  printAnswer(io, flags, { resent })
  return 0
}

function timeOf(option: string, text = ''): string {
  const time = new Date(text)
  if (/^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(time.getTime())) return time.toISOString()
  throw new TouchstoneError({
    code: 'bad-option',
    message: `${option} ${JSON.stringify(text)} is not a date and time; write for example 2026-11-24T00:00:00Z`,
  })
}
