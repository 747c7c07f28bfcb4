import { scopes, type NewKey } from '@touchstone/contract'
import type { Command } from 'commander'
import { operate } from '../server-store.ts'
import { visible } from '../terminal.ts'
import type { Finish } from './options.ts'

export function addKeys(program: Command, finish: Finish): void {
  const keys = program.command('keys').description('manage API keys')
  keys
    .command('create')
    .description('create an API key and print it once; it is not stored')
    .requiredOption('--organisation <slug>', 'organisation that the key belongs to')
    .requiredOption('--scopes <names>', `permissions of the key: ${scopes.join(',')}`, list)
    .option('--label <text>', 'purpose of the key')
    .action(async (flags: NewKey) => finish(await create(flags)))
  keys
    .command('list')
    .description('list an organisation’s API keys, without their secrets')
    .requiredOption('--organisation <slug>', 'organisation that the keys belong to')
    .action(async (flags: { organisation: string }) => finish(await show(flags.organisation)))
  keys
    .command('revoke')
    .description('revoke an API key immediately')
    .argument('<id>', 'key ID, as shown by keys list')
    .action(async (id: string) => finish(await revoke(id)))
}

function list(text: string): string[] {
  return text.split(',').map((name) => name.trim())
}

async function create(input: NewKey): Promise<number> {
  const { key, text } = await operate('keys.create', input)
  console.error(
    `Made the key ${key.id} of ${input.organisation} for ${key.scopes.join(', ')}. It is shown this once:`,
  )
  console.log(text)
  return 0
}

async function show(organisation: string): Promise<number> {
  const keys = await operate('keys.list', { organisation })
  for (const { id, prefix, scopes: allowed, label, lastUsedAt, revokedAt } of keys) {
    const used = lastUsedAt === null ? 'never used' : `used ${lastUsedAt}`
    const state = revokedAt === null ? used : `revoked ${revokedAt}`
    const parts = [id, `tsk_${prefix}_…`, allowed.join(','), state, visible(label ?? '')]
    console.log(parts.join('  ').trimEnd())
  }
  return 0
}

async function revoke(id: string): Promise<number> {
  await operate('keys.revoke', { id })
  console.error(`Revoked ${id}.`)
  return 0
}
