import type { Command } from 'commander'
import { operate } from '../server-store.ts'
import { count } from '../terminal.ts'
import type { Finish } from './options.ts'

type OfFlags = { organisation: string }
type KeysFlags = OfFlags & { pem?: boolean }

const whose = '--organisation <slug>'

export function addEvidence(program: Command, finish: Finish): void {
  const evidence = program
    .command('evidence')
    .description('manage the keys that seal organisations’ evidence, and stored evidence')
  evidence
    .command('keys')
    .description('list an organisation’s keys, newest first')
    .requiredOption(whose, 'organisation slug')
    .option('--pem', 'print the public keys in PEM format, as accepted by verify --trust')
    .action(async (flags: KeysFlags) => finish(await keys(flags)))
  evidence
    .command('rotate-key')
    .description('seal with a new key from now on; earlier seals stay verifiable')
    .requiredOption(whose, 'organisation slug')
    .action(async (flags: OfFlags) => finish(await rotate(flags)))
  evidence
    .command('sweep')
    .description('delete unreferenced blobs now, as serve does every night')
    .action(async () => finish(await sweep()))
}

async function keys({ organisation, pem = false }: KeysFlags): Promise<number> {
  const all = await operate('evidence.keys', { organisation })
  for (const { id, publicKey, madeAt, retiredAt } of all) {
    const state = retiredAt === null ? 'in use' : `retired ${retiredAt}`
    console.log(pem ? publicKey.trimEnd() : [id, `made ${madeAt}`, state].join('  '))
  }
  if (all.length === 0) console.error('None yet: the first is made when something is sealed.')
  return 0
}

async function sweep(): Promise<number> {
  console.log(`deleted: ${count(await operate('evidence.sweep', {}), 'blob')}`)
  return 0
}

async function rotate({ organisation }: OfFlags): Promise<number> {
  const { id, follows } = await operate('evidence.rotate-key', { organisation })
  console.log(id)
  console.error(
    follows === null
      ? 'It had none before. Publish the new key where those who verify can find it.'
      : `It seals in place of ${follows}, which nobody can sign with any more. Publish the new key beside the old ones.`,
  )
  return 0
}
