import { scopes, type NewKey } from '@touchstone/contract'
import type { Command } from 'commander'
import { operate } from '../server-store.ts'
import { visible } from '../terminal.ts'
import type { Finish } from './options.ts'

export function addKeys(program: Command, finish: Finish): void {
  const keys = program.command('keys').description('the keys with which machines sign in')
  keys
    .command('create')
    .description('make a key and print it, once: it is kept nowhere')
    .requiredOption('--organisation <slug>', 'whose key it is')
    .requiredOption('--scopes <names>', `what it may do: ${scopes.join(',')}`, list)
    .option('--label <text>', 'what it is for')
    .action(async (flags: NewKey) => finish(await create(flags)))
  keys
    .command('list')
    .description('show an organisation’s keys, without what is secret of them')
    .requiredOption('--organisation <slug>', 'whose keys')
    .action(async (flags: { organisation: string }) => finish(await show(flags.organisation)))
  keys
    .command('revoke')
    .description('end a key at once')
    .argument('<id>', 'its id, as keys list shows it')
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
