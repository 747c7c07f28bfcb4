import type { Command } from 'commander'
import type { ProgramIo } from '../program-io.ts'
import { operate } from '../server-store.ts'
import { count } from '../terminal.ts'
import type { CommandContext } from './options.ts'

type OfFlags = { organisation: string }
type KeysFlags = OfFlags & { pem?: boolean }

const organisationFlag = '--organisation <slug>'

export function defineEvidence(evidence: Command, { io, finish }: CommandContext): void {
  evidence
    .command('keys')
    .description('list an organisation’s keys, newest first')
    .requiredOption(organisationFlag, 'organisation slug')
    .option('--pem', 'print the public keys in PEM format, as accepted by verify --trust')
    .action(async (flags: KeysFlags) => finish(await keys(io, flags)))
  evidence
    .command('rotate-key')
    .description('seal with a new key from now on; earlier seals stay verifiable')
    .requiredOption(organisationFlag, 'organisation slug')
    .action(async (flags: OfFlags) => finish(await rotate(io, flags)))
  evidence
    .command('sweep')
    .description('delete unreferenced blobs now, as serve does every night')
    .action(async () => finish(await sweep(io)))
}

async function keys(io: ProgramIo, { organisation, pem = false }: KeysFlags): Promise<number> {
  const all = await operate(io, 'evidence.keys', { organisation })
  for (const { id, publicKey, madeAt, retiredAt } of all) {
    const state = retiredAt === null ? 'in use' : `retired ${retiredAt}`
    io.print(pem ? publicKey.trimEnd() : [id, `created ${madeAt}`, state].join('  '))
  }
  if (all.length === 0) io.printError('None yet: the first key is created with the first seal.')
  return 0
}

async function sweep(io: ProgramIo): Promise<number> {
  io.print(`deleted: ${count(await operate(io, 'evidence.sweep', {}), 'blob')}`)
  return 0
}

async function rotate(io: ProgramIo, { organisation }: OfFlags): Promise<number> {
  const { id, follows } = await operate(io, 'evidence.rotate-key', { organisation })
  io.print(id)
  io.printError(
    follows === null
      ? 'It had none before. Publish the new key where verifiers can find it.'
      : `It replaces ${follows}, which can no longer sign. Publish the new key beside the old ones.`,
  )
  return 0
}
