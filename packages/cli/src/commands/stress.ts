import type { Command } from 'commander'
import { readConfig } from '../config.ts'
import { jsonOption, printAnswer, type JsonFlags } from '../json-answer.ts'
import { makeFolder } from '../make-folder.ts'
import type { ProgramIo } from '../program-io.ts'
import { listenForStop, stopExitCodes } from '../stop-signal.ts'
import type { CommandContext } from './options.ts'

type StressFlags = JsonFlags & { plan: string; folder?: string }

export function defineStress(command: Command, { io, finish }: CommandContext): void {
  command
    .requiredOption('--plan <file>', 'rates and limits (JSON), as docs/sizing.md describes them')
    .option(
      '--folder <folder>',
      'where the store is created, and deleted at the end; by default DATA_DIR',
    )
    .option(...jsonOption)
    .action(async (flags: StressFlags) => finish(await stress(io, flags)))
}

async function stress(io: ProgramIo, flags: StressFlags): Promise<number> {
  io.makeFilesPrivate()
  const { figureLines, readPlan, runStress } = await import('../stress/index.ts')
  const plan = await readPlan(flags.plan)
  const parent = flags.folder ?? readConfig(io.env).dataDir
  await makeFolder(parent)
  const stop = listenForStop(io)
  try {
    const result = await runStress(io, { plan, parent, stop: stop.signal })
    const { loads, server, breaches } = result
    printAnswer(io, flags, result, figureLines(loads, server))
    for (const breach of breaches) io.printError(breach)
    const received = stop.received()
    if (received !== undefined) return stopExitCodes[received]
    return breaches.length === 0 ? 0 : 1
  } finally {
    stop.dispose()
  }
}
