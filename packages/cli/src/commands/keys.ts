import { scopes, type NewKey } from '@touchstone/contract'
import type { Command } from 'commander'
import { jsonOption, printAnswer, type JsonFlags } from '../json-answer.ts'
import type { ProgramIo } from '../program-io.ts'
import { operate } from '../server-store.ts'
import { visible } from '../terminal.ts'
import type { CommandContext } from './options.ts'

type CreateFlags = JsonFlags & NewKey
type ListFlags = JsonFlags & { organisation: string }

export function defineKeys(keys: Command, { io, finish }: CommandContext): void {
  keys
    .command('create')
    .description('create an API key and print it once; it is not stored')
    .requiredOption('--organisation <slug>', 'organisation that the key belongs to')
    .requiredOption('--scopes <names>', `permissions of the key: ${scopes.join(',')}`, list)
    .option('--label <text>', 'purpose of the key')
    .option(...jsonOption)
    .action(async (flags: CreateFlags) => finish(await create(io, flags)))
  keys
    .command('list')
    .description('list an organisation’s API keys, without their secrets')
    .requiredOption('--organisation <slug>', 'organisation that the keys belong to')
    .option(...jsonOption)
    .action(async (flags: ListFlags) => finish(await show(io, flags)))
  keys
    .command('revoke')
    .description('revoke an API key immediately')
    .argument('<id>', 'key ID, as shown by keys list')
    .option(...jsonOption)
    .action(async (id: string, flags: JsonFlags) => finish(await revoke(io, id, flags)))
}

function list(text: string): string[] {
  return text.split(',').map((name) => name.trim())
}

async function create(io: ProgramIo, { json, ...input }: CreateFlags): Promise<number> {
  const { key, text } = await operate(io, 'keys.create', input)
  io.printError(
    `Created the API key ${key.id} of ${input.organisation} with the scopes ${key.scopes.join(', ')}. It is shown only once:`,
  )
  printAnswer(io, { json }, { key, text }, [text])
  return 0
}

async function show(io: ProgramIo, flags: ListFlags): Promise<number> {
  const { organisation } = flags
  const keys = await operate(io, 'keys.list', { organisation })
  const lines = keys.map(({ id, prefix, scopes: allowed, label, lastUsedAt, revokedAt }) => {
    const used = lastUsedAt === null ? 'never used' : `used ${lastUsedAt}`
    const state = revokedAt === null ? used : `revoked ${revokedAt}`
    const parts = [id, `tsk_${prefix}_…`, allowed.join(','), state, visible(label ?? '')]
    return parts.join('  ').trimEnd()
  })
  printAnswer(io, flags, keys, lines)
  return 0
}

async function revoke(io: ProgramIo, id: string, flags: JsonFlags): Promise<number> {
  await operate(io, 'keys.revoke', { id })
  io.printError(`Revoked ${id}.`)
  printAnswer(io, flags, { revoked: id })
  return 0
}
