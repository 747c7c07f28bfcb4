import type { Command } from 'commander'
import { jsonOption, printAnswer, type JsonFlags } from '../json-answer.ts'
import type { ProgramIo } from '../program-io.ts'
import { operate } from '../server-store.ts'
import { count } from '../terminal.ts'
import type { CommandContext } from './options.ts'

type OfFlags = JsonFlags & { organisation: string }
type KeysFlags = OfFlags & { pem?: boolean }

const organisationFlag = '--organisation <slug>'

export function defineEvidence(evidence: Command, { io, finish }: CommandContext): void {
  evidence
    .command('keys')
    .description('list an organisation’s keys, newest first')
    .requiredOption(organisationFlag, 'organisation slug')
    .option('--pem', 'print the public keys in PEM format, as accepted by verify --trust')
    .option(...jsonOption)
    .action(async (flags: KeysFlags) => finish(await keys(io, flags)))
  evidence
    .command('rotate-key')
    .description('seal with a new key from now on; earlier seals stay verifiable')
    .requiredOption(organisationFlag, 'organisation slug')
    .option(...jsonOption)
    .action(async (flags: OfFlags) => finish(await rotate(io, flags)))
  evidence
    .command('sweep')
    .description('delete unreferenced blobs now, as serve does every night')
    .option(...jsonOption)
    .action(async (flags: JsonFlags) => finish(await sweep(io, flags)))
}

async function keys(io: ProgramIo, flags: KeysFlags): Promise<number> {
  const { organisation, pem = false } = flags
  const all = await operate(io, 'evidence.keys', { organisation })
  const lines = all.map(({ id, publicKey, madeAt, retiredAt }) => {
    const state = retiredAt === null ? 'in use' : `retired ${retiredAt}`
    return pem ? publicKey.trimEnd() : [id, `created ${madeAt}`, state].join('  ')
  })
  printAnswer(io, flags, all, lines)
  if (all.length === 0) io.printError('None yet: the first key is created with the first seal.')
  return 0
}

async function sweep(io: ProgramIo, flags: JsonFlags): Promise<number> {
  const deleted = await operate(io, 'evidence.sweep', {})
  printAnswer(io, flags, { deleted }, [`deleted: ${count(deleted, 'blob')}`])
  return 0
}

async function rotate(io: ProgramIo, flags: OfFlags): Promise<number> {
  const { organisation } = flags
  const { id, follows } = await operate(io, 'evidence.rotate-key', { organisation })
  printAnswer(io, flags, { id, follows }, [id])
  io.printError(
    follows === null
      ? 'It had none before. Publish the new key where verifiers can find it.'
      : `It replaces ${follows}, which can no longer sign. Publish the new key beside the old ones.`,
  )
  return 0
}
