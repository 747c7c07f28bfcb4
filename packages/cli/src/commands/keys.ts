import { scopes, TouchstoneError } from '@touchstone/contract'
import type { Key } from '@touchstone/server'
import type { Command } from 'commander'
import { asOperator } from '../server-store.ts'
import { visible } from '../terminal.ts'
import type { Finish } from './options.ts'

type CreateFlags = { organisation: string; scopes: string[]; label?: string }

export function addKeys(program: Command, finish: Finish): void {
  const keys = program.command('keys').description('the keys with which machines sign in')
  keys
    .command('create')
    .description('make a key and print it, once: it is kept nowhere')
    .requiredOption('--organisation <slug>', 'whose key it is')
    .requiredOption('--scopes <names>', `what it may do: ${scopes.join(',')}`, list)
    .option('--label <text>', 'what it is for')
    .action(async (flags: CreateFlags) => finish(await create(flags)))
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

async function create(input: CreateFlags): Promise<number> {
  const { createKey } = await import('@touchstone/server')
  const { key, text } = await asOperator((handle, actor) => createKey({ handle, actor, input }))
  console.error(
    `Made the key ${key.id} of ${input.organisation} for ${key.scopes.join(', ')}. It is shown this once:`,
  )
  console.log(text)
  return 0
}

async function show(slug: string): Promise<number> {
  const { findOrganisation, listKeys } = await import('@touchstone/server')
  const found = await asOperator(async (handle) => {
    const organisation = await findOrganisation(handle, slug)
    if (organisation === undefined) return undefined
    const all: Key[] = []
    for (let page = await listKeys(handle, organisation.id); page.length > 0;) {
      all.push(...page)
      page = await listKeys(handle, organisation.id, page.at(-1))
    }
    return all
  })
  if (found === undefined) {
    throw new TouchstoneError({ code: 'not-found', message: `there is no organisation ${slug}` })
  }
  for (const { id, prefix, scopes: allowed, label, lastUsedAt, revokedAt } of found) {
    const used = lastUsedAt === null ? 'never used' : `used ${lastUsedAt.toISOString()}`
    const state = revokedAt === null ? used : `revoked ${revokedAt.toISOString()}`
    const parts = [id, `tsk_${prefix}_…`, allowed.join(','), state, visible(label ?? '')]
    console.log(parts.join('  ').trimEnd())
  }
  return 0
}

async function revoke(id: string): Promise<number> {
  const { revokeKey } = await import('@touchstone/server')
  await asOperator((handle, actor) => revokeKey({ handle, actor, input: { id } }))
  console.error(`Revoked ${id}.`)
  return 0
}
