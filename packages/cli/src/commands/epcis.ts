import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { TouchstoneError } from '@touchstone/contract'
import { checkEpcis, eventHashId, preHashesOf } from '@touchstone/recognition/epcis'
import type { Command } from 'commander'
import { readDocument } from '../document-file.ts'
import type { ProgramIo } from '../program-io.ts'
import { Outputs } from '../stream/index.ts'
import { count } from '../terminal.ts'
import type { CommandContext } from './options.ts'

type CheckFlags = { in: string; out: string }

export function defineEpcis(epcis: Command, { io, finish }: CommandContext): void {
  epcis
    .command('check')
    .description('check EPCIS 2.0 documents (JSON-LD) and compute the hash ids of their events')
    .requiredOption('--in <folder>', 'folder with .json and .jsonld files, also in folders below')
    .requiredOption(
      '--out <file>',
      'one line {file, ok, problems, hashes} for each; - for standard output',
    )
    .action(async (flags: CheckFlags) => finish(await check(io, flags)))
}

async function check(io: ProgramIo, flags: CheckFlags): Promise<number> {
  const files = await documentsIn(flags.in)
  const outputs = new Outputs(io)
  let refused = 0
  try {
    const out = await outputs.open(flags.out)
    for (const file of files) {
      const result = await checkFile(join(flags.in, file))
      if (!result.ok) refused++
      const name = file.split(sep).join('/')
      await out.write(Buffer.from(`${JSON.stringify({ file: name, ...result })}\n`))
    }
    await outputs.finish()
  } catch (error) {
    await outputs.discard()
    throw error
  }
  io.printError(`Checked ${count(files.length, 'document')}: ${refused} with problems.`)
  return 0
}

async function documentsIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    () => undefined,
  )
  if (entries === undefined)
    throw new TouchstoneError({
      code: 'unusable-input',
      message: `${folder} is no folder that can be read`,
    })
  return entries
    .filter((entry) => entry.isFile() && /\.json(ld)?$/i.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort()
}

async function checkFile(
  path: string,
): Promise<{ ok: boolean; problems: object[]; hashes: string[] }> {
  let value: unknown
  try {
    ;({ value } = await readDocument(path, {
      name: 'document',
      code: 'unusable-input',
      least: '{}',
    }))
  } catch (error) {
    if (!(error instanceof TouchstoneError)) throw error
    return { ok: false, problems: [{ pointer: '', problem: error.message }], hashes: [] }
  }
  const problems = checkEpcis(value)
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
  const hashes =
    problems.length > 0 ? [] : preHashesOf(value).map((text) => eventHashId(text, sha256))
  return { ok: problems.length === 0, problems, hashes }
}
