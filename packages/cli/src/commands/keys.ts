import { scopes, type NewKey } from '@touchstone/contract'
import type { Command } from 'commander'
import type { ProgramIo } from '../program-io.ts'
import { operate } from '../server-store.ts'
import { visible } from '../terminal.ts'
import type { CommandContext } from './options.ts'

export function defineKeys(keys: Command, { io, finish }: CommandContext): void {
  keys
    .command('create')
    .description('create an API key and print it once; it is not stored')
    .requiredOption('--organisation <slug>', 'organisation that the key belongs to')
    .requiredOption('--scopes <names>', `permissions of the key: ${scopes.join(',')}`, list)
    .option('--label <text>', 'purpose of the key')
    .action(async (flags: NewKey) => finish(await create(io, flags)))
  keys
    .command('list')
    .description('list an organisation’s API keys, without their secrets')
    .requiredOption('--organisation <slug>', 'organisation that the keys belong to')
    .action(async (flags: { organisation: string }) => finish(await show(io, flags.organisation)))
  keys
    .command('revoke')
    .description('revoke an API key immediately')
    .argument('<id>', 'key ID, as shown by keys list')
    .action(async (id: string) => finish(await revoke(io, id)))
}

function list(text: string): string[] {
  return text.split(',').map((name) => name.trim())
}

async function create(io: ProgramIo, input: NewKey): Promise<number> {
  const { key, text } = await operate(io, 'keys.create', input)
  io.printError(
    `Created the API key ${key.id} of ${input.organisation} with the scopes ${key.scopes.join(', ')}. It is shown only once:`,
  )
  io.print(text)
  return 0
}

async function show(io: ProgramIo, organisation: string): Promise<number> {
  const keys = await operate(io, 'keys.list', { organisation })
  for (const { id, prefix, scopes: allowed, label, lastUsedAt, revokedAt } of keys) {
    const used = lastUsedAt === null ? 'never used' : `used ${lastUsedAt}`
    const state = revokedAt === null ? used : `revoked ${revokedAt}`
    const parts = [id, `tsk_${prefix}_…`, allowed.join(','), state, visible(label ?? '')]
    io.print(parts.join('  ').trimEnd())
  }
  return 0
}

async function revoke(io: ProgramIo, id: string): Promise<number> {
  await operate(io, 'keys.revoke', { id })
  io.printError(`Revoked ${id}.`)
  return 0
}
